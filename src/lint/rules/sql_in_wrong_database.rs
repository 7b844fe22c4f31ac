//! `sql-in-wrong-database`: SQL runs in the database that it is for.

use crate::lint::kind::CLUSTER;
use crate::lint::view::sql;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("sql-in-wrong-database"),
    family: Family::NoEffect,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Warning),
    summary: "SQL for the application does not run in the database `postgres`",
    rationale: "
`postInitSQL` runs as the superuser in the database `postgres`, where no
application looks: an extension, a schema or a grant that is made there is not
in the application's database. `postInitApplicationSQL` runs in that one. Who
writes both knows the difference, and is not told of it.
",
    sources: &[
        Source {
            title: "CloudNativePG, Bootstrap, Executing queries after initialization",
            url: "https://cloudnative-pg.io/documentation/current/bootstrap/#executing-queries-after-initialization",
        },
        Source {
            title: "CloudNativePG, issue 2660",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/2660",
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
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      postInitSQL:
        - CREATE EXTENSION vector  #~
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      postInitSQL:
        - GRANT ALL ON SCHEMA public TO app  #~
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
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      postInitApplicationSQL:
        - CREATE EXTENSION vector
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      postInitSQL:
        - CREATE ROLE reporting
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      postInitSQL:
        - CREATE EXTENSION pg_cron
        - GRANT USAGE ON SCHEMA cron TO app
  postgresql:
    shared_preload_libraries:
      - pg_cron
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      postInitSQL:
        - ALTER ROLE app CREATEDB
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      postInitSQL:
        - CREATE TABLE numbers (i integer)
      postInitApplicationSQL:
        - CREATE TABLE numbers (i integer)
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

/// Extensions whose place is `postgres`, or that watch all databases from there.
const AT_HOME: [&str; 7] = [
    "pg_cron",
    "cron",
    "pg_stat_statements",
    "pg_stat_kcache",
    "pgaudit",
    "pg_wait_sampling",
    "dblink",
];

/// What a statement starts with that makes something in one database.
const LOCAL: [&[&str]; 8] = [
    &["create", "extension"],
    &["create", "schema"],
    &["create", "table"],
    &["create", "type"],
    &["create", "view"],
    &["create", "function"],
    &["alter", "schema"],
    &["alter", "default", "privileges"],
];

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let initdb = cluster.slot(&["spec", "bootstrap", "initdb"]);
    let others = ["postInitApplicationSQL", "postInitApplicationSQLRefs"];
    if (others.iter()).any(|field| initdb.key(field).is_present() != Some(false)) {
        return;
    }
    for statement in initdb.key("postInitSQL").items() {
        let Some(text) = statement.text().value().flatten() else {
            continue;
        };
        let words = sql::words(&text.to_ascii_lowercase());
        let at_home = words.iter().any(|word| AT_HOME.contains(&word.as_str()));
        let local = LOCAL.iter().any(|start| {
            words.len() > start.len() && start.iter().zip(&words).all(|(one, other)| one == other)
        });
        let [grant, .., _] = words.as_slice() else {
            continue;
        };
        let of_schema = words
            .windows(2)
            .any(|pair| matches!(pair, [on, what] if on == "on" && ["schema", "all", "table"].contains(&what.as_str())));
        if !at_home && (local || grant == "grant" && of_schema) {
            reporter
                .report(
                    statement,
                    "the statement runs in the database `postgres`, not in the application's",
                    "not where the application looks",
                )
                .help("move it to `postInitApplicationSQL`");
        }
    }
}
