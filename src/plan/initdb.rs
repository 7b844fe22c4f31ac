//! What a cluster is made with, which cannot be changed afterwards.

use serde::Serialize;

use super::client_certificate;
use super::import::{self, Import};
use super::ledger::Ledger;
use super::names::text;
use super::site::Site;
use crate::spec::{Placement, Sourced};

/// The database of a cluster that applications share: one must be there, and the
/// exporter of metrics connects to it, but no application does.
pub(super) const UNUSED: &str = "unused";

/// The first major with the `builtin` provider, whose order of text does not
/// change with the C library.
const BUILTIN_SINCE: u32 = 17;

/// What the operator hands to `initdb`, and the first database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InitDb {
    /// The first database; none where several come from another server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<Sourced<String>>,
    /// Its owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Sourced<String>>,
    /// The Secret with the owner's password; the operator makes one without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<SecretName>,
    /// Whether pages have checksums.
    pub data_checksums: Sourced<bool>,
    /// The encoding of text.
    pub encoding: Sourced<String>,
    /// The order of text by the C library. The operator fills in `C` for what is
    /// left out, `locale` or not, so both halves of a locale are said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale_collate: Option<Sourced<String>>,
    /// What is a letter, by the C library.
    #[serde(rename = "localeCType", skip_serializing_if = "Option::is_none")]
    pub locale_ctype: Option<Sourced<String>>,
    /// Who orders text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale_provider: Option<Sourced<&'static str>>,
    /// The order of text by PostgreSQL itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub builtin_locale: Option<Sourced<&'static str>>,
    /// Statements for the new cluster.
    #[serde(rename = "postInitSQL", skip_serializing_if = "Vec::is_empty")]
    pub post_init_sql: Vec<Sourced<String>>,
    /// Data from another server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub import: Option<Import>,
}

/// A Secret, by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SecretName {
    /// The name.
    pub name: Sourced<String>,
}

/// What a cluster is made with.
pub(super) fn of(ledger: &mut Ledger, site: &Site<'_>) -> InitDb {
    let single = match (site.placement, site.tenants.as_slice()) {
        (Placement::PerApp, [tenant]) => Some(tenant),
        _ => None,
    };
    let given = single.and_then(|tenant| tenant.app.settings.database.as_ref());
    let (database, owner, secret) = if let Some(tenant) = single {
        (
            tenant.database.clone(),
            tenant.owner.clone(),
            tenant.owner_secret.clone(),
        )
    } else {
        let why =
            "a cluster has a first database; those of the applications are objects of their own";
        let unused = ledger.default(UNUSED.to_owned(), why);
        (unused.clone(), unused, None)
    };
    let encoding = given.and_then(|database| database.encoding.as_ref());
    let locale = given.and_then(|database| database.locale.as_ref());
    let utf8 = "every language fits into it";
    let encoding = match encoding {
        Some(encoding) => text(encoding),
        None => ledger.default("UTF8".to_owned(), utf8),
    };
    let builtin = locale.is_none()
        && encoding.value.eq_ignore_ascii_case("UTF8")
        && BUILTIN_SINCE <= site.major.value;
    let major = site.major.origin;
    let mut builtin =
        |value: &'static str, why: &str| builtin.then(|| ledger.derived(value, why, [major]));
    let locale_provider = builtin(
        "builtin",
        "the order of text does not change with the image's C library",
    );
    let builtin_locale = builtin(
        "C.UTF-8",
        "the same order in every release, and case as Unicode has it",
    );
    let import = import::of(ledger, site);
    // The operator makes no database where it takes several from elsewhere.
    let first = !import.as_ref().is_some_and(Import::is_monolith);
    InitDb {
        database: first.then_some(database),
        owner: first.then_some(owner),
        secret: secret.map(|name| SecretName { name }),
        data_checksums: ledger.default(true, "a page that the storage spoilt is told, not read"),
        encoding,
        locale_collate: locale.map(text),
        locale_ctype: locale.map(text),
        locale_provider,
        builtin_locale,
        post_init_sql: client_certificate::statements(ledger, site),
        import,
    }
}
