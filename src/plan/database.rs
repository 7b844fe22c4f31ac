//! Databases of applications.

use serde::Serialize;

use super::ledger::Ledger;
use super::metadata::Component;
use super::names::{self, text};
use super::object::{Body, Object};
use super::site::Site;
use super::tenant::Tenant;
use crate::knowledge::images::extensions;
use crate::spec::{Placement, Sourced};

/// What a `Database` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Database {
    /// The cluster.
    pub cluster: Sourced<String>,
    /// The database's name.
    pub name: Sourced<String>,
    /// The role that owns it.
    pub owner: Sourced<String>,
    /// Whether it is there.
    pub ensure: Sourced<&'static str>,
    /// What becomes of the database when the object is deleted.
    pub database_reclaim_policy: Sourced<&'static str>,
    /// How many connections it takes.
    pub connection_limit: Option<Sourced<u32>>,
    /// What it is created from, where the encoding or the locale is its own.
    pub template: Option<Sourced<&'static str>>,
    /// Its encoding, where it is its own.
    pub encoding: Option<Sourced<String>>,
    /// Who orders its text, where the locale is its own: the cluster's default may
    /// not know the locale.
    pub locale_provider: Option<Sourced<&'static str>>,
    /// Its locale, where it is its own.
    pub locale: Option<Sourced<String>>,
    /// The extensions in it.
    pub extensions: Vec<Extension>,
    /// The schemas in it.
    pub schemas: Vec<Schema>,
}

/// An extension in a database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Extension {
    /// Its name.
    pub name: Sourced<String>,
    /// Whether it is there.
    pub ensure: Sourced<&'static str>,
}

/// A schema in a database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Schema {
    /// Its name.
    pub name: Sourced<String>,
    /// Whether it is there.
    pub ensure: Sourced<&'static str>,
    /// The role that owns it.
    pub owner: Sourced<String>,
}

/// The databases of a cluster.
///
/// The one that a cluster of a single application is made with has an object too:
/// it holds the extensions and the owner to what the spec says ever after, while
/// `bootstrap` is read once.
pub(super) fn objects(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Object> {
    let mut objects = Vec::new();
    for tenant in &site.tenants {
        known(ledger, site, tenant);
        let name = names::of_cluster(ledger, &site.name, &tenant.database);
        let metadata = site.tenant_metadata(ledger, tenant, name, Component::Database);
        let body = Body::Database(Box::new(database(ledger, site, tenant)));
        objects.push(Object::new(metadata, body, tenant.name.origin));
    }
    objects
}

/// Tells of extensions and schemas that the operator cannot make.
fn known(ledger: &mut Ledger, site: &Site<'_>, tenant: &Tenant<'_>) {
    let Some(given) = tenant.app.settings.database.as_ref() else {
        return;
    };
    let extensions = given.extensions.iter().flat_map(|list| &list.value);
    let extensions = extensions.map(|extension| extension.origin);
    let schemas = given.schemas.iter().flat_map(|list| &list.value);
    let asked = extensions.chain(schemas.map(|schema| schema.origin)).next();
    site.operator.has_extensions(ledger, asked);
}

fn database(ledger: &mut Ledger, site: &Site<'_>, tenant: &Tenant<'_>) -> Database {
    let given = tenant.app.settings.database.as_ref();
    // The first database of a cluster has them from `bootstrap`.
    let own = given.filter(|_| site.placement == Placement::Shared);
    let encoding = own.and_then(|database| database.encoding.as_ref());
    let locale = own.and_then(|database| database.locale.as_ref());
    let template = encoding
        .map(|encoding| encoding.origin)
        .or(locale.map(|locale| locale.origin));
    let why = "only that template takes an encoding and a locale of one's own";
    let template = template.map(|origin| ledger.derived("template0", why, [origin]));
    Database {
        cluster: site.name.clone(),
        name: tenant.database.clone(),
        owner: tenant.owner.clone(),
        ensure: ledger.default("present", "the database is wanted"),
        database_reclaim_policy: ledger.default("retain", "the data outlives the object"),
        connection_limit: given.and_then(|database| database.connection_limit),
        template,
        encoding: encoding.map(text),
        locale_provider: locale.map(|locale| Sourced::new("libc", locale.origin)),
        locale: locale.map(text),
        extensions: extensions_of(ledger, tenant),
        schemas: schemas(ledger, tenant),
    }
}

/// The extensions, each after those that it needs, which the operator does not add.
fn extensions_of(ledger: &mut Ledger, tenant: &Tenant<'_>) -> Vec<Extension> {
    let given = tenant
        .app
        .settings
        .database
        .as_ref()
        .and_then(|database| database.extensions.as_ref());
    let Some(given) = given else {
        return Vec::new();
    };
    let mut wanted: Vec<Sourced<String>> = given.value.iter().map(text).collect();
    let mut at = 0;
    while let Some(extension) = wanted.get(at).cloned() {
        at += 1;
        let needed = extensions::find(&extension.value)
            .into_iter()
            .flat_map(|known| known.requires());
        for name in needed {
            if !wanted.iter().any(|extension| extension.value == name) {
                let why = format!("`{extension}` needs it");
                wanted.push(ledger.derived(name.to_owned(), why, [extension.origin]));
            }
        }
    }
    let names: Vec<&str> = wanted
        .iter()
        .map(|extension| extension.value.as_str())
        .collect();
    let ordered = extensions::creation_order(&names);
    ordered
        .iter()
        .filter_map(|name| wanted.iter().find(|extension| extension.value == **name))
        .map(|name| Extension {
            name: name.clone(),
            ensure: Sourced::new("present", name.origin),
        })
        .collect()
}

fn schemas(ledger: &mut Ledger, tenant: &Tenant<'_>) -> Vec<Schema> {
    let given = tenant
        .app
        .settings
        .database
        .as_ref()
        .and_then(|database| database.schemas.as_ref());
    let schemas = given.into_iter().flat_map(|schemas| &schemas.value);
    schemas
        .map(|name| Schema {
            name: text(name),
            ensure: Sourced::new("present", name.origin),
            owner: ledger.derived(
                tenant.owner.value.clone(),
                "the owner of the database",
                [tenant.owner.origin],
            ),
        })
        .collect()
}
