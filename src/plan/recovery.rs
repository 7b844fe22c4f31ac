//! A cluster that is restored from the archive of another.

use std::collections::BTreeMap;

use serde::Serialize;

use super::archive;
use super::in_tree::{self, BarmanObjectStore};
use super::initdb::SecretName;
use super::ledger::Ledger;
use super::metadata::{Component, Map};
use super::names::text;
use super::network_policy;
use super::object::{Body, Object};
use super::placement;
use super::site::{Site, Surroundings};
use super::store::PLUGIN;
use super::{
    Certificates, Cluster, ClusterPlan, Environment, InitDb, Operator, Plan, cluster,
    cluster_objects, job,
};
use crate::spec::{OriginId, Problem, Sourced, Spec};

/// The name that the archive has among the external clusters.
const ORIGIN: &str = "origin";

/// What is to be restored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// The environment.
    pub environment: String,
    /// The cluster whose archive is read.
    pub cluster: String,
    /// The name of the cluster that is made.
    pub name: String,
    /// Up to where.
    pub target: Target,
    /// Whether it is made to be checked and thrown away.
    pub verify: bool,
}

/// Up to where a cluster is restored: to the end of the archive, or not so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// A point in time, as the operator reads it.
    pub time: Option<String>,
    /// The id of the base backup to start from; without another target, where it
    /// was consistent.
    pub backup: Option<String>,
    /// A named restore point.
    pub name: Option<String>,
}

/// How a `Cluster` is made from an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Bootstrap {
    /// The external cluster whose archive it is.
    pub source: Sourced<&'static str>,
    /// The database whose owner gets a new password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<Sourced<String>>,
    /// That owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Sourced<String>>,
    /// The Secret with the owner's password; the operator makes one without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<SecretName>,
    /// Up to where; to the end of the archive without it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub recovery_target: BTreeMap<&'static str, Stop>,
}

/// A word about where recovery stops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Stop {
    /// A text.
    Text(Sourced<String>),
    /// Yes or no.
    Flag(Sourced<bool>),
}

/// A cluster that is none of the operator's: an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExternalCluster {
    /// Its name.
    pub name: Sourced<&'static str>,
    /// The plugin that reads its archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plugin: Option<Reader>,
    /// The archive, where the operator itself reads it.
    #[serde(rename = "barmanObjectStore", skip_serializing_if = "Option::is_none")]
    pub barman_object_store: Option<BarmanObjectStore>,
}

/// A plugin that reads an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reader {
    /// Its name.
    pub name: Sourced<&'static str>,
    /// Whether it is used.
    pub enabled: Sourced<bool>,
    /// What it needs to know.
    pub parameters: Map,
}

/// Plans the objects of a cluster that is restored from another's archive, and
/// nothing else. A cluster to be checked has no more than it takes to do so.
/// Nothing is planned for a cluster that the spec does not have, or that has no
/// archive.
///
/// # Errors
///
/// Whatever contradicts itself, in the order of the spec.
pub fn recover(spec: &Spec, recovery: &Recovery) -> Result<Plan, Vec<Problem>> {
    let mut ledger = Ledger::new(spec.origins.clone());
    let mut environments = Vec::new();
    let operator = Operator::of(&mut ledger, &spec.target);
    let project = text(&spec.project);
    let mut given = spec.environments.values();
    if let Some(given) = given.find(|given| given.name.value.as_str() == recovery.environment) {
        let name = text(&given.name);
        let around = Surroundings {
            spec,
            project: &project,
            environment: &name,
            operator: &operator,
        };
        let allotment = placement::place(&mut ledger, given).remove(&recovery.cluster);
        let site = allotment.and_then(|allotment| Site::of(&mut ledger, around, allotment));
        let cluster = site.and_then(|site| restored(&mut ledger, site, recovery));
        environments.push(Environment {
            name,
            objects: Vec::new(),
            clusters: cluster.into_iter().collect(),
        });
    }
    let (origins, problems) = ledger.close();
    if problems.is_empty() {
        Ok(Plan {
            origins,
            operator,
            environments,
            gitops: None,
        })
    } else {
        Err(problems)
    }
}

