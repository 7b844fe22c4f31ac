//! The policies of a cluster's own pods: instances with their Jobs, and poolers.

use super::{Expression, IpBlock, NetworkPolicy, Peer, Port, Rule, Selector};
use crate::knowledge::operator::ports::{INSTANCE_METRICS, POOLER_METRICS, POSTGRES, STATUS};
use crate::plan::import::{self, Whereabouts};
use crate::plan::ledger::Ledger;
use crate::plan::metadata::{Map, one, table};
use crate::plan::names::text;
use crate::plan::site::Site;
use crate::plan::store::{Identity, Store};
use crate::plan::tenant::Tenant;
use crate::spec::{ApiServer, Client, List, Network, OriginId, Port as GivenPort, Sourced};

/// The port of DNS.
const DNS: u16 = 53;

/// Where the API server listens behind the `kubernetes` Service, where nobody
/// says: managed offerings use 443, kubeadm and its kin 6443.
const API_SERVER: &[u16] = &[443, 6443];

/// The label by which every namespace can be selected by its name.
pub(super) const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// The address of `NodeLocal` `DNSCache`, which answers on the node itself.
const NODE_LOCAL_DNS: &str = "169.254.20.10/32";

/// The policy of the instances and of the Jobs that make them.
pub(super) fn instances(ledger: &mut Ledger, site: &Site<'_>, network: &Network) -> NetworkPolicy {
    let clients = clients(ledger, site);
    servers(ledger, site, network, clients)
}

/// The policy of a restored instance that nobody connects to but the Job that
/// checks it.
pub(super) fn verified(ledger: &mut Ledger, site: &Site<'_>, network: &Network) -> NetworkPolicy {
    let job = Peer::pods(checking(ledger, site));
    let why = "the Job that checks what was restored";
    let client = rule(ledger, why, vec![job], &[POSTGRES]);
    servers(ledger, site, network, vec![client])
}

/// The policy of the Job that checks a restored instance.
pub(super) fn verification(
    ledger: &mut Ledger,
    site: &Site<'_>,
    network: &Network,
) -> NetworkPolicy {
    let pods = checking(ledger, site);
    let restored = Peer::pods(not_poolers(ledger, site));
    let why = "the restored instance";
    let egress = vec![
        dns(ledger, network),
        rule(ledger, why, vec![restored], &[POSTGRES]),
    ];
    policy(ledger, pods, Vec::new(), egress)
}

/// The pods of the Job that checks a cluster.
fn checking(ledger: &mut Ledger, site: &Site<'_>) -> Selector {
    let why = "the label of the Job's pods";
    let component = ledger.default("verification".to_owned(), why);
    let mut pods = Selector::labels(one("app.kubernetes.io/component", component));
    pods.match_labels
        .insert("app.kubernetes.io/instance".to_owned(), site.name.clone());
    pods
}

fn servers(
    ledger: &mut Ledger,
    site: &Site<'_>,
    network: &Network,
    clients: Vec<Rule>,
) -> NetworkPolicy {
    let pods = not_poolers(ledger, site);
    let whole_cluster = Peer::pods(cluster_label(site));
    let mut ingress = vec![
        operator(ledger, network),
        rule(
            ledger,
            "replication, `pg_basebackup`, poolers, and the check whether a primary is cut off",
            vec![whole_cluster],
            &[POSTGRES, STATUS],
        ),
    ];
    ingress.extend(prometheus(ledger, site, network, INSTANCE_METRICS));
    ingress.extend(clients);
    let mut egress = vec![
        dns(ledger, network),
        rule(
            ledger,
            "replication, `pg_basebackup`, and the check whether a primary is cut off",
            vec![Peer::pods(pods.clone())],
            &[POSTGRES, STATUS],
        ),
        api_server(ledger, network),
    ];
    if let Some(addresses) = api_addresses(network) {
        ingress.push(rule(
            ledger,
            "`kubectl cnpg status`, through the API server",
            addresses,
            &[STATUS],
        ));
    }
    if let Some(store) = &site.store {
        egress.push(object_store(ledger, network, store));
        egress.extend(identity(ledger, store));
    }
    egress.extend(import_source(ledger, site));
    policy(ledger, pods, ingress, egress)
}

/// The policy of the poolers.
pub(super) fn poolers(ledger: &mut Ledger, site: &Site<'_>, network: &Network) -> NetworkPolicy {
    let mut pods = cluster_label(site);
    let pooler = ledger.default("pooler".to_owned(), "the operator's label of poolers");
    pods.match_labels
        .insert("cnpg.io/podRole".to_owned(), pooler);
    let mut servers = cluster_label(site);
    let instance = ledger.default("instance".to_owned(), "the operator's label of instances");
    servers
        .match_labels
        .insert("cnpg.io/podRole".to_owned(), instance);

    let mut ingress = clients(ledger, site);
    ingress.extend(prometheus(ledger, site, network, POOLER_METRICS));
    let egress = vec![
        dns(ledger, network),
        rule(
            ledger,
            "the servers behind the pooler",
            vec![Peer::pods(servers)],
            &[POSTGRES],
        ),
        api_server(ledger, network),
    ];
    policy(ledger, pods, ingress, egress)
}

