//! `slot-wal-unlimited`: a lost replica does not stop the primary.

use crate::lint::kind::CLUSTER;
use crate::lint::view::parameter;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("slot-wal-unlimited"),
    family: Family::Practice,
    topic: Topic::Capacity,
    severities: Severities::of(Level::Off, Level::Info, Level::Warning).untold(Level::Info),
    summary: "a cluster with replicas limits the WAL that replication slots keep",
    rationale: "
The operator gives each replica a slot, and a slot keeps WAL for as long as its
replica is away. Without `max_slot_wal_keep_size` that has no limit: one replica
that does not come back fills the volume of the primary, and the database stops.
With a limit the replica catches up from the archive, or is copied again.
",
    sources: &[
        Source {
            title: "CloudNativePG, Replication, Capping the WAL size",
            url: "https://cloudnative-pg.io/documentation/current/replication/#capping-the-wal-size-retained-for-replication-slots",
        },
        Source {
            title: "PostgreSQL, Replication, max_slot_wal_keep_size",
            url: "https://www.postgresql.org/docs/current/runtime-config-replication.html#GUC-MAX-SLOT-WAL-KEEP-SIZE",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main  #~
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
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      max_slot_wal_keep_size: "-1"  #~
"#,
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
    parameters:
      max_slot_wal_keep_size: 4GB
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
  replicationSlots:
    highAvailability:
      enabled: false
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let instances = cluster.slot(&["spec", "instances"]).integer_or(1).value();
    let slots = cluster.slot(&["spec", "replicationSlots", "highAvailability", "enabled"]);
    let used = slots.boolean_or(true).value() == Some(true);
    if !used || instances.is_none_or(|instances| instances < 2) {
        return;
    }
    if parameter::bytes(cx, cluster, "max_slot_wal_keep_size") == Some(None) {
        let slot = parameter::slot(cluster, "max_slot_wal_keep_size");
        reporter
            .report(
                slot,
                "a replica that does not come back fills the volume of the primary",
                "no limit for the WAL that slots keep",
            )
            .help("set `max_slot_wal_keep_size` to less than the volume has room for");
    }
}
