//! `maintenance-left-on`: maintenance ends.

use crate::lint::kind::{CLUSTER, POOLER};

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Slot, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("maintenance-left-on"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::of(Level::Info, Level::Warning, Level::Warning),
    summary: "no switch for maintenance is on in what is kept in files",
    rationale: "
Fencing, a reconciliation loop that is disabled, a maintenance window in progress
and a paused pooler are meant for an hour of work by hand. In a manifest they stay
on until someone remembers: a fenced instance has no server, nothing fails over
without the loop, and a paused pooler lets nobody in.
",
    sources: &[
        Source {
            title: "CloudNativePG, Fencing",
            url: "https://cloudnative-pg.io/documentation/current/fencing/",
        },
        Source {
            title: "CloudNativePG, Failure modes, Disabling reconciliation",
            url: "https://cloudnative-pg.io/documentation/current/failure_modes/#disabling-reconciliation",
        },
        Source {
            title: "CloudNativePG, Kubernetes upgrade, Node maintenance window",
            url: "https://cloudnative-pg.io/documentation/current/kubernetes_upgrade/",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    cnpg.io/reconciliationLoop: disabled  #~
spec:
  instances: 3
  storage:
    size: 10Gi
",
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    cnpg.io/fencedInstances: '["*"]'  #~
spec:
  instances: 3
  storage:
    size: 10Gi
"#,
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  nodeMaintenanceWindow:
    inProgress: true  #~
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 2
  pgbouncer:
    poolMode: session
    paused: true  #~
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
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    cnpg.io/reconciliationLoop: enabled
    cnpg.io/fencedInstances: '[]'
spec:
  instances: 3
  storage:
    size: 10Gi
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
  nodeMaintenanceWindow:
    inProgress: false
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 2
  pgbouncer:
    poolMode: session
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &POOLER], check),
};

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    let annotation = |name| object.annotation(name).text().written().flatten();
    let is_on = |slot: Slot| slot.boolean_or(false).written() == Some(true);
    let window = object.slot(&["spec", "nodeMaintenanceWindow", "inProgress"]);
    let paused = object.slot(&["spec", "pgbouncer", "paused"]);
    let fenced = annotation("cnpg.io/fencedInstances").map(str::trim);
    if fenced.is_some_and(|list| !list.is_empty() && list != "[]") {
        left(
            reporter,
            &object.annotation("cnpg.io/fencedInstances"),
            "instances are fenced for as long as this stands here: they have no server",
        );
    }
    if annotation("cnpg.io/reconciliationLoop") == Some("disabled") {
        left(
            reporter,
            &object.annotation("cnpg.io/reconciliationLoop"),
            "the operator does nothing for this object: it neither repairs it nor fails over",
        );
    }
    if is_on(window) {
        left(
            reporter,
            &window,
            "during a maintenance window nothing replaces an instance whose node is gone",
        );
    }
    if is_on(paused) {
        left(reporter, &paused, "a paused pooler lets no client work");
    }
}

fn left(reporter: &mut Reporter, switch: &Slot, message: &str) {
    reporter
        .report(*switch, message, "is meant for work by hand")
        .help("remove it, and switch it on in Kubernetes for the time of the work");
}
