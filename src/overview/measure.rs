//! What a cluster is, and what it takes.

use std::iter::Sum;

use super::loss::{self, Loss};
use crate::kube::Quantity;
use crate::plan::{Body, Cluster as Server, ClusterPlan, ObjectStore, Pooler as Proxy, Resources};
use crate::spec::{DataDurability, Placement, PoolMode};

/// The clients that a pod of `PgBouncer` takes where nothing is said (its
/// `max_client_conn`).
const CLIENTS: u64 = 100;

/// The connections that PostgreSQL takes where nothing is said.
const CONNECTIONS: u64 = 100;

/// The method of a backup that is a snapshot of volumes.
const SNAPSHOT: &str = "volumeSnapshot";

/// A cluster as people talk about it.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Its name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// Its applications.
    pub apps: Vec<String>,
    /// Whether it is made for one application or for several.
    pub placement: Placement,
    /// The major of PostgreSQL.
    pub postgres: u32,
    /// How many instances it has.
    pub instances: u32,
    /// CPU of each instance.
    pub cpu: Quantity,
    /// Memory of each instance.
    pub memory: Quantity,
    /// The volume for data of each instance.
    pub storage: Quantity,
    /// The volume for WAL of each instance.
    pub wal: Option<Quantity>,
    /// The connections that each instance takes.
    pub connections: u64,
    /// The poolers in front of it.
    pub poolers: Vec<Pooler>,
    /// How its instances are kept on different nodes: `required`, `preferred` or not.
    pub nodes: Option<&'static str>,
    /// Over how many zones its instances are spread, and whether strictly.
    pub zones: Option<(u32, bool)>,
    /// How many standbys confirm a commit, and whether it waits for them.
    pub synchronous: Option<(u32, bool)>,
    /// How backups are made.
    pub backup: Option<Backup>,
    /// What it takes.
    pub totals: Totals,
    /// What the loss of a part of it costs.
    pub losses: Vec<Loss>,
}

/// A pooler.
#[derive(Clone, Debug)]
pub struct Pooler {
    /// The instances that it leads to: `rw`, `ro` or `r`.
    pub instances: &'static str,
    /// How many pods it has.
    pub pods: u32,
    /// When a server connection goes back to the pool.
    pub mode: PoolMode,
}

/// Backups of a cluster.
#[derive(Clone, Debug)]
pub struct Backup {
    /// The folder in the store.
    pub to: String,
    /// The address of a store that is not the cloud's.
    pub endpoint: Option<String>,
    /// When base backups are taken, in six fields.
    pub schedule: Option<String>,
    /// When snapshots of volumes are taken, in six fields.
    pub snapshots: Option<String>,
    /// How long they are kept.
    pub retention: Option<String>,
    /// After how long a segment of WAL is archived at the latest.
    pub archive_timeout: String,
}

/// What things take together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Clusters.
    pub clusters: u64,
    /// Instances of PostgreSQL.
    pub instances: u64,
    /// Pods: instances, and those of poolers.
    pub pods: u64,
    /// CPU that is requested, in thousandths of a core.
    pub cpu: u64,
    /// Memory that is requested, in bytes.
    pub memory: u64,
    /// Storage, in bytes.
    pub storage: u64,
    /// Volumes.
    pub volumes: u64,
    /// Connections that the primaries take.
    pub connections: u64,
    /// Clients that the poolers take.
    pub clients: u64,
}

impl<'t> Sum<&'t Totals> for Totals {
    fn sum<I: Iterator<Item = &'t Totals>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            clusters: sum.clusters.saturating_add(one.clusters),
            instances: sum.instances.saturating_add(one.instances),
            pods: sum.pods.saturating_add(one.pods),
            cpu: sum.cpu.saturating_add(one.cpu),
            memory: sum.memory.saturating_add(one.memory),
            storage: sum.storage.saturating_add(one.storage),
            volumes: sum.volumes.saturating_add(one.volumes),
            connections: sum.connections.saturating_add(one.connections),
            clients: sum.clients.saturating_add(one.clients),
        })
    }
}

impl Totals {
    /// Adds what containers of some pods request.
    fn request(&mut self, pods: u64, resources: &Resources) {
        let requested = |key: &str| resources.requests.get(key).map(|amount| &amount.value);
        let cpu = requested("cpu").map_or(0, millis);
        let memory = requested("memory").map_or(0, bytes);
        self.cpu = self.cpu.saturating_add(cpu.saturating_mul(pods));
        self.memory = self.memory.saturating_add(memory.saturating_mul(pods));
    }

    /// Adds volumes, one for each of some pods.
    fn volume(&mut self, pods: u64, size: &Quantity) {
        let size = bytes(size).saturating_mul(pods);
        self.storage = self.storage.saturating_add(size);
        self.volumes = self.volumes.saturating_add(pods);
    }
}