impl Peer {
    /// Pods of the policy's own namespace.
    pub(super) fn pods(pods: Selector) -> Self {
        Self {
            pod_selector: Some(pods),
            ..Self::default()
        }
    }

    /// A namespace, by its name.
    pub(super) fn namespace(name: Sourced<String>) -> Self {
        Self {
            namespace_selector: Some(Selector::labels(one(NAMESPACE_NAME, name))),
            ..Self::default()
        }
    }

    /// A range of addresses.
    fn addresses(cidr: Sourced<String>) -> Self {
        Self {
            ip_block: Some(IpBlock { cidr }),
            ..Self::default()
        }
    }
}

impl Selector {
    /// Whatever has the labels.
    pub(in crate::plan) fn labels(match_labels: Map) -> Self {
        Self {
            match_labels,
            match_expressions: Vec::new(),
        }
    }
}

/// The rule that lets peers to ports over TCP, and why it is there.
pub(super) fn rule(ledger: &mut Ledger, why: &str, peers: Vec<Peer>, ports: &[u16]) -> Rule {
    let origin = ledger.origins.default_because(why);
    let ports = ports.iter().map(|port| tcp(Sourced::new(*port, origin)));
    Rule {
        peers,
        ports: ports.collect(),
    }
}

/// The rule that lets pods ask for names.
pub(super) fn dns(ledger: &mut Ledger, network: &Network) -> Rule {
    let dns = network.dns.as_ref();
    let namespace = dns.and_then(|dns| dns.namespace.as_ref());
    let namespace = super::name(
        ledger,
        namespace,
        "kube-system",
        "where Kubernetes puts its DNS",
    );
    let labels = match table(dns.and_then(|dns| dns.labels.as_ref())) {
        labels if labels.is_empty() => one(
            "k8s-app",
            ledger.default("kube-dns".to_owned(), "the label of Kubernetes' DNS"),
        ),
        labels => labels,
    };
    let mut pods = Peer::namespace(namespace);
    pods.pod_selector = Some(Selector::labels(labels));
    let cache = ledger.default(
        NODE_LOCAL_DNS.to_owned(),
        "where NodeLocal DNSCache answers",
    );
    let origin = ledger
        .origins
        .default_because("names of services, of the API server and of the object store");
    let port = |protocol| Port {
        protocol: Sourced::new(protocol, origin),
        port: Sourced::new(DNS, origin),
    };
    Rule {
        peers: vec![pods, Peer::addresses(cache)],
        ports: vec![port("UDP"), port("TCP")],
    }
}

/// The rule that lets pods watch their objects.
pub(super) fn api_server(ledger: &mut Ledger, network: &Network) -> Rule {
    let ports = network
        .api_server
        .as_ref()
        .and_then(|server| server.ports.as_ref());
    let ports: Vec<Sourced<u16>> = match ports {
        Some(ports) => numbers(ports),
        None => API_SERVER
            .iter()
            .map(|port| ledger.default(*port, "where API servers listen"))
            .collect(),
    };
    Rule {
        peers: api_addresses(network).unwrap_or_default(),
        ports: ports.into_iter().map(tcp).collect(),
    }
}

fn policy(
    ledger: &mut Ledger,
    pod_selector: Selector,
    ingress: Vec<Rule>,
    egress: Vec<Rule>,
) -> NetworkPolicy {
    NetworkPolicy {
        pod_selector,
        policy_types: super::both_ways(ledger),
        ingress,
        egress,
    }
}

/// The pods that the operator labels with the cluster: instances, Jobs, poolers.
fn cluster_label(site: &Site<'_>) -> Selector {
    Selector::labels(one("cnpg.io/cluster", site.name.clone()))
}

/// The pods of the cluster that are no poolers. The Jobs that make instances
/// have no `cnpg.io/podRole`, and `NotIn` holds for them too.
fn not_poolers(ledger: &mut Ledger, site: &Site<'_>) -> Selector {
    let why = "instances, and the Jobs that make them, which have no such label";
    let origin = ledger.origins.default_because(why);
    let mut pods = cluster_label(site);
    pods.match_expressions.push(Expression {
        key: Sourced::new("cnpg.io/podRole", origin),
        operator: Sourced::new("NotIn", origin),
        values: vec![Sourced::new("pooler".to_owned(), origin)],
    });
    pods
}

fn tcp(port: Sourced<u16>) -> Port {
    Port {
        protocol: Sourced::new("TCP", port.origin),
        port,
    }
}

fn operator(ledger: &mut Ledger, network: &Network) -> Rule {
    let mut peer = Peer::namespace(super::operator_namespace(ledger, network));
    peer.pod_selector = Some(super::operator_pods(ledger));
    let why = "the operator asks for status, takes backups and runs SQL";
    rule(ledger, why, vec![peer], &[STATUS, POSTGRES])
}

