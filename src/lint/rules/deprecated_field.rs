//! `deprecated-field`: what is written outlives the next release.

use crate::document::Node;
use crate::knowledge::operator::deprecated::{self, Deprecated};
use crate::lint::kind::{CLUSTER, POOLER};
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("deprecated-field"),
    family: Family::Practice,
    topic: Topic::Migration,
    severities: Severities::all(Level::Info),
    summary: "nothing is written that the operator is going to drop",
    rationale: "
The operator still reads these fields and annotations, and says that a later
release will not. What replaces them is there already.
",
    sources: &[
        Source {
            title: "CloudNativePG, Monitoring, Deprecation of automatic PodMonitor creation",
            url: "https://cloudnative-pg.io/documentation/current/monitoring/#deprecation-of-automatic-podmonitor-creation",
        },
        Source {
            title: "CloudNativePG, Replication, Migrating from deprecated synchronous replication implementation",
            url: "https://cloudnative-pg.io/documentation/current/replication/#migrating-from-deprecated-synchronous-replication-implementation",
        },
        Source {
            title: "CloudNativePG, Bootstrap, Passing options to initdb",
            url: "https://cloudnative-pg.io/documentation/current/bootstrap/#passing-options-to-initdb",
        },
        Source {
            title: "CloudNativePG, pooler_webhook.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/internal/webhook/v1/pooler_webhook.go",
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
  monitoring:
    enablePodMonitor: true  #~
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
  maxSyncReplicas: 2  #~
  minSyncReplicas: 1
",
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    alpha.cnpg.io/failoverQuorum: "true"  #~
spec:
  instances: 3
  storage:
    size: 10Gi
"#,
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
    authQuery: SELECT 1
    authQuerySecret:  #~
      name: main-pooler-auth
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
  postgresql:
    synchronous:
      method: any
      number: 1
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
  minSyncReplicas: 0
  monitoring:
    enablePodMonitor: false
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
  bootstrap:
    initdb:
      dataChecksums: true
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["failover-quorum-undone", "setting-switched-off"],
        ..Limits::NONE
    },
    check: Check::Each(&[&CLUSTER, &POOLER], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    let kind = if object.is(&CLUSTER) {
        &CLUSTER
    } else {
        &POOLER
    };
    let mut told: Option<Deprecated> = None;
    for deprecated in deprecated::of(kind.name) {
        let mut slot = object.slot(&[]);
        for key in deprecated.keys() {
            slot = slot.key(key);
        }
        let Some(node) = slot.node().filter(|node| does_something(*node)) else {
            continue;
        };
        // What has one successor is one thing to do.
        let again = told.is_some_and(|told| told.instead == deprecated.instead);
        if again || cx.target().operator.release() < deprecated.since {
            continue;
        }
        told = Some(deprecated);
        let (major, minor) = deprecated.since;
        let name = deprecated.keys().last().unwrap_or_default();
        reporter
            .report(
                Key(node),
                format!("`{name}` is deprecated since {major}.{minor}"),
                "is going to be dropped",
            )
            .help(deprecated.instead);
    }
}

/// Whether a field asks for anything: `false`, 0 and an empty list do not.
fn does_something(node: Node<'_>) -> bool {
    let empty = node.is_seq() && node.items().next().is_none();
    node.as_bool() != Some(false) && node.as_i64() != Some(0) && !empty
}
