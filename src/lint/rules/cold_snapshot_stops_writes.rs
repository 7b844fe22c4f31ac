//! `cold-snapshot-stops-writes`: a backup does not stop the application.

use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("cold-snapshot-stops-writes"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::of(Level::Info, Level::Warning, Level::Error),
    summary: "no cold snapshot is taken of the only instance, or of the primary",
    rationale: "
With `online: false` the operator fences the instance that it takes a snapshot
of: the server is shut down for that time. On a standby nobody notices; where
the primary is the target or the only instance, the database is down.
",
    sources: &[Source {
        title: "CloudNativePG, Backup on volume snapshots, Hot and cold backups",
        url: "https://cloudnative-pg.io/documentation/current/appendixes/backup_volumesnapshot/",
    }],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1
  backup:
    volumeSnapshot:
      className: fast
      online: false  #~
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
  backup:
    target: primary
    volumeSnapshot:
      className: fast
      online: false  #~
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
  backup:
    volumeSnapshot:
      className: fast
      online: false
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1
  backup:
    volumeSnapshot:
      className: fast
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let backup = cluster.slot(&["spec", "backup"]);
    let online = backup.at(&["volumeSnapshot", "online"]).boolean_or(true);
    if online.value() != Some(false) {
        return;
    }
    let instances = cluster.slot(&["spec", "instances"]).integer_or(1);
    let target = backup.at(&["target"]).text();
    let (other, why) = if instances.value() == Some(1) {
        (instances.slot(), "there is no other instance")
    } else if target.value().flatten() == Some("primary") {
        (target.slot(), "the primary is the target")
    } else {
        return;
    };
    let finding = reporter.report(
        online,
        "each snapshot stops the database while it is taken",
        "taken of a server that is shut down",
    );
    if other.node().is_some() {
        finding.relate(other.span(), why);
    }
    finding.help("remove `online: false`, or let a standby be the target");
}
