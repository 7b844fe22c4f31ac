//! `first-backup-late`: the first backup does not wait for its day.

use crate::kube::Cron;
use crate::kube::civil::DAY;
use crate::kube::schedule::Form;
use crate::lint::kind::CLUSTER;
use crate::lint::kind::SCHEDULED_BACKUP;
use crate::lint::view;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Lookup, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("first-backup-late"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::of(Level::Off, Level::Info, Level::Info),
    summary: "a ScheduledBackup that fires less than daily takes the first backup at once",
    rationale: "
Until the first base backup is taken nothing can be restored, however much WAL
is archived. A weekly schedule may leave a new cluster without one for a week;
`immediate: true` takes one as soon as the ScheduledBackup is created.
",
    sources: &[Source {
        title: "CloudNativePG, Backup, Scheduled backups",
        url: "https://cloudnative-pg.io/documentation/current/backup/#scheduled-backups",
    }],
    bad: &[r#"
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-weekly
spec:
  schedule: "0 0 2 * * SUN"  #~
  cluster:
    name: main
"#],
    good: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-weekly
spec:
  schedule: "0 0 2 * * SUN"
  immediate: true
  cluster:
    name: main
"#,
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: "0 0 2 * * *"
  cluster:
    name: main
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&SCHEDULED_BACKUP], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    let schedule = object.slot(&["spec", "schedule"]).text();
    let immediate = object.slot(&["spec", "immediate"]).boolean_or(false);
    let (Some(text), Some(false)) = (schedule.written().flatten(), immediate.value()) else {
        return;
    };
    let Ok(cron) = Cron::parse(text) else { return };
    let Some(interval) = cron.timing().interval() else {
        return;
    };
    if cron.form() == Form::Five || interval.longest <= DAY.unsigned_abs() {
        return;
    }
    if has_other(cx, object) {
        return;
    }
    let longest = view::period(interval.longest);
    reporter
        .report(
            schedule,
            format!("the first backup may be {longest} away"),
            "until then nothing can be restored",
        )
        .at_field(immediate.slot().path())
        .help("add `immediate: true`");
}

/// Whether another schedule may back up the same cluster earlier.
fn has_other(cx: &Context<'_>, object: Object<'_>) -> bool {
    let named = object.slot(&["spec", "cluster", "name"]).text().written();
    let found = named.flatten().map(|name| cx.find(object, &CLUSTER, name));
    let Some(Lookup::Found(cluster)) = found else {
        return false;
    };
    let schedules = cx.referring(&SCHEDULED_BACKUP, cluster).objects;
    schedules.len() > 1
}
