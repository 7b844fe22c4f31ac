//! `recovery-database-defaulted`: a recovered cluster knows its database.

use crate::knowledge::operator::defaults::DATABASE;
use crate::lint::kind::CLUSTER;
use crate::lint::view::archive;
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("recovery-database-defaulted"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Warning),
    summary: "a recovery names the database of its source, where that is not `app`",
    rationale: "
A recovery without `database` and `owner` prepares access to a database and a
user called `app`: the Secret for applications and the password that is set are
theirs. Where the source has other names, the application is left without access
to its data after the restore.
",
    sources: &[Source {
        title: "CloudNativePG, Recovery, Configure the application database",
        url: "https://cloudnative-pg.io/documentation/current/recovery/#configure-the-application-database",
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
    initdb:
      database: main-data
      owner: main-user
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main-copy
spec:
  instances: 3
  storage:
    size: 10Gi
  bootstrap:
    recovery:  #~
      source: main
  externalClusters:
    - name: main
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups
          serverName: main
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: main}
spec:
  storage: {size: 10Gi}
  bootstrap: {initdb: {database: main-data, owner: main-user}}
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters: {barmanObjectName: main-backups}
---
apiVersion: postgresql.cnpg.io/v1
kind: Backup
metadata: {name: main-once}
spec:
  method: plugin
  pluginConfiguration: {name: barman-cloud.cloudnative-pg.io}
  cluster: {name: main}
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: main-copy}
spec:
  storage: {size: 10Gi}
  bootstrap:
    recovery:  #~
      backup:
        name: main-once
",
    ],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      database: main-data
      owner: main-user
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main-copy
spec:
  storage:
    size: 10Gi
  bootstrap:
    recovery:
      source: main
      database: main-data
      owner: main-user
  externalClusters:
    - name: main
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
  storage:
    size: 10Gi
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
---
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main-copy
spec:
  storage:
    size: 10Gi
  bootstrap:
    recovery:
      source: main
  externalClusters:
    - name: main
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups
          serverName: main
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let recovery = cluster.slot(&["spec", "bootstrap", "recovery"]);
    let Some(node) = recovery.node() else { return };
    if recovery.at(&["database"]).is_present() != Some(false) {
        return;
    }
    let Some(source) = archive::origin(cx, cluster) else {
        return;
    };
    let database = source.slot(&["spec", "bootstrap", "initdb", "database"]);
    let Some(name) = database.text().written().flatten() else {
        return;
    };
    if name != DATABASE {
        reporter
            .report(
                Key(node),
                format!("the recovered cluster opens `{DATABASE}`, but its data is in `{name}`"),
                "has no `database`",
            )
            .at_field(recovery.at(&["database"]).path())
            .relate(database.span(), "the database of the source")
            .help(format!(
                "add `database: {name}` and the `owner` of the source"
            ));
    }
}
