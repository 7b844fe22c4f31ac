//! `hibernated-cluster-backed-up`: what sleeps is not backed up.

use crate::lint::kind::CLUSTER;
use crate::lint::kind::SCHEDULED_BACKUP;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("hibernated-cluster-backed-up"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Warning),
    summary: "no ScheduledBackup is active for a cluster that hibernates",
    rationale: r#"
A hibernated cluster has no server. Each backup of it fails: "cannot backup a
hibernated cluster".
"#,
    sources: &[
        Source {
            title: "CloudNativePG, backup_controller.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/internal/controller/backup_controller.go",
        },
        Source {
            title: "CloudNativePG, Declarative hibernation",
            url: "https://cloudnative-pg.io/documentation/current/declarative_hibernation/",
        },
    ],
    bad: &[r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    cnpg.io/hibernation: "on"
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily  #~
spec:
  cluster:
    name: main
  schedule: 0 0 2 * * *
"#],
    good: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    cnpg.io/hibernation: "on"
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  cluster:
    name: main
  schedule: 0 0 2 * * *
  suspend: true
"#,
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    cnpg.io/hibernation: "off"
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  cluster:
    name: main
  schedule: 0 0 2 * * *
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&SCHEDULED_BACKUP], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    let suspend = object.slot(&["spec", "suspend"]).boolean_or(false);
    let named = object.slot(&["spec", "cluster", "name"]).text().written();
    let (Some(false), Some(name)) = (suspend.value(), named.flatten()) else {
        return;
    };
    let Some(cluster) = cx.find(object, &CLUSTER, name).found() else {
        return;
    };
    let hibernation = cluster.annotation("cnpg.io/hibernation").text();
    if hibernation.written().flatten() == Some("on") {
        reporter
            .report(
                object,
                "each backup fails, as the cluster hibernates",
                "is not suspended",
            )
            .at_field("spec.suspend")
            .relate(hibernation.slot().span(), "has no server")
            .help("add `suspend: true` for as long as the cluster hibernates");
    }
}