fn prometheus(ledger: &mut Ledger, site: &Site<'_>, network: &Network, port: u16) -> Option<Rule> {
    site.settings.monitoring.as_ref()?.on()?;
    let peer = Peer::namespace(super::prometheus_namespace(ledger, network));
    Some(rule(
        ledger,
        "Prometheus reads metrics",
        vec![peer],
        &[port],
    ))
}

/// A rule for each application's clients.
fn clients(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for tenant in &site.tenants {
        let peers = peers(ledger, site, tenant);
        let origin = tenant.name.origin;
        let origin = ledger.origins.derived("the application connects", [origin]);
        // Without peers everybody could connect: `clients: []` is nobody.
        if !peers.is_empty() {
            let ports = vec![tcp(Sourced::new(POSTGRES, origin))];
            rules.push(Rule { peers, ports });
        }
    }
    rules
}

/// The pods that connect for an application; none is nobody.
pub(super) fn peers(ledger: &mut Ledger, site: &Site<'_>, tenant: &Tenant<'_>) -> Vec<Peer> {
    if let Some(clients) = &tenant.app.settings.clients {
        let clients = clients.value.iter();
        return clients
            .map(|given| client(ledger, site, &tenant.name, given))
            .collect();
    }
    let name = &tenant.name;
    let why = "without `clients`, the pods of the namespace named after the application";
    let namespace = ledger.derived(name.value.clone(), why, [name.origin]);
    vec![Peer::namespace(namespace)]
}

fn client(ledger: &mut Ledger, site: &Site<'_>, app: &Sourced<String>, client: &Client) -> Peer {
    let labels = table(client.labels.as_ref());
    let mut peer = match &client.namespace {
        Some(namespace) => Peer::namespace(site.names(Some(app)).fill(ledger, namespace)),
        None => Peer::default(),
    };
    if !labels.is_empty() || client.namespace.is_none() {
        peer.pod_selector = Some(Selector::labels(labels));
    }
    peer
}

fn api_addresses(network: &Network) -> Option<Vec<Peer>> {
    let server: &ApiServer = network.api_server.as_ref()?;
    let addresses = server.cidrs.as_ref()?.value.iter();
    Some(addresses.map(|cidr| Peer::addresses(text(cidr))).collect())
}

fn object_store(ledger: &mut Ledger, network: &Network, store: &Store<'_>) -> Rule {
    let access = network.object_store.as_ref();
    let cidrs = access.and_then(|access| access.cidrs.as_ref());
    let ports = access.and_then(|access| access.ports.as_ref());
    let ports = match ports {
        Some(ports) => numbers(ports),
        None => vec![store.port(ledger)],
    };
    let peers = cidrs.into_iter().flat_map(|cidrs| &cidrs.value).map(text);
    Rule {
        peers: peers.map(Peer::addresses).collect(),
        ports: ports.into_iter().map(tcp).collect(),
    }
}

/// The rule that lets pods to where the cloud gives them their identity.
fn identity(ledger: &mut Ledger, store: &Store<'_>) -> Option<Rule> {
    // EKS Pod Identity has an address of its own; GKE's metadata server is
    // reached at one of two, by the network's implementation.
    let (addresses, ports): (&[&str], &[u16]) = match store.identity()? {
        Identity::Amazon => (&["169.254.169.254/32", "169.254.170.23/32"], &[80]),
        Identity::Google => (&["169.254.169.254/32", "169.254.169.252/32"], &[80, 988]),
        Identity::Azure => (&["169.254.169.254/32"], &[80]),
    };
    let origin: OriginId = ledger
        .origins
        .default_because("where the cloud gives out identities");
    let peers = addresses
        .iter()
        .map(|cidr| Peer::addresses(Sourced::new((*cidr).to_owned(), origin)));
    let peers = peers.collect();
    Some(rule(
        ledger,
        "the identity with which the object store is reached",
        peers,
        ports,
    ))
}

/// The rule that lets instances and their Jobs to the server that data comes from.
fn import_source(ledger: &mut Ledger, site: &Site<'_>) -> Option<Rule> {
    let from = import::from(site)?;
    let host = from.host.as_ref()?;
    let why = "the server that data is brought in from";
    let peers = match (&from.cidrs, import::where_is(host.value.as_str())) {
        (Some(cidrs), _) => cidrs.value.iter().map(text).map(Peer::addresses).collect(),
        (None, Whereabouts::Address(range)) => {
            vec![Peer::addresses(ledger.derived(range, why, [host.origin]))]
        }
        (None, Whereabouts::Namespace(name)) => {
            vec![Peer::namespace(ledger.derived(name, why, [host.origin]))]
        }
        (None, Whereabouts::Here) => vec![Peer::pods(Selector::default())],
        (None, Whereabouts::Anywhere) => Vec::new(),
    };
    let port = match from.port {
        Some(port) => port.map(GivenPort::get),
        None => ledger.derived(POSTGRES, why, [host.origin]),
    };
    Some(Rule {
        peers,
        ports: vec![tcp(port)],
    })
}

fn numbers(ports: &List<GivenPort>) -> Vec<Sourced<u16>> {
    ports
        .value
        .iter()
        .map(|port| port.map(GivenPort::get))
        .collect()
}
