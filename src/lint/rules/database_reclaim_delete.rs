//! `database-reclaim-delete`: no database is dropped because an object is gone.

use crate::lint::kind::DATABASE;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("database-reclaim-delete"),
    family: Family::Practice,
    topic: Topic::Gitops,
    severities: Severities::of(Level::Off, Level::Off, Level::Info),
    summary: "no `Database` drops its database when the object is deleted",
    rationale: "
With `databaseReclaimPolicy: delete` the operator drops the database when the
object goes: renamed in Git, moved to another folder, deleted with its namespace.
By default, `retain`, the database stays and can be taken over again.
",
    sources: &[
        Source {
            title: "CloudNativePG, PostgreSQL Database Management, Deleting a Database",
            url: "https://cloudnative-pg.io/documentation/current/declarative_database_management/",
        },
        Source {
            title: "CloudNativePG, issue 10866",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/10866",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-app
spec:
  cluster:
    name: main
  name: app
  owner: app
  databaseReclaimPolicy: delete  #~
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-app
spec:
  cluster:
    name: main
  name: app
  owner: app
  databaseReclaimPolicy: retain
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-app
spec:
  cluster:
    name: main
  name: app
  owner: app
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&DATABASE], check),
};

fn check(_: &Context, database: Object, reporter: &mut Reporter) {
    let policy = database
        .slot(&["spec", "databaseReclaimPolicy"])
        .text_or("retain");
    if reporter.need(policy) == Some("delete") {
        reporter
            .report(
                policy,
                "the database is dropped when this object is deleted",
                "with all that is in it",
            )
            .help("remove the line; set it by hand before you delete the object for good");
    }
}
