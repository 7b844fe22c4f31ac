//! Certificates that cert-manager issues.

use serde::Serialize;

use super::cluster;
use super::ledger::Ledger;
use super::metadata::{Component, Map, one};
use super::names::text;
use super::object::{Body, Object};
use super::site::Site;
use crate::knowledge::operator::names::Service;
use crate::knowledge::operator::secrets::RELOAD_LABEL;
use crate::kube::GoDuration;
use crate::spec::{CertManager, Issuer as Given, OriginId, Part, Problem, Settings, Sourced};

/// How long certificates are valid: 90 days, as those of the operator.
const SECONDS: u64 = 90 * 86_400;

/// The shortest that cert-manager takes (`MinimumCertificateDuration` in its API).
const SHORTEST_SECONDS: u64 = 3600;

const NANOSECONDS: u64 = 1_000_000_000;

/// The group of cert-manager's own issuers, and their kinds.
pub(super) const GROUP: &str = "cert-manager.io";
const KINDS: [&str; 2] = ["Issuer", "ClusterIssuer"];

/// What a `Certificate` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// The Secret that it is put into.
    pub secret_name: Sourced<String>,
    /// Labels of that Secret.
    pub labels: Map,
    /// The name that it is about, where that is no server's.
    pub common_name: Option<Sourced<String>>,
    /// Whether it is an authority's.
    #[serde(rename = "isCA")]
    pub is_ca: Option<Sourced<bool>>,
    /// The names of servers that it is for.
    pub dns_names: Vec<Sourced<String>>,
    /// What it is used for.
    pub usages: Vec<Sourced<&'static str>>,
    /// How long it is valid.
    pub duration: Sourced<String>,
    /// How long before its end it is renewed.
    pub renew_before: Sourced<String>,
    /// Its key.
    pub private_key: PrivateKey,
    /// Who issues it.
    pub issuer: IssuerRef,
}

/// The key of a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PrivateKey {
    /// Its algorithm.
    pub algorithm: Sourced<&'static str>,
    /// Its size in bits.
    pub size: Sourced<u32>,
    /// Whether there is a new one with every certificate.
    pub rotation_policy: Sourced<&'static str>,
}

/// An issuer, by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IssuerRef {
    /// The group of its kind.
    pub group: Sourced<String>,
    /// Its kind.
    pub kind: Sourced<String>,
    /// Its name.
    pub name: Sourced<String>,
}

impl IssuerRef {
    /// Whether it is of all namespaces.
    pub(super) fn is_global(&self) -> bool {
        self.kind.value.starts_with("Cluster")
    }
}

/// What an `Issuer` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issuer {
    /// The Secret of the authority that it issues for; it signs with the key of each
    /// certificate itself without it.
    pub ca: Option<Sourced<String>>,
}

/// How cert-manager issues the certificates of a cluster.
#[derive(Clone, Debug)]
pub(super) struct Issuing<'a> {
    given: &'a CertManager,
    issuer: IssuerRef,
    /// Where it comes from that it does.
    pub(super) switched_by: OriginId,
}

impl<'a> Issuing<'a> {
    /// How cert-manager issues the certificates of a cluster; none if the operator
    /// makes them.
    pub(super) fn of(ledger: &mut Ledger, settings: &'a Settings) -> Option<Self> {
        let part = settings.tls.as_ref()?.cert_manager.as_ref()?;
        let given = part.on()?;
        durations(ledger, given);
        Some(Self {
            given,
            issuer: issuer(ledger, part, given)?,
            switched_by: part.switched_by(),
        })
    }

    /// Where it comes from that it issues those of clients too; none if it does not.
    pub(super) fn clients(&self) -> Option<OriginId> {
        let clients = self.given.client_certificates?;
        clients.value.then_some(clients.origin)
    }
}

/// The issuer that the spec names.
fn issuer(ledger: &mut Ledger, part: &Part<CertManager>, given: &CertManager) -> Option<IssuerRef> {
    let issuer = given.issuer.as_ref();
    let Some((issuer, name)) = issuer.and_then(|issuer| Some((issuer, issuer.name.as_ref()?)))
    else {
        let place = issuer.map_or(part.switched_by(), |issuer| issuer.origin);
        let message = "`certManager` names no issuer";
        let problem = Problem::new(ledger.span(place), message)
            .help("name one with `issuer: { kind: ClusterIssuer, name: NAME }`");
        ledger.report(problem);
        return None;
    };
    foreign(ledger, issuer);
    let why = "cert-manager's own issuers";
    Some(IssuerRef {
        group: match &issuer.group {
            Some(group) => text(group),
            None => ledger.default(GROUP.to_owned(), why),
        },
        kind: match &issuer.kind {
            Some(kind) => text(kind),
            None => ledger.default("Issuer".to_owned(), "the default of cert-manager"),
        },
        name: text(name),
    })
}

/// Tells of a kind that is none of cert-manager's own.
fn foreign(ledger: &mut Ledger, issuer: &Given) {
    let Some(kind) = &issuer.kind else { return };
    if issuer.group.is_some() || KINDS.contains(&kind.value.as_str()) {
        return;
    }
    let message = format!("cert-manager has no issuer of the kind `{kind}`");
    let problem = Problem::new(ledger.span(kind.origin), message)
        .help("write `Issuer` or `ClusterIssuer`, or add the `group` of the kind");
    ledger.report(problem);
}

