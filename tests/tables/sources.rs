//! Where the tables come from, and how a release is read.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::builtin;
use crate::crd::{self, Kind};
use crate::pool::{Release, Table};

/// A project whose kinds are in the tables.
pub(crate) struct Source {
    /// The name of its table.
    pub name: &'static str,
    /// Its Go module.
    pub module: &'static str,
    pub license: &'static str,
    /// The releases, oldest first.
    pub releases: &'static [&'static str],
    /// The folder of the module that holds the custom resource definitions.
    folder: &'static str,
    /// The kinds that are wanted; empty for all.
    kinds: &'static [&'static str],
}

const APACHE: &str = "Apache-2.0";
const BASES: &str = "config/crd/bases";

/// Every source, in the order of `schemas/SOURCES.md`.
pub(crate) const SOURCES: &[Source] = &[
    Source {
        name: "cloudnative-pg",
        module: "github.com/cloudnative-pg/cloudnative-pg",
        license: APACHE,
        releases: &[
            "1.22.3", "1.22.5", "1.23.0", "1.23.6", "1.24.4", "1.25.4", "1.26.1", "1.26.3",
            "1.27.4", "1.28.0", "1.28.4", "1.29.1", "1.29.2", "1.30.0", "1.30.1",
        ],
        folder: BASES,
        kinds: &[],
    },
    Source {
        name: "plugin-barman-cloud",
        module: "github.com/cloudnative-pg/plugin-barman-cloud",
        license: APACHE,
        releases: &[
            "0.1.0", "0.2.0", "0.3.0", "0.4.0", "0.5.0", "0.6.0", "0.7.0", "0.8.0", "0.9.0",
            "0.10.0", "0.11.0", "0.12.0", "0.13.0", "0.14.0", "0.15.0",
        ],
        folder: BASES,
        kinds: &[],
    },
    Source {
        name: "kubernetes",
        module: "k8s.io/kubernetes",
        license: APACHE,
        releases: &["1.34.2"],
        folder: "",
        kinds: &[],
    },
    Source {
        name: "prometheus-operator",
        module: "github.com/prometheus-operator/prometheus-operator",
        license: APACHE,
        releases: &["0.93.0"],
        folder: "example/prometheus-operator-crd",
        kinds: &["PodMonitor", "ServiceMonitor", "PrometheusRule", "Probe"],
    },
    Source {
        name: "cert-manager",
        module: "github.com/cert-manager/cert-manager",
        license: APACHE,
        releases: &["1.21.1"],
        folder: "deploy/crds",
        kinds: &["Certificate", "Issuer", "ClusterIssuer"],
    },
    Source {
        name: "external-secrets",
        module: "github.com/external-secrets/external-secrets",
        license: APACHE,
        releases: &["2.9.0"],
        folder: BASES,
        kinds: &[
            "ExternalSecret",
            "SecretStore",
            "ClusterSecretStore",
            "Password",
        ],
    },
    Source {
        name: "argo-cd",
        module: "github.com/argoproj/argo-cd/v3",
        license: APACHE,
        releases: &["3.5.1"],
        folder: "manifests/crds",
        kinds: &["Application", "ApplicationSet", "AppProject"],
    },
    Source {
        name: "kustomize-controller",
        module: "github.com/fluxcd/kustomize-controller",
        license: APACHE,
        releases: &["1.9.4"],
        folder: BASES,
        kinds: &["Kustomization"],
    },
    Source {
        name: "helm-controller",
        module: "github.com/fluxcd/helm-controller",
        license: APACHE,
        releases: &["1.6.3"],
        folder: BASES,
        kinds: &["HelmRelease"],
    },
    Source {
        name: "source-controller",
        module: "github.com/fluxcd/source-controller",
        license: APACHE,
        releases: &["1.9.1"],
        folder: BASES,
        kinds: &["GitRepository", "HelmRepository", "OCIRepository"],
    },
    Source {
        name: "zalando-postgres-operator",
        module: "github.com/zalando/postgres-operator",
        license: "MIT",
        releases: &["2.0.1"],
        folder: "manifests",
        kinds: &["postgresql"],
    },
    Source {
        name: "crunchy-postgres-operator",
        module: "github.com/crunchydata/postgres-operator",
        license: APACHE,
        releases: &["6.0.3"],
        folder: BASES,
        kinds: &["PostgresCluster"],
    },
];

