//! `plugin-archives-nothing`: the plugin that makes backups also archives WAL.

use crate::lint::kind::CLUSTER;
use crate::lint::view::backup::{self, Archiver};
use crate::lint::view::plugin;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("plugin-archives-nothing"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::of(Level::Warning, Level::Error, Level::Error),
    summary: "the Barman Cloud plugin archives WAL, unless something else does",
    rationale: "
A plugin archives WAL only where `isWALArchiver: true` says so; the default is
`false`. Base backups in an object store cannot be restored without the WAL that
was written while they were made.
",
    sources: &[
        Source {
            title: "CloudNativePG, WAL archiving",
            url: "https://cloudnative-pg.io/documentation/current/wal_archiving/",
        },
        Source {
            title: "Barman Cloud plugin, Usage",
            url: "https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  plugins:
    - name: barman-cloud.cloudnative-pg.io  #~
      parameters:
        barmanObjectName: main-backups
  storage:
    size: 10Gi
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      parameters:
        barmanObjectName: main-backups
  backup:
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let Some(Archiver::Nothing) = backup::archiver(cluster) else {
        return;
    };
    if let Some(plugin) = plugin::enabled(cluster).find(|plugin| plugin.is_barman()) {
        reporter
            .report(
                plugin.slot.at(&["name"]),
                "the plugin archives no WAL, so its backups cannot be restored",
                "`isWALArchiver` is not set",
            )
            .at_field(plugin.slot.at(&["isWALArchiver"]).path())
            .help("add `isWALArchiver: true`");
    }
}
