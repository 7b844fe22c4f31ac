//! Where the tables come from, and how a release is read.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

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
            "1.22.0", "1.22.1", "1.22.2", "1.22.3", "1.22.4", "1.22.5", "1.23.0", "1.23.1",
            "1.23.2", "1.23.3", "1.23.4", "1.23.5", "1.23.6", "1.24.0", "1.24.1", "1.24.2",
            "1.24.3", "1.24.4", "1.25.0", "1.25.1", "1.25.2", "1.25.3", "1.25.4", "1.26.0",
            "1.26.1", "1.26.2", "1.26.3", "1.27.0", "1.27.1", "1.27.2", "1.27.3", "1.27.4",
            "1.28.0", "1.28.1", "1.28.2", "1.28.3", "1.28.4", "1.29.0", "1.29.1", "1.29.2",
            "1.30.0", "1.30.1",
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
/// else from the folder `PGSPEC_SOURCES`, else from the table there is.
pub(crate) fn rebuild(source: &Source, old: &Table) -> Table {
    let folder = std::env::var_os("PGSPEC_SOURCES").map(PathBuf::from);
    let mut table = Table::new(source.name);
    for version in source.releases {
        let given = folder
            .as_ref()
            .map(|folder| folder.join(source.name).join(version));
        let read = match download(source.module, version) {
            Ok((sum, module)) => Some((Some(sum), from_module(source, &module))),
            Err(why) => {
                eprintln!("{} {version}: {why}", source.name);
                let given = given.filter(|given| given.is_dir());
                given.map(|given| (None, from_module(source, &given)))
            }
        };
        let (sum, mut kinds) = read
            .or_else(|| old.of(version).map(|(release, kinds)| (release.sum, kinds)))
            .unwrap_or_else(|| panic!("no source for {} {version}", source.name));
        kinds.retain(|(kind, _)| source.kinds.is_empty() || source.kinds.contains(&&*kind.name));
        kinds.sort_by(|(a, _), (b, _)| {
            (&a.group, &a.name, &a.version).cmp(&(&b.group, &b.name, &b.version))
        });
        assert!(!kinds.is_empty(), "no kinds in {} {version}", source.name);
        for (kind, _) in &mut kinds {
            inherit_webhooks(kind, &table);
        }
        let version = (*version).to_owned();
        table.push(Release { version, sum }, kinds);
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
///
/// A folder that lacks the one of the definitions holds them itself, and
/// nothing else.
fn from_module(source: &Source, module: &Path) -> Vec<(Kind, Value)> {
    if source.folder.is_empty() {
        return builtin::kinds(module);
    }
    let folder = module.join(source.folder);
    if !folder.is_dir() {
        return definitions(module);
    }
    let mut kinds = definitions(&folder);
    let webhooks = read(&module.join("config/webhook/manifests.yaml"));
    let webhooks: Vec<Value> = serde_saphyr::from_multiple(&webhooks).unwrap();
    let writes_anew = writes_anew(&read(&module.join("go.mod")));
    let durations = durations(&module.join("api/v1"));
    for (kind, schema) in &mut kinds {
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
            if writes_anew || ALWAYS_CHANGED.contains(&&*kind.name) {
                found.push('w');
            }
        }
        if read_by("ValidatingWebhookConfiguration") {
            found.push('v');
        }
        kind.webhooks = Some(found);
        let names: Vec<_> = durations.iter().map(String::as_str).collect();
        crd::mark(schema, &names, &json!({"type": "string"}), "go-duration");
        let int64 = json!({"type": "integer", "format": "int64"});
        crd::mark(schema, UNSIGNED, &int64, "uint64");
    }
    kinds
}

/// The kinds whose defaulter always finds something to fill in; that of other
/// kinds fills in nothing (`internal/webhook/v1` of the operator).
const ALWAYS_CHANGED: &[&str] = &["Cluster"];

/// The fields that Go decodes into a number without a sign, and the definitions
/// say nothing of it: the one of `RelabelConfig` in `pkg/apis/monitoring/v1` of
/// the Prometheus operator.
const UNSIGNED: &[&str] = &["modulus"];

/// Whether a mutating webhook writes the object anew even if its defaulter has
/// changed nothing: up to version 0.22 of controller-runtime
/// (`pkg/webhook/admission/defaulter_custom.go`).
fn writes_anew(go_mod: &str) -> bool {
    let version = go_mod.lines().find_map(|line| {
        line.trim()
            .strip_prefix("sigs.k8s.io/controller-runtime v0.")
    });
    let minor = version.and_then(|version| version.split('.').next());
    minor.is_some_and(|minor| minor.parse::<u32>().unwrap() < 23)
}

/// The names of the fields in a folder of Go types that hold a duration, which
/// is a plain string in the definitions.
fn durations(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let texts = entries.map(|entry| read(&entry.unwrap().path()));
    let mut names = Vec::new();
    for text in texts {
        let fields = text.lines().filter(|line| line.contains("metav1.Duration"));
        let tags = fields.filter_map(|line| line.split("json:\"").nth(1));
        names.extend(
            tags.filter_map(|tag| tag.split([',', '"']).next())
                .map(str::to_owned),
        );
    }
    names
}

/// The text of a file; nothing if there is none.
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// The kinds in the custom resource definitions of a folder.
fn definitions(folder: &Path) -> Vec<(Kind, Value)> {
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
fn inherit_webhooks(kind: &mut Kind, table: &Table) {
    if kind.webhooks.is_none() {
        let before = table.newest().find(|it| it.name == kind.name);
        kind.webhooks = before
            .and_then(|it| it.webhooks.clone())
            .or(Some(String::new()));
    }
}
