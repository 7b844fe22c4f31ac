//! Who may connect, and how: lines of `pg_hba.conf`.
//!
//! The operator puts its own lines above them, for its pods, its exporter and its
//! poolers, and one below them that lets everybody connect with a password, with
//! or without TLS. So each application's roles are let into its database, over TLS,
//! and everybody else is kept out.

use super::ledger::Ledger;
use super::site::Site;
use crate::spec::Sourced;

/// Words that mean something in the fields for database and user.
const WORDS: &[&str] = &["all", "sameuser", "samerole", "samegroup", "replication"];

/// The lines of a cluster: those of the spec, then those that isolate.
pub(super) fn lines(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Sourced<String>> {
    let given = given(site);
    let mut lines = given.clone();
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
            let line = format!(
                "hostssl {} {} all scram-sha-256",
                quoted(&tenant.database.value),
                quoted(&role.value),
            );
            let why = "a role comes into the database of its application, over TLS";
            lines.push(ledger.derived(line, why, [role.origin, tenant.database.origin]));
        }
    }
    let why = "the operator lets everybody else in below, into every database, without TLS too";
    lines.push(ledger.default("host all all all reject".to_owned(), why));
    lines
}

/// The lines of the spec: the cluster's, then those of the applications that share it.
fn given(site: &Site<'_>) -> Vec<Sourced<String>> {
    let mut lines: Vec<Sourced<String>> = Vec::new();
    let settings = std::iter::once(site.settings);
    let owns = site.tenants.iter().map(|tenant| &tenant.app.own);
    for line in settings
        .chain(owns)
        .filter_map(|settings| settings.pg_hba.as_ref())
    {
        for line in line.value.iter().map(super::names::text) {
            if !lines.iter().any(|known| known.value == line.value) {
                lines.push(line);
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
