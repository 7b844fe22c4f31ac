//! `base-backup-missing`: whatever archives WAL has backups to start from.

use crate::document::Span;
use crate::lint::kind::CLUSTER;
use crate::lint::kind::SCHEDULED_BACKUP;
use crate::lint::view::{backup, plugin, replica};
use crate::lint::{
    Check, Context, Family, FixSafety, Limits, Object, Reporter, Rule, RuleId, Severities, Source,
    Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("base-backup-missing"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::RISING,
    summary: "every cluster that can be backed up is backed up by a ScheduledBackup",
    rationale: "
WAL says what has changed since a base backup; without one there is nothing to
apply it to, so that an archive alone restores nothing. The operator takes no
base backup on its own.

The rule speaks when everything that will be applied was given, and keeps silent
next to a CronJob, which may create Backup objects.
",
    sources: &[
        Source {
            title: "CloudNativePG, Backup, WAL archive",
            url: "https://cloudnative-pg.io/documentation/current/backup/#wal-archive",
        },
        Source {
            title: "CloudNativePG, Backup, Scheduled backups",
            url: "https://cloudnative-pg.io/documentation/current/backup/#scheduled-backups",
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io  #~
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: main}
spec:
  storage: {size: 10Gi}
  backup:
    volumeSnapshot:  #~
      className: fast
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: 0 0 2 * * *
  method: volumeSnapshot
  suspend: true
  cluster:
    name: main
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: 0 0 2 * * *
  method: plugin
  pluginConfiguration:
    name: barman-cloud.cloudnative-pg.io
  cluster:
    name: main
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
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let Some(span) = means(cluster) else { return };
    if replica::is_replica(cluster) != Some(false) {
        return;
    }
    let schedules = cx.referring(&SCHEDULED_BACKUP, cluster);
    let mut suspended = None;
    for schedule in schedules.objects {
        let suspend = schedule.slot(&["spec", "suspend"]).boolean_or(false);
        match suspend.value() {
            Some(true) => suspended = Some(suspend.slot().span()),
            Some(false) | None => return,
        }
    }
    if !schedules.complete || has_cron_job(cx, cluster) {
        return reporter.unknown(span, "a schedule may be elsewhere");
    }
    let finding = reporter.report(
        span,
        "no base backup is ever taken of the cluster",
        "no ScheduledBackup uses this",
    );
    finding.help("add a ScheduledBackup that names the cluster");
    if let Some(suspended) = suspended {
        finding
            .relate(suspended, "the only schedule is suspended")
            .help("remove `suspend: true` from the ScheduledBackup");
    }
}

/// What the cluster has to make backups with.
fn means(cluster: Object<'_>) -> Option<Span> {
    let barman = plugin::enabled(cluster).find(|plugin| plugin.is_barman());
    let barman = barman.map(|plugin| plugin.slot.at(&["name"]).span());
    let written = [backup::in_tree(cluster), backup::snapshots(cluster)];
    let mut written = written
        .into_iter()
        .filter_map(|slot| slot.node()?.key_span());
    barman.or_else(|| written.next())
}

/// Whether a `CronJob`, which may create `Backup` objects, is next to the cluster.
fn has_cron_job(cx: &Context<'_>, cluster: Object<'_>) -> bool {
    let mut all = cx.all().iter();
    all.any(|object| {
        let same = object.namespace().is_none() || object.namespace() == cluster.namespace();
        object.document().kind() == Some("CronJob") && (same || cluster.namespace().is_none())
    })
}
