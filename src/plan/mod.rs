//! The second stage: a checked [`Spec`] becomes a [`Plan`], every object of every
//! environment with every value and where it comes from.
//!
//! All decisions are made here: which application goes to which cluster
//! (`placement`), how large that is (`sizes`), which parameters suit it (`tuning`),
//! what everything is called (`names`), and what each kind of object says (one file
//! each). Templates lay out what they are given. What contradicts itself is a
//! [`Problem`] with the way out, all of them at once.

mod agreement;
mod archive;
mod certificate;
mod checks;
mod client_certificate;
mod cluster;
mod connection;
mod database;
mod external_secret;
mod gitops;
mod hba;
mod import;
mod in_tree;
mod initdb;
mod job;
mod ledger;
mod metadata;
mod names;
mod namespace;
mod network_policy;
mod object;
mod object_store;
mod overlap;
mod placement;
mod pod_disruption_budget;
mod pod_monitor;
mod pooler;
mod pools;
mod prerequisite;
mod prometheus_rule;
mod recovery;
mod resource_quota;
mod role;
mod scheduled_backup;
mod scheduling;
mod site;
mod sizes;
mod store;
mod subscription;
mod synchronous;
mod target;
mod tenant;
#[cfg(test)]
mod tests;
mod tuning;
mod value_schema;
mod volume_snapshot;

pub use certificate::{Certificate, Issuer, IssuerRef, PrivateKey};
pub use cluster::{Certificates, Cluster, Plugin, Volume};
pub use connection::{Connection, Credentials, Endpoint, EndpointKind, Maker};
pub use database::{Database, Extension, Schema};
pub use external_secret::{
    ExternalSecret, GeneratorRef, Password, RemoteValue, SecretTemplate, StoreRef,
};
pub use gitops::{Application, GitOps, Helm, IgnoredDifference, SyncPolicy};
pub use import::{ConnectionParameters, Import, ImportFrom, ImportServer};
pub use in_tree::BarmanObjectStore;
pub use initdb::{InitDb, SecretName};
pub use job::Job;
pub use metadata::{Map, Metadata};
pub use network_policy::{Expression, IpBlock, NetworkPolicy, Peer, Port, Rule, Selector};
pub use object::{Body, Object};
pub use object_store::{
    AzureCredentials, GoogleCredentials, ObjectStore, S3Credentials, Storing, Variable,
};
pub use pod_disruption_budget::PodDisruptionBudget;
pub use pod_monitor::PodMonitor;
pub use pooler::{Pooler, RollingUpdate};
pub use prerequisite::{Needed, Prerequisite};
pub use prometheus_rule::{Group, PrometheusRule, Rule as AlertRule};
pub use recovery::{Bootstrap, ExternalCluster, Reader, Recovery, Stop, Target, recover};
pub use resource_quota::ResourceQuota;
pub use role::{DatabaseRole, ManagedRole};
pub use scheduled_backup::ScheduledBackup;
pub use scheduling::{Affinity, KeptApart, Resources, Toleration, TopologySpread};
pub use store::SecretRef;
pub use subscription::Subscription;
pub use synchronous::Synchronous;
pub use target::{Chart, Operator};
pub use volume_snapshot::{OnlineConfiguration, VolumeSnapshot};

pub use crate::spec::Layout;

use std::collections::BTreeMap;

use crate::spec::{Environment as Given, Origins, Part, Placement, Problem, Sourced, Spec};
use ledger::Ledger;
use metadata::Common;
use names::text;
use site::{Site, Surroundings};

/// Every object that carries a spec out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Where every value comes from: the origins of the spec, and those of what was
    /// decided here.
    pub origins: Origins,
    /// The operator that the manifests are for.
    pub operator: Operator,
    /// The environments, by name.
    pub environments: Vec<Environment>,
    /// What those who apply the output are told.
    pub gitops: Option<GitOps>,
}

/// The folder of the output that is for those who apply the rest of it.
pub const GITOPS: &str = "gitops";

/// The folder, in that of an environment, of what an environment has once.
pub const ENVIRONMENT_FOLDER: &str = "environment";

/// An environment: what it has once, and its clusters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Its name.
    pub name: Sourced<String>,
    /// The objects that it has once.
    pub objects: Vec<Object>,
    /// Its clusters, by name.
    pub clusters: Vec<ClusterPlan>,
}

/// A cluster with everything around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterPlan {
    /// Its name.
    pub name: Sourced<String>,
    /// The applications in it, by name.
    pub apps: Vec<Sourced<String>>,
    /// Whether it is made for several applications or for one.
    pub placement: Placement,
    /// The major of PostgreSQL.
    pub postgres: Sourced<u32>,
    /// Over how many zones its instances are spread, if zones matter.
    pub zones: Option<Sourced<u32>>,
    /// Its objects, in the order in which they come to be.
    pub objects: Vec<Object>,
    /// How its applications connect.
    pub connections: Vec<Connection>,
}

/// An object, and which folder it goes to.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// The environment.
    pub environment: &'a Sourced<String>,
    /// The cluster; none for what an environment has once.
    pub cluster: Option<&'a Sourced<String>>,
    /// The object.
    pub object: &'a Object,
}

impl ClusterPlan {
    /// Whether it has an archive that another cluster can be made from.
    pub fn is_archived(&self) -> bool {
        let mut objects = self.objects.iter();
        objects.any(|object| {
            matches!(object.body, Body::ObjectStore(_))
                || matches!(&object.body, Body::Cluster(cluster) if cluster.barman_object_store.is_some())
        })
    }
}

