//! `schedule-too-often`: backups leave time to breathe.

use crate::kube::Cron;
use crate::kube::schedule::Form;
use crate::lint::kind::SCHEDULED_BACKUP;
use crate::lint::view;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("schedule-too-often"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::of(Level::Warning, Level::Error, Level::Error),
    summary: "no ScheduledBackup fires more often than every five minutes",
    rationale: "
A base backup reads the whole database, and each leaves a Backup object behind.
Thousands of these fill the memory of the operator until it is killed and no
cluster is looked after. Mostly it is a slip: a star where a zero was meant.
What is to be lost at most is decided by the WAL archive, not by base backups.
",
    sources: &[
        Source {
            title: "CloudNativePG, Backup, Scheduled backups",
            url: "https://cloudnative-pg.io/documentation/current/backup/#scheduled-backups",
        },
        Source {
            title: "CloudNativePG, issue 4202",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/4202",
        },
    ],
    bad: &[r#"
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: "* * 2 * * *"  #~
  cluster:
    name: main
"#],
    good: &[
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
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: "0 */5 * * * *"
  cluster:
    name: main
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&SCHEDULED_BACKUP], check),
};

/// The shortest time between two backups that somebody may mean, in seconds.
const SHORTEST: u64 = 300;

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    let schedule = object.slot(&["spec", "schedule"]).text();
    let Some(text) = schedule.written().flatten() else {
        return;
    };
    let Ok(cron) = Cron::parse(text) else { return };
    let Some(interval) = cron.timing().interval() else {
        return;
    };
    if cron.form() != Form::Five && interval.shortest < SHORTEST {
        reporter
            .report(
                schedule,
                format!("two backups are {} apart", view::period(interval.shortest)),
                "fires too often",
            )
            .help(
                "write `0` for the second and the minute, such as `0 0 2 * * *` for each day at 2",
            );
    }
}
