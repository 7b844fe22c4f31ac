//! `recovery-time-malformed`: a time to recover to can be read.

use crate::kube::TargetTime;
use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("recovery-time-malformed"),
    family: Family::Admission,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "every `targetTime` of a recovery is a time that the operator can read",
    rationale: "
The operator reads PostgreSQL's text format and RFC 3339. It knows no names of
zones, not even `UTC`, and no time of day without seconds: its webhook refuses them.
",
    sources: &[
        Source {
            title: "CloudNativePG, cluster_webhook.go, validateRecoveryTarget",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/webhook/v1/cluster_webhook.go#L1416",
        },
        Source {
            title: "CloudNativePG, machinery, ParseTargetTime",
            url: "https://github.com/cloudnative-pg/machinery/blob/v0.5.0/pkg/types/time.go",
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
  bootstrap:
    recovery:
      source: main-origin
      recoveryTarget:
        targetTime: "2026-11-20 11:14:21 UTC"  #~
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups
          serverName: main-origin
"#],
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
  bootstrap:
    recovery:
      source: main-origin
      recoveryTarget:
        targetTime: "2026-11-20 11:14:21Z"
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups
          serverName: main-origin
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
    recovery:
      source: main-origin
      recoveryTarget:
        targetTime: "2026-11-20"
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups
          serverName: main-origin
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let target = cluster.slot(&["spec", "bootstrap", "recovery", "recoveryTarget"]);
    let time = target.at(&["targetTime"]).text();
    let text = time.written().flatten().filter(|text| !text.is_empty());
    let Some(Err(error)) = text.map(TargetTime::parse) else {
        return;
    };
    reporter
        .report(time, error.to_string(), "cannot be read")
        .help(error.help());
}
