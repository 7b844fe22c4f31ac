//! The `Application` of Argo CD.

use serde::Serialize;

use crate::plan::ledger::Ledger;
use crate::spec::Sourced;

/// What an `Application` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// What has to be done before it is gone: with Argo CD's own entry, what it
    /// applied is deleted with it.
    pub finalizers: Vec<Sourced<&'static str>>,
    /// Its `AppProject`.
    pub project: Sourced<String>,
    /// The repository: of Git, or of charts.
    #[serde(rename = "repoURL")]
    pub repo_url: Sourced<String>,
    /// The branch, tag or commit; the version of a chart.
    pub target_revision: Sourced<String>,
    /// The folder in the repository of Git.
    pub path: Option<Sourced<String>>,
    /// The chart in the repository of charts.
    pub chart: Option<Sourced<String>>,
    /// What Helm is told, where the folder is a chart.
    pub helm: Option<Helm>,
    /// The address of the Kubernetes cluster.
    pub server: Option<Sourced<String>>,
    /// Its name, where that is how it is known.
    pub server_name: Option<Sourced<String>>,
    /// The namespace of what says none itself.
    pub namespace: Option<Sourced<String>>,
    /// Whether and how changes are applied by themselves.
    pub automated: Option<SyncPolicy>,
    /// Options of applying, in the order in which they are written.
    pub sync_options: Vec<Sourced<&'static str>>,
    /// Differences that are none.
    pub ignore_differences: Vec<IgnoredDifference>,
}

/// What Helm is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Helm {
    /// The name of the release.
    pub release_name: Sourced<String>,
    /// Files of values beside `values.yaml`, in the folder of the chart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub value_files: Vec<Sourced<String>>,
}

/// How changes are applied by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SyncPolicy {
    /// Whether what is no longer in Git is deleted.
    pub prune: Sourced<bool>,
    /// Whether what somebody changes by hand is changed back.
    pub self_heal: Sourced<bool>,
}

/// Differences between Git and the API server that are none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IgnoredDifference {
    /// The API group of the objects.
    pub group: Sourced<&'static str>,
    /// Their kind.
    pub kind: Sourced<&'static str>,
    /// What differs in them, in the language of jq.
    pub jq_path_expressions: Vec<Sourced<&'static str>>,
}

/// Options of applying, for all.
pub(super) fn options(ledger: &mut Ledger) -> Vec<Sourced<&'static str>> {
    [
        (
            "ServerSideApply=true",
            "the operator's definitions are too large for the annotation that client-side apply keeps",
        ),
        (
            "SkipDryRunOnMissingResource=true",
            "the definitions may come with the operator only",
        ),
        ("PruneLast=true", "what replaces something is there before that goes"),
    ]
    .map(|(option, why)| ledger.default(option, why))
    .into()
}

/// What the operator's webhook puts into lists of a Cluster.
pub(super) fn ignored(ledger: &mut Ledger) -> Vec<IgnoredDifference> {
    let why = "the operator's webhook puts its own metrics in front";
    vec![IgnoredDifference {
        group: ledger.default("postgresql.cnpg.io", why),
        kind: ledger.default("Cluster", why),
        jq_path_expressions: vec![ledger.default(
            ".spec.monitoring.customQueriesConfigMap[]? | select(.name == \"cnpg-default-monitoring\")",
            why,
        )],
    }]
}
