//! The cluster itself.

use std::collections::BTreeMap;

use serde::Serialize;

use super::archive;
use super::certificate;
use super::client_certificate;
use super::hba;
use super::import::{self, ImportServer};
use super::in_tree::{self, BarmanObjectStore};
use super::initdb::{self, InitDb};
use super::ledger::Ledger;
use super::metadata::{Component, Map, one, table};
use super::object::{Body, Object};
use super::object_store::Variable;
use super::recovery::{Bootstrap, ExternalCluster};
use super::role::ManagedRole;
use super::scheduling::{self, Affinity, Resources, TopologySpread};
use super::site::Site;
use super::store::{Identity, Kind, PLUGIN};
use super::synchronous::Synchronous;
use super::volume_snapshot::{self, VolumeSnapshot};
use crate::kube::Quantity;
use crate::spec::{LogLevel, Sourced};

/// What a `Cluster` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cluster {
    /// What it is for, in a sentence.
    pub description: Sourced<String>,
    /// How many instances it has.
    pub instances: Sourced<u32>,
    /// The image of PostgreSQL.
    pub image_name: Sourced<String>,
    /// How much the operator's part of each instance logs.
    pub log_level: Option<Sourced<LogLevel>>,
    /// Who decides when the primary is updated.
    pub primary_update_strategy: Sourced<&'static str>,
    /// How the primary is updated.
    pub primary_update_method: Sourced<&'static str>,
    /// Whether `postgres` can connect over the network.
    pub enable_superuser_access: Sourced<bool>,
    /// Whether nodes are drained one instance at a time.
    #[serde(rename = "enablePDB")]
    pub enable_pdb: Sourced<bool>,
    /// Labels and annotations for whatever the operator makes.
    pub inherited_metadata: BTreeMap<&'static str, Map>,
    /// How instances are kept apart, and on which nodes they run.
    pub affinity: Affinity,
    /// How instances are spread over zones.
    pub topology_spread_constraints: Vec<TopologySpread>,
    /// The priority of the instances.
    pub priority_class_name: Option<Sourced<String>>,
    /// CPU and memory of each instance.
    pub resources: Resources,
    /// The volume for data.
    pub storage: Volume,
    /// The volume for WAL.
    pub wal_storage: Option<Volume>,
    /// Synchronous replication.
    pub synchronous: Option<Synchronous>,
    /// Libraries to preload beside those that the operator adds.
    pub shared_preload_libraries: Vec<Sourced<String>>,
    /// Parameters of PostgreSQL.
    pub parameters: Map,
    /// Who may connect, and how.
    pub pg_hba: Vec<Sourced<String>>,
    /// What the cluster is made with.
    pub initdb: InitDb,
    /// The server that its data comes from.
    pub import_source: Vec<ImportServer>,
    /// The archive that it is made from instead.
    pub recovery: Option<Bootstrap>,
    /// Archives of other clusters.
    pub external_clusters: Vec<ExternalCluster>,
    /// Roles, for operators that have no objects for them.
    pub managed_roles: Vec<ManagedRole>,
    /// The certificates that it shows, and those that it trusts.
    pub certificates: Certificates,
    /// Annotations of the service account, for an identity of the cloud.
    pub service_account_annotations: Map,
    /// Variables of the environment of each instance.
    pub env: Vec<Variable>,
    /// The object store, where the operator itself writes to it.
    pub barman_object_store: Option<BarmanObjectStore>,
    /// How long the operator keeps what it writes there.
    pub retention_policy: Option<Sourced<String>>,
    /// Snapshots of the volumes.
    pub volume_snapshot: Option<VolumeSnapshot>,
    /// Plugins of the operator.
    pub plugins: Vec<Plugin>,
}

/// The certificates that a cluster shows, and those that it trusts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificates {
    /// Further names for the certificate of the server, if the operator makes it.
    #[serde(rename = "serverAltDNSNames", skip_serializing_if = "Vec::is_empty")]
    pub server_alt_dns_names: Vec<Sourced<String>>,
    /// The Secret with the certificate of the server.
    #[serde(rename = "serverTLSSecret", skip_serializing_if = "Option::is_none")]
    pub server_tls_secret: Option<Sourced<String>>,
    /// The Secret with the certificate of its authority.
    #[serde(rename = "serverCASecret", skip_serializing_if = "Option::is_none")]
    pub server_ca_secret: Option<Sourced<String>>,
    /// The Secret with the certificate of standbys.
    #[serde(
        rename = "replicationTLSSecret",
        skip_serializing_if = "Option::is_none"
    )]
    pub replication_tls_secret: Option<Sourced<String>>,
    /// The Secret with the certificate of the authority of clients.
    #[serde(rename = "clientCASecret", skip_serializing_if = "Option::is_none")]
    pub client_ca_secret: Option<Sourced<String>>,
}

