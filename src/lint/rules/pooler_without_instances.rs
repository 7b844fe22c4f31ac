//! `pooler-without-instances`: a pooler pools.

use crate::lint::kind::POOLER;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("pooler-without-instances"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::of(Level::Warning, Level::Warning, Level::Error),
    summary: "every pooler has an instance",
    rationale: "
A pooler with 0 instances is accepted. Its Service stands, and nobody answers
there.
",
    sources: &[Source {
        title: "CloudNativePG, API reference, PoolerSpec",
        url: "https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/#poolerspec",
    }],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 0  #~
  pgbouncer:
    poolMode: session
"],
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
  instances: 1
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
  pgbouncer:
    poolMode: session
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&POOLER], check),
};

fn check(_: &Context, pooler: Object, reporter: &mut Reporter) {
    let instances = pooler.slot(&["spec", "instances"]).integer_or(1);
    if reporter.need(instances) == Some(0) {
        reporter
            .report(
                instances,
                "nobody answers at this pooler",
                "has no instance",
            )
            .help("set `instances` to 2 or more, or remove the Pooler");
    }
}
