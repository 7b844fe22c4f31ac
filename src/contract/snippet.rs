//! Connections as pieces of manifests and values, to be copied.
//!
//! Passwords come from Secrets: Kubernetes puts them into the variables of a
//! container, and `$(NAME)` in a later variable stands for an earlier one.

use std::fmt::Write as _;

use super::Environment;
use crate::document::{Tree, emit};
use crate::plan::{Connection, Endpoint};

/// The database that Waldur's chart connects to, whatever its values say
/// (`waldur.postgresql.dbname` in its helpers).
const WALDUR: &str = "waldur";

/// A piece, and what there is to know about it, in lines.
pub(super) struct Piece {
    about: Vec<String>,
    tree: Tree,
}

/// The pieces of all connections, a document each.
pub(super) fn write(
    environments: &[Environment<'_>],
    piece: fn(&Connection) -> Option<Piece>,
) -> String {
    let mut text = String::new();
    for environment in environments {
        for connection in &environment.connections {
            let Some(piece) = piece(connection) else {
                continue;
            };
            let written = emit(&piece.tree).text;
            let body = written.strip_prefix("---\n").unwrap_or(&written);
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "---\n# {} in {}: the database {} as {}",
                connection.app, environment.name, connection.database, connection.role
            );
            for line in piece.about {
                let _ = writeln!(text, "# {line}");
            }
            text.push_str(body);
        }
    }
    text
}

/// The variables that libpq and most drivers know.
pub(super) fn libpq(connection: &Connection) -> Option<Piece> {
    let write = connection.write()?;
    let mut about = vec![from_secret(connection)];
    if let Some(read) = connection.read().filter(|read| *read != write) {
        about.push(format!("For reading only: PGHOST {}", read.host));
    }
    let mut env = vec![
        variable("PGHOST", &literal(&write.host.value)),
        variable("PGPORT", &connection.port.to_string()),
        variable("PGDATABASE", &literal(&connection.database.value)),
        variable("PGSSLMODE", connection.tls.value),
    ];
    env.extend(credentials(connection));
    Some(Piece {
        about,
        tree: environment(env),
    })
}

/// The connection strings of Prisma: one to write, one to read, and one for
/// migrations, which need a session and so go past the pooler.
pub(super) fn prisma(connection: &Connection) -> Option<Piece> {
    let (write, read) = (connection.write()?, connection.read()?);
    let direct = connection.direct()?;
    let mut about = vec![
        from_secret(connection),
        "The password must need no escaping in a URL: one of letters and digits needs none"
            .to_owned(),
        "DATABASE_URL: `url` of the datasource; DIRECT_URL: for `prisma migrate`".to_owned(),
        "DATABASE_READ_URL: for @prisma/extension-read-replicas".to_owned(),
    ];
    if connection
        .endpoints
        .iter()
        .any(|endpoint| endpoint.kind.pooled)
    {
        about.push("No `pgbouncer=true`: PgBouncer keeps track of prepared statements".to_owned());
    }
    let mut env = credentials(connection);
    for (name, endpoint) in [
        ("DATABASE_URL", write),
        ("DATABASE_READ_URL", read),
        ("DIRECT_URL", direct),
    ] {
        env.push(variable(name, &url(connection, endpoint)));
    }
    Some(Piece {
        about,
        tree: environment(env),
    })
}

/// Values of Waldur's Helm chart, for the owner of a database.
pub(super) fn waldur(connection: &Connection) -> Option<Piece> {
    let write = connection.write().filter(|_| connection.is_owner)?;
    let mut about = vec![from_secret(connection)];
    let names = [&connection.database.value, &connection.role.value];
    if names.iter().any(|name| *name != WALDUR) {
        about.push(format!(
            "The chart connects to the database `{WALDUR}` as `{WALDUR}`, whatever its values say"
        ));
    }
    let mut external = Tree::map();
    external.insert("enabled", true.into());
    external.insert("secretName", connection.secret.name.value.as_str().into());
    external.insert("serviceName", write.host.value.as_str().into());
    let mut tree = Tree::map();
    for chart in ["postgresql", "postgresqlha"] {
        let mut off = Tree::map();
        off.insert("enabled", false.into());
        tree.insert(chart, off);
    }
    tree.insert("externalDB", external);
    Some(Piece { about, tree })
}

fn from_secret(connection: &Connection) -> String {
    format!(
        "A pod in another namespace than {} needs a copy of the Secret in its own",
        connection.namespace
    )
}

fn environment(variables: Vec<Tree>) -> Tree {
    let mut tree = Tree::map();
    tree.insert("env", variables.into_iter().collect());
    tree
}

fn variable(name: &str, value: &str) -> Tree {
    let mut tree = Tree::map();
    tree.insert("name", name.into());
    tree.insert("value", value.into());
    tree
}

/// A text in which Kubernetes finds no variable.
fn literal(text: &str) -> String {
    text.replace("$(", "$$(")
}

/// The variables with user and password.
fn credentials(connection: &Connection) -> Vec<Tree> {
    let variables = [("PGUSER", "username"), ("PGPASSWORD", "password")];
    variables
        .into_iter()
        .map(|(name, key)| {
            let mut reference = Tree::map();
            reference.insert("name", connection.secret.name.value.as_str().into());
            reference.insert("key", key.into());
            let mut source = Tree::map();
            source.insert("secretKeyRef", reference);
            let mut tree = Tree::map();
            tree.insert("name", name.into());
            tree.insert("valueFrom", source);
            tree
        })
        .collect()
}

/// A connection string that takes user and password from the variables before it.
fn url(connection: &Connection, endpoint: &Endpoint) -> String {
    format!(
        "postgresql://$(PGUSER):$(PGPASSWORD)@{}:{}/{}?sslmode={}",
        endpoint.host,
        connection.port,
        escaped(&connection.database.value),
        connection.tls
    )
}

/// A text as a part of a URL: whatever is not unreserved (RFC 3986) is escaped.
fn escaped(text: &str) -> String {
    let mut url = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}
