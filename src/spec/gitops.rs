//! Who applies the output: Argo CD or Flux.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Folder, OriginId, Repository, Revision, Server, Sourced, Table};
use crate::kube::{DnsLabel, DnsSubdomain};

/// Who applies the output folder from Git.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct GitOps {
    /// Argo CD. Its Applications go to the folder `gitops` of the output.
    pub argocd: Option<ArgoCd>,
}

/// What Argo CD is told.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ArgoCd {
    /// Where this comes from.
    #[serde(rename = "$origin", default)]
    #[schemars(skip)]
    pub origin: OriginId,
    /// The repository that the output is committed to.
    #[serde(rename = "repoURL")]
    pub repo_url: Sourced<Repository>,
    /// The path of the output folder in the repository. Without it: that of the
    /// spec's `output.dir`, as if the spec stood at the root of the repository.
    pub path: Option<Sourced<Folder>>,
    /// The namespace of Argo CD. Without it: `argocd`.
    pub namespace: Option<Sourced<DnsLabel>>,
    /// Whether Argo CD installs the operator and its plugin, too. Without it: yes.
    pub operator: Option<Sourced<bool>>,
    /// Whether there is an Application for all the others, and one for those of
    /// each environment: then that one is all that is applied by hand. Without it:
    /// yes.
    pub app_of_apps: Option<Sourced<bool>>,
    /// The branch, tag or commit to apply. Without it: `HEAD`, the default branch.
    pub revision: Option<Sourced<Revision>>,
    /// The `AppProject` of the Applications. Without it: `default`.
    pub project: Option<Sourced<DnsSubdomain>>,
    /// The Kubernetes cluster to apply to, by its address or by the name that Argo
    /// CD knows it by. Without it: the one that Argo CD runs in.
    pub server: Option<Sourced<Server>>,
    /// Whether and how changes are applied by themselves.
    pub sync_policy: Option<SyncPolicy>,
    /// What is different in an environment.
    pub environments: Option<Table<DnsLabel, ArgoCdEnvironment>>,
}

/// What Argo CD is told about one environment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct ArgoCdEnvironment {
    /// The branch, tag or commit to apply.
    pub revision: Option<Sourced<Revision>>,
    /// The `AppProject` of the Applications.
    pub project: Option<Sourced<DnsSubdomain>>,
    /// The Kubernetes cluster to apply to, by its address or by the name that Argo
    /// CD knows it by.
    pub server: Option<Sourced<Server>>,
    /// Whether and how changes are applied by themselves.
    pub sync_policy: Option<SyncPolicy>,
}

/// Whether and how Argo CD applies changes by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct SyncPolicy {
    /// Whether what is committed is applied without somebody asking for it. Without
    /// it: yes.
    pub automated: Option<Sourced<bool>>,
    /// Whether what is no longer in Git is deleted; what carries a deletion guard
    /// stays. Without it: yes.
    pub prune: Option<Sourced<bool>>,
    /// Whether what somebody changes by hand is changed back. Without it: yes.
    pub self_heal: Option<Sourced<bool>>,
}
