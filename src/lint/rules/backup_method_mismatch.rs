//! `backup-method-mismatch`: backups are asked for in a way that the cluster has.

use crate::lint::kind::CLUSTER;
use crate::lint::kind::{BACKUP, SCHEDULED_BACKUP};
use crate::lint::view::{backup, plugin};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("backup-method-mismatch"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "every Backup and ScheduledBackup uses a method that its cluster is set up for",
    rationale: "
A backup without `method` asks for `barmanObjectStore`, whatever the cluster is
set up for. Where the cluster lacks the method, every backup fails as soon as it
starts; the ScheduledBackup itself never shows an error. This is the usual
accident after moving to the Barman Cloud plugin.
",
    sources: &[
        Source {
            title: "CloudNativePG, backup_controller.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/internal/controller/backup_controller.go",
        },
        Source {
            title: "CloudNativePG, issue 8445",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/8445",
        },
        Source {
            title: "Barman Cloud plugin, Migration",
            url: "https://cloudnative-pg.io/plugin-barman-cloud/docs/migration/",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily  #~
spec:
  schedule: 0 0 2 * * *
  cluster:
    name: main
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: main}
spec:
  storage: {size: 10Gi}
  backup: {volumeSnapshot: {className: fast}}
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: 0 0 2 * * *
  method: plugin  #~
  pluginConfiguration:
    name: barman-cloud.cloudnative-pg.io
  cluster:
    name: main
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: 0 0 2 * * *
  method: plugin  #~
  cluster:
    name: main
",
    ],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
  storage:
    size: 10Gi
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
spec:
  schedule: 0 0 2 * * *
  method: plugin
  pluginConfiguration:
    name: barman-cloud.cloudnative-pg.io
  cluster:
    name: main
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  storage:
    size: 10Gi
  backup:
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
---
apiVersion: postgresql.cnpg.io/v1
kind: Backup
metadata:
  name: main-once
spec:
  cluster:
    name: main
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&BACKUP, &SCHEDULED_BACKUP], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    let method = object
        .slot(&["spec", "method"])
        .text_or("barmanObjectStore");
    let Some(value) = reporter.need(method) else {
        return;
    };
    let name = object.slot(&["spec", "pluginConfiguration", "name"]);
    if value == "plugin" && name.is_present() == Some(false) {
        reporter
            .report(
                method,
                "the backup names no plugin to make it",
                "needs `pluginConfiguration`",
            )
            .at_field(name.path())
            .help("add `pluginConfiguration` with the `name` of a plugin of the cluster");
        return;
    }
    let named = object.slot(&["spec", "cluster", "name"]).text().written();
    let Some(cluster) = named
        .flatten()
        .and_then(|named| cx.find(object, &CLUSTER, named).found())
    else {
        return;
    };
    let plugin = name.text().written().flatten();
    let Some(lacks) = backup::lacking(cluster, value, plugin) else {
        return;
    };
    let written = if method.is_default() {
        "no `method`, which means `barmanObjectStore`"
    } else {
        "asked for here"
    };
    let finding = reporter.report(
        method,
        format!("the backup fails: its cluster has no {lacks}"),
        written,
    );
    finding.relate(cluster.grip(), "the cluster");
    if let Some(name) = plugin::enabled(cluster).find_map(plugin::Plugin::name) {
        finding.help(format!(
            "write `method: plugin` and `pluginConfiguration` with `name: {name}`"
        ));
    } else if backup::snapshots(cluster).node().is_some() {
        finding.help("write `method: volumeSnapshot`");
    } else {
        finding.help("set the cluster up for backups, or remove this one");
    }
}
