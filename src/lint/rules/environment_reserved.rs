//! `environment-reserved`: the environment of an instance is the operator's.

use crate::lint::kind::{CLUSTER, CONFIG_MAP};

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("environment-reserved"),
    family: Family::NoEffect,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Error),
    summary: "no ConfigMap of `envFrom` holds a variable of the operator",
    rationale: "
The operator refuses its own variables in `env`, and does not look into what
`envFrom` names. It writes some of them after all, so that these are ignored;
others, those of libpq and `CNPG_…`, reach the instance manager and lead it astray.
",
    sources: &[
        Source {
            title: "CloudNativePG, Instance pod configuration, Environment variables",
            url: "https://cloudnative-pg.io/documentation/current/cluster_conf/#environment-variables",
        },
        Source {
            title: "CloudNativePG, environment.go, IsReservedEnvironmentVariable",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/postgres/environment.go",
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
  envFrom:
    - configMapRef:
        name: main-env  #~
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: main-env
data:
  PGPORT: "5433"
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
  envFrom:
    - configMapRef:
        name: main-env
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: main-env
data:
  TZ: Europe/Berlin
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
  envFrom:
    - prefix: APP_
      configMapRef:
        name: main-env
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: main-env
data:
  PGPORT: "5433"
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
  envFrom:
    - configMapRef:
        name: main-env
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    for source in cluster.slot(&["spec", "envFrom"]).items() {
        let prefix = source.at(&["prefix"]).text_or("").value();
        let slot = source.at(&["configMapRef", "name"]).text();
        let (Some(prefix), Some(Some(name))) = (prefix, slot.written()) else {
            continue;
        };
        let Some(map) = cx.find(cluster, &CONFIG_MAP, name).found() else {
            continue;
        };
        for (key, value) in map.slot(&["data"]).entries() {
            let variable = format!("{prefix}{key}");
            let Some(node) = value.node().filter(|_| is_reserved(&variable)) else {
                continue;
            };
            reporter
                .report(
                    slot,
                    format!("`{variable}` is a variable of the operator's own"),
                    "brings it along",
                )
                .relate(
                    node.key_span().unwrap_or_else(|| node.span()),
                    "is set here",
                )
                .help("remove it from the ConfigMap");
        }
    }
}

/// Whether the operator refuses it in `env`.
fn is_reserved(variable: &str) -> bool {
    variable.starts_with("PG")
        || variable.starts_with("CNPG_")
        || ["POD_NAME", "NAMESPACE", "CLUSTER_NAME"].contains(&variable)
}
