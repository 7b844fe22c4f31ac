//! `wal-volume-too-small`: WAL has room.

use crate::knowledge::tuning::Bytes;
use crate::kube::Quantity;
use crate::lint::kind::CLUSTER;
use crate::lint::view::parameter;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Slot, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("wal-volume-too-small"),
    family: Family::Practice,
    topic: Topic::Capacity,
    severities: Severities::of(Level::Info, Level::Warning, Level::Error).untold(Level::Info),
    summary: "WAL that the server is told to keep has room on its volume",
    rationale: "
`max_wal_size` (1 GB unless it is set), `wal_keep_size` (512 MB under this
operator) and `max_slot_wal_keep_size` are promises to keep WAL. Where the
volume is smaller, it fills up, the server stops, and the operator neither
starts it again nor fails over: a replica is as full. The webhook compares only
`max_wal_size`, and only with `walStorage`.
",
    sources: &[
        Source {
            title: "CloudNativePG, Storage, Volume for WAL",
            url: "https://cloudnative-pg.io/documentation/current/storage/#volume-for-wal",
        },
        Source {
            title: "CloudNativePG, Replication, Capping the WAL size",
            url: "https://cloudnative-pg.io/documentation/current/replication/#capping-the-wal-size-retained-for-replication-slots",
        },
        Source {
            title: "PostgreSQL, Write ahead log, Checkpoints",
            url: "https://www.postgresql.org/docs/current/runtime-config-wal.html#RUNTIME-CONFIG-WAL-CHECKPOINTS",
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
    size: 100Gi
  walStorage:
    size: 1Gi  #~
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  postgresql:
    parameters:
      max_wal_size: 4GB
      max_slot_wal_keep_size: 10GB
  storage:
    size: 10Gi  #~
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
    size: 100Gi
  walStorage:
    size: 5Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  postgresql:
    parameters:
      max_wal_size: 256MB
      wal_keep_size: 128MB
      max_slot_wal_keep_size: 256MB
  storage:
    size: 1Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let own = cluster.slot(&["spec", "walStorage"]);
    let size = match own.is_present() {
        Some(true) => own.at(&["size"]),
        Some(false) => cluster.slot(&["spec", "storage", "size"]),
        None => return,
    };
    let Some(volume) = bytes(&size) else { return };
    let kept = |name| parameter::bytes(cx, cluster, name);
    let (Some(Some(checkpoints)), Some(Some(standbys)), Some(slots)) = (
        kept("max_wal_size"),
        kept("wal_keep_size"),
        kept("max_slot_wal_keep_size"),
    ) else {
        return;
    };
    // Slots and standbys keep the same WAL: the larger of both counts.
    let most = standbys.max(slots.unwrap_or(Bytes(0)));
    let need = checkpoints.plus(most);
    if need < volume {
        return;
    }
    let finding = reporter.report(
        size,
        format!("{need} of WAL are to be kept on a volume of {volume}"),
        "too small",
    );
    let what = if standbys >= slots.unwrap_or(Bytes(0)) {
        "wal_keep_size"
    } else {
        "max_slot_wal_keep_size"
    };
    for name in ["max_wal_size", what] {
        if let Some(node) = parameter::slot(cluster, name).node() {
            finding.relate(node.span(), "asks for it");
        }
    }
    finding.help(format!(
        "make the volume larger, or lower `max_wal_size` ({checkpoints}) and `{what}` ({most})"
    ));
}

/// The size that a field asks for.
fn bytes(size: &Slot<'_>) -> Option<Bytes> {
    let quantity = Quantity::parse(size.text().written()??).ok()?;
    u64::try_from(quantity.bytes()).ok().map(Bytes)
}
