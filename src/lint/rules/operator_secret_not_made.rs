//! `operator-secret-not-made`: applications read Secrets that are made.

use crate::knowledge::operator::secrets;
use crate::lint::view::made::{self, Instead};
use crate::lint::view::workload;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("operator-secret-not-made"),
    family: Family::NoEffect,
    topic: Topic::Security,
    severities: Severities::all(Level::Error),
    summary: "no workload reads a Secret, or a key of one, that the operator does not make",
    rationale: "
The operator makes `<cluster>-superuser` only with `enableSuperuserAccess: true`,
and `<cluster>-app` only if the bootstrap names no other Secret. A pod that asks
for one that is not there, or for a key that is not in it, does not start
(`CreateContainerConfigError`).
",
    sources: &[
        Source {
            title: "CloudNativePG, Connecting from an application, Secrets",
            url: "https://cloudnative-pg.io/documentation/current/applications/#secrets",
        },
        Source {
            title: "CloudNativePG, cluster_create.go, reconcilePostgresSecrets",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/controller/cluster_create.go",
        },
    ],
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
---
apiVersion: batch/v1
kind: Job
metadata:
  name: main-web
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            - name: DATABASE
              valueFrom:
                secretKeyRef:
                  name: main-app
                  key: database  #~
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
---
apiVersion: batch/v1
kind: Job
metadata:
  name: main-web
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            - name: DATABASE
              valueFrom:
                secretKeyRef:
                  name: main-superuser  #~
                  key: uri
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
  bootstrap:
    initdb:
      secret:
        name: main-owner
---
apiVersion: batch/v1
kind: Job
metadata:
  name: main-web
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            - name: DATABASE
              valueFrom:
                secretKeyRef:
                  name: main-app  #~
                  key: uri
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
---
apiVersion: batch/v1
kind: Job
metadata:
  name: main-web
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            - name: DATABASE
              valueFrom:
                secretKeyRef:
                  name: main-app
                  key: dbname
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  enableSuperuserAccess: true
  storage:
    size: 10Gi
---
apiVersion: batch/v1
kind: Job
metadata:
  name: main-web
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            - name: DATABASE
              valueFrom:
                secretKeyRef:
                  name: main-superuser
                  key: password
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(workload::KINDS, check),
};

fn check(cx: &Context, workload: Object, reporter: &mut Reporter) {
    for secret in workload::secrets(workload) {
        let Some(name) = secret.name.as_str() else {
            continue;
        };
        let Some((cluster, suffix)) = made::cluster_of_secret(cx, workload, name) else {
            continue;
        };
        if made::is_known_to_others(cx, name) {
            continue;
        }
        match made::instead(cluster, suffix) {
            Instead::Nothing => {}
            Instead::Unknown => continue,
            Instead::This(cause, help) => {
                reporter
                    .report(
                        secret.name,
                        format!("the operator makes no Secret `{name}`"),
                        "not there, so the pod does not start",
                    )
                    .relate(cause, "for this reason")
                    .help(help);
                continue;
            }
        }
        let shape = secrets::CREDENTIALS;
        let keys: Vec<&str> = shape.keys_in(&cx.target().operator).collect();
        for node in secret.keys {
            let Some(key) = node.as_str() else { continue };
            if !keys.contains(&key) {
                reporter
                    .report(
                        node,
                        format!("the operator writes no key `{key}` into `{name}`"),
                        "not in it, so the pod does not start",
                    )
                    .relate(cluster.grip(), "made for this cluster")
                    .help(format!("it has: {}", keys.join(", ")));
            }
        }
    }
}