/// The table of a source, from the Go module proxy where that serves a release,
/// else from the folder `PGSPEC_CRDS`, else from the table there is.
pub(crate) fn rebuild(source: &Source, old: &Table) -> Table {
    let folder = std::env::var_os("PGSPEC_CRDS").map(PathBuf::from);
    let mut table = Table {
        source: source.name.to_owned(),
        ..Table::default()
    };
    for version in source.releases {
        let given = folder
            .as_ref()
            .map(|folder| folder.join(source.name).join(version));
        let read = match download(source.module, version) {
            Ok((sum, module)) => Some((Some(sum), from_module(source, &module))),
            Err(why) => {
                eprintln!("{} {version}: {why}", source.name);
                let given = given.filter(|given| given.is_dir());
                given.map(|given| (None, definitions(&given)))
            }
        };
        let (sum, mut kinds) = read
            .or_else(|| {
                old.of(version)
                    .map(|(release, kinds)| (release.sum.clone(), kinds.to_vec()))
            })
            .unwrap_or_else(|| panic!("no source for {} {version}", source.name));
        kinds.retain(|kind| source.kinds.is_empty() || source.kinds.contains(&&*kind.name));
        kinds.sort_by(|a, b| (&a.group, &a.name, &a.version).cmp(&(&b.group, &b.name, &b.version)));
        assert!(!kinds.is_empty(), "no kinds in {} {version}", source.name);
        inherit_webhooks(&mut kinds, table.kinds.last());
        let version = (*version).to_owned();
        table.releases.push(Release { version, sum });
        table.kinds.push(kinds);
    }
    table
}

/// The checksum and the folder of a Go module's release.
fn download(module: &str, version: &str) -> Result<(String, PathBuf), String> {
    let output = Command::new("go")
        .args(["mod", "download", "-json", &format!("{module}@v{version}")])
        .current_dir(std::env::temp_dir())
        .output()
        .map_err(|error| error.to_string())?;
    let answer: Value =
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    match (&answer["Sum"], &answer["Dir"]) {
        (Value::String(sum), Value::String(folder)) => Ok((sum.clone(), folder.into())),
        _ => Err(answer["Error"].to_string()),
    }
}

/// The kinds in the sources of a release, with the webhooks that read them.
fn from_module(source: &Source, module: &Path) -> Vec<Kind> {
    if source.folder.is_empty() {
        return builtin::kinds(module);
    }
    let mut kinds = definitions(&module.join(source.folder));
    let webhooks = module.join("config/webhook/manifests.yaml");
    let webhooks = std::fs::read_to_string(webhooks).unwrap_or_default();
    let webhooks: Vec<Value> = serde_saphyr::from_multiple(&webhooks).unwrap();
    for kind in &mut kinds {
        let read_by = |configuration: &str| {
            webhooks
                .iter()
                .filter(|object| object["kind"] == configuration)
                .flat_map(|object| object["webhooks"].as_array().unwrap())
                .flat_map(|webhook| webhook["rules"].as_array().unwrap())
                .filter(|rule| rule["apiGroups"][0] == *kind.group)
                .any(|rule| rule["resources"][0] == *kind.plural)
        };
        let mut found = String::new();
        if read_by("MutatingWebhookConfiguration") {
            found.push('m');
        }
        if read_by("ValidatingWebhookConfiguration") {
            found.push('v');
        }
        kind.webhooks = Some(found);
    }
    kinds
}

/// The kinds in the custom resource definitions of a folder.
fn definitions(folder: &Path) -> Vec<Kind> {
    let mut kinds = Vec::new();
    let entries = std::fs::read_dir(folder).unwrap_or_else(|_| panic!("{}", folder.display()));
    for entry in entries {
        let path = entry.unwrap().path();
        let objects: Vec<Value> = match path.extension().and_then(|end| end.to_str()) {
            Some("json") => vec![serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()],
            Some("yaml") => {
                let text = std::fs::read_to_string(&path).unwrap();
                // Beside the definitions lie Helm templates and the like.
                if !text.contains("CustomResourceDefinition") || text.contains("{{-") {
                    continue;
                }
                serde_saphyr::from_multiple(&text)
                    .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
            }
            _ => continue,
        };
        kinds.extend(objects.iter().flat_map(crd::kinds));
    }
    kinds
}

/// A release of which only the definitions are known has the webhooks of the
/// one before it.
fn inherit_webhooks(kinds: &mut [Kind], before: Option<&Vec<Kind>>) {
    for kind in kinds {
        if kind.webhooks.is_none() {
            let before = before.into_iter().flatten().find(|it| it.name == kind.name);
            kind.webhooks = before
                .and_then(|it| it.webhooks.clone())
                .or(Some(String::new()));
        }
    }
}
