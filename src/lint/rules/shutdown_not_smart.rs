//! `shutdown-not-smart`: the smart shutdown leaves time to the fast one.

use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("shutdown-not-smart"),
    family: Family::NoEffect,
    topic: Topic::Availability,
    severities: Severities::all(Level::Warning),
    summary: "`smartShutdownTimeout` leaves at least 15 s of `stopDelay` to the fast shutdown",
    rationale: "
A server is first asked to wait for its clients, for `smartShutdownTimeout`
seconds (180), then told to stop. Both share `stopDelay` (1800 s). If the first
is not the smaller one, the operator skips it and cuts all connections at once.
If less than 15 s remain, the server may be killed before it has stopped.
",
    sources: &[
        Source {
            title: "CloudNativePG, Instance manager, Shutdown control",
            url: "https://cloudnative-pg.io/documentation/current/instance_manager/#shutdown-control",
        },
        Source {
            title: "CloudNativePG, instance.go, TryShuttingDownSmartFast",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/management/postgres/instance.go",
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
  storage:
    size: 10Gi
  stopDelay: 60  #~
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
  stopDelay: 300
  smartShutdownTimeout: 290  #~
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
  storage:
    size: 10Gi
  stopDelay: 60
  smartShutdownTimeout: 15
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
  stopDelay: 195
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
  stopDelay: 10
  smartShutdownTimeout: 0
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

/// What the operator asks for the fast shutdown at least, in seconds.
const FAST: i64 = 15;

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let all = cluster.slot(&["spec", "stopDelay"]).integer_or(1800);
    let smart = cluster
        .slot(&["spec", "smartShutdownTimeout"])
        .integer_or(180);
    let (Some(seconds), Some(waits)) = (reporter.need(all), reporter.need(smart)) else {
        return;
    };
    if waits <= 0 || seconds <= 0 || seconds - waits >= FAST {
        return;
    }
    let place = if smart.is_default() { all } else { smart };
    let message = if seconds <= waits {
        "clients are cut off at once, as the smart shutdown may take all of `stopDelay`".to_owned()
    } else {
        format!("only {} s remain for the server to stop", seconds - waits)
    };
    let label = format!("{waits} s of {seconds} s are for the smart shutdown");
    let finding = reporter.report(place, message, label);
    if seconds > FAST {
        finding.help(format!(
            "set `smartShutdownTimeout` to {} or less",
            seconds - FAST
        ));
    } else {
        finding.help("set `smartShutdownTimeout` to 0, or raise `stopDelay`");
    }
}
