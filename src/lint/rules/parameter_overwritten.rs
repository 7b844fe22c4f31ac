//! `parameter-overwritten`: a parameter is not overwritten unnoticed.

use crate::knowledge::operator::parameters;
use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("parameter-overwritten"),
    family: Family::NoEffect,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Error),
    summary: "no parameter is set that the operator lets pass and then overwrites",
    rationale: "
The webhook compares the names of fixed parameters with case, and PostgreSQL
does not: `Archive_Command` passes and is overwritten, or works behind the
operator's back. `archive_mode` and `allow_alter_system` pass too, and the
operator writes its own; before PostgreSQL 17 the latter keeps the server from
starting.
",
    sources: &[
        Source {
            title: "CloudNativePG, PostgreSQL Configuration, Fixed parameters",
            url: "https://cloudnative-pg.io/documentation/current/postgresql_conf/#fixed-parameters",
        },
        Source {
            title: "CloudNativePG, configuration.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/pkg/postgres/configuration.go",
        },
    ],
    bad: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      allow_alter_system: "off"  #~
"#,
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      Archive_Command: cp %p /archive/%f  #~
",
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      archive_mode: "off"  #~
"#,
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
  postgresql:
    enableAlterSystem: true
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
  postgresql:
    parameters:
      TimeZone: UTC
",
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      archive_mode: "on"
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let operator = &cx.target().operator;
    for (name, value) in cluster
        .slot(&["spec", "postgresql", "parameters"])
        .entries()
    {
        let Some(node) = value.node() else { continue };
        if name == "archive_mode"
            && value
                .text_or(ARCHIVED)
                .value()
                .is_none_or(|it| it == ARCHIVED)
        {
            continue;
        }
        let help = match name.as_ref() {
            "allow_alter_system" => "write `enableAlterSystem` next to `parameters` instead",
            "archive_mode" => "remove the line; WAL is archived once a backup is configured",
            other if parameters::fixed_in_other_case(other, operator).is_some() => {
                "remove the line; the operator keeps this parameter for itself"
            }
            _ => continue,
        };
        reporter
            .report(
                Key(node),
                format!("the operator has the last word on `{name}`"),
                "accepted, but not in force",
            )
            .help(help)
            .explain(node.path());
    }
}

/// What the operator makes of `archive_mode`, and what a cluster that was read
/// back from the API server therefore has.
const ARCHIVED: &str = "on";
