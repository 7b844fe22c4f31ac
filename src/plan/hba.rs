//! Who may connect, and how: lines of `pg_hba.conf`.
//!
//! The operator puts its own lines above them, for its pods, its exporter and its
//! poolers, and one below them that lets everybody connect with a password, with
//! or without TLS. So whoever does not use TLS is kept out first, each application's
//! roles are let into its database, and everybody else is kept out.

use super::ledger::Ledger;
use super::names::text;
use super::site::Site;
use crate::spec::{HbaLine, Problem, Sourced};

/// Words that mean something in the fields for database and user.
const WORDS: &[&str] = &["all", "sameuser", "samerole", "samegroup", "replication"];

/// Methods by which a password can be read or guessed on the way, or nobody asks for
/// one (PostgreSQL's documentation, «Authentication Methods»).
const WEAK: &[&str] = &["trust", "password", "md5", "ident"];

/// The lines of a cluster: one that keeps out whoever does not use TLS, those of
/// the spec, then those that isolate.
pub(super) fn lines(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Sourced<String>> {
    let given = given(site);
    let mut lines = Vec::new();
    if site.requires_tls() {
        let why = "whoever does not use TLS sends everything in clear";
        let line = "hostnossl all all all reject".to_owned();
        lines.push(match site.tls_said() {
            Some(origin) => ledger.derived(line, why, [origin]),
            None => ledger.default(line, why),
        });
    }
    for line in &given {
        weak(ledger, line);
        without_tls(ledger, site, line);
    }
    let mut given: Vec<Sourced<String>> = given.iter().map(text).collect();
    given.retain(|line| !lines.iter().any(|known| known.value == line.value));
    lines.extend(given.clone());
    let kind = if site.requires_tls() {
        "hostssl"
    } else {
        "host"
    };
    for tenant in &site.tenants {
        for role in tenant.logins() {
            // A line of the spec for the role may let it in from some addresses
            // only, or not at all.
            if given
                .iter()
                .any(|line| names(&line.value, &tenant.database.value, &role.value))
            {
                continue;
            }
            let (kind, method) = if tenant.has_certificate(&role.value) {
                ("hostssl", "cert")
            } else {
                (kind, "scram-sha-256")
            };
            let line = format!(
                "{kind} {} {} all {method}",
                quoted(&tenant.database.value),
                quoted(&role.value),
            );
            let why = "a role comes into the database of its application";
            let mut from = vec![role.origin, tenant.database.origin];
            from.extend(site.tls_said());
            lines.push(ledger.derived(line, why, from));
        }
    }
    let why = "the operator lets everybody else in below, into every database, without TLS too";
    lines.push(ledger.default("host all all all reject".to_owned(), why));
    lines
}

/// Tells of a line that asks for nothing, or for a password that can be read.
fn weak(ledger: &mut Ledger, line: &Sourced<HbaLine>) {
    let method = line.value.method();
    if !WEAK.contains(&method.as_str()) {
        return;
    }
    let message = format!("`{method}` is too weak to let clients in");
    let problem = Problem::new(ledger.span(line.origin), message).help(
        "write `scram-sha-256`, for which the operator stores passwords, or `cert` on a `hostssl` line",
    );
    ledger.report(problem);
}

/// Tells of a line for clients without TLS, who are kept out before it.
fn without_tls(ledger: &mut Ledger, site: &Site<'_>, line: &Sourced<HbaLine>) {
    let connection = line.value.connection();
    let dead = ["hostnossl", "hostgssenc"].contains(&connection);
    if !site.requires_tls() || !dead || line.value.method() == "reject" {
        return;
    }
    let message = format!("`{connection}` lets nobody in: clients without TLS are kept out");
    let mut problem = Problem::new(ledger.span(line.origin), message)
        .help("write `hostssl`, or let clients in without TLS with `tls: { required: false }`");
    let said = site
        .tls_said()
        .and_then(|origin| ledger.origins.in_spec(origin));
    if let Some(place) = said {
        problem = problem.related(place, "what keeps them out");
    }
    ledger.report(problem);
}

/// The lines of the spec: the cluster's, then those of the applications that share it.
fn given(site: &Site<'_>) -> Vec<Sourced<HbaLine>> {
    let mut lines: Vec<Sourced<HbaLine>> = Vec::new();
    let settings = std::iter::once(site.settings);
    let owns = site.tenants.iter().map(|tenant| &tenant.app.own);
    for list in settings
        .chain(owns)
        .filter_map(|settings| settings.pg_hba.as_ref())
    {
        for line in &list.value {
            if !lines.iter().any(|known| known.value == line.value) {
                lines.push(line.clone());
            }
        }
    }
    lines
}

/// Whether a line is about a role in a database, by their names.
fn names(line: &str, database: &str, role: &str) -> bool {
    let mut fields = line.split_whitespace().skip(1);
    let mut holds = |name: &str| {
        let field = fields.next().unwrap_or_default();
        field.split(',').any(|item| item.trim_matches('"') == name)
    };
    holds(database) && holds(role)
}

/// A name as `pg_hba.conf` takes it: quoted where it would mean something else.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.chars().all(plain) && !WORDS.contains(&name) {
        name.to_owned()
    } else {
        format!("\"{name}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_about_the_roles_that_it_names() {
        let line = "hostssl odoo,\"wiki\" odoo_ro 10.0.0.0/8 scram-sha-256";
        assert!(names(line, "odoo", "odoo_ro") && names(line, "wiki", "odoo_ro"));
        assert!(!names(line, "odoo", "odoo") && !names(line, "gitea", "odoo_ro"));
        assert!(!names("hostssl all all all cert", "odoo", "odoo"));
    }

    #[test]
    fn names_that_mean_something_are_quoted() {
        assert_eq!(quoted("odoo_ro"), "odoo_ro");
        assert_eq!(quoted("all"), "\"all\"");
        assert_eq!(quoted("my-app"), "\"my-app\"");
    }
}
