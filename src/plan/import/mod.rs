//! Data that comes from another server when a cluster is made.
//!
//! Sources: the operator's documentation, «Importing Postgres databases» and «Logical
//! replication», and its code (`pkg/management/postgres/logicalimport`).

use serde::Serialize;

use super::ledger::Ledger;
use super::names::text;
use super::site::Site;
use super::store::SecretRef;
use crate::knowledge::operator::ports::POSTGRES;
use crate::spec::{
    Import as Given, ImportMethod, ImportSource, Part, Placement, Port, Sourced, SslMode,
};

mod check;

pub(super) use check::check;

/// What the cluster calls the server that its data comes from.
pub(super) const SOURCE: &str = "import";

/// The key of a password in a Secret.
const PASSWORD_KEY: &str = "password";
/// The key of an authority's certificate in a Secret.
const CERTIFICATE_KEY: &str = "ca.crt";

/// What is taken from another server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Import {
    /// One database, or several with roles.
    pub r#type: Sourced<&'static str>,
    /// Whether rows stay behind.
    pub schema_only: Sourced<bool>,
    /// The databases.
    pub databases: Vec<Sourced<String>>,
    /// The roles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Sourced<String>>,
    /// The server.
    pub source: ImportFrom,
}

/// The server that something is taken from, by its name in the cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportFrom {
    /// The name.
    pub external_cluster: Sourced<&'static str>,
}

/// Another server that a cluster reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportServer {
    /// What the cluster calls it.
    pub name: Sourced<&'static str>,
    /// How it is reached.
    pub connection_parameters: ConnectionParameters,
    /// The password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<SecretRef>,
    /// The certificate of the authority that signed the server's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ssl_root_cert: Option<SecretRef>,
}

/// How a server is reached, in the words of libpq.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConnectionParameters {
    /// Its name or address.
    pub host: Sourced<String>,
    /// Its port.
    pub port: Sourced<String>,
    /// The role.
    pub user: Sourced<String>,
    /// The database.
    pub dbname: Sourced<String>,
    /// How the connection is encrypted.
    pub sslmode: Sourced<SslMode>,
}

impl Import {
    /// Whether it is several databases with roles.
    pub fn is_monolith(&self) -> bool {
        self.r#type.value == MONOLITH
    }
}

/// The operator's word for several databases with roles.
const MONOLITH: &str = "monolith";

/// What the spec says about it, if it is on.
pub(super) fn part<'a>(site: &Site<'a>) -> Option<&'a Part<Given>> {
    site.settings.import.as_ref().filter(|part| part.is_on())
}

/// The server that data comes from.
pub(super) fn from<'a>(site: &Site<'a>) -> Option<&'a ImportSource> {
    part(site)?.settings.from.as_ref()
}

/// How data is moved: as the spec says, or as fits the cluster.
pub(super) fn method(ledger: &mut Ledger, site: &Site<'_>) -> Option<Sourced<ImportMethod>> {
    let part = part(site)?;
    let (usual, why) = match site.placement {
        Placement::PerApp => (
            ImportMethod::Microservice,
            "the cluster has one application, so one database",
        ),
        Placement::Shared => (
            ImportMethod::Monolith,
            "the cluster has the databases of several applications",
        ),
    };
    let given = part.settings.method;
    Some(given.unwrap_or_else(|| ledger.derived(usual, why, [site.name.origin, part.origin])))
}

/// What a cluster takes from another server when it is made.
pub(super) fn of(ledger: &mut Ledger, site: &Site<'_>) -> Option<Import> {
    let part = part(site)?;
    from(site)?.host.as_ref()?;
    let method = method(ledger, site)?;
    let monolith = method.value == ImportMethod::Monolith;
    let kind = if monolith { MONOLITH } else { "microservice" };
    let (rows, why) = match method.value {
        ImportMethod::Logical => (true, "the rows come by replication"),
        ImportMethod::Microservice | ImportMethod::Monolith => (false, "the rows come along"),
    };
    let server = "the server of the cluster that its data comes from";
    Some(Import {
        r#type: Sourced::new(kind, method.origin),
        schema_only: ledger.derived(rows, why, [method.origin]),
        databases: databases(ledger, site, monolith),
        roles: if monolith {
            roles(ledger, site)
        } else {
            Vec::new()
        },
        source: ImportFrom {
            external_cluster: ledger.derived(SOURCE, server, [part.origin]),
        },
    })
}

fn databases(ledger: &mut Ledger, site: &Site<'_>, monolith: bool) -> Vec<Sourced<String>> {
    let Some(part) = part(site) else {
        return Vec::new();
    };
    let given = part.settings.databases.as_ref().filter(|_| monolith);
    if let Some(given) = given {
        return given.value.iter().map(text).collect();
    }
    let named = from(site).and_then(|from| from.database.as_ref());
    if let Some(named) = named.filter(|_| !monolith) {
        return vec![text(named)];
    }
    let why = "named in the source as here, since the spec does not say otherwise";
    let names = site.tenants.iter().map(|tenant| &tenant.database);
    names
        .map(|name| ledger.derived(name.value.clone(), why, [name.origin]))
        .collect()
}

