//! Where Secrets come from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kube::{DnsSubdomain, Duration};
use crate::spec::{OriginId, Part, RemotePattern, Sourced};

/// Where Secrets come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Secrets {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// External Secrets makes them. Without it: they are there already.
    pub external_secrets: Option<Part<ExternalSecrets>>,
}

/// How External Secrets makes Secrets: from a store, with passwords of its own, or
/// both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct ExternalSecrets {
    /// The store that holds them.
    pub store: Option<SecretStore>,
    /// The name of each in the store. `{app}`, `{cluster}`, `{environment}`,
    /// `{project}` and `{secret}`, the name of the Secret, are replaced. Without it:
    /// `{project}/{environment}/{secret}`.
    pub path: Option<Sourced<RemotePattern>>,
    /// How often the store is asked for what has changed. Without it: every hour.
    pub refresh_interval: Option<Sourced<Duration>>,
    /// What makes up the passwords of roles, once for each. Without it: they are in
    /// the store.
    pub generator: Option<Sourced<SecretGenerator>>,
}

/// A store of External Secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct SecretStore {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// Its kind. Without it: `SecretStore`, which is of one namespace.
    pub kind: Option<Sourced<SecretStoreKind>>,
    /// Its name.
    pub name: Option<Sourced<DnsSubdomain>>,
}

/// The kinds of stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum SecretStoreKind {
    /// One for its namespace.
    SecretStore,
    /// One for all namespaces.
    ClusterSecretStore,
}

/// What makes up values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SecretGenerator {
    /// Random letters and digits.
    Password,
}
