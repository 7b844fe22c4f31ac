//! `snapshots-pile-up`: snapshots come to an end.

use crate::lint::kind::SCHEDULED_BACKUP;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("snapshots-pile-up"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::all(Level::Info),
    summary: "snapshots that a schedule takes go with something",
    rationale: "
No retention policy covers volume snapshots. With a `backupOwnerReference` of
`none`, which is the default, each Backup and its snapshot stay until someone
deletes them, and so does what they cost. Who writes `none` knows.
",
    sources: &[
        Source {
            title: "CloudNativePG, Backup, Backup owner reference",
            url: "https://cloudnative-pg.io/documentation/current/backup/#backup-owner-reference-specbackupownerreference",
        },
        Source {
            title: "CloudNativePG, Backup, Retention policies",
            url: "https://cloudnative-pg.io/documentation/current/backup/#retention-policies",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily  #~
spec:
  schedule: 0 0 2 * * *
  cluster:
    name: main
  method: volumeSnapshot
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: 0 0 2 * * *
  cluster:
    name: main
  method: volumeSnapshot
  backupOwnerReference: self
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: 0 0 2 * * *
  cluster:
    name: main
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: 0 0 2 * * *
  cluster:
    name: main
  method: volumeSnapshot
  backupOwnerReference: none
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: 0 0 2 * * *
  cluster:
    name: main
  method: volumeSnapshot
  backupOwnerReference: cluster
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&SCHEDULED_BACKUP], check),
};

fn check(_: &Context, schedule: Object, reporter: &mut Reporter) {
    let method = schedule
        .slot(&["spec", "method"])
        .text_or("barmanObjectStore");
    let owner = schedule
        .slot(&["spec", "backupOwnerReference"])
        .text_or("none");
    if method.value() == Some("volumeSnapshot") && owner.is_default() {
        reporter
            .report(
                owner,
                "nothing deletes the snapshots that this takes",
                "leaves each Backup without an owner",
            )
            .help("delete old Backups with a tool of your own, or write who owns them: `backupOwnerReference`");
    }
}
