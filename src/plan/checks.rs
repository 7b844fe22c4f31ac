//! What contradicts itself in a cluster or an environment as a whole.

use std::collections::BTreeMap;

use super::client_certificate;
use super::initdb::UNUSED;
use super::ledger::Ledger;
use super::object::{Body, Object};
use super::pooler;
use super::pools;
use super::site::Site;
use super::tuning;
use crate::knowledge::parameters;
use crate::knowledge::tuning::Bytes;
use crate::knowledge::tuning::capacity::{WalSettings, usable};
use crate::spec::{Placement, Problem, Sourced};

/// Tells what is wrong with a cluster, given its objects.
pub(super) fn check(ledger: &mut Ledger, site: &Site<'_>, objects: &[Object]) {
    databases(ledger, site);
    roles(ledger, site);
    certificates(ledger, site);
    wal(ledger, site);
    connections(ledger, site, objects);
}

/// Tells which objects would have the same name.
pub(super) fn unique<'a>(ledger: &mut Ledger, objects: impl Iterator<Item = &'a Object>) {
    let mut known: BTreeMap<(&str, Option<&str>, &str), &Object> = BTreeMap::new();
    for object in objects {
        let key = (object.kind(), object.namespace(), object.name());
        let Some(first) = known.insert(key, object) else {
            continue;
        };
        if told(first, object) {
            continue;
        }
        let message = format!(
            "two things would get the {} `{}`",
            object.kind(),
            object.name()
        );
        let problem = Problem::new(ledger.span(object.origin), message)
            .related(ledger.span(first.origin), "the other one")
            .help("rename one of them");
        ledger.report(problem);
    }
}

/// Whether two objects are about one thing in PostgreSQL, which has been told.
fn told(one: &Object, other: &Object) -> bool {
    match (&one.body, &other.body) {
        (Body::Database(one), Body::Database(other)) => one.name.value == other.name.value,
        (Body::DatabaseRole(one), Body::DatabaseRole(other)) => {
            one.role.name.value == other.role.name.value
        }
        _ => false,
    }
}

/// Databases have one application each.
fn databases(ledger: &mut Ledger, site: &Site<'_>) {
    let names = site
        .tenants
        .iter()
        .map(|tenant| (&tenant.database, &tenant.name));
    twice(ledger, site, "database", names);
    if site.placement == Placement::PerApp {
        return;
    }
    for tenant in &site.tenants {
        if tenant.database.value == UNUSED {
            let message =
                format!("the database `{UNUSED}` of a shared cluster is no application's");
            let problem = Problem::new(ledger.span(tenant.database.origin), message);
            ledger.report(
                problem.help("name the database otherwise with `database: { name: NAME }`"),
            );
        }
    }
}

/// Roles have one application each.
fn roles(ledger: &mut Ledger, site: &Site<'_>) {
    let names = site.tenants.iter().flat_map(|tenant| {
        let others = tenant.roles.iter().map(|role| &role.name);
        std::iter::once(&tenant.owner)
            .chain(others)
            .map(move |role| (role, &tenant.name))
    });
    twice(ledger, site, "role", names);
}

/// Roles with a certificate can log in, have no password, and an operator that issues
/// it.
fn certificates(ledger: &mut Ledger, site: &Site<'_>) {
    let roles = site.tenants.iter().flat_map(|tenant| &tenant.roles);
    for role in roles {
        let Some(origin) = role.certificate else {
            continue;
        };
        let name = &role.name;
        if !role.login.value {
            let message = format!("`{name}` has a certificate, but cannot log in");
            let problem = Problem::new(ledger.span(origin), message)
                .related(ledger.span(role.login.origin), "it cannot log in");
            ledger.report(problem.help("remove `auth` or `login: false`"));
        }
        if let Some(secret) = &role.role.secret {
            let message = format!("`{name}` has a certificate, so its password is not used");
            let problem = Problem::new(ledger.span(secret.origin), message)
                .related(ledger.span(origin), "how it logs in");
            ledger.report(problem.help("remove `secret` or `auth: certificate`"));
        }
        if !site.operator.has_database_roles() && !client_certificate::is_asked(site) {
            let version = &site.operator.version;
            let message = format!("operator {version} issues no certificate for `{name}`");
            let problem = Problem::new(ledger.span(origin), message);
            ledger.report(problem.help(
                "operators do since 1.30: set `target` to that or newer, let cert-manager do it with `tls: { certManager: { clientCertificates: true } }`, or let the role have a password",
            ));
        }
    }
}

