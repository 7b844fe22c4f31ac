//! `schedule-never-fires`: a schedule has days.

use crate::kube::Cron;
use crate::kube::schedule::Form;
use crate::lint::kind::SCHEDULED_BACKUP;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("schedule-never-fires"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "every ScheduledBackup has a schedule that fires at some time",
    rationale: "
A schedule such as one for 30 February is accepted, and nothing is ever backed up.
",
    sources: &[Source {
        title: "CloudNativePG, issue 5109",
        url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/5109",
    }],
    bad: &[r#"
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-monthly
spec:
  schedule: "0 0 2 30 2 *"  #~
  cluster:
    name: main
"#],
    good: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-monthly
spec:
  schedule: "0 0 2 1 * *"
  cluster:
    name: main
"#,
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-leap
spec:
  schedule: "0 0 2 29 2 *"
  cluster:
    name: main
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&SCHEDULED_BACKUP], check),
};

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    let schedule = object.slot(&["spec", "schedule"]).text();
    let Some(text) = schedule.written().flatten() else {
        return;
    };
    let Ok(cron) = Cron::parse(text) else { return };
    if cron.form() != Form::Five && cron.timing().fires_never() {
        reporter
            .report(
                schedule,
                "the schedule never fires, so nothing is backed up",
                "there is no such day",
            )
            .help("write a day that there is: second, minute, hour, day, month, weekday");
    }
}
