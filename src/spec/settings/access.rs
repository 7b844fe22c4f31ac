//! Who may do what in a database, and from where.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::kube::{LabelKey, LabelValue};
use crate::spec::{Identifier, List, NamespacePattern, OriginId, SecretPattern, Sourced, Table};

/// A role beside the owner of the database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Role {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// What it may do in the application's database. Without it: `none`.
    pub access: Option<Sourced<Access>>,
    /// Whether it can log in. Without it: yes.
    pub login: Option<Sourced<bool>>,
    /// How it proves who it is. Without it: by a password.
    pub auth: Option<Sourced<Auth>>,
    /// How many connections it may have at once. Without it: no limit.
    #[schemars(range(min = 1, max = 262_143))]
    pub connection_limit: Option<Sourced<u32>>,
    /// Further roles that it is a member of.
    pub in_roles: Option<List<Identifier>>,
    /// The Secret with its user name and password. `{app}`, `{cluster}`,
    /// `{environment}` and `{project}` are replaced. Without it: `CLUSTER-ROLE`.
    pub secret: Option<Sourced<SecretPattern>>,
}

/// How a role proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Auth {
    /// By a password.
    Password,
    /// By a certificate that the operator issues, in the Secret
    /// `CLUSTER-ROLE-client-cert`. It has no password, and goes to the server itself
    /// and not through a pooler.
    Certificate,
}

/// What a role may do with the data of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Connect.
    None,
    /// Read everything.
    Read,
    /// Read and change everything, but not the structure.
    Write,
    /// Do what the owner may do.
    Owner,
}

/// Pods that may connect: those with all of these labels, in that namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Client {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// Their namespace. `{app}`, `{cluster}`, `{environment}` and `{project}` are
    /// replaced. Without it: that of the database.
    pub namespace: Option<Sourced<NamespacePattern>>,
    /// Their labels. Without it: all pods of the namespace.
    pub labels: Option<Table<LabelKey, Sourced<LabelValue>>>,
}