fn twice<'a>(
    ledger: &mut Ledger,
    site: &Site<'_>,
    what: &str,
    names: impl Iterator<Item = (&'a Sourced<String>, &'a Sourced<String>)>,
) {
    let mut known: BTreeMap<&str, (&Sourced<String>, &Sourced<String>)> = BTreeMap::new();
    for (name, app) in names {
        let Some((first, other)) = known.insert(&name.value, (name, app)) else {
            continue;
        };
        let message = if app == other {
            format!("`{app}` would have two {what}s `{name}`")
        } else {
            format!(
                "`{other}` and `{app}` would have the same {what} `{name}` in the cluster `{}`",
                site.name
            )
        };
        let problem = Problem::new(ledger.span(name.origin), message)
            .related(ledger.span(first.origin), "the other one")
            .help(format!("give one of the {what}s another name"));
        ledger.report(problem);
    }
}

/// The volume for WAL takes what the parameters keep on it. Derived parameters do
/// fit, so one of the spec is to blame.
fn wal(ledger: &mut Ledger, site: &Site<'_>) {
    let defaults = WalSettings::DEFAULTS;
    let size = |name: &str| {
        let value = site.parameters.get(name)?;
        let major = u8::try_from(site.major.value).ok()?;
        let parameter = parameters::find(name, major)?;
        let bytes = parameters::check(&parameter, &value.value).ok()?;
        let bytes = bytes.bytes(parameter.unit?)?;
        Some(Bytes(u64::try_from(bytes).ok()?))
    };
    let settings = WalSettings {
        max_wal_size: size("max_wal_size").unwrap_or(defaults.max_wal_size),
        wal_keep_size: size("wal_keep_size").unwrap_or(defaults.wal_keep_size),
        slots: Some(size("max_slot_wal_keep_size").unwrap_or(Bytes(0))),
        ..defaults
    };
    let volume = site.sizes.wal.as_ref().unwrap_or(&site.sizes.storage);
    let room = usable(tuning::bytes(&volume.value));
    let Some(need) = settings.need().filter(|need| room < *need) else {
        return;
    };
    let names = ["max_slot_wal_keep_size", "max_wal_size", "wal_keep_size"];
    let given = names.iter().filter_map(|name| site.parameters.get(*name));
    let place = given
        .map(|value| value.origin)
        .chain([volume.origin, site.name.origin]);
    let place = place
        .into_iter()
        .find_map(|origin| ledger.origins.in_spec(origin));
    let what = if site.sizes.wal.is_some() {
        "wal"
    } else {
        "storage"
    };
    let message = format!(
        "the volume for WAL of `{}` is too small: {} of {volume} can be used, but max_wal_size {} + wal_keep_size {} + max_slot_wal_keep_size {} + 2 files of {} come to {need}",
        site.name,
        room,
        settings.max_wal_size,
        settings.wal_keep_size,
        settings.slots.unwrap_or_default(),
        settings.segment,
    );
    let problem = Problem::new(place.unwrap_or_default(), message)
        .help(format!("set `{what}` to more, or the parameters to less"));
    ledger.report(problem);
}

/// Poolers do not open more connections than a server takes.
fn connections(ledger: &mut Ledger, site: &Site<'_>, objects: &[Object]) {
    let users = pools::pairs(site);
    let databases = u32::try_from(site.tenants.len()).unwrap_or(u32::MAX);
    let available = pools::available(site);
    let poolers: Vec<_> = objects
        .iter()
        .filter_map(|object| match &object.body {
            Body::Pooler(pooler) => Some((object, pooler)),
            Body::Namespace {}
            | Body::Application(_)
            | Body::ResourceQuota(_)
            | Body::Cluster(_)
            | Body::Database(_)
            | Body::DatabaseRole(_)
            | Body::Subscription(_)
            | Body::ObjectStore(_)
            | Body::Certificate(_)
            | Body::Issuer(_)
            | Body::ExternalSecret(_)
            | Body::Password(_)
            | Body::ScheduledBackup(_)
            | Body::PodDisruptionBudget(_)
            | Body::NetworkPolicy(_)
            | Body::PodMonitor(_)
            | Body::PrometheusRule(_)
            | Body::Job(_) => None,
        })
        .collect();
    for (servers, kinds) in [("the primary", ["rw", "r"]), ("a standby", ["ro", "r"])] {
        let mut terms = Vec::new();
        let mut sum = 0_u32;
        let mut place = None;
        for (object, pooler) in &poolers {
            if !kinds.contains(&pooler.r#type.value) {
                continue;
            }
            let demand = pooler::pool_settings(pooler).demand(users, databases);
            terms.push(format!("{demand} of `{}`", object.name()));
            sum = sum.saturating_add(demand);
            place = place.or_else(|| ledger.origins.in_spec(object.origin));
        }
        if sum <= available {
            continue;
        }
        let place = place.unwrap_or_else(|| ledger.span(site.name.origin));
        let message = format!(
            "poolers may open {} = {sum} connections to {servers} of `{}`, of which {available} of {} are left to applications",
            terms.join(" + "),
            site.name,
            site.max_connections,
        );
        let problem = Problem::new(place, message).help(
            "lower `default_pool_size` or `instances` of the poolers, or give the cluster more `memory` or `max_connections`",
        );
        ledger.report(problem);
    }
}
