//! `config-map-key-not-found`: a `ConfigMap` has the keys that are asked for.

use crate::lint::kind::{CLUSTER, CONFIG_MAP, OBJECT_STORE};
use crate::lint::view::secret;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("config-map-key-not-found"),
    family: Family::NoEffect,
    topic: Topic::Gitops,
    severities: Severities::all(Level::Error),
    summary: "every key that a cluster or object store asks a ConfigMap for is in it",
    rationale: "
Nobody checks the keys of a ConfigMap before they are needed: the statements of
a bootstrap fail, and metrics that were asked for are never there.
",
    sources: &[
        Source {
            title: "CloudNativePG, Bootstrap, Executing Queries After Initialization",
            url: "https://cloudnative-pg.io/documentation/current/bootstrap/#executing-queries-after-initialization",
        },
        Source {
            title: "CloudNativePG, Monitoring, User defined metrics",
            url: "https://cloudnative-pg.io/documentation/current/monitoring/#user-defined-metrics",
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
  monitoring:
    customQueriesConfigMap:
      - name: main-queries
        key: queries  #~
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: main-queries
data:
  queries.yaml: ""
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
  bootstrap:
    initdb:
      postInitApplicationSQLRefs:
        configMapRefs:
          - name: main-queries
            key: main.sql  #~
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: main-queries
data:
  queries.yaml: ""
"#,
    ],
    good: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  monitoring:
    customQueriesConfigMap:
      - name: main-queries
        key: queries.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: main-queries
data:
  queries.yaml: ""
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
  monitoring:
    customQueriesConfigMap:
      - name: main-queries
        key: queries
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
  bootstrap:
    initdb:
      postInitApplicationSQLRefs:
        configMapRefs:
          - name: main-queries
            key: queries.yaml
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: main-queries
data:
  queries.yaml: ""
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &OBJECT_STORE], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    for wanted in secret::wanted(object) {
        if *wanted.kind != CONFIG_MAP {
            continue;
        }
        let Some((holder, keys)) = secret::keys(cx, object, &CONFIG_MAP, wanted.name) else {
            reporter.unknown(wanted.key, "the ConfigMap is not here");
            continue;
        };
        let key = wanted.key.as_str().unwrap_or_default();
        if !keys.iter().any(|known| known == key) {
            reporter
                .report(
                    wanted.key,
                    format!("the ConfigMap `{}` has no key `{key}`", wanted.name),
                    "not in it",
                )
                .relate(holder.grip(), format!("has: {}", keys.join(", ")))
                .help("write a key that it has, or add this one to it");
        }
    }
}
