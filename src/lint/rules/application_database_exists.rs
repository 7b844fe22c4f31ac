//! `application-database-exists`: initdb makes a database that is not there yet.

use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

/// The databases that `initdb` of PostgreSQL makes.
const THERE_ALREADY: [&str; 3] = ["postgres", "template0", "template1"];

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("application-database-exists"),
    family: Family::NoEffect,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Error),
    summary: "the database that initdb is to make is not one that every server has",
    rationale: "
The operator makes the application's database, and runs `postInitApplicationSQL` in
it, only if no database has that name. `postgres`, `template0` and `template1` are
always there: the owner stays as it is, and none of the SQL is run.
",
    sources: &[
        Source {
            title: "CloudNativePG, initdb.go, ConfigureNewInstance",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/pkg/management/postgres/initdb.go#L366",
        },
        Source {
            title: "PostgreSQL, Template Databases",
            url: "https://www.postgresql.org/docs/current/manage-ag-templatedbs.html",
        },
    ],
    bad: &["
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
      database: postgres  #~
      owner: main
      postInitApplicationSQL:
        - CREATE SCHEMA main
"],
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
      database: main
      owner: main
      postInitApplicationSQL:
        - CREATE SCHEMA main
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
        - CREATE ROLE main
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let initdb = cluster.slot(&["spec", "bootstrap", "initdb"]);
    let database = initdb.at(&["database"]).text();
    let Some(name) = database.written().flatten() else {
        return;
    };
    // An import restores into the database, whoever made it.
    if !THERE_ALREADY.contains(&name) || initdb.at(&["import"]).is_present() != Some(false) {
        return;
    }
    let finding = reporter
        .report(
            database,
            format!("every server has a database `{name}`: none is made for the application"),
            "left as it is",
        )
        .help("name a database of the application's own; make roles and further databases by `postInitSQL`, or by Database and DatabaseRole");
    let sql = initdb.at(&["postInitApplicationSQL"]);
    let refs = initdb.at(&["postInitApplicationSQLRefs"]);
    if let Some(node) = sql.node().or(refs.node()) {
        finding.relate(node.span(), "never run");
    }
}
