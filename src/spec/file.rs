//! A spec as written: the shape of the file, which its JSON Schema is made from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Accept, Folder, GitOps, Kind, ObjectStore, OriginId, Problem, Settings, Sourced, Table,
};
use crate::kube::{
    ClusterName, DnsLabel, DnsSubdomain, KubernetesVersion, OperatorVersion, Quantity,
};

/// Which applications need PostgreSQL in which environments.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct File {
    /// The version of this format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub(super) version: Sourced<u32>,
    /// The project. It is part of the names of namespaces and of the folders in
    /// object stores.
    pub(super) project: Sourced<DnsLabel>,
    /// What the manifests are for.
    pub(super) target: Option<Target>,
    /// Where the manifests go, and in which form.
    pub(super) output: Option<Output>,
    /// Settings for all environments.
    pub(super) defaults: Option<Settings>,
    /// Profiles beside the built-in `dev`, `staging` and `prod`, or instead of
    /// them.
    pub(super) profiles: Option<Table<DnsLabel, Profile>>,
    /// Named sizes beside the built-in `small`, `medium` and `large`, or instead
    /// of them.
    pub(super) sizes: Option<Table<DnsLabel, Size>>,
    /// Object stores for backups.
    pub(super) object_stores: Option<Table<DnsLabel, ObjectStore>>,
    /// The environments.
    #[schemars(extend("minProperties" = 1))]
    pub(super) environments: Table<DnsLabel, EnvironmentLevel>,
    /// The applications.
    #[schemars(extend("minProperties" = 1))]
    pub(super) apps: Table<ClusterName, AppLevel>,
    /// Last words about what is rendered.
    pub(super) overrides: Option<Sourced<Vec<OverrideEntry>>>,
    /// A folder with templates to use instead of the built-in ones of the same
    /// file name, beside the spec.
    pub(super) templates: Option<Sourced<Folder>>,
    /// Findings about what is rendered that are accepted, with the reason.
    pub(super) accept: Option<Sourced<Vec<Accept>>>,
}

/// Reads a text that passed every check once more, through serde: what the checks
/// let through and the types do not is still a problem at its place.
pub(super) fn read(text: &str) -> Result<(), Problem> {
    serde_saphyr::from_str::<File>(text)
        .map(drop)
        .map_err(|error| {
            let place = error.location().and_then(|at| at.span().byte_offset());
            let start = place.and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
            Problem::new(start..start, error.to_string())
        })
}

/// What the manifests are for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Target {
    /// The version of the operator: `1.30`, or a patch release. Without it: the
    /// newest that pgspec knows.
    pub operator: Option<Sourced<OperatorVersion>>,
    /// The version of Kubernetes: `1.36`. Without it: the newest that pgspec knows.
    pub kubernetes: Option<Sourced<KubernetesVersion>>,
}

/// The folder of the output where the spec does not say.
pub const DIR: &str = "deploy";

/// Where the manifests go, and in which form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Output {
    /// The folder, beside the spec. Without it: `deploy`.
    pub dir: Option<Sourced<Folder>>,
    /// The form. Without it: `manifests`.
    pub layout: Option<Sourced<Layout>>,
    /// Who applies what is committed. Without it: nothing is rendered for it.
    pub gitops: Option<GitOps>,
}

/// The form of what is rendered.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema, clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// One file for each object.
    #[default]
    Manifests,
    /// The same, with a `kustomization.yaml` in each folder.
    Kustomize,
    /// Helm charts.
    Helm,
}

/// Settings under a name, for environments to start from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Profile {
    /// The profile that it starts from. One named as a built-in profile starts
    /// from that one.
    pub(super) extends: Option<Sourced<String>>,
    #[serde(flatten)]
    pub(super) settings: Settings,
}

/// What a size stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Size {
    /// CPU of each instance, in cores.
    pub(super) cpu: Option<Sourced<Quantity>>,
    /// Memory of each instance, in bytes.
    pub(super) memory: Option<Sourced<Quantity>>,
    /// Size of each instance's volume for data, in bytes.
    pub(super) storage: Option<Sourced<Quantity>>,
    /// Size of each instance's volume for WAL, in bytes.
    pub(super) wal: Option<Sourced<Quantity>>,
}

/// An environment, and settings for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct EnvironmentLevel {
    /// The profile that its settings start from. Without it: that of the same name.
    pub(super) profile: Option<Sourced<String>>,
    /// Clusters that several applications share, by their names. The one named
    /// `shared` takes the applications that no other takes, where the placement
    /// is `shared`.
    pub(super) clusters: Option<Table<ClusterName, ClusterLevel>>,
    #[serde(flatten)]
    pub(super) settings: Settings,
}

/// A cluster, and settings for it. Its size, cpu, memory, storage and wal are
/// those of the whole cluster; without them, those of its applications add up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ClusterLevel {
    /// The applications that share it.
    pub(super) apps: Option<Sourced<Vec<Sourced<String>>>>,
    #[serde(flatten)]
    pub(super) settings: Settings,
}

/// An application, and settings for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct AppLevel {
    /// The environments that it is in. Without it: all.
    pub(super) only: Option<Sourced<Vec<Sourced<String>>>>,
    /// The environments that it is not in.
    pub(super) except: Option<Sourced<Vec<Sourced<String>>>>,
    /// Settings for it in one environment.
    pub(super) environments: Option<Table<String, Settings>>,
    #[serde(flatten)]
    pub(super) settings: Settings,
}

/// A last word about objects that are rendered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct OverrideEntry {
    /// Where this comes from.
    #[serde(rename = "$origin", default)]
    #[schemars(skip)]
    pub(super) origin: OriginId,
    /// The environment. Without it: all.
    pub(super) environment: Option<Sourced<String>>,
    /// The kind of the objects, such as `Cluster`.
    pub(super) kind: Sourced<Kind>,
    /// The name of the object. Without it: all of the kind.
    pub(super) name: Option<Sourced<DnsSubdomain>>,
    /// What is merged into the object, as `kubectl patch` does it: maps key by
    /// key, lists by the key that their items are known by, `null` takes away.
    pub(super) patch: serde_json::Map<String, serde_json::Value>,
}
