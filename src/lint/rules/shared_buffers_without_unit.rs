//! `shared-buffers-without-unit`: `shared_buffers` says in what it is measured.

use crate::knowledge::tuning::Bytes;
use crate::lint::kind::CLUSTER;
use crate::lint::view::parameter;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Operators, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("shared-buffers-without-unit"),
    family: Family::NoEffect,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Warning),
    summary: "`shared_buffers` is written with a unit",
    rationale: "
PostgreSQL counts a bare number in pages of 8 kB, and the operator in megabytes:
it takes `256` for 256 MB where the server gets 2 MB. The warning that the
operator gives proposes the unit that it has read, 128 times what was in force.
",
    sources: &[
        Source {
            title: "PostgreSQL, Resource Consumption, shared_buffers",
            url: "https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-SHARED-BUFFERS",
        },
        Source {
            title: "CloudNativePG, cluster_webhook.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/webhook/v1/cluster_webhook.go",
        },
    ],
    bad: &[r#"
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
      shared_buffers: "256"  #~
"#],
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
      shared_buffers: 256MB
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
      work_mem: "65536"
"#,
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
      shared_buffers: "1"
"#,
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["parameter-value-invalid"],
        operators: Operators::ALL,
    },
    check: Check::Each(&[&CLUSTER], check),
};

/// The fewest pages that the server takes.
const FEWEST: u64 = 16;

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let place = parameter::slot(cluster, "shared_buffers");
    let Some(text) = place.text().written().flatten() else {
        return;
    };
    let Ok(number) = text.trim().parse::<u64>() else {
        return;
    };
    let Some(Some(buffers)) = parameter::bytes(cx, cluster, "shared_buffers") else {
        return;
    };
    if number < FEWEST {
        return;
    }
    reporter
        .report(
            place,
            format!("`shared_buffers` without a unit is {}", buffers.setting()),
            "counted in pages of 8 kB",
        )
        .help(format!(
            "write `{}` for what is in force, or `{}` if megabytes are meant",
            buffers.setting(),
            Bytes::mb(number).setting()
        ));
}
