//! Certificates of clients that cert-manager issues: of standbys, of poolers, and of
//! roles that log in with one. Their authority is the cluster's own, since whoever
//! has a certificate of it with the name of a role is that role.

use super::certificate::{self, Issuer, IssuerRef, Issuing, PrivateKey};
use super::ledger::Ledger;
use super::metadata::Component;
use super::names;
use super::object::{Body, Object};
use super::site::Site;
use crate::spec::{OriginId, Sourced};

/// The role of standbys, and that of poolers, as the operator's lines of
/// `pg_hba.conf` and `pg_ident.conf` name them (its `configuration.go`).
const STANDBY: &str = "streaming_replica";
const POOLER: &str = "cnpg_pooler_pgbouncer";

/// How long the authority is valid: ten years.
const AUTHORITY_SECONDS: u64 = 3650 * 86_400;

/// What the operator does for poolers where it has the authority's key (its
/// documentation, «Connection pooling», «Authentication»).
const POOLER_SQL: [&str; 5] = [
    "CREATE ROLE cnpg_pooler_pgbouncer WITH LOGIN",
    "GRANT CONNECT ON DATABASE postgres TO cnpg_pooler_pgbouncer",
    "CREATE OR REPLACE FUNCTION public.user_search(uname TEXT) RETURNS TABLE (usename name, passwd text) LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT usename, passwd FROM pg_catalog.pg_shadow WHERE usename=$1;'",
    "REVOKE ALL ON FUNCTION public.user_search(text) FROM public",
    "GRANT EXECUTE ON FUNCTION public.user_search(text) TO cnpg_pooler_pgbouncer",
];

/// How a pooler finds the password of a user.
const POOLER_QUERY: &str = "SELECT usename, passwd FROM public.user_search($1)";

/// Where it comes from that cert-manager issues the certificates of clients too;
/// none if the operator does.
fn asked<'b, 'a>(site: &'b Site<'a>) -> Option<(&'b Issuing<'a>, OriginId)> {
    let issuing = site.issuing.as_ref()?;
    Some((issuing, issuing.clients()?))
}

/// Whether cert-manager issues the certificates of clients.
pub(super) fn is_asked(site: &Site<'_>) -> bool {
    asked(site).is_some()
}

/// The Secret with the certificate of standbys, and with that of the authority of
/// clients.
pub(super) fn standby_secret(ledger: &mut Ledger, site: &Site<'_>) -> Option<Sourced<String>> {
    let (_, origin) = asked(site)?;
    Some(secret(ledger, site, "replication-tls", origin))
}

/// What a pooler needs where the operator cannot give it: the Secret with its
/// certificate, and the query for passwords.
pub(super) fn pooler(
    ledger: &mut Ledger,
    site: &Site<'_>,
) -> Option<(Sourced<String>, Sourced<&'static str>)> {
    let (_, origin) = asked(site)?;
    let why = "the operator gives poolers none without the key of the authority";
    let query = ledger.derived(POOLER_QUERY, why, [origin]);
    Some((secret(ledger, site, "pgbouncer-tls", origin), query))
}

/// Statements that make what poolers need, for a new cluster.
pub(super) fn statements(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Sourced<String>> {
    let Some((_, origin)) = asked(site).filter(|_| !site.poolers.is_empty()) else {
        return Vec::new();
    };
    let why = "the operator does this for poolers only where it has the key of the authority";
    POOLER_SQL
        .iter()
        .map(|statement| ledger.derived((*statement).to_owned(), why, [origin]))
        .collect()
}

/// The authority of clients, and their certificates.
pub(super) fn objects(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Object> {
    let Some((issuing, origin)) = asked(site) else {
        return Vec::new();
    };
    let mut objects = authority(ledger, site, issuing, origin);
    let name = names::suffixed(ledger, &site.name, "client-ca");
    let issuer = issuer(ledger, &name, origin);
    let mut clients = vec![("replication-tls".to_owned(), STANDBY.to_owned(), origin)];
    if !site.poolers.is_empty() {
        clients.push(("pgbouncer-tls".to_owned(), POOLER.to_owned(), origin));
    }
    let roles = site.tenants.iter().flat_map(|tenant| &tenant.roles);
    for role in roles {
        if let Some(origin) = role.certificate {
            // As the operator names those that it issues itself.
            let name = names::of_cluster(ledger, &site.name, &role.name).value;
            let suffix = name
                .strip_prefix(&format!("{}-", site.name))
                .unwrap_or(&name);
            let suffix = format!("{suffix}-client-cert");
            clients.push((suffix, role.name.value.clone(), origin));
        }
    }
    for (suffix, role, origin) in clients {
        let secret = secret(ledger, site, &suffix, origin);
        let metadata = site.metadata(ledger, secret.clone(), Component::Database);
        let mut body = certificate::plain(ledger, issuing, secret, issuer.clone());
        let why = "the server takes the name in a certificate for that of the role";
        body.common_name = Some(ledger.derived(role, why, [origin]));
        body.usages = vec![ledger.default("client auth", "a client shows it to the server")];
        let body = Body::Certificate(Box::new(body));
        objects.push(Object::new(metadata, body, origin));
    }
    objects
}

/// An authority that signs itself, and what issues certificates in its name.
fn authority(
    ledger: &mut Ledger,
    site: &Site<'_>,
    issuing: &Issuing<'_>,
    origin: OriginId,
) -> Vec<Object> {
    let itself = names::suffixed(ledger, &site.name, "selfsigned");
    let name = names::suffixed(ledger, &site.name, "client-ca");
    let signer = issuer(ledger, &itself, origin);
    let mut body = certificate::plain(ledger, issuing, name.clone(), signer);
    let why = "the authority of the cluster's clients";
    body.common_name = Some(ledger.derived(name.value.clone(), why, [name.origin]));
    body.is_ca = Some(ledger.derived(true, why, [origin]));
    let duration = ledger.default(AUTHORITY_SECONDS, "ten years: all clients hang on it");
    body.renew_before = certificate::third(ledger, &duration);
    body.duration = duration.map(certificate::go_text);
    let why = "with another key, no certificate of a client would be valid any more";
    body.private_key = PrivateKey {
        rotation_policy: ledger.default("Never", why),
        ..body.private_key
    };
    let object = |ledger: &mut Ledger, name: &Sourced<String>, body| {
        let metadata = site.metadata(ledger, name.clone(), Component::Database);
        Object::new(metadata, body, origin)
    };
    let signs_itself = Body::Issuer(Issuer { ca: None });
    let signs = Body::Issuer(Issuer {
        ca: Some(name.clone()),
    });
    vec![
        object(ledger, &itself, signs_itself),
        object(ledger, &name, Body::Certificate(Box::new(body))),
        object(ledger, &name, signs),
    ]
}

fn issuer(ledger: &mut Ledger, name: &Sourced<String>, origin: OriginId) -> IssuerRef {
    let why = "the cluster has an authority of its own for its clients";
    IssuerRef {
        group: ledger.derived(certificate::GROUP.to_owned(), why, [origin]),
        kind: ledger.derived("Issuer".to_owned(), why, [origin]),
        name: name.clone(),
    }
}

fn secret(ledger: &mut Ledger, site: &Site<'_>, suffix: &str, origin: OriginId) -> Sourced<String> {
    let name = format!("{}-{suffix}", site.name);
    let why = "the Secret that cert-manager puts the certificate into";
    ledger.derived(name, why, [site.name.origin, origin])
}
