//! `snapshot-without-archive`: snapshots are not all there is.

use crate::lint::kind::CLUSTER;
use crate::lint::view::backup::{self, Archiver};
use crate::lint::view::plugin;
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("snapshot-without-archive"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::of(Level::Off, Level::Info, Level::Warning),
    summary: "a cluster that takes volume snapshots also archives its WAL",
    rationale: "
A volume snapshot restores the moment at which it was taken, and nothing
between two of them. With an archive of the WAL a snapshot can be rolled forward
to any moment after it, and up to the last minutes before a disaster.
",
    sources: &[
        Source {
            title: "CloudNativePG, Backup, WAL archive",
            url: "https://cloudnative-pg.io/documentation/current/backup/#wal-archive",
        },
        Source {
            title: "CloudNativePG, Backup on volume snapshots",
            url: "https://cloudnative-pg.io/documentation/current/appendixes/backup_volumesnapshot/",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  backup:
    volumeSnapshot:  #~
      className: fast
"],
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let Some(node) = backup::snapshots(cluster).node() else {
        return;
    };
    let Some(Archiver::Nothing) = backup::archiver(cluster) else {
        return;
    };
    // That a plugin for it archives nothing is a mistake of its own.
    if plugin::enabled(cluster).next().is_none() {
        reporter
            .report(
                Key(node),
                "what is written after a snapshot cannot be restored",
                "no WAL is archived",
            )
            .at_field("spec.plugins")
            .help("add the plugin `barman-cloud.cloudnative-pg.io` with `isWALArchiver: true`");
    }
}