/// Tells of certificates that would never be valid for long.
fn durations(ledger: &mut Ledger, given: &CertManager) {
    let duration = given.duration.as_ref();
    if let Some(duration) = duration.filter(|given| given.value.seconds() < SHORTEST_SECONDS) {
        let message = format!("a certificate for {duration} is too short for cert-manager");
        let problem = Problem::new(ledger.span(duration.origin), message);
        ledger.report(problem.help("write `1h` or more"));
    }
    let Some(renew) = &given.renew_before else {
        return;
    };
    let seconds = duration.map_or(SECONDS, |duration| duration.value.seconds());
    if seconds <= renew.value.seconds() {
        let valid = go_text(seconds);
        let message = format!(
            "a certificate that is valid for {valid} cannot be renewed {renew} before its end"
        );
        let mut problem = Problem::new(ledger.span(renew.origin), message)
            .help("lower `renewBefore`, or raise `duration`");
        if let Some(duration) = duration {
            problem = problem.related(ledger.span(duration.origin), "how long it is valid");
        }
        ledger.report(problem);
    }
}

/// The Secret with the server's certificate, and with that of its authority, if
/// cert-manager issues it.
pub(super) fn server_secret(ledger: &mut Ledger, site: &Site<'_>) -> Option<Sourced<String>> {
    let issuing = site.issuing.as_ref()?;
    let name = format!("{}-server-tls", site.name);
    let why = "the Secret that cert-manager puts the certificate into";
    Some(ledger.derived(name, why, [site.name.origin, issuing.switched_by]))
}

/// The certificates of a cluster.
pub(super) fn objects(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Object> {
    let Some((issuing, secret)) = site.issuing.as_ref().zip(server_secret(ledger, site)) else {
        return Vec::new();
    };
    let metadata = site.metadata(ledger, secret.clone(), Component::Database);
    let mut body = plain(ledger, issuing, secret, issuing.issuer.clone());
    body.usages = vec![ledger.default("server auth", "the server shows it to clients")];
    body.dns_names = server_names(ledger, site);
    let body = Body::Certificate(Box::new(body));
    vec![Object::new(metadata, body, issuing.switched_by)]
}

/// A certificate of which nobody knows yet what it is for.
pub(super) fn plain(
    ledger: &mut Ledger,
    issuing: &Issuing<'_>,
    secret_name: Sourced<String>,
    issuer: IssuerRef,
) -> Certificate {
    let duration = valid(ledger, issuing);
    Certificate {
        secret_name,
        labels: reload(ledger, issuing),
        common_name: None,
        is_ca: None,
        dns_names: Vec::new(),
        usages: Vec::new(),
        renew_before: renewal(ledger, issuing, &duration),
        duration: duration.map(go_text),
        private_key: private_key(ledger),
        issuer,
    }
}

/// How many seconds a certificate is valid.
fn valid(ledger: &mut Ledger, issuing: &Issuing<'_>) -> Sourced<u64> {
    match &issuing.given.duration {
        Some(given) => Sourced::new(given.value.seconds(), given.origin),
        None => ledger.default(SECONDS, "90 days, as the operator's own are"),
    }
}

fn renewal(ledger: &mut Ledger, issuing: &Issuing<'_>, duration: &Sourced<u64>) -> Sourced<String> {
    match &issuing.given.renew_before {
        Some(given) => Sourced::new(go_text(given.value.seconds()), given.origin),
        None => third(ledger, duration),
    }
}

/// The third of a time, in which a certificate is renewed.
pub(super) fn third(ledger: &mut Ledger, duration: &Sourced<u64>) -> Sourced<String> {
    let why = "a third of the time is left to find out why it is not renewed";
    ledger.derived(go_text(duration.value / 3), why, [duration.origin])
}

fn reload(ledger: &mut Ledger, issuing: &Issuing<'_>) -> Map {
    let why = "the operator takes a renewed certificate from a Secret with this label";
    let reload = ledger.derived("true".to_owned(), why, [issuing.switched_by]);
    one(RELOAD_LABEL, reload)
}

fn private_key(ledger: &mut Ledger) -> PrivateKey {
    PrivateKey {
        algorithm: ledger.default("ECDSA", "as strong as a long RSA key, and faster"),
        size: ledger.default(256, "P-256, which every client knows"),
        rotation_policy: ledger.default("Always", "a key that leaked is of no use for long"),
    }
}

/// The names under which clients reach a cluster: its Services, and whatever else
/// shows the same certificate.
fn server_names(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Sourced<String>> {
    let mut all = Vec::new();
    let namespace = &site.namespace.value;
    for service in [Service::ReadWrite, Service::ReadOnly, Service::Read] {
        let name = service.name(&site.name.value);
        for suffix in [
            "",
            &format!(".{namespace}"),
            &format!(".{namespace}.svc"),
            &format!(".{namespace}.svc.cluster.local"),
        ] {
            let why = "a name under which clients reach the server";
            let from = [site.name.origin, site.namespace.origin];
            all.push(ledger.derived(format!("{name}{suffix}"), why, from));
        }
    }
    all.extend(cluster::certificate_names(ledger, site));
    all
}

/// Seconds, as Go writes them.
pub(super) fn go_text(seconds: u64) -> String {
    let nanoseconds = i64::try_from(seconds.saturating_mul(NANOSECONDS)).unwrap_or(i64::MAX);
    GoDuration::from_nanoseconds(nanoseconds).to_string()
}
