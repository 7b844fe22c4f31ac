//! `parameter-value-invalid`: the server takes the values of its parameters.

use crate::knowledge::parameters::{self, Reason, find};
use crate::lint::kind::CLUSTER;
use crate::lint::view::server;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Operators, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("parameter-value-invalid"),
    family: Family::NoEffect,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Error),
    summary: "each parameter has a value that the server takes",
    rationale: "
The operator passes values on unread. A value of the wrong type, in an unknown
unit or out of range keeps the server from starting; a running one keeps its old
configuration, later changes included.
",
    sources: &[Source {
        title: "PostgreSQL, Setting Parameters, Parameter Names and Values",
        url: "https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES",
    }],
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
  postgresql:
    parameters:
      work_mem: 16Mi  #~
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
      max_connections: "many"  #~
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
      shared_buffers: 1024KB  #~
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
  postgresql:
    parameters:
      work_mem: 16MB
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
      checkpoint_completion_target: "0.9"
      log_min_duration_statement: 1s
"#,
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["fixed-parameter", "parameter-overwritten"],
        operators: Operators::ALL,
    },
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let majors = server::majors(cluster);
    for (name, value) in cluster
        .slot(&["spec", "postgresql", "parameters"])
        .entries()
    {
        let Some(text) = value.text().value().flatten() else {
            continue;
        };
        let mut found = majors
            .iter()
            .filter_map(|major| find(&name, *major))
            .peekable();
        if found.peek().is_none() {
            continue;
        }
        let verdicts: Result<Vec<Reason>, ()> = found
            .map(|parameter| parameters::check(&parameter, text).err().ok_or(()))
            .collect();
        let Ok(Some(reason)) = verdicts.map(|reasons| reasons.into_iter().next_back()) else {
            continue;
        };
        let finding = reporter.report(
            value,
            format!("`{name}`: {reason}"),
            "the server does not start with it",
        );
        if let Some(help) = reason.help() {
            finding.help(help);
        }
    }
}
