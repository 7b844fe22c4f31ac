//! What every object carries: its name, its labels and its annotations.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Serialize;

use super::ledger::Ledger;
use super::names::text;
use super::site::Site;
use super::tenant::Tenant;
use crate::spec::{OriginId, Settings, Sourced, Table};

/// Keys and values that somebody may choose, in the order of the keys.
pub type Map = BTreeMap<String, Sourced<String>>;

/// The annotation that tells a linter which environment an object is for.
pub(super) const ENVIRONMENT: &str = "pgspec/environment";

/// Annotations that keep a tool from deleting an object, and which tool.
///
/// Argo CD: `Prune=false` for an object that is no longer in Git, `Delete=false`
/// for an application that is deleted. Flux: `force` deletes and makes anew what
/// it cannot change.
const GUARDS: &[(&str, &str, &str)] = &[
    (
        "argocd.argoproj.io/sync-options",
        "Prune=false,Delete=false",
        "Argo CD",
    ),
    ("helm.sh/resource-policy", "keep", "Helm"),
    ("kustomize.toolkit.fluxcd.io/force", "disabled", "Flux"),
    ("kustomize.toolkit.fluxcd.io/prune", "disabled", "Flux"),
];

/// The metadata of an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Metadata {
    /// Its name.
    pub name: Sourced<String>,
    /// Its namespace; none for what belongs to no namespace.
    pub namespace: Option<Sourced<String>>,
    /// Its labels.
    pub labels: Map,
    /// Its annotations.
    pub annotations: Map,
}

/// What a person thinks of as the part that an object plays, as the value of the
/// label `app.kubernetes.io/component`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Component {
    Database,
    Pooler,
    Backup,
    Network,
    Monitoring,
    Verification,
}

impl Component {
    fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Pooler => "pooler",
            Self::Backup => "backup",
            Self::Network => "network",
            Self::Monitoring => "monitoring",
            Self::Verification => "verification",
        }
    }
}

/// What the metadata of every object of an environment has in common.
#[derive(Debug)]
pub(super) struct Common<'a> {
    /// The project.
    pub(super) project: &'a Sourced<String>,
    /// The environment.
    pub(super) environment: &'a Sourced<String>,
    /// The settings whose labels, annotations and acceptances count.
    pub(super) settings: &'a Settings,
}

impl Common<'_> {
    /// The metadata of what an environment has once.
    pub(super) fn metadata(
        &self,
        ledger: &mut Ledger,
        name: Sourced<String>,
        namespace: Option<Sourced<String>>,
    ) -> Metadata {
        let mut labels = table(self.settings.labels.as_ref());
        let mut annotations = table(self.settings.annotations.as_ref());
        let managed = ledger.default("pgspec".to_owned(), "pgspec renders this object");
        labels.insert("app.kubernetes.io/managed-by".to_owned(), managed);
        labels.insert("app.kubernetes.io/part-of".to_owned(), self.project.clone());
        annotations.insert(ENVIRONMENT.to_owned(), self.environment.clone());
        annotations.extend(accepted(ledger, self.settings));
        Metadata {
            name,
            namespace,
            labels,
            annotations,
        }
    }
}

impl Site<'_> {
    /// The metadata of an object that belongs to the cluster.
    pub(super) fn metadata(
        &self,
        ledger: &mut Ledger,
        name: Sourced<String>,
        component: Component,
    ) -> Metadata {
        self.of_level(ledger, self.settings, name, component)
    }

    /// The metadata of an object that belongs to one of the applications.
    pub(super) fn tenant_metadata(
        &self,
        ledger: &mut Ledger,
        tenant: &Tenant<'_>,
        name: Sourced<String>,
        component: Component,
    ) -> Metadata {
        self.of_level(ledger, &tenant.app.settings, name, component)
    }

    fn of_level(
        &self,
        ledger: &mut Ledger,
        settings: &Settings,
        name: Sourced<String>,
        component: Component,
    ) -> Metadata {
        let common = Common {
            project: self.project,
            environment: self.environment,
            settings,
        };
        let namespace = Some(self.namespace.clone());
        let mut metadata = common.metadata(ledger, name, namespace);
        let component = ledger.default(component.as_str().to_owned(), "the part that it plays");
        let instance = self.name.clone();
        metadata.labels.extend([
            ("app.kubernetes.io/component".to_owned(), component),
            ("app.kubernetes.io/instance".to_owned(), instance.clone()),
            ("app.kubernetes.io/name".to_owned(), instance),
        ]);
        metadata
    }
}

impl Metadata {
    /// The same with annotations that keep Helm, Argo CD and Flux from deleting
    /// the object, if `settings` ask for them.
    #[must_use]
    pub(super) fn guarded(self, ledger: &mut Ledger, settings: &Settings) -> Self {
        match settings.deletion_guard.as_ref().filter(|part| part.is_on()) {
            Some(guard) => self.guarded_by(ledger, guard.switched_by()),
            None => self,
        }
    }

    /// The same with those annotations.
    #[must_use]
    pub(super) fn guarded_by(mut self, ledger: &mut Ledger, guard: OriginId) -> Self {
        for (key, value, tool) in GUARDS {
            let why = format!("keeps {tool} from deleting the data with the object");
            let value = ledger.derived((*value).to_owned(), why, [guard]);
            self.annotations.insert((*key).to_owned(), value);
        }
        self
    }
}

/// The entries of a table of the spec.
pub(super) fn table<K: Display + Ord, V: Display>(table: Option<&Table<K, Sourced<V>>>) -> Map {
    table
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.to_string(), text(value)))
        .collect()
}

/// A map with one entry.
pub(super) fn one(key: &str, value: Sourced<String>) -> Map {
    Map::from([(key.to_owned(), value)])
}

/// The findings that the spec accepts, as the annotations that the linter reads.
fn accepted(ledger: &mut Ledger, settings: &Settings) -> Map {
    let accept = settings.accept.as_ref();
    let entries = accept.into_iter().flat_map(|accept| &accept.value);
    entries
        .map(|entry| {
            let (rule, reason) = (&entry.rule, &entry.reason);
            let from = [entry.origin, rule.origin, reason.origin];
            let text = match &entry.until {
                Some(until) => format!("until={until} -- {reason}"),
                None => reason.to_string(),
            };
            let text = ledger.derived(text, "an acceptance of the spec", from);
            (format!("pgspec/ignore.{rule}"), text)
        })
        .collect()
}
