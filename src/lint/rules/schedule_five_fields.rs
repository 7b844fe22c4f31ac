//! `schedule-five-fields`: a schedule has seconds.

use crate::kube::Cron;
use crate::kube::schedule::Form;
use crate::lint::kind::SCHEDULED_BACKUP;
use crate::lint::view;
use crate::lint::{
    Check, Context, Family, Fix, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("schedule-five-fields"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "every ScheduledBackup has a schedule of six fields",
    rationale: "
The first field of a schedule is the second, unlike in a crontab. The operator
accepts five fields and reads them as second, minute, hour, day and month, for
every weekday: `0 2 * * *` is not once a day, but once an hour.
",
    sources: &[
        Source {
            title: "CloudNativePG, Backup, Scheduled backups",
            url: "https://cloudnative-pg.io/documentation/current/backup/#scheduled-backups",
        },
        Source {
            title: "CloudNativePG, scheduledbackup_webhook.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/internal/webhook/v1/scheduledbackup_webhook.go",
        },
        Source {
            title: "CloudNativePG, issue 2593",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/2593",
        },
    ],
    bad: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: "0 2 * * *"  #~
  cluster:
    name: main
"#,
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: "0 0 0/12 * *"  #~
  cluster:
    name: main
"#,
    ],
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
  schedule: "@daily"
  cluster:
    name: main
"#,
    ],
    fix: FixSafety::Unsafe,
    limits: Limits::NONE,
    check: Check::Each(&[&SCHEDULED_BACKUP], check),
};

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    let schedule = object.slot(&["spec", "schedule"]).text();
    let Some(text) = schedule.written().flatten() else {
        return;
    };
    let Ok(cron) = Cron::parse(text) else { return };
    if cron.form() != Form::Five {
        return;
    }
    let interval = cron.timing().interval();
    let really = interval.map_or_else(
        || "never".to_owned(),
        |interval| {
            let period = view::period(interval.average);
            format!(
                "about every {}",
                period.strip_prefix("1 ").unwrap_or(&period)
            )
        },
    );
    let finding = reporter.report(
        schedule,
        format!("the schedule has five fields: it fires {really}"),
        "read as second, minute, hour, day, month",
    );
    // What makes no sense in a crontab had its second, and lacks the weekday.
    let (title, meant) = match Cron::parse(&format!("0 {text}")) {
        Ok(meant) => ("start with a field for the second", meant),
        Err(_) => match Cron::parse(&format!("{text} *")) {
            Ok(meant) => ("end with a field for the weekday", meant),
            Err(_) => return,
        },
    };
    finding.help(format!("write `{}`", meant.as_str()));
    finding.fix = Some(Fix {
        safety: FixSafety::Unsafe,
        title: title.to_owned(),
        edits: vec![(schedule.slot().span(), format!("\"{}\"", meant.as_str()))],
    });
}
