//! A Job that checks a restored cluster.

use serde::Serialize;

use super::ledger::Ledger;
use super::metadata::{Component, Map};
use super::names;
use super::object::{Body, Object};
use super::scheduling::Resources;
use super::site::Site;
use crate::kube::Quantity;
use crate::spec::{OriginId, Sourced};

/// How long a restore and its check may take, in seconds: a day.
const DEADLINE_SECONDS: u32 = 86_400;

/// What `psql` and `pg_amcheck` get by with: the server does the work.
const CPU_MILLIS: u64 = 100;
const MEBIBYTES: u64 = 256;

/// What the Job runs. It reads every row that is visible and every page of the
/// heaps and B-trees, so what the storage or the archive spoilt is found.
const SCRIPT: &str = include_str!("verify.sh");

/// What a `Job` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// How long it may take, in seconds.
    pub active_deadline_seconds: Sourced<u32>,
    /// The image, which has the programs.
    pub image: Sourced<String>,
    /// What is run.
    pub script: Sourced<String>,
    /// Variables of its environment.
    pub env: Map,
    /// The Secret with the password of the superuser.
    pub password_secret: Sourced<String>,
    /// The Secret with the authority that signed the server's certificate.
    pub ca_secret: Sourced<String>,
    /// CPU and memory.
    pub resources: Resources,
}

/// The Job that checks the restored cluster of a site.
pub(super) fn object(ledger: &mut Ledger, site: &Site<'_>, origin: OriginId) -> Object {
    let why = "the programs are those of the server";
    let job = Job {
        active_deadline_seconds: ledger.default(DEADLINE_SECONDS, "a restore takes hours"),
        image: ledger.derived(site.image.value.clone(), why, [site.image.origin]),
        script: ledger.default(SCRIPT.to_owned(), "what is checked"),
        env: environment(ledger, site),
        password_secret: names::suffixed(ledger, &site.name, "superuser"),
        ca_secret: names::suffixed(ledger, &site.name, "ca"),
        resources: Resources::guaranteed(
            ledger.default(
                Quantity::from_millis(CPU_MILLIS),
                "the server does the work",
            ),
            ledger.default(
                Quantity::from_mebibytes(MEBIBYTES),
                "the server does the work",
            ),
        ),
    };
    let metadata = site.metadata(ledger, site.name.clone(), Component::Verification);
    Object::new(metadata, Body::Job(Box::new(job)), origin)
}

/// What the script is told: the server, and what must be in it.
fn environment(ledger: &mut Ledger, site: &Site<'_>) -> Map {
    let list = |ledger: &mut Ledger, names: Vec<&Sourced<String>>, why: &str| {
        let from: Vec<OriginId> = names.iter().map(|name| name.origin).collect();
        let text: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
        ledger.derived(text.join("\n"), why, from)
    };
    let databases = site.tenants.iter().map(|tenant| &tenant.database);
    let databases = list(
        ledger,
        databases.collect(),
        "the databases of the applications",
    );
    let roles = site.tenants.iter().flat_map(|tenant| {
        let others = tenant.roles.iter().map(|role| &role.name);
        std::iter::once(&tenant.owner).chain(others)
    });
    let roles = list(ledger, roles.collect(), "the roles of the applications");
    let major = site.major.map(|major| major.to_string());
    let mut environment = Map::from([
        ("DATABASES".to_owned(), databases),
        ("ROLES".to_owned(), roles),
        ("PG_MAJOR".to_owned(), major),
        (
            "PGHOST".to_owned(),
            names::suffixed(ledger, &site.name, "rw"),
        ),
    ]);
    for (name, value, why) in [
        ("PGPORT", "5432", "where the server listens"),
        ("PGUSER", "postgres", "whoever checks must see everything"),
        ("PGSSLMODE", "verify-full", "the server is the right one"),
        (
            "PGSSLROOTCERT",
            "/ca/ca.crt",
            "the authority of the operator",
        ),
        ("PGCONNECT_TIMEOUT", "10", "a server that is not there yet"),
        (
            "PSQLRC",
            "/dev/null",
            "settings of a person are none of a program's",
        ),
    ] {
        environment.insert(name.to_owned(), ledger.default(value.to_owned(), why));
    }
    environment
}
