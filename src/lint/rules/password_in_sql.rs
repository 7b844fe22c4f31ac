//! `password-in-sql`: no SQL of a bootstrap sets a password.

use crate::lint::kind::CLUSTER;
use crate::lint::slot::Slot;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("password-in-sql"),
    family: Family::Practice,
    topic: Topic::Security,
    severities: Severities::of(Level::Warning, Level::Error, Level::Error),
    summary: "no SQL of a bootstrap sets a password",
    rationale: "

SQL of a bootstrap is stored in the Cluster, where whoever may read it sees the
password, and PostgreSQL may write it to its log.
",
    sources: &[
        Source {
            title: "CloudNativePG, Bootstrap",
            url: "https://cloudnative-pg.io/documentation/current/bootstrap/",
        },
        Source {
            title: "CloudNativePG, PostgreSQL Role Management",
            url: "https://cloudnative-pg.io/documentation/current/declarative_role_management/",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  bootstrap:
    initdb:
      postInitSQL:
        - CREATE ROLE main LOGIN PASSWORD 'secret'  #~
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  bootstrap:
    initdb:
      postInitApplicationSQL:
        - alter user main with password 'secret'  #~
  storage:
    size: 10Gi
",
    ],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  bootstrap:
    initdb:
      postInitSQL:
        - CREATE ROLE main LOGIN
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  bootstrap:
    initdb:
      postInitSQL:
        - CREATE ROLE main LOGIN PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy'
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  bootstrap:
    initdb:
      postInitApplicationSQL:
        - INSERT INTO main VALUES ('a password ''quoted''')
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  bootstrap:
    initdb:
      postInitSQL:
        - ALTER ROLE main PASSWORD NULL
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let initdb = cluster.slot(&["spec", "bootstrap", "initdb"]);
    let lists = [
        initdb.at(&["postInitSQL"]),
        initdb.at(&["postInitApplicationSQL"]),
        initdb.at(&["postInitTemplateSQL"]),
    ];
    for statement in lists.into_iter().flat_map(Slot::items) {
        let sql = statement.text().written().flatten();
        if sql.is_some_and(sets_password) {
            reporter
                .report(
                    statement,
                    "a password stands in SQL that anybody may read",
                    "sets a password",
                )
                .help(
                    "declare the role in `managed.roles` or as a `DatabaseRole`, with its password \
                     in a Secret",
                );
        }
    }
}

/// Whether a statement about roles sets a password that is written in it.
fn sets_password(sql: &str) -> bool {
    let lower = sql.to_ascii_lowercase();
    let mut words = lower.split_whitespace();
    let about_roles = loop {
        match words.next() {
            None => break false,
            Some("create" | "alter") => {
                if words
                    .next()
                    .is_some_and(|word| ["role", "user"].contains(&word))
                {
                    break true;
                }
            }
            Some(_) => {}
        }
    };
    let values = lower.split("password").skip(1).map(str::trim_start);
    about_roles
        && values
            .filter_map(|after| after.strip_prefix('\''))
            .any(|value| !value.starts_with("scram-sha-256$") && !value.starts_with('\''))
}
