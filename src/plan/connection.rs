//! What an application needs to know to connect: the contract between those who run
//! databases and those who use them. It never holds a password.

use super::certificate;
use super::ledger::Ledger;
use super::names;
use super::network_policy::{self, Peer};
use super::object::{Body, Object};
use super::pools::PoolerKind;
use super::site::Site;
use super::tenant::Tenant;
use crate::knowledge::operator::names::Service;
use crate::knowledge::operator::secrets;
use crate::spec::{PoolMode, Sourced};

/// Where PostgreSQL and its poolers listen.
const PORT: u16 = 5432;

/// How a role of an application connects to its database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The application.
    pub app: Sourced<String>,
    /// The pods that network policies let connect: the spec's clients, none for
    /// nobody. Without policies, whoever reaches the namespace may.
    pub clients: Option<Vec<Peer>>,
    /// The namespace of the Services and the Secret.
    pub namespace: Sourced<String>,
    /// The database.
    pub database: Sourced<String>,
    /// The role to log in as.
    pub role: Sourced<String>,
    /// Whether the role owns the database.
    pub is_owner: bool,
    /// The port of every endpoint.
    pub port: Sourced<u16>,
    /// The least that a client has to ask for: libpq's `sslmode`.
    pub tls: Sourced<&'static str>,
    /// The Secret with the authority that signs the server's certificate, by which
    /// a client can verify it, and its key.
    pub authority: (Sourced<String>, &'static str),
    /// The Secret with the credentials.
    pub secret: Credentials,
    /// Where to connect: only what has pods behind it.
    pub endpoints: Vec<Endpoint>,
}

/// The Secret with the credentials of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// Its name.
    pub name: Sourced<String>,
    /// Who makes it.
    pub maker: Maker,
    /// The keys that it has.
    pub keys: Vec<&'static str>,
}

/// Who makes a Secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maker {
    /// The operator.
    Operator,
    /// External Secrets, from an object of the plan.
    ExternalSecrets,
    /// Somebody, beforehand.
    Somebody,
}

/// An address to connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// What it leads to.
    pub kind: EndpointKind,
    /// The name of the Service with its namespace, as pods of any namespace find it.
    pub host: Sourced<String>,
    /// How many pods are behind it: instances, or pods of the pooler.
    pub pods: Sourced<u32>,
    /// When the pooler takes a server connection back; none without a pooler.
    pub mode: Option<Sourced<PoolMode>>,
}

/// What an endpoint leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EndpointKind {
    /// `rw`: the primary; `ro`: the standbys; `r`: any instance.
    pub instances: &'static str,
    /// Whether a pooler is in between.
    pub pooled: bool,
}

impl EndpointKind {
    /// What people call it: `rw`, or `pooler rw`.
    pub fn name(self) -> String {
        let pooler = if self.pooled { "pooler " } else { "" };
        format!("{pooler}{}", self.instances)
    }

    /// What it is for, in a few words.
    pub fn purpose(self) -> &'static str {
        match self.instances {
            "rw" => "reads and writes",
            "ro" => "reads, from standbys",
            _ => "reads, from any instance",
        }
    }
}

impl Connection {
    /// Where to write: the pooler to the primary, or the primary itself.
    pub fn write(&self) -> Option<&Endpoint> {
        self.first(&[("rw", true), ("rw", false)])
    }

    /// Where to read: what leads to standbys if there are any, poolers first.
    pub fn read(&self) -> Option<&Endpoint> {
        self.first(&[
            ("ro", true),
            ("ro", false),
            ("r", true),
            ("rw", true),
            ("rw", false),
        ])
    }

    /// Where to do what needs a session, such as migrations: the primary itself.
    pub fn direct(&self) -> Option<&Endpoint> {
        self.first(&[("rw", false)])
    }

    fn first(&self, wanted: &[(&str, bool)]) -> Option<&Endpoint> {
        wanted.iter().find_map(|(instances, pooled)| {
            self.endpoints.iter().find(|endpoint| {
                endpoint.kind.instances == *instances && endpoint.kind.pooled == *pooled
            })
        })
    }
}

