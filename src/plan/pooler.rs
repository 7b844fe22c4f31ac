//! Connection poolers.

use serde::Serialize;

use super::client_certificate;
use super::ledger::Ledger;
use super::metadata::{Component, Map, one, table};
use super::names;
use super::network_policy::Selector;
use super::object::{Body, Object};
use super::pod_disruption_budget::PodDisruptionBudget;
use super::pools::{self, Choice};
use super::scheduling::{self, KeptApart, Resources, Toleration, TopologySpread};
use super::site::Site;
use crate::knowledge::operator::pgbouncer;
use crate::knowledge::tuning::pools::PoolSettings;
use crate::spec::{PoolMode, Sourced};

/// What a `Pooler` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pooler {
    /// The cluster behind it.
    pub cluster: Sourced<String>,
    /// Which instances it leads to: `rw`, `ro` or `r`.
    pub r#type: Sourced<&'static str>,
    /// How many pods it has.
    pub instances: Sourced<u32>,
    /// When a server connection goes back to the pool.
    pub pool_mode: Sourced<PoolMode>,
    /// The Secret with the certificate that it shows to the server, where the
    /// operator gives it none.
    #[serde(rename = "serverTLSSecret")]
    pub server_tls_secret: Option<Sourced<String>>,
    /// The query for the password of a user, where the operator gives it none.
    pub auth_query: Option<Sourced<&'static str>>,
    /// Parameters of `PgBouncer`.
    pub parameters: Map,
    /// How its pods are replaced.
    pub rolling_update: RollingUpdate,
    /// Labels of its pods.
    pub labels: Map,
    /// CPU and memory of its container.
    pub resources: Resources,
    /// The priority of its pods.
    pub priority_class_name: Option<Sourced<String>>,
    /// Labels that its nodes have.
    pub node_selector: Map,
    /// Taints that its pods tolerate.
    pub tolerations: Vec<Toleration>,
    /// How its pods are kept off each other's nodes.
    pub kept_apart: Option<KeptApart>,
    /// How its pods are spread over zones.
    pub topology_spread_constraints: Vec<TopologySpread>,
}

/// How pods are replaced one after another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RollingUpdate {
    /// How many more pods there may be.
    pub max_surge: Sourced<u32>,
    /// How many pods may be missing.
    pub max_unavailable: Sourced<u32>,
}

impl Choice<'_> {
    /// The pooler's name, which is that of its Service too.
    pub(super) fn name(&self, ledger: &mut Ledger, site: &Site<'_>) -> Sourced<String> {
        names::suffixed(
            ledger,
            &site.name,
            &format!("pooler-{}", self.kind.as_str()),
        )
    }

    /// The labels of its pods.
    fn pods(&self, ledger: &mut Ledger, site: &Site<'_>) -> Selector {
        Selector::labels(one("cnpg.io/poolerName", self.name(ledger, site)))
    }
}

/// The poolers of a cluster, each with its budget for disruptions.
pub(super) fn objects(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Object> {
    let mut objects = Vec::new();
    let budgets = site
        .settings
        .pod_disruption_budget
        .as_ref()
        .filter(|part| part.is_on());
    for choice in &site.poolers {
        let name = choice.name(ledger, site);
        let metadata = site.metadata(ledger, name.clone(), Component::Pooler);
        let body = Body::Pooler(Box::new(pooler(ledger, site, choice)));
        objects.push(Object::new(metadata, body, choice.origin));
        // A budget for a single pod would block every drain of its node.
        if let Some(part) = budgets.filter(|_| 1 < choice.instances.value) {
            let metadata = site.metadata(ledger, name, Component::Pooler);
            let body = Body::PodDisruptionBudget(PodDisruptionBudget {
                max_unavailable: ledger.derived(
                    1,
                    "nodes are drained one pod at a time",
                    [part.switched_by()],
                ),
                selector: choice.pods(ledger, site),
            });
            objects.push(Object::new(metadata, body, choice.origin));
        }
    }
    objects
}

fn pooler(ledger: &mut Ledger, site: &Site<'_>, choice: &Choice<'_>) -> Pooler {
    let settings = site.settings;
    let several = 1 < choice.instances.value;
    let pods = choice.pods(ledger, site);
    let zones = if several {
        scheduling::pooler_zones(ledger, settings, pods.clone())
    } else {
        None
    };
    let (server_tls_secret, auth_query) = client_certificate::pooler(ledger, site).unzip();
    Pooler {
        cluster: site.name.clone(),
        r#type: Sourced::new(choice.kind.as_str(), choice.origin),
        instances: choice.instances,
        pool_mode: choice.mode,
        server_tls_secret,
        auth_query,
        parameters: parameters(ledger, site, choice),
        rolling_update: RollingUpdate {
            max_surge: ledger.default(1, "a new pod comes before an old one goes"),
            max_unavailable: ledger.default(0, "clients find as many pods as ever"),
        },
        labels: table(settings.labels.as_ref()),
        resources: Resources::burstable(choice.cpu.clone(), choice.memory.clone()),
        priority_class_name: settings.priority_class.as_ref().map(names::text),
        node_selector: table(settings.node_selector.as_ref()),
        tolerations: scheduling::tolerations(settings),
        kept_apart: several.then(|| scheduling::kept_apart(ledger, pods)),
        topology_spread_constraints: zones.into_iter().collect(),
    }
}

/// The parameters of `PgBouncer`: sized so that all poolers together leave the
/// server connections, then as the spec has them.
fn parameters(ledger: &mut Ledger, site: &Site<'_>, choice: &Choice<'_>) -> Map {
    let mut parameters = Map::new();
    let mut add = |name: &str, value: Sourced<String>| {
        parameters.insert(name.to_owned(), value);
    };
    add(
        "max_client_conn",
        ledger.default(
            pools::CLIENTS.to_string(),
            "clients of a pooler cost little",
        ),
    );
    let size = pools::size(site, choice);
    let from = [site.max_connections.origin, choice.instances.origin];
    add(
        "default_pool_size",
        ledger.derived(size.to_string(), pools::formula(site, choice), from),
    );
    let why = "a query that waits longer has been given up on by its user";
    add("query_wait_timeout", ledger.default("120".to_owned(), why));
    if choice.mode.value == PoolMode::Transaction {
        let why = "prepared statements work in transaction mode too";
        add(
            "max_prepared_statements",
            ledger.derived("200".to_owned(), why, [choice.mode.origin]),
        );
    }
    let mode = site.sslmode(ledger).map(str::to_owned);
    add("client_tls_sslmode", mode);
    // What nobody asked for is left out where the operator would refuse it.
    let version = &site.operator.version.value;
    parameters.retain(|name, _| pgbouncer::is_allowed(name, version));
    parameters.extend(choice.parameters.clone());
    parameters
}

/// What a pooler's parameters say about the connections that it opens.
pub(super) fn pool_settings(pooler: &Pooler) -> PoolSettings {
    let number = |name: &str, default: u32| {
        let value = pooler.parameters.get(name);
        value
            .and_then(|value| value.value.parse().ok())
            .unwrap_or(default)
    };
    let defaults = PoolSettings::DEFAULTS;
    PoolSettings {
        instances: pooler.instances.value,
        default_pool_size: number("default_pool_size", defaults.default_pool_size),
        reserve_pool_size: number("reserve_pool_size", defaults.reserve_pool_size),
        max_db_connections: number("max_db_connections", defaults.max_db_connections),
        max_user_connections: number("max_user_connections", defaults.max_user_connections),
        max_client_conn: number("max_client_conn", defaults.max_client_conn),
        session_mode: pooler.pool_mode.value == PoolMode::Session,
    }
}
