//! `superuser-access`: nobody logs in as `postgres` over the network.

use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("superuser-access"),
    family: Family::Practice,
    topic: Topic::Security,
    severities: Severities::of(Level::Info, Level::Warning, Level::Error),
    summary: "no cluster lets the `postgres` superuser log in with a password",
    rationale: "
CloudNativePG leaves the superuser without a password unless it is asked not
to. Asking for one creates a Secret that opens every database of the cluster to
whoever can read it, and with it the programs that PostgreSQL can start.
",
    sources: &[Source {
        title: "CloudNativePG, Security, PostgreSQL",
        url: "https://cloudnative-pg.io/documentation/current/security/#postgresql",
    }],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  enableSuperuserAccess: true  #~
  storage:
    size: 10Gi
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
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  enableSuperuserAccess: false
  storage:
    size: 10Gi
",
        "
apiVersion: example.com/v1
kind: Cluster
metadata:
  name: main
spec:
  enableSuperuserAccess: true
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let access = cluster
        .slot(&["spec", "enableSuperuserAccess"])
        .boolean_or(false);
    if reporter.need(access) == Some(true) {
        reporter
            .report(
                access,
                "the superuser can log in with a password",
                "enabled here",
            )
            .help("remove the line; give roles what they need with `DatabaseRole` objects instead");
    }
}
