//! `service-not-made`: applications connect to Services that are there.

use crate::lint::view::{made, workload};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("service-not-made"),
    family: Family::NoEffect,
    topic: Topic::Network,
    severities: Severities::all(Level::Error),
    summary: "no workload is given the host of a Service that the operator does not make",
    rationale: "
The operator makes the Services `<cluster>-rw`, `<cluster>-ro` and `<cluster>-r`,
and fewer if `disabledDefaultServices` says so. Names that other operators or
charts use, such as `<cluster>-primary` or the cluster's own, are not resolved.
",
    sources: &[Source {
        title: "CloudNativePG, Service Management, Disabling default services",
        url: "https://cloudnative-pg.io/documentation/current/service_management/#disabling-default-services",
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
              value: main-primary  #~
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
  managed:
    services:
      disabledDefaultServices:
        - ro
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
              value: postgres://main-ro:5432/app  #~
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
              value: postgresql://app@main/app  #~
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
              value: main-rw
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
              value: main
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(workload::KINDS, check),
};

fn check(cx: &Context, workload: Object, reporter: &mut Reporter) {
    if cx.is_open(workload) {
        return;
    }
    for value in workload::values(workload) {
        let text = value.as_str().unwrap_or_default();
        // A word that is the cluster's name may mean anything but in a URL.
        let is_url = text.contains("postgres") && text.contains("://");
        for host in workload::hosts(text) {
            let Some(missing) = made::missing_service(cx, workload, host, is_url) else {
                continue;
            };
            reporter
                .report(
                    value,
                    format!("the operator makes no Service `{}`", missing.service),
                    "a host that is not there",
                )
                .relate(missing.cluster.grip(), "of this cluster")
                .help(missing.meant.map_or_else(
                    || "take it out of the cluster's `disabledDefaultServices`".to_owned(),
                    |name| format!("write `{name}`"),
                ));
        }
    }
}
