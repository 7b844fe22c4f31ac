//! `pooler-parameter-refused`: a pooler sets only what it may.

use crate::knowledge::operator::pgbouncer;
use crate::lint::kind::POOLER;
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("pooler-parameter-refused"),
    family: Family::Admission,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Error),
    summary: "a pooler sets no parameter that the operator keeps for itself",
    rationale: "
The operator writes most of PgBouncer's configuration, and refuses a Pooler that
sets a parameter which is not on its list. The list grows with its releases.
",
    sources: &[Source {
        title: "CloudNativePG, Connection Pooling, PgBouncer configuration options",
        url: "https://cloudnative-pg.io/documentation/current/connection_pooling/#pgbouncer-configuration-options",
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
  instances: 3
  type: rw
  pgbouncer:
    poolMode: transaction
    parameters:
      pool_mode: session  #~
",
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 3
  type: rw
  pgbouncer:
    poolMode: transaction
    parameters:
      default_pool: "25"  #~
"#,
    ],
    good: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 3
  type: rw
  pgbouncer:
    poolMode: transaction
    parameters:
      default_pool_size: "25"
"#,
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 3
  type: rw
  pgbouncer:
    poolMode: transaction
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&POOLER], check),
};

fn check(cx: &Context, pooler: Object, reporter: &mut Reporter) {
    let operator = &cx.target().operator;
    for (name, value) in pooler.slot(&["spec", "pgbouncer", "parameters"]).entries() {
        let Some(node) = value.node() else { continue };
        if pgbouncer::is_allowed(&name, operator) {
            continue;
        }
        let label = if pgbouncer::allowed_since(&name).is_some() {
            "this release does not have it on its list yet"
        } else {
            "not on the list of what a pooler may set"
        };
        let help = pgbouncer::instead(&name)
            .map(|field| format!("set `{field}` instead"))
            .or_else(|| Some(format!("write `{}`", pgbouncer::nearest(&name, operator)?)))
            .unwrap_or_else(|| "remove the line".to_owned());
        reporter
            .report(Key(node), format!("the operator refuses `{name}`"), label)
            .help(help)
            .explain(node.path());
    }
}
