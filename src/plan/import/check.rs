//! What a way of moving data, or the new cluster, cannot take.

use super::{encryption, from, method, part};
use crate::plan::ledger::Ledger;
use crate::plan::site::Site;
use crate::spec::{
    Import, ImportMethod, ImportSource, OriginId, Permission, Placement, Problem, Sourced, SslMode,
};

/// Tells what cannot hold about the data that a cluster takes from another server.
pub(in crate::plan) fn check(ledger: &mut Ledger, site: &Site<'_>) {
    let (Some(part), Some(method)) = (part(site), method(ledger, site)) else {
        return;
    };
    let source = from(site);
    let origin = source.map_or(part.origin, |from| from.origin);
    let origin = ledger
        .origins
        .in_spec(origin)
        .map_or(part.origin, |_| origin);
    let lacks = |what: &str, key: &str| {
        let message = format!("nothing says {what} the data of `{}` comes from", site.name);
        (
            origin,
            message,
            format!("add `{key}` under `import: {{ from: … }}`"),
        )
    };
    let mut found = Vec::new();
    if source.is_none_or(|from| from.host.is_none()) {
        found.push(lacks("which server", "host"));
    } else if source.is_some_and(|from| from.password_secret.is_none()) {
        found.push(lacks("with which password", "passwordSecret"));
    }
    found.extend(fits_placement(site, method));
    found.extend(others(&part.settings, method));
    if let Some(source) = source {
        found.extend(fits_target(site, source));
        found.extend(permitted(source, method));
        found.extend(verified(ledger, source));
    }
    for (origin, message, help) in found {
        ledger.report(Problem::new(ledger.span(origin), message).help(help));
    }
}

/// What is wrong: where, what, and the way out.
type Found = (OriginId, String, String);

fn fits_placement(site: &Site<'_>, method: Sourced<ImportMethod>) -> Option<Found> {
    let name = &site.name;
    let (message, help) = match (site.placement, method.value) {
        (Placement::Shared, ImportMethod::Microservice | ImportMethod::Logical) => (
            format!("this way takes one database, but `{name}` is for several"),
            "set `method: monolith`, or give the application a cluster of its own (`placement: per-app`)",
        ),
        (Placement::PerApp, ImportMethod::Monolith) => (
            format!("this way takes several databases, but `{name}` is for one application"),
            "set `method: microservice` or `logical`, or let applications share a cluster (`placement: shared`)",
        ),
        (Placement::Shared, ImportMethod::Monolith)
        | (Placement::PerApp, ImportMethod::Microservice | ImportMethod::Logical) => return None,
    };
    Some((method.origin, message, help.to_owned()))
}

/// Settings of another way.
fn others(given: &Import, method: Sourced<ImportMethod>) -> Vec<Found> {
    let settings = [
        (
            "databases",
            given.databases.as_ref().map(|list| list.origin),
            ImportMethod::Monolith,
            "name the one database under `from: { database: NAME }`",
        ),
        (
            "roles",
            given.roles.as_ref().map(|list| list.origin),
            ImportMethod::Monolith,
            "remove it; the roles of the application are made anew",
        ),
        (
            "publication",
            given.publication.as_ref().map(|name| name.origin),
            ImportMethod::Logical,
            "remove it; nothing is published",
        ),
        (
            "subscribed",
            given.subscribed.map(|there| there.origin),
            ImportMethod::Logical,
            "remove it; there is no subscription",
        ),
    ];
    settings
        .into_iter()
        .filter_map(|(key, origin, of, help)| Some((key, origin?, of, help)))
        .filter(|(_, _, of, _)| *of != method.value)
        .map(|(key, origin, _, help)| {
            let message = format!("`{key}` says nothing about this way of moving data");
            (origin, message, help.to_owned())
        })
        .collect()
}

/// The new server is not older, and has room.
fn fits_target(site: &Site<'_>, source: &ImportSource) -> Vec<Found> {
    let mut found = Vec::new();
    if let Some(version) = &source.version
        && site.major.value < version.value.get()
    {
        let message = format!(
            "`{}` is PostgreSQL {}, and cannot take what PostgreSQL {version} dumps",
            site.name, site.major,
        );
        let help = format!("set `postgres` to {version} or newer");
        found.push((version.origin, message, help));
    }
    let storage = &site.sizes.storage;
    if let Some(size) = &source.size
        && storage.value.bytes() < size.value.bytes()
    {
        let message = format!(
            "{size} of data do not fit into the {storage} of `{}`",
            site.name
        );
        let help = format!(
            "set `storage` to more than {size}; a dump that is restored lies there too meanwhile"
        );
        found.push((size.origin, message, help));
    }
    found
}

/// The source permits what the way needs, as far as the spec says.
fn permitted(source: &ImportSource, method: Sourced<ImportMethod>) -> Vec<Found> {
    let mut found = Vec::new();
    let lacks = |needed| {
        let permits = source.permits.as_ref()?;
        let has = permits
            .value
            .iter()
            .any(|permission| permission.value == needed);
        (!has).then_some(permits.origin)
    };
    match method.value {
        ImportMethod::Monolith => found.extend(lacks(Permission::Superuser).map(|origin| {
            (
                origin,
                "roles with their passwords can be read by a superuser of the source only".to_owned(),
                "connect as a superuser, or take each database into a cluster of its own (`placement: per-app`)".to_owned(),
            )
        })),
        ImportMethod::Logical => {
            found.extend(lacks(Permission::LogicalReplication).map(|origin| {
                (
                    origin,
                    "the source does not permit logical replication".to_owned(),
                    "set its `wal_level` to `logical` and give the user `REPLICATION`, or set `method: microservice`".to_owned(),
                )
            }));
            let large = source.large_objects.filter(|there| there.value);
            found.extend(large.map(|there| {
                (
                    there.origin,
                    "logical replication leaves large objects behind".to_owned(),
                    "set `method: microservice`".to_owned(),
                )
            }));
        }
        ImportMethod::Microservice => {}
    }
    found
}

/// A server is known by a certificate.
fn verified(ledger: &mut Ledger, source: &ImportSource) -> Option<Found> {
    let mode = encryption(ledger, source);
    let verifies = matches!(mode.value, SslMode::VerifyCa | SslMode::VerifyFull);
    (verifies && source.root_certificate.is_none()).then(|| {
        (
            mode.origin,
            "there is no certificate to know the server by".to_owned(),
            "name the Secret with that of its authority under `rootCertificate`".to_owned(),
        )
    })
}
