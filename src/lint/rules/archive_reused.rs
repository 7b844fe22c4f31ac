//! `archive-reused`: a recovered cluster does not write where it was read from.

use crate::lint::kind::CLUSTER;
use crate::lint::view::archive::Archive;
use crate::lint::view::external;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("archive-reused"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "no cluster archives to the folder that it is recovered from",
    rationale: r#"
The recovered server starts a new history, while the folder holds that of the
old one. The operator checks for this when the cluster is created and stops with
"Expected empty archive", so the cluster never becomes ready.
"#,
    sources: &[Source {
        title: "CloudNativePG, Recovery, Restoring into a cluster with a backup section",
        url: "https://cloudnative-pg.io/documentation/current/recovery/#restoring-into-a-cluster-with-a-backup-section",
    }],
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
  bootstrap:
    recovery:
      source: main-origin
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
        serverName: main  #~
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups
          serverName: main
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
    recovery:
      source: main
  backup:
    barmanObjectStore:
      destinationPath: s3://main/  #~
      s3Credentials:
        inheritFromIAMRole: true
  externalClusters:
    - name: main
      barmanObjectStore:
        destinationPath: s3://main/
        s3Credentials:
          inheritFromIAMRole: true
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
  bootstrap:
    recovery:
      source: main-origin
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
        serverName: main-2
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups
          serverName: main
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
    recovery:
      source: main-origin
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
        serverName: main
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-origin-backups
          serverName: main
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["server-name-missing", "archive-check-skipped"],
        ..Limits::NONE
    },
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let Some(source) = external::recovery_source(cluster) else {
        return;
    };
    let read = Archive::read(cx, cluster, source);
    let (Some(written), Some(read)) = (Archive::written(cx, cluster), read) else {
        return;
    };
    let skips = cluster.annotation("cnpg.io/skipEmptyWalArchiveCheck");
    // That the source lacks a server name is a mistake of its own.
    let unnamed = read.is_default && source.plugin().is_some() && source.name() != cluster.name();
    if !written.is(&read) || unnamed || skips.is_present() != Some(false) {
        return;
    }
    reporter
        .report(
            written.span,
            format!(
                "the cluster archives to {}, which it is recovered from",
                written.text()
            ),
            "written here",
        )
        .relate(read.span, "read here")
        .help(format!(
            "archive under another `serverName`, such as `{}-2`",
            written.server
        ));
}
