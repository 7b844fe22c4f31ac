//! Data that comes from another server when a cluster is made.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Port;
use crate::kube::{DatabaseName, PostgresMajor, Quantity};
use crate::spec::{Brief, Cidr, HostName, Identifier, List, OriginId, SecretKey, Sourced};

/// Where a new cluster's data comes from: another server, read when the cluster is
/// made. Taking the key away afterwards changes nothing else of the cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Import {
    /// How it is moved. Without it: `microservice` for a cluster of one
    /// application, `monolith` for one that applications share.
    pub method: Option<Sourced<ImportMethod>>,
    /// The server that it comes from.
    pub from: Option<ImportSource>,
    /// For `monolith`: the databases to take, by the names they have in the source.
    /// Without it: those of the applications.
    pub databases: Option<List<DatabaseName>>,
    /// For `monolith`: the roles to take. Without it: those of the applications that
    /// the spec names.
    pub roles: Option<List<Identifier>>,
    /// For `logical`: the publication in the source, which must be there before the
    /// cluster. Without it: `pgspec`.
    pub publication: Option<Sourced<Identifier>>,
    /// For `logical`: whether the subscription is there. `false` ends the move while
    /// the source can still be reached, so that its replication slot goes too; take
    /// `import` away only then. Without it: `true`.
    pub subscribed: Option<Sourced<bool>>,
}

/// How data is moved from another server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ImportMethod {
    /// One database, dumped and restored: the application stands still meanwhile.
    Microservice,
    /// Several databases with their roles, dumped and restored.
    Monolith,
    /// The schema of one database is copied, its rows are replicated until the
    /// application is moved: it stands still for a moment only.
    Logical,
}

/// A server that data comes from. What is said of it beyond how to reach it is
/// compared with what the method and the new cluster can take.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct ImportSource {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// Its name or address.
    pub host: Option<Sourced<HostName>>,
    /// Its port. Without it: 5432.
    pub port: Option<Sourced<Port>>,
    /// The database to take, or with `monolith` the one to connect to. Without it:
    /// that of the application; with `monolith`, `postgres`.
    pub database: Option<Sourced<DatabaseName>>,
    /// The role to connect as. Without it: `postgres`.
    pub user: Option<Sourced<Identifier>>,
    /// The Secret with that role's password, in the namespace of the cluster; its
    /// key is `password` unless one is named.
    pub password_secret: Option<Brief<SecretKey>>,
    /// How the connection is encrypted and the server known. Without it: `require`,
    /// or `verify-full` with `rootCertificate`.
    pub sslmode: Option<Sourced<SslMode>>,
    /// The Secret with the certificate of the authority that signed the server's.
    pub root_certificate: Option<Brief<SecretKey>>,
    /// Its addresses, for the network policies. Without it: what the host says, else
    /// any address.
    pub cidrs: Option<List<Cidr>>,
    /// Its major of PostgreSQL.
    pub version: Option<Sourced<PostgresMajor>>,
    /// How large what is taken is, in bytes, as `pg_database_size` tells.
    pub size: Option<Sourced<Quantity>>,
    /// What it permits. Without it: nothing is known.
    pub permits: Option<List<Permission>>,
    /// Whether there are large objects in it. Without it: nothing is known.
    pub large_objects: Option<Sourced<bool>>,
}

/// What a server permits to whom data is taken as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Permission {
    /// Everything: the user is a superuser.
    Superuser,
    /// Logical replication: `wal_level` is `logical`, and the user has `REPLICATION`.
    LogicalReplication,
}

/// How a connection is encrypted, in the words of libpq.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SslMode {
    /// Not at all.
    Disable,
    /// Only if the server insists.
    Allow,
    /// If the server can.
    Prefer,
    /// Always, to whomever.
    Require,
    /// Always, to a server whose certificate the authority signed.
    VerifyCa,
    /// Always, to a server whose certificate is for that host too.
    VerifyFull,
}
