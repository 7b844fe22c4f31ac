//! `recovery-time-without-zone`: a time to recover to has a zone.

use crate::kube::TargetTime;
use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("recovery-time-without-zone"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::of(Level::Info, Level::Warning, Level::Warning),
    summary: "every `targetTime` of a recovery says its time zone",
    rationale: "
The operator reads a time without a zone as UTC. Whoever meant local time
recovers to hours before or after the mistake that was to be undone.
",
    sources: &[Source {
        title: "CloudNativePG, Recovery, Point in time recovery",
        url: "https://cloudnative-pg.io/documentation/current/recovery/#point-in-time-recovery-pitr",
    }],
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
        targetTime: "2026-11-20 11:14:21"  #~
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
        targetTime: "2026-11-20 11:14:21+01"
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
        targetTime: "2026-11-20T11:14:21Z"
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
    let target = cluster.slot(&[
        "spec",
        "bootstrap",
        "recovery",
        "recoveryTarget",
        "targetTime",
    ]);
    let target = target.text();
    let Some(text) = target.written().flatten() else {
        return;
    };
    // A date alone has no time of day for a zone to shift.
    if TargetTime::parse(text).is_ok_and(|time| time.has_time && !time.has_zone) {
        reporter
            .report(
                target,
                "the time to recover to has no time zone",
                "read as UTC",
            )
            .help(format!(
                "write `{text}Z`, or add another offset, such as `+01:00`"
            ));
    }
}