impl Certificates {
    fn of(ledger: &mut Ledger, site: &Site<'_>) -> Self {
        let Some(secret) = certificate::server_secret(ledger, site) else {
            return Self {
                server_alt_dns_names: certificate_names(ledger, site),
                ..Self::default()
            };
        };
        let client = client_certificate::standby_secret(ledger, site);
        // cert-manager puts the certificate of the authority beside that of the server.
        Self {
            server_ca_secret: Some(secret.clone()),
            server_tls_secret: Some(secret),
            client_ca_secret: client.clone(),
            replication_tls_secret: client,
            ..Self::default()
        }
    }
}

/// A volume of each instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Volume {
    /// Its `StorageClass`; that of the Kubernetes cluster without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_class: Option<Sourced<String>>,
    /// Its size.
    pub size: Sourced<Quantity>,
}

/// A plugin of the operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plugin {
    /// Its name.
    pub name: Sourced<&'static str>,
    /// Whether it is used. The operator's default, but Argo CD takes the default of
    /// a list's item for a difference.
    pub enabled: Sourced<bool>,
    /// Whether it archives WAL.
    #[serde(rename = "isWALArchiver")]
    pub is_wal_archiver: Sourced<bool>,
    /// What it needs to know.
    pub parameters: Map,
}

/// The cluster of a site.
pub(super) fn object(ledger: &mut Ledger, site: &Site<'_>) -> Object {
    let metadata = site.metadata(ledger, site.name.clone(), Component::Database);
    let metadata = metadata.guarded(ledger, site.settings);
    let body = Body::Cluster(Box::new(cluster(ledger, site)));
    Object::new(metadata, body, site.asked_by())
}

pub(super) fn cluster(ledger: &mut Ledger, site: &Site<'_>) -> Cluster {
    let (barman_object_store, retention_policy, env) = match in_tree::of(ledger, site) {
        Some((barman, object)) => (Some(barman), object.retention_policy, object.env),
        None => (None, None, Vec::new()),
    };
    let settings = site.settings;
    let supervision = "nobody has to be there when an update is rolled out";
    Cluster {
        description: description(ledger, site),
        instances: site.instances,
        image_name: site.image.clone(),
        log_level: settings.log_level,
        primary_update_strategy: ledger.default("unsupervised", supervision),
        primary_update_method: update_method(ledger, site),
        enable_superuser_access: ledger.default(false, "no application needs the superuser"),
        enable_pdb: budget(ledger, site),
        inherited_metadata: inherited(ledger, site),
        affinity: scheduling::affinity(ledger, site),
        topology_spread_constraints: scheduling::zones(ledger, site).into_iter().collect(),
        priority_class_name: settings.priority_class.as_ref().map(super::names::text),
        resources: Resources::guaranteed(site.sizes.cpu.clone(), site.sizes.memory.clone()),
        storage: Volume {
            storage_class: settings.storage_class.as_ref().map(super::names::text),
            size: site.sizes.storage.clone(),
        },
        wal_storage: wal_volume(site),
        synchronous: site.synchronous.clone(),
        shared_preload_libraries: site.libraries.clone(),
        parameters: site.parameters.clone(),
        pg_hba: hba::lines(ledger, site),
        initdb: initdb::of(ledger, site),
        import_source: import::source(ledger, site).into_iter().collect(),
        recovery: None,
        external_clusters: Vec::new(),
        managed_roles: super::role::managed(ledger, site),
        certificates: Certificates::of(ledger, site),
        service_account_annotations: identity(ledger, site),
        env,
        barman_object_store,
        retention_policy,
        volume_snapshot: volume_snapshot::of(ledger, site),
        plugins: plugins(ledger, site),
    }
}

fn description(ledger: &mut Ledger, site: &Site<'_>) -> Sourced<String> {
    let names: Vec<String> = site
        .tenants
        .iter()
        .map(|tenant| tenant.name.to_string())
        .collect();
    let text = format!(
        "PostgreSQL for {} in {}",
        names.join(", "),
        site.environment
    );
    let from = site.tenants.iter().map(|tenant| tenant.name.origin);
    ledger.derived(text, "the applications and the environment", from)
}