/// The connections of all applications of a cluster: the owner of each database
/// first, then the other roles that can log in.
pub(super) fn all(ledger: &mut Ledger, site: &Site<'_>, objects: &[Object]) -> Vec<Connection> {
    let endpoints = endpoints(ledger, site);
    let mut connections = Vec::new();
    for tenant in &site.tenants {
        let owner = owner_secret(ledger, site, tenant);
        connections.push(connection(
            ledger,
            site,
            tenant,
            &tenant.owner,
            owner,
            &endpoints,
        ));
        for role in &tenant.roles {
            let Some(secret) = &role.secret else { continue };
            let secret = provided(secret.clone());
            let mut other = connection(ledger, site, tenant, &role.name, secret, &endpoints);
            other.is_owner = false;
            connections.push(other);
        }
    }
    for connection in &mut connections {
        let secret = &mut connection.secret;
        if objects
            .iter()
            .any(|object| makes(object, &secret.name.value))
        {
            secret.maker = Maker::ExternalSecrets;
        }
    }
    connections
}

/// Whether an object makes a Secret of a name.
fn makes(object: &Object, name: &str) -> bool {
    matches!(&object.body, Body::ExternalSecret(secret) if secret.target.value == name)
}

fn connection(
    ledger: &mut Ledger,
    site: &Site<'_>,
    tenant: &Tenant<'_>,
    role: &Sourced<String>,
    secret: Credentials,
    endpoints: &[Endpoint],
) -> Connection {
    Connection {
        app: tenant.name.clone(),
        clients: network_policy::clients(ledger, site, tenant),
        namespace: site.namespace.clone(),
        database: tenant.database.clone(),
        role: role.clone(),
        is_owner: true,
        port: ledger.default(
            PORT,
            "PostgreSQL's port, which the operator does not change",
        ),
        tls: site.sslmode(ledger),
        authority: (
            match certificate::server_secret(ledger, site) {
                Some(secret) => secret,
                None => names::suffixed(ledger, &site.name, "ca"),
            },
            "ca.crt",
        ),
        secret,
        endpoints: endpoints.to_vec(),
    }
}

/// The Secret of an owner: the spec's, or the operator's.
fn owner_secret(ledger: &mut Ledger, site: &Site<'_>, tenant: &Tenant<'_>) -> Credentials {
    if let Some(secret) = &tenant.owner_secret {
        return provided(secret.clone());
    }
    // A cluster of one application: the operator makes the Secret of its owner.
    let keys = secrets::CREDENTIALS.keys_in(&site.operator.version.value);
    Credentials {
        name: names::suffixed(ledger, &site.name, "app"),
        maker: Maker::Operator,
        keys: keys.collect(),
    }
}

/// A Secret that somebody provides.
fn provided(name: Sourced<String>) -> Credentials {
    Credentials {
        name,
        maker: Maker::Somebody,
        keys: secrets::PASSWORD.keys.iter().map(|key| key.name).collect(),
    }
}

/// The endpoints of a cluster: poolers first, which clients should prefer.
fn endpoints(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    for pooler in &site.poolers {
        let name = pooler.name(ledger, site);
        endpoints.push(Endpoint {
            kind: EndpointKind {
                instances: pooler.kind.as_str(),
                pooled: true,
            },
            host: host(ledger, site, &name),
            pods: pooler.instances,
            mode: Some(pooler.mode),
        });
    }
    let instances = site.instances.value;
    let standbys = instances.saturating_sub(1);
    for (service, kind, pods) in [
        (Service::ReadWrite, PoolerKind::ReadWrite, instances.min(1)),
        (Service::ReadOnly, PoolerKind::ReadOnly, standbys),
        (Service::Read, PoolerKind::Read, instances),
    ] {
        if pods == 0 {
            continue;
        }
        let why = "the operator makes a Service for it";
        let name = service.name(&site.name.value);
        let name = ledger.derived(name, why, [site.name.origin]);
        endpoints.push(Endpoint {
            kind: EndpointKind {
                instances: kind.as_str(),
                pooled: false,
            },
            host: host(ledger, site, &name),
            pods: ledger.derived(pods, "of the instances", [site.instances.origin]),
            mode: None,
        });
    }
    endpoints
}

/// The address of a Service: the shortest that works in every namespace, whatever
/// the domain of the Kubernetes cluster is.
fn host(ledger: &mut Ledger, site: &Site<'_>, name: &Sourced<String>) -> Sourced<String> {
    let host = format!("{name}.{}.svc", site.namespace);
    let from = [name.origin, site.namespace.origin];
    ledger.derived(host, "the Service and its namespace", from)
}
