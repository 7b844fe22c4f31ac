//! `pooler-single-instance`: a pooler outlives a pod.

use crate::lint::kind::{CLUSTER, POOLER};
use crate::lint::view::placement;
use crate::lint::{
    Check, Context, Environment, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("pooler-single-instance"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::of(Level::Off, Level::Off, Level::Info),
    summary: "a pooler in production has a second instance",
    rationale: "
A pooler with one instance is down whenever its pod is: for a drain of its node,
for an update, for each upgrade of the operator, which replaces poolers too. The
replicas of the database do not help those who come through it.
",
    sources: &[Source {
        title: "CloudNativePG, Connection pooling, High availability",
        url: "https://cloudnative-pg.io/documentation/current/connection_pooling/#high-availability-ha",
    }],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 1  #~
  pgbouncer:
    poolMode: session
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler  #~
spec:
  cluster:
    name: main
  pgbouncer:
    poolMode: session
",
    ],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 2
  pgbouncer:
    poolMode: session
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 0
  pgbouncer:
    poolMode: session
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&POOLER], check),
};

fn check(cx: &Context, pooler: Object, reporter: &mut Reporter) {
    // One is enough wherever nobody says that it is production.
    if pooler.environment() != Some(Environment::Prod) {
        return;
    }
    let instances = pooler.slot(&["spec", "instances"]).integer_or(1);
    if reporter.need(instances) != Some(1) {
        return;
    }
    // With one instance of the database the pooler is not what is missing.
    let name = pooler
        .slot(&["spec", "cluster", "name"])
        .text()
        .written()
        .flatten();
    let cluster = name.and_then(|name| cx.find(pooler, &CLUSTER, name).found());
    if cluster.and_then(placement::instances) == Some(1) {
        return;
    }
    reporter
        .report(
            instances,
            "whoever comes through this pooler is cut off whenever its pod stops",
            "has one instance",
        )
        .help("set `instances` to 2 or more");
}
