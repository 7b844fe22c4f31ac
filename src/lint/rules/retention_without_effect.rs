//! `retention-without-effect`: a retention policy is where somebody reads it.

use crate::lint::kind::CLUSTER;
use crate::lint::view::backup;
use crate::lint::view::plugin::{self, Plugin};
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("retention-without-effect"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Warning),
    summary: "no cluster has a retention policy that nothing applies",
    rationale: "
`backup.retentionPolicy` of a Cluster is applied to its `barmanObjectStore`
only. The Barman Cloud plugin reads the `retentionPolicy` of its ObjectStore,
and volume snapshots have none: whoever takes them deletes them.
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
  backup:
    retentionPolicy: 30d  #~
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
    retentionPolicy: 30d  #~
    volumeSnapshot:
      className: fast
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
    volumeSnapshot:
      className: fast
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let policy = cluster.slot(&["spec", "backup", "retentionPolicy"]);
    let Some(node) = policy.node() else { return };
    if backup::in_tree(cluster).is_present() != Some(false) {
        return;
    }
    let finding = reporter.report(
        Key(node),
        "nothing applies this retention policy",
        "is for `backup.barmanObjectStore` only",
    );
    if plugin::enabled(cluster).any(Plugin::is_barman) {
        finding.help("move it to the ObjectStore, as `spec.retentionPolicy`");
    } else {
        finding.help("remove it, and delete old snapshots with a tool of your own");
    }
}
