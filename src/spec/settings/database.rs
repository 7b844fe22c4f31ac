//! The database of an application.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::kube::{DatabaseName, ExtensionName, RoleName};
use crate::spec::{Encoding, List, Locale, OriginId, SchemaName, SecretPattern, Sourced};

/// The database of an application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Database {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// Its name. Without it: the application's, with `_` for `-`.
    pub name: Option<Sourced<DatabaseName>>,
    /// The role that owns it. Without it: named as the application, with `_` for `-`.
    pub owner: Option<Sourced<RoleName>>,
    /// The Secret with the owner's user name and password. `{app}`, `{cluster}`,
    /// `{environment}` and `{project}` are replaced. Without it: `CLUSTER-OWNER` in a
    /// shared cluster; in one of its own `CLUSTER-app`, which the operator makes.
    pub owner_secret: Option<Sourced<SecretPattern>>,
    /// Extensions to create in it.
    pub extensions: Option<List<ExtensionName>>,
    /// Schemas to create in it, owned by the owner.
    pub schemas: Option<List<SchemaName>>,
    /// How many connections it takes at once. Without it: no limit.
    #[schemars(range(min = 1, max = 262_143))]
    pub connection_limit: Option<Sourced<u32>>,
    /// Its encoding. Without it: `UTF8`. Fixed once the database is there.
    pub encoding: Option<Sourced<Encoding>>,
    /// Its locale, such as `C` or `en_US.utf8`. Without it: `C`. Fixed once the
    /// database is there.
    pub locale: Option<Sourced<Locale>>,
}