/// A switchover keeps the interruption short, but needs a standby.
fn update_method(ledger: &mut Ledger, site: &Site<'_>) -> Sourced<&'static str> {
    let (method, why) = if site.has_standbys() {
        ("switchover", "a standby that is updated already takes over")
    } else {
        ("restart", "there is no standby that could take over")
    };
    ledger.derived(method, why, [site.instances.origin])
}

/// A budget for a single instance would block every drain of its node.
fn budget(ledger: &mut Ledger, site: &Site<'_>) -> Sourced<bool> {
    match &site.settings.pod_disruption_budget {
        Some(part) if part.is_on() && !site.has_standbys() => {
            let why = "a budget for a single instance would block every drain of its node";
            ledger.derived(false, why, [site.instances.origin, part.switched_by()])
        }
        Some(part) => Sourced::new(part.is_on(), part.switched_by()),
        None => ledger.default(false, "nobody asked for a budget"),
    }
}

/// The operator puts its own `app.kubernetes.io` labels on pods, so only what the
/// spec says is handed on, and the label by which Azure finds pods to identify.
fn inherited(ledger: &mut Ledger, site: &Site<'_>) -> BTreeMap<&'static str, Map> {
    let mut labels = table(site.settings.labels.as_ref());
    if let Some(store) = site.store.as_ref()
        && store.identity() == Some(Identity::Azure)
    {
        let why = "Azure gives an identity to pods with this label only";
        let value = ledger.derived("true".to_owned(), why, [store.switched_by]);
        labels.insert("azure.workload.identity/use".to_owned(), value);
    }
    let annotations = table(site.settings.annotations.as_ref());
    [("annotations", annotations), ("labels", labels)]
        .into_iter()
        .filter(|(_, map)| !map.is_empty())
        .collect()
}

fn wal_volume(site: &Site<'_>) -> Option<Volume> {
    let settings = site.settings;
    let class = settings
        .wal_storage_class
        .as_ref()
        .or(settings.storage_class.as_ref());
    site.sizes.wal.clone().map(|size| Volume {
        storage_class: class.map(super::names::text),
        size,
    })
}

/// The names of the poolers: they present the certificate of the cluster, and a
/// client that verifies it looks for the name that it connected to.
pub(super) fn certificate_names(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Sourced<String>> {
    let mut names = Vec::new();
    for pooler in &site.poolers {
        let name = pooler.name(ledger, site);
        let namespace = &site.namespace.value;
        for suffix in [
            "",
            &format!(".{namespace}"),
            &format!(".{namespace}.svc"),
            &format!(".{namespace}.svc.cluster.local"),
        ] {
            let why = "a name under which clients reach the pooler";
            let from = [pooler.instances.origin, site.namespace.origin];
            names.push(ledger.derived(format!("{name}{suffix}"), why, from));
        }
    }
    names
}

/// The annotation by which the cloud knows the pods, for the object store.
fn identity(ledger: &mut Ledger, site: &Site<'_>) -> Map {
    let Some(store) = &site.store else {
        return Map::new();
    };
    let names = site.names(None);
    match store.kind {
        Kind::S3(s3) => match &s3.identity {
            Some(identity) => {
                let arn = names.fill(ledger, &identity.eks_role_arn);
                one("eks.amazonaws.com/role-arn", arn)
            }
            None => Map::new(),
        },
        Kind::Gcs(gcs) => match &gcs.identity {
            Some(identity) => {
                let account = super::names::text(&identity.gke_service_account);
                one("iam.gke.io/gcp-service-account", account)
            }
            None => Map::new(),
        },
        Kind::Azure(azure) => match &azure.identity {
            Some(identity) => {
                let client = super::names::text(&identity.workload_client_id);
                one("azure.workload.identity/client-id", client)
            }
            None => Map::new(),
        },
    }
}

fn plugins(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Plugin> {
    if !site.operator.has_barman_plugin() {
        return Vec::new();
    }
    let (Some(store), Some(parameters)) = (&site.store, archive::parameters(ledger, site)) else {
        return Vec::new();
    };
    vec![Plugin {
        name: ledger.derived(
            PLUGIN,
            "backups go through the Barman Cloud plugin",
            [store.switched_by],
        ),
        enabled: ledger.derived(true, "backups are on", [store.switched_by]),
        is_wal_archiver: ledger.derived(
            true,
            "without the WAL, backups cannot be restored",
            [store.switched_by],
        ),
        parameters,
    }]
}
