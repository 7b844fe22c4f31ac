//! The compiled-in tables, each opened when a kind of its groups is asked for.

use std::sync::OnceLock;

use serde::Deserialize;

use super::release::{Fit, Known};
use super::schema::{Facts, Schema};
use super::{Kind, Target};

/// A project whose kinds are known.
#[derive(Debug)]
pub(super) struct Source {
    /// Its name, as in `schemas/SOURCES.md`.
    pub(super) name: &'static str,
    /// The groups of its kinds.
    pub(super) groups: &'static [&'static str],
    /// All kinds of these groups are in the table.
    pub(super) complete: bool,
    /// Its table as it is committed.
    pub(super) text: &'static str,
    table: OnceLock<Table>,
}

/// Every source. The order is that of how often they are asked for.
pub(super) static SOURCES: [Source; 12] = [
    Source::whole(
        "cloudnative-pg",
        &["postgresql.cnpg.io"],
        include_str!("../../../schemas/kinds/cloudnative-pg.jsonl"),
    ),
    Source::whole(
        "plugin-barman-cloud",
        &["barmancloud.cnpg.io"],
        include_str!("../../../schemas/kinds/plugin-barman-cloud.jsonl"),
    ),
    Source::part(
        "kubernetes",
        &[
            "",
            "networking.k8s.io",
            "policy",
            "rbac.authorization.k8s.io",
            "scheduling.k8s.io",
            "storage.k8s.io",
        ],
        include_str!("../../../schemas/kinds/kubernetes.jsonl"),
    ),
    Source::part(
        "prometheus-operator",
        &["monitoring.coreos.com"],
        include_str!("../../../schemas/kinds/prometheus-operator.jsonl"),
    ),
    Source::part(
        "cert-manager",
        &["cert-manager.io"],
        include_str!("../../../schemas/kinds/cert-manager.jsonl"),
    ),
    Source::part(
        "external-secrets",
        &["external-secrets.io", "generators.external-secrets.io"],
        include_str!("../../../schemas/kinds/external-secrets.jsonl"),
    ),
    Source::part(
        "argo-cd",
        &["argoproj.io"],
        include_str!("../../../schemas/kinds/argo-cd.jsonl"),
    ),
    Source::part(
        "kustomize-controller",
        &["kustomize.toolkit.fluxcd.io"],
        include_str!("../../../schemas/kinds/kustomize-controller.jsonl"),
    ),
    Source::part(
        "helm-controller",
        &["helm.toolkit.fluxcd.io"],
        include_str!("../../../schemas/kinds/helm-controller.jsonl"),
    ),
    Source::part(
        "source-controller",
        &["source.toolkit.fluxcd.io"],
        include_str!("../../../schemas/kinds/source-controller.jsonl"),
    ),
    Source::part(
        "zalando-postgres-operator",
        &["acid.zalan.do"],
        include_str!("../../../schemas/kinds/zalando-postgres-operator.jsonl"),
    ),
    Source::part(
        "crunchy-postgres-operator",
        &["postgres-operator.crunchydata.com"],
        include_str!("../../../schemas/kinds/crunchy-postgres-operator.jsonl"),
    ),
];

impl Source {
    const fn whole(
        name: &'static str,
        groups: &'static [&'static str],
        text: &'static str,
    ) -> Self {
        let table = OnceLock::new();
        Self {
            name,
            groups,
            complete: true,
            text,
            table,
        }
    }

    const fn part(name: &'static str, groups: &'static [&'static str], text: &'static str) -> Self {
        let table = OnceLock::new();
        Self {
            name,
            groups,
            complete: false,
            text,
            table,
        }
    }

    /// Its table.
    pub(super) fn table(&'static self) -> &'static Table {
        self.table.get_or_init(|| Table::open(self.text))
    }

    /// The release of it that a target asks for.
    pub(super) fn wanted(&self, target: &Target) -> Option<super::Release> {
        match self.name {
            "cloudnative-pg" => target.operator,
            "plugin-barman-cloud" => target.plugin,
            _ => None,
        }
    }
}

/// An opened table: its head read, its nodes not yet.
#[derive(Debug)]
pub(super) struct Table {
    builtin: bool,
    releases: Vec<Known>,
    kinds: Vec<Entry>,
    lines: Vec<&'static str>,
    nodes: Box<[OnceLock<Box<Facts>>]>,
}

/// A kind of a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) kind: &'static str,
    pub(super) group: &'static str,
    plural: &'static str,
    scope: &'static str,
    scale: Option<&'static str>,
    pub(super) roots: Vec<Root>,
}

/// A kind in a version of its API in a release.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Root {
    pub(super) release: &'static str,
    pub(super) version: &'static str,
    node: u32,
    flags: &'static str,
}

/// The first line of a table.
#[derive(Debug, Deserialize)]
struct Head {
    source: &'static str,
    releases: Vec<Release>,
}

/// A release as the first line has it.
#[derive(Debug, Deserialize)]
struct Release {
    version: &'static str,
}

impl Table {
    fn open(text: &'static str) -> Self {
        let (head, nodes) = text.split_once("\n\n").unwrap_or_default();
        let mut head = head.lines();
        let first = head.next().and_then(read::<Head>);
        let lines: Vec<_> = nodes.lines().collect();
        Self {
            builtin: first
                .as_ref()
                .is_some_and(|first| first.source == "kubernetes"),
            releases: first
                .iter()
                .flat_map(|first| &first.releases)
                .filter_map(known)
                .collect(),
            kinds: head.filter_map(read).collect(),
            nodes: lines.iter().map(|_| OnceLock::new()).collect(),
            lines,
        }
    }

    /// Its kinds, by group and name.
    pub(super) fn kinds(&self) -> &[Entry] {
        &self.kinds
    }

    /// Its releases, oldest first.
    pub(super) fn releases(&self) -> &[Known] {
        &self.releases
    }

    /// The schema of a whole object.
    pub(super) fn root(&'static self, root: &Root) -> Schema {
        Schema::new(self, root.node)
    }

    /// The facts of a node; none for a number that is not in the table.
    pub(super) fn facts(&'static self, node: u32) -> &'static Facts {
        let node = usize::try_from(node).unwrap_or(usize::MAX);
        let (Some(line), Some(facts)) = (self.lines.get(node), self.nodes.get(node)) else {
            return Facts::none();
        };
        facts.get_or_init(|| Box::new(read(line).unwrap_or_default()))
    }
}

/// A kind of a table as others see it.
pub(super) fn kind(table: &'static Table, entry: &'static Entry, root: &Root, fit: Fit) -> Kind {
    Kind {
        group: entry.group,
        version: root.version,
        name: entry.kind,
        plural: entry.plural,
        namespaced: entry.scope == "Namespaced",
        release: root.release,
        fit,
        decoded_first: root.flags.contains('m'),
        rewritten: root.flags.contains('w'),
        decoded: root.flags.contains(['m', 'v']),
        status_dropped: root.flags.contains('s'),
        scale: entry.scale,
        builtin: table.builtin,
        schema: table.root(root),
        entry,
        table,
    }
}

fn read<T: Deserialize<'static>>(line: &'static str) -> Option<T> {
    serde_json::from_str(line).ok()
}

fn known(release: &Release) -> Option<Known> {
    let name = release.version;
    let numbers = name.parse::<super::Release>().ok()?;
    let numbers = [numbers.major, numbers.minor, numbers.patch?];
    Some(Known { name, numbers })
}
