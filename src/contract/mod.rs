//! What applications need to know to connect, in the forms in which they want it.
//!
//! It follows from the plan. Nothing in it is secret: a password stays in its Secret,
//! and is named by that.

mod json;
mod snippet;
#[cfg(test)]
mod tests;
mod text;

use crate::plan::{Connection, Plan};

/// The connections of an environment.
#[derive(Clone, Debug)]
pub struct Environment<'p> {
    /// Its name.
    pub name: &'p str,
    /// The connections, by application.
    pub connections: Vec<&'p Connection>,
}

/// The forms of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// The variables of libpq, as the `env` of a container.
    Env,
    /// The connection strings of Prisma, as the `env` of a container.
    Prisma,
    /// Values for the Helm chart of Waldur.
    Waldur,
}

/// The connections that are asked for: of all environments and applications, where
/// none is named.
pub fn select<'p>(
    plan: &'p Plan,
    environments: &[String],
    apps: &[String],
) -> Vec<Environment<'p>> {
    let is_meant =
        |names: &[String], name: &str| names.is_empty() || names.iter().any(|n| n == name);
    let meant = plan
        .environments
        .iter()
        .filter(|environment| is_meant(environments, &environment.name.value));
    meant
        .map(|environment| {
            let clusters = environment.clusters.iter();
            let mut connections: Vec<&Connection> = clusters
                .flat_map(|cluster| &cluster.connections)
                .filter(|connection| is_meant(apps, &connection.app.value))
                .collect();
            // Stable: the owner stays before the other roles.
            connections.sort_by(|one, other| one.app.value.cmp(&other.app.value));
            Environment {
                name: &environment.name.value,
                connections,
            }
        })
        .filter(|environment| !environment.connections.is_empty())
        .collect()
}

/// Connections in a form, with a line feed at the end.
pub fn write(environments: &[Environment<'_>], format: Format) -> String {
    match format {
        Format::Text => text::write(environments),
        Format::Json => json::write(environments),
        Format::Env => snippet::write(environments, snippet::libpq),
        Format::Prisma => snippet::write(environments, snippet::prisma),
        Format::Waldur => snippet::write(environments, snippet::waldur),
    }
}

/// A connection in lines for people, without a line feed at the end of the last.
pub fn lines(connection: &Connection) -> Vec<String> {
    text::lines(connection)
}
