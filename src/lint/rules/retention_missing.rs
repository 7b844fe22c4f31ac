//! `retention-missing`: old backups go.

use crate::document::Node;
use crate::lint::kind::{CLUSTER, OBJECT_STORE};
use crate::lint::view::backup::{self, Archiver};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("retention-missing"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::of(Level::Off, Level::Info, Level::Warning),
    summary: "whatever is archived to an object store has a retention policy",
    rationale: "
Without a retention policy neither base backups nor WAL are ever deleted: the
store grows with every change to the database, until it is full or too dear.
Archiving then stops, and WAL fills the volumes of the database.
",
    sources: &[
        Source {
            title: "CloudNativePG, Backup, Retention policies",
            url: "https://cloudnative-pg.io/documentation/current/backup/#retention-policies",
        },
        Source {
            title: "Barman Cloud plugin, Retention policies",
            url: "https://cloudnative-pg.io/plugin-barman-cloud/docs/retention/",
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
---
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups  #~
spec:
  configuration:
    destinationPath: s3://main/
    s3Credentials:
      inheritFromIAMRole: true
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
    barmanObjectStore:  #~
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
---
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  retentionPolicy: 30d
  configuration:
    destinationPath: s3://main/
    s3Credentials:
      inheritFromIAMRole: true
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
    retentionPolicy: 30d
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
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
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-origin
          serverName: main-origin
---
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-origin
spec:
  configuration:
    destinationPath: s3://main/
    s3Credentials:
      inheritFromIAMRole: true
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &OBJECT_STORE], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    let (policy, place) = if object.is(&CLUSTER) {
        let Some(Archiver::InTree(store)) = backup::archiver(object) else {
            return;
        };
        let key = store.node().and_then(Node::key_span);
        let policy = object.slot(&["spec", "backup", "retentionPolicy"]);
        (policy, key.unwrap_or_else(|| store.span()))
    } else {
        // One that is only read from belongs to somebody else.
        if !cx.is_archived_to(object) {
            return;
        }
        (object.slot(&["spec", "retentionPolicy"]), object.grip())
    };
    if policy.is_present() == Some(false) {
        reporter
            .report(
                place,
                "backups and WAL are kept forever",
                "has no retention policy",
            )
            .at_field(policy.path())
            .help(format!(
                "add `{}: 30d`, or as long as you need to look back",
                policy.path()
            ));
    }
}