/// A cluster of a plan.
pub(super) fn cluster(plan: &ClusterPlan) -> Cluster {
    let mut cluster = Cluster {
        name: plan.name.value.clone(),
        namespace: String::new(),
        apps: plan.apps.iter().map(|app| app.value.clone()).collect(),
        placement: plan.placement,
        postgres: plan.postgres.value,
        instances: 0,
        cpu: Quantity::from_millis(0),
        memory: Quantity::from_bytes(0),
        storage: Quantity::from_bytes(0),
        wal: None,
        connections: CONNECTIONS,
        poolers: Vec::new(),
        nodes: None,
        zones: None,
        synchronous: None,
        backup: None,
        totals: Totals {
            clusters: 1,
            ..Totals::default()
        },
        losses: Vec::new(),
    };
    let bodies = || plan.objects.iter().map(|object| &object.body);
    for object in &plan.objects {
        if let Body::Cluster(server) = &object.body {
            let namespace = object.namespace().unwrap_or_default();
            namespace.clone_into(&mut cluster.namespace);
            cluster.server(server, plan);
        }
    }
    // After the instances: the container that archives is in each of them.
    for body in bodies() {
        if let Body::Pooler(pooler) = body {
            cluster.pooler(pooler);
        } else if let Body::ObjectStore(store) = body {
            cluster.store(store);
        } else if let (Body::ScheduledBackup(given), Some(backup)) = (body, &mut cluster.backup) {
            let schedule = Some(given.schedule.value.clone());
            if given.method.value == SNAPSHOT {
                backup.snapshots = schedule;
            } else {
                backup.schedule = schedule;
            }
        }
    }
    cluster.losses = loss::losses(&cluster);
    cluster
}

impl Cluster {
    fn server(&mut self, server: &Server, plan: &ClusterPlan) {
        self.instances = server.instances.value;
        let pods = u64::from(self.instances);
        let requested = |key: &str| server.resources.requests.get(key).map(|r| r.value.clone());
        if let (Some(cpu), Some(memory)) = (requested("cpu"), requested("memory")) {
            (self.cpu, self.memory) = (cpu, memory);
        }
        self.storage = server.storage.size.value.clone();
        self.wal = server
            .wal_storage
            .as_ref()
            .map(|wal| wal.size.value.clone());
        let parameter = |name: &str| server.parameters.get(name).map(|value| &value.value);
        let connections = parameter("max_connections").and_then(|value| value.parse().ok());
        self.connections = connections.unwrap_or(CONNECTIONS);
        let strictness = server.affinity.pod_anti_affinity_type;
        self.nodes = strictness.map(|strictness| strictness.value);
        let spread = server.topology_spread_constraints.first();
        self.zones = plan.zones.zip(spread).map(|(zones, spread)| {
            (
                zones.value,
                spread.when_unsatisfiable.value == "DoNotSchedule",
            )
        });
        self.synchronous = server.synchronous.as_ref().map(|synchronous| {
            let required = synchronous.data_durability.value == DataDurability::Required;
            (synchronous.number.value, required)
        });
        let totals = &mut self.totals;
        totals.instances = pods;
        totals.pods = totals.pods.saturating_add(pods);
        totals.connections = self.connections;
        totals.request(pods, &server.resources);
        totals.volume(pods, &server.storage.size.value);
        if let Some(wal) = &server.wal_storage {
            totals.volume(pods, &wal.size.value);
        }
        if !server.plugins.is_empty() {
            let timeout = parameter("archive_timeout").map_or("5min", String::as_str);
            self.backup = Some(Backup {
                to: String::new(),
                endpoint: None,
                schedule: None,
                snapshots: None,
                retention: None,
                archive_timeout: timeout.to_owned(),
            });
        }
    }

    fn pooler(&mut self, pooler: &Proxy) {
        let pods = u64::from(pooler.instances.value);
        let clients = pooler.parameters.get("max_client_conn");
        let clients = clients.and_then(|clients| clients.value.parse().ok());
        let clients = pods.saturating_mul(clients.unwrap_or(CLIENTS));
        self.totals.pods = self.totals.pods.saturating_add(pods);
        self.totals.clients = self.totals.clients.saturating_add(clients);
        self.totals.request(pods, &pooler.resources);
        self.poolers.push(Pooler {
            instances: pooler.r#type.value,
            pods: pooler.instances.value,
            mode: pooler.pool_mode.value,
        });
    }

    fn store(&mut self, store: &ObjectStore) {
        self.totals
            .request(u64::from(self.instances), &store.resources);
        if let Some(backup) = &mut self.backup {
            backup.to.clone_from(&store.destination_path.value);
            let endpoint = store.endpoint_url.as_ref();
            backup.endpoint = endpoint.map(|endpoint| endpoint.value.clone());
            let retention = store.retention_policy.as_ref();
            backup.retention = retention.map(|retention| retention.value.clone());
        }
    }
}

fn bytes(quantity: &Quantity) -> u64 {
    u64::try_from(quantity.bytes()).unwrap_or(u64::MAX)
}

fn millis(quantity: &Quantity) -> u64 {
    u64::try_from(quantity.millis()).unwrap_or(u64::MAX)
}
