//! Roles: objects of their own since the operator's 1.30, parts of the cluster before.

use serde::Serialize;

use super::client_certificate;
use super::ledger::Ledger;
use super::metadata::Component;
use super::names;
use super::object::{Body, Object};
use super::site::Site;
use super::tenant::{Tenant, TenantRole};
use crate::spec::{OriginId, Placement, Sourced};

/// What a `DatabaseRole` says. It says everything: where a role of its name is
/// there already, whatever it leaves out goes back to PostgreSQL's default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DatabaseRole {
    /// The cluster.
    pub cluster: Sourced<String>,
    /// What becomes of the role when the object is deleted.
    pub database_role_reclaim_policy: Sourced<&'static str>,
    /// Whether the operator issues a certificate for it.
    pub client_certificate: Option<Sourced<bool>>,
    /// The role.
    #[serde(flatten)]
    pub role: ManagedRole,
}

/// A role. Defaults are spelled out: Argo CD takes those of a list's item for a
/// difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ManagedRole {
    /// Its name.
    pub name: Sourced<String>,
    /// What it is for, in a few words.
    pub comment: Sourced<String>,
    /// Whether it is there.
    pub ensure: Sourced<&'static str>,
    /// Whether it can log in.
    pub login: Sourced<bool>,
    /// Whether it has the privileges of the roles that it is a member of.
    pub inherit: Sourced<bool>,
    /// Whether it may do anything.
    pub superuser: Sourced<bool>,
    /// Whether it may create databases.
    pub createdb: Sourced<bool>,
    /// Whether it may create roles.
    pub createrole: Sourced<bool>,
    /// Whether it may replicate.
    pub replication: Sourced<bool>,
    /// Whether row security does not hold for it.
    pub bypassrls: Sourced<bool>,
    /// How many connections it may have; -1 for any number.
    pub connection_limit: Sourced<i64>,
    /// The roles that it is a member of.
    pub in_roles: Vec<Sourced<String>>,
    /// The Secret with its password.
    pub password_secret: Option<Sourced<String>>,
    /// Whether it has no password, whatever it had before.
    pub disable_password: Option<Sourced<bool>>,
}

/// A role with the application that it is for.
struct Asked<'a> {
    role: ManagedRole,
    tenant: &'a Tenant<'a>,
    origin: OriginId,
}

/// The roles of a cluster as objects of their own.
pub(super) fn objects(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Object> {
    if !site.operator.has_database_roles() {
        return Vec::new();
    }
    let why = "a role that owns something cannot be dropped, and the object may come back";
    let issues = !client_certificate::is_asked(site);
    let mut objects = Vec::new();
    for Asked {
        role,
        tenant,
        origin,
    } in roles(ledger, site)
    {
        let name = names::of_cluster(ledger, &site.name, &role.name);
        let metadata = site.tenant_metadata(ledger, tenant, name, Component::Database);
        let body = Body::DatabaseRole(Box::new(DatabaseRole {
            cluster: site.name.clone(),
            database_role_reclaim_policy: ledger.default("retain", why),
            client_certificate: role.disable_password.filter(|_| issues).map(|disabled| {
                let why = "the operator issues a certificate, and renews it";
                ledger.derived(true, why, [disabled.origin])
            }),
            role,
        }));
        objects.push(Object::new(metadata, body, origin));
    }
    objects
}

/// The roles of a cluster as parts of it.
pub(super) fn managed(ledger: &mut Ledger, site: &Site<'_>) -> Vec<ManagedRole> {
    if site.operator.has_database_roles() {
        return Vec::new();
    }
    let roles = roles(ledger, site).into_iter();
    roles.map(|asked| asked.role).collect()
}

fn roles<'a>(ledger: &mut Ledger, site: &'a Site<'_>) -> Vec<Asked<'a>> {
    let mut roles = Vec::new();
    for tenant in &site.tenants {
        // A cluster of one application is made with the owner; managing that role
        // twice would make its password change to and fro.
        if site.placement == Placement::Shared {
            let role = owner(ledger, tenant);
            roles.push(Asked {
                role,
                tenant,
                origin: tenant.owner.origin,
            });
        }
        for role in &tenant.roles {
            let origin = role.role.origin;
            let role = other(ledger, tenant, role);
            roles.push(Asked {
                role,
                tenant,
                origin,
            });
        }
    }
    roles
}

fn owner(ledger: &mut Ledger, tenant: &Tenant<'_>) -> ManagedRole {
    let login = ledger.default(true, "the application connects as the owner");
    let mut role = plain(ledger, tenant.owner.clone(), login);
    let comment = format!("owner of the database of {}", tenant.name);
    role.comment = ledger.derived(comment, "whose database it owns", [tenant.owner.origin]);
    role.password_secret.clone_from(&tenant.owner_secret);
    role
}

fn other(ledger: &mut Ledger, tenant: &Tenant<'_>, given: &TenantRole<'_>) -> ManagedRole {
    let mut role = plain(ledger, given.name.clone(), given.login);
    let comment = format!("role of {}", tenant.name);
    role.comment = ledger.derived(
        comment,
        "the application that it is for",
        [given.role.origin],
    );
    if let Some(limit) = given.role.connection_limit {
        role.connection_limit = limit.map(i64::from);
    }
    role.in_roles = given.memberships(ledger, &tenant.owner);
    role.password_secret.clone_from(&given.secret);
    role.disable_password = given.certificate.map(|origin| {
        let why = "a certificate says who it is, and a password could be guessed";
        ledger.derived(true, why, [origin])
    });
    role
}

/// A role without privileges.
fn plain(ledger: &mut Ledger, name: Sourced<String>, login: Sourced<bool>) -> ManagedRole {
    let none = ledger.origins.default_because("no application needs it");
    let none = Sourced::new(false, none);
    ManagedRole {
        name,
        comment: Sourced::default(),
        ensure: ledger.default("present", "the role is wanted"),
        login,
        inherit: ledger.default(true, "what it is a member of is what it may do"),
        superuser: none,
        createdb: none,
        createrole: none,
        replication: none,
        bypassrls: none,
        connection_limit: ledger.default(-1, "nobody limits it"),
        in_roles: Vec::new(),
        password_secret: None,
        disable_password: None,
    }
}
