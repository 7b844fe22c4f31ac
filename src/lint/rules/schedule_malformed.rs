//! `schedule-malformed`: a schedule can be read.

use crate::kube::Cron;
use crate::lint::kind::SCHEDULED_BACKUP;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("schedule-malformed"),
    family: Family::Admission,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "every ScheduledBackup has a schedule that the operator can read",
    rationale: "
The operator's webhook refuses a ScheduledBackup with a schedule that its cron
library cannot read.
",
    sources: &[Source {
        title: "CloudNativePG, scheduledbackup_webhook.go",
        url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/internal/webhook/v1/scheduledbackup_webhook.go",
    }],
    bad: &[r#"
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: "0 0 24 * * *"  #~
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
  schedule: "0 0 2 * * SUN"
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
    if let Err(error) = Cron::parse(text) {
        reporter
            .report(schedule, error.to_string(), "cannot be read")
            .help(error.help());
    }
}
