//! The first stage: a spec's text becomes a [`Spec`], or every problem it has.
//!
//! What comes in is a file that a person wrote: short, since whatever it leaves
//! out has a default, and wrong in several places at once while it is being
//! written. What goes out holds checked values only, the settings of every
//! environment, cluster and application merged from all levels, each value with
//! its [`Origin`]. Nothing after this stage reads the file again.

mod accept;
mod brief;
mod builtin;
mod check;
mod file;
mod gitops;
mod level;
mod origin;
mod part;
mod problem;
mod profile;
mod read;
mod refer;
mod resolve;
mod schema;
mod secret;
mod settings;
mod sourced;
mod store;
#[cfg(test)]
mod tests;
mod text;
mod tree;

use std::collections::BTreeMap;

use crate::kube::{ClusterName, DnsLabel, DnsSubdomain};

pub use accept::Accept;
pub use brief::Brief;
pub use file::{DIR, Layout, Output, Target};
pub use gitops::{ArgoCd, ArgoCdEnvironment, GitOps, SyncPolicy};
pub use origin::{Origin, OriginId, Origins};
pub use part::{ENABLED_KEY, Part};
pub use problem::Problem;
pub use schema::{SCHEMA, schema};
pub use settings::{
    Access, Affinity, Alerts, ApiServer, Archive, Auth, Backup, BackupTarget, CertManager, Client,
    Compression, DataDurability, Database, Dns, ExternalSecrets, Import, ImportMethod,
    ImportSource, Issuer, LogLevel, Monitoring, Network, ObjectStoreAccess, Permission, Placement,
    PoolMode, Pooler, Poolers, Port, Quota, Role, SecretGenerator, SecretStore, SecretStoreKind,
    Secrets, Settings, SnapshotOwner, Snapshots, Spread, SslMode, Switch, Synchronous,
    SynchronousMethod, TaintEffect, Thresholds, Tls, Toleration, TolerationOperator, Workload,
    Zones,
};
pub use sourced::{List, ORIGIN_KEY, Sourced, Table, VALUE_KEY};
pub use store::{
    Azure, AzureIdentity, Gcs, GcsIdentity, ObjectStore, S3, S3Encryption, S3Identity, S3Secret,
    SecretKey,
};

pub use text::{
    ArnPattern, AzureAccount, AzureClientId, Bucket, Cidr, CidrError, Day, Encoding, Folder,
    FolderError, GoogleAccount, HbaError, HbaLine, HostName, Identifier, Kind, Locale,
    NamespacePattern, ParameterName, ParameterValue, PathPattern, PatternError, Placeholders,
    RemotePattern, Repository, RepositoryError, Revision, RuleName, SchemaName, SecretPattern,
    Server, ServerPattern, Url, UrlError, WordError,
};

/// Reads and checks a spec. `name` is what the text is called, usually a path.
///
/// # Errors
///
/// Every problem that the text has, in its order.
pub fn parse(name: &str, text: &str) -> Result<Spec, Vec<Problem>> {
    let (tree, mut problems) = read::read(name, text);
    let Some(mut tree) = tree else {
        return Err(in_order(problems));
    };
    read::fill(&mut tree);
    problems.extend(check::check(&schema::CHECKED, &schema::CHECKED, &tree));
    problems.extend(refer::check(&tree));
    problems.extend(secret::check(&tree));
    if !problems.is_empty() {
        return Err(in_order(problems));
    }
    file::read(text).map_err(|problem| vec![problem])?;
    resolve::resolve(&tree).map_err(|problem| vec![problem])
}

/// Problems in the order of the text, each once.
fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|one, other| {
        let key = |problem: &Problem| (problem.span.start, problem.span.end);
        key(one).cmp(&key(other))
    });
    problems.dedup();
    problems.truncate(problem::MAX_PROBLEMS);
    problems
}

/// A checked spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spec {
    /// Where every value comes from.
    pub origins: Origins,
    /// The project.
    pub project: Sourced<DnsLabel>,
    /// What the manifests are for.
    pub target: Target,
    /// Where the manifests go, and in which form.
    pub output: Output,
    /// The object stores, by name.
    pub object_stores: Table<DnsLabel, ObjectStore>,
    /// The environments, by name.
    pub environments: BTreeMap<DnsLabel, Environment>,
    /// Last words about what is rendered, in the order of the file.
    pub overrides: Vec<Override>,
    /// The folder with templates to use instead of the built-in ones.
    pub templates: Option<Sourced<Folder>>,
}

/// An environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Its name.
    pub name: Sourced<DnsLabel>,
    /// The profile that its settings start from.
    pub profile: Sourced<String>,
    /// The built-in profile that this one goes back to: `dev`, `staging` or `prod`,
    /// if any.
    pub stage: Option<&'static str>,
    /// The settings that hold where no cluster and no application says otherwise.
    pub settings: Settings,
    /// The clusters that the spec names, by name.
    pub clusters: BTreeMap<ClusterName, NamedCluster>,
    /// The applications that are in this environment, by name.
    pub apps: BTreeMap<ClusterName, App>,
}

/// A cluster that the spec names under an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedCluster {
    /// Its name.
    pub name: Sourced<ClusterName>,
    /// The applications that the spec puts into it. Each is in [`Environment::apps`].
    pub apps: Vec<Sourced<ClusterName>>,
    /// Its settings: the environment's, and what the spec says for it.
    pub settings: Settings,
    /// Only what the spec says for it. A size, cpu, memory, storage or wal that
    /// stands here is the whole cluster's.
    pub own: Settings,
}

/// An application in an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    /// Its name.
    pub name: Sourced<ClusterName>,
    /// The named cluster that it is in, if the spec puts it into one.
    pub cluster: Option<Sourced<ClusterName>>,
    /// Its settings: the environment's, those of its named cluster but for the
    /// size, its own, and its own in this environment.
    pub settings: Settings,
    /// Only what the spec says for the application, here or in all environments.
    pub own: Settings,
}

/// A last word about objects that are rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// Where it stands.
    pub origin: OriginId,
    /// The environment; all without it.
    pub environment: Option<Sourced<String>>,
    /// The kind of the objects.
    pub kind: Sourced<Kind>,
    /// The name of the object; all of the kind without it.
    pub name: Option<Sourced<DnsSubdomain>>,
    /// What is merged into the object. Every map in it holds its `$origin`; a scalar
    /// or a list is a pair of `$origin` and `$value`; `null` stands alone.
    pub patch: serde_json::Value,
}
