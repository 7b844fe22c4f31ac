//! `online-ignored`: hot and cold are said where they mean something.

use crate::lint::kind::{BACKUP, SCHEDULED_BACKUP};
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Slot, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("online-ignored"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Warning),
    summary: "only backups by volume snapshots say whether they are online",
    rationale: "
`online` and `onlineConfiguration` decide how volume snapshots are taken. With
any other method they are accepted and ignored: such backups are always online.
",
    sources: &[Source {
        title: "CloudNativePG, Backup, API reference",
        url: "https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/#backupspec",
    }],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  cluster:
    name: main
  schedule: 0 0 2 * * *
  method: plugin
  online: false  #~
  pluginConfiguration:
    name: barman-cloud.cloudnative-pg.io
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  cluster:
    name: main
  schedule: 0 0 2 * * *
  method: volumeSnapshot
  online: false
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  cluster:
    name: main
  schedule: 0 0 2 * * *
  method: plugin
  pluginConfiguration:
    name: barman-cloud.cloudnative-pg.io
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&BACKUP, &SCHEDULED_BACKUP], check),
};

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    let method = object
        .slot(&["spec", "method"])
        .text_or("barmanObjectStore");
    let Some(method) = method.value().filter(|method| *method != "volumeSnapshot") else {
        return;
    };
    let slots = [
        object.slot(&["spec", "online"]),
        object.slot(&["spec", "onlineConfiguration"]),
    ];
    if let Some(node) = slots.into_iter().find_map(Slot::node) {
        reporter
            .report(
                Key(node),
                format!("a backup by `{method}` ignores this field"),
                "is for volume snapshots",
            )
            .help("remove it");
    }
}