impl Plan {
    /// Every object, environment by environment, cluster by cluster.
    pub fn objects(&self) -> impl Iterator<Item = Placed<'_>> {
        let gitops = self.gitops.iter().flat_map(GitOps::placed);
        let environments = self.environments.iter();
        environments.flat_map(Environment::placed).chain(gitops)
    }
}

impl Environment {
    fn placed(&self) -> impl Iterator<Item = Placed<'_>> {
        let environment = &self.name;
        let once = self.objects.iter().map(|object| (None, object));
        let clusters = self.clusters.iter().flat_map(|cluster| {
            let name = Some(&cluster.name);
            cluster.objects.iter().map(move |object| (name, object))
        });
        once.chain(clusters).map(|(cluster, object)| Placed {
            environment,
            cluster,
            object,
        })
    }
}

/// Plans every object that carries the spec out.
///
/// # Errors
///
/// Whatever contradicts itself, in the order of the spec.
pub fn plan(spec: &Spec) -> Result<Plan, Vec<Problem>> {
    let mut ledger = Ledger::new(spec.origins.clone());
    let operator = Operator::of(&mut ledger, &spec.target);
    let project = text(&spec.project);
    let environments = spec.environments.values();
    let environments: Vec<Environment> = environments
        .map(|given| environment(&mut ledger, spec, &operator, &project, given))
        .collect();
    let gitops = gitops::of(&mut ledger, spec, &operator, &environments);
    archive::collisions(&mut ledger, &environments);
    let (origins, problems) = ledger.close();
    let plan = Plan {
        origins,
        operator,
        environments,
        gitops,
    };
    if problems.is_empty() {
        Ok(plan)
    } else {
        Err(problems)
    }
}

fn environment(
    ledger: &mut Ledger,
    spec: &Spec,
    operator: &Operator,
    project: &Sourced<String>,
    given: &Given,
) -> Environment {
    let name = text(&given.name);
    let around = Surroundings {
        spec,
        project,
        environment: &name,
        operator,
    };
    let mut sites = Vec::new();
    for allotment in placement::place(ledger, given).into_values() {
        agreement::check(ledger, &allotment);
        sites.extend(Site::of(ledger, around, allotment));
    }
    let common = Common {
        project,
        environment: &name,
        settings: &given.settings,
    };
    let objects = once(ledger, &common, given, &sites);
    let clusters: Vec<ClusterPlan> = sites.iter().map(|site| cluster(ledger, site)).collect();
    let mut environment = Environment {
        name: name.clone(),
        objects,
        clusters,
    };
    let needed = environment.secrets();
    let secrets = external_secret::others(ledger, &common, &sites, &needed);
    environment.objects.extend(secrets);
    checks::unique(ledger, environment.placed().map(|placed| placed.object));
    environment
}

/// What an environment has once: its namespaces, and the operator's side of the
/// network.
fn once(
    ledger: &mut Ledger,
    common: &Common<'_>,
    given: &Given,
    sites: &[Site<'_>],
) -> Vec<Object> {
    let mut namespaces: BTreeMap<&str, Vec<&Site<'_>>> = BTreeMap::new();
    for site in sites {
        namespaces
            .entry(&site.namespace.value)
            .or_default()
            .push(site);
    }
    let mut objects = Vec::new();
    for sites in namespaces.values() {
        let Some(first) = sites.first() else { continue };
        // A namespace that is deleted takes all of its clusters along.
        let guards = sites
            .iter()
            .filter_map(|site| site.settings.deletion_guard.as_ref());
        let guard = guards
            .filter(|part| part.is_on())
            .map(Part::switched_by)
            .next();
        let name = first.namespace.clone();
        let object = namespace::object(ledger, common, name, guard, given.name.origin);
        objects.push(object);
        objects.extend(resource_quota::object(
            ledger,
            common,
            &first.namespace,
            sites,
        ));
    }
    let is_asked = |site: &Site<'_>| site.store.is_some() && site.operator.has_barman_plugin();
    let plugin = sites.iter().any(is_asked);
    objects.extend(network_policy::operator_objects(ledger, common, plugin));
    objects
}

/// The objects of a cluster with everything around it.
fn cluster_objects(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Object> {
    let mut objects = Vec::new();
    objects.extend(object_store::object(ledger, site));
    objects.extend(external_secret::passwords(ledger, site));
    objects.extend(certificate::objects(ledger, site));
    objects.extend(client_certificate::objects(ledger, site));
    objects.push(cluster::object(ledger, site));
    objects.extend(role::objects(ledger, site));
    objects.extend(database::objects(ledger, site));
    objects.extend(subscription::object(ledger, site));
    objects.extend(pooler::objects(ledger, site));
    objects.extend(scheduled_backup::objects(ledger, site));
    objects.extend(network_policy::objects(ledger, site));
    objects.extend(pod_monitor::objects(ledger, site));
    objects.extend(prometheus_rule::object(ledger, site));
    checks::check(ledger, site, &objects);
    import::check(ledger, site);
    objects
}

/// A cluster with everything around it.
fn cluster(ledger: &mut Ledger, site: &Site<'_>) -> ClusterPlan {
    let objects = cluster_objects(ledger, site);
    ClusterPlan {
        name: site.name.clone(),
        placement: site.placement,
        postgres: site.major,
        zones: site.zones(),
        apps: site
            .tenants
            .iter()
            .map(|tenant| tenant.name.clone())
            .collect(),
        connections: connection::all(ledger, site, &objects),
        objects,
    }
}