fn roles(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Sourced<String>> {
    if let Some(given) = part(site).and_then(|part| part.settings.roles.as_ref()) {
        return given.value.iter().map(text).collect();
    }
    let why = "a role of an application whose data is brought in";
    let mut roles: Vec<Sourced<String>> = Vec::new();
    for tenant in &site.tenants {
        let others = tenant.roles.iter().map(|role| &role.name);
        for name in std::iter::once(&tenant.owner).chain(others) {
            roles.push(ledger.derived(name.value.clone(), why, [name.origin]));
        }
    }
    roles
}

/// The server that the data of a cluster comes from.
pub(super) fn source(ledger: &mut Ledger, site: &Site<'_>) -> Option<ImportServer> {
    let part = part(site)?;
    let from = from(site)?;
    let host = from.host.as_ref()?;
    let names = site.names(None);
    let secret = |ledger: &mut Ledger, given: Option<&_>, key| {
        given.map(|secret| SecretRef::of(ledger, &names, secret, key))
    };
    let password = from.password_secret.as_ref().map(|brief| &brief.value);
    let certificate = from.root_certificate.as_ref().map(|brief| &brief.value);
    Some(ImportServer {
        name: ledger.derived(SOURCE, "what data is brought in from", [part.origin]),
        password: secret(ledger, password, PASSWORD_KEY),
        ssl_root_cert: secret(ledger, certificate, CERTIFICATE_KEY),
        connection_parameters: ConnectionParameters {
            host: text(host),
            port: match from.port {
                Some(port) => port.map(|port: Port| port.get().to_string()),
                None => ledger.default(POSTGRES.to_string(), "where PostgreSQL listens"),
            },
            user: match &from.user {
                Some(user) => text(user),
                None => ledger.default("postgres".to_owned(), "who may read everything"),
            },
            dbname: database(ledger, site, from),
            sslmode: encryption(ledger, from),
        },
    })
}

/// The database that is connected to.
fn database(ledger: &mut Ledger, site: &Site<'_>, from: &ImportSource) -> Sourced<String> {
    let method = method(ledger, site);
    let monolith = method.is_some_and(|method| method.value == ImportMethod::Monolith);
    match (&from.database, site.tenants.as_slice()) {
        (Some(given), _) => text(given),
        (None, [tenant]) if !monolith => {
            let why = "named in the source as here, since the spec does not say otherwise";
            let name = &tenant.database;
            ledger.derived(name.value.clone(), why, [name.origin])
        }
        (None, _) => ledger.default("postgres".to_owned(), "every server has it"),
    }
}

fn encryption(ledger: &mut Ledger, from: &ImportSource) -> Sourced<SslMode> {
    match (from.sslmode, &from.root_certificate) {
        (Some(given), _) => given,
        (None, Some(certificate)) => {
            let why = "there is a certificate to know the server by";
            ledger.derived(SslMode::VerifyFull, why, [certificate.origin])
        }
        (None, None) => ledger.default(
            SslMode::Require,
            "a password and data shall not pass in the clear",
        ),
    }
}

/// Where a server is, as far as its name tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whereabouts {
    /// At an address, as a range of one.
    Address(String),
    /// In this namespace.
    Namespace(String),
    /// In the namespace of whoever asks.
    Here,
    /// The name does not tell.
    Anywhere,
}

/// Where a server is: its address, or the namespace of the Service of this name.
pub(super) fn where_is(host: &str) -> Whereabouts {
    if let Ok(address) = host.parse::<core::net::IpAddr>() {
        let length = if address.is_ipv4() { 32 } else { 128 };
        return Whereabouts::Address(format!("{address}/{length}"));
    }
    let labels: Vec<&str> = host.split('.').collect();
    match labels.as_slice() {
        [_] => Whereabouts::Here,
        [_, namespace, "svc"] | [_, namespace, "svc", "cluster", "local"] => {
            Whereabouts::Namespace((*namespace).to_owned())
        }
        _ => Whereabouts::Anywhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_server_tells_where_it_is() {
        let cases = [
            ("10.2.0.5", Whereabouts::Address("10.2.0.5/32".to_owned())),
            ("fd00::1", Whereabouts::Address("fd00::1/128".to_owned())),
            ("db.old.svc", Whereabouts::Namespace("old".to_owned())),
            (
                "db.old.svc.cluster.local",
                Whereabouts::Namespace("old".to_owned()),
            ),
            ("db", Whereabouts::Here),
            ("db.example.com", Whereabouts::Anywhere),
        ];
        for (host, place) in cases {
            assert_eq!(where_is(host), place, "{host}");
        }
    }
}
