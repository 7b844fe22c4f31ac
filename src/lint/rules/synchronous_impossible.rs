//! `synchronous-impossible`: a cluster has the standbys that it waits for.

use crate::lint::kind::CLUSTER;
use crate::lint::view::{self, placement};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("synchronous-impossible"),
    family: Family::Admission,
    topic: Topic::Availability,
    severities: Severities::all(Level::Error),
    summary: "synchronous replication waits for fewer standbys than there are",
    rationale: "
The operator refuses a cluster that waits for as many standbys as it has
instances, in the old fields and in the new: one of them is the primary.
",
    sources: &[
        Source {
            title: "CloudNativePG, cluster_webhook.go, validateSynchronousReplicaConfiguration",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/webhook/v1/cluster_webhook.go",
        },
        Source {
            title: "CloudNativePG, Replication, Synchronous replication",
            url: "https://cloudnative-pg.io/documentation/current/replication/#synchronous-replication",
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
  postgresql:
    synchronous:
      method: any
      number: 3  #~
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
  minSyncReplicas: 1
  maxSyncReplicas: 3  #~
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
  minSyncReplicas: 1  #~
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
      number: 2
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
  minSyncReplicas: 1
  maxSyncReplicas: 2
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1
  storage:
    size: 10Gi
  postgresql:
    synchronous:
      method: any
      number: 1
      standbyNamesPre:
        - main-elsewhere
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let Some(instances) = placement::instances(cluster) else {
        return;
    };
    let most = cluster.slot(&["spec", "maxSyncReplicas"]).integer_or(0);
    let least = cluster.slot(&["spec", "minSyncReplicas"]).integer_or(0);
    let (most_value, least_value) = (most.value(), least.value());
    if most_value.is_some_and(|most| most > 0 && most >= instances) {
        let message = format!(
            "there are no {} standbys: {instances} instances",
            most_value.unwrap_or(0)
        );
        reporter
            .report(most, message, "too many")
            .help("write fewer than `instances`");
    } else if let (Some(least_value), Some(most_value)) = (least_value, most_value)
        && least_value > most_value
    {
        reporter
            .report(
                least,
                format!("`minSyncReplicas` is more than `maxSyncReplicas`, which is {most_value}"),
                "more than the maximum",
            )
            .help("set `maxSyncReplicas` as well, or move to `postgresql.synchronous`");
    }
    let synchronous = cluster.slot(&["spec", "postgresql", "synchronous"]);
    let number = synchronous.at(&["number"]).integer();
    let names = [
        view::list(synchronous.at(&["standbyNamesPre"])),
        view::list(synchronous.at(&["standbyNamesPost"])),
    ];
    let ([Some(before), Some(after)], Some(wanted)) = (names, number.written().flatten()) else {
        return;
    };
    let named = before.len().saturating_add(after.len());
    let there = instances.saturating_add(i64::try_from(named).unwrap_or(i64::MAX));
    if wanted >= there && wanted > 0 {
        reporter
            .report(
                number,
                format!("{wanted} synchronous standbys need more than {there} instances"),
                "too many",
            )
            .help("write fewer than `instances`");
    }
}