fn restored(ledger: &mut Ledger, mut site: Site<'_>, recovery: &Recovery) -> Option<ClusterPlan> {
    let asked = ledger
        .origins
        .default_because("the command line asks for it");
    site.store.as_ref()?;
    // Where the archive is is told before the name changes.
    let archive = source(ledger, &site, asked)?;
    let name = Sourced::new(recovery.name.clone(), asked);
    let source = std::mem::replace(&mut site.name, name);
    site.source = Some(source);
    let apps = site.tenants.iter().map(|tenant| tenant.name.clone());
    let apps = apps.collect();
    let (placement, postgres, zones) = (site.placement, site.major, site.zones());
    let objects = if recovery.verify {
        throw_away(ledger, site, recovery, archive, asked)
    } else {
        let mut objects = cluster_objects(ledger, &site);
        // The Secrets are those of the cluster that it is made from, and so is what
        // another server sends.
        let is_there = |body: &Body| {
            matches!(
                body,
                Body::ExternalSecret(_) | Body::Password(_) | Body::Subscription(_)
            )
        };
        objects.retain(|object| !is_there(&object.body));
        for object in &mut objects {
            if let Body::Cluster(cluster) = &mut object.body {
                begin(cluster, recovery, archive.clone(), asked);
            }
        }
        objects
    };
    Some(ClusterPlan {
        name: Sourced::new(recovery.name.clone(), asked),
        apps,
        placement,
        postgres,
        zones,
        objects,
        connections: Vec::new(),
    })
}

/// What it takes to check an archive: a cluster of one instance that writes to no
/// archive, a Job that looks at it, and the policies that let them.
fn throw_away(
    ledger: &mut Ledger,
    mut site: Site<'_>,
    recovery: &Recovery,
    archive: ExternalCluster,
    asked: OriginId,
) -> Vec<Object> {
    site.instances = ledger.default(1, "one is enough to be looked at");
    site.synchronous = None;
    site.poolers.clear();
    site.issuing = None;
    let mut cluster = cluster::cluster(ledger, &site);
    begin(&mut cluster, recovery, archive, asked);
    let why = "what is only looked at has no archive of its own";
    cluster.plugins.clear();
    cluster.barman_object_store = None;
    // The operator makes them, under names that the Job knows.
    cluster.certificates = Certificates::default();
    cluster.retention_policy = None;
    cluster.volume_snapshot = None;
    cluster.managed_roles.clear();
    let look = "the Job looks into every database";
    cluster.enable_superuser_access = ledger.default(true, look);
    cluster.pg_hba = [
        "hostssl all postgres all scram-sha-256",
        "host all all all reject",
    ]
    .map(|line| ledger.default(line.to_owned(), look))
    .into();
    let mut metadata = site.metadata(ledger, site.name.clone(), Component::Database);
    for (rule, why) in [
        ("backup-missing", why),
        ("superuser-access", look),
        ("single-instance", "thrown away after it was checked"),
    ] {
        let why = ledger.default(why.to_owned(), "what is thrown away is judged otherwise");
        metadata
            .annotations
            .insert(format!("pgspec/ignore.{rule}"), why);
    }
    let body = Body::Cluster(Box::new(cluster));
    let mut objects = vec![Object::new(metadata, body, asked)];
    objects.extend(network_policy::verification_objects(ledger, &site));
    objects.push(job::object(ledger, &site, asked));
    objects
}

/// Has a cluster begin with an archive instead of nothing.
fn begin(cluster: &mut Cluster, recovery: &Recovery, archive: ExternalCluster, asked: OriginId) {
    let InitDb {
        database,
        owner,
        secret,
        ..
    } = cluster.initdb.clone();
    cluster.recovery = Some(Bootstrap {
        source: Sourced::new(ORIGIN, asked),
        database,
        owner,
        secret,
        recovery_target: stop(&recovery.target, asked),
    });
    // What was brought in from another server is in the archive by now.
    cluster.import_source.clear();
    cluster.external_clusters = vec![archive];
}

/// The archive that is read.
fn source(ledger: &mut Ledger, site: &Site<'_>, asked: OriginId) -> Option<ExternalCluster> {
    let name = Sourced::new(ORIGIN, asked);
    if let Some((barman, _)) = in_tree::of(ledger, site) {
        return Some(ExternalCluster {
            name,
            plugin: None,
            barman_object_store: Some(barman),
        });
    }
    let why = "the archive is one of the Barman Cloud plugin";
    let plugin = Reader {
        name: ledger.default(PLUGIN, why),
        enabled: ledger.default(true, why),
        parameters: archive::parameters(ledger, site)?,
    };
    Some(ExternalCluster {
        name,
        plugin: Some(plugin),
        barman_object_store: None,
    })
}

/// Where recovery stops, as the operator is told.
fn stop(target: &Target, asked: OriginId) -> BTreeMap<&'static str, Stop> {
    let texts = [
        ("targetTime", &target.time),
        ("backupID", &target.backup),
        ("targetName", &target.name),
    ];
    let mut stop: BTreeMap<&'static str, Stop> = texts
        .into_iter()
        .filter_map(|(key, text)| {
            let text = Sourced::new(text.clone()?, asked);
            Some((key, Stop::Text(text)))
        })
        .collect();
    if target.backup.is_some() && target.time.is_none() && target.name.is_none() {
        stop.insert("targetImmediate", Stop::Flag(Sourced::new(true, asked)));
    }
    stop
}
