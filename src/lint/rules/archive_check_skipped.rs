//! `archive-check-skipped`: an archive is checked before it is written.

use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("archive-check-skipped"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::of(Level::Info, Level::Warning, Level::Error),
    summary: "no cluster skips the check that its archive is empty",
    rationale: "
Before it sets up a cluster, the operator makes sure that the folder for its WAL
holds nobody else's. With `cnpg.io/skipEmptyWalArchiveCheck: enabled` it does
not: a cluster that is created again, or that shares a folder by mistake,
overwrites the very WAL that its recovery needs.
",
    sources: &[
        Source {
            title: "CloudNativePG, Recovery, Restoring into a cluster with a backup section",
            url: "https://cloudnative-pg.io/documentation/current/recovery/#restoring-into-a-cluster-with-a-backup-section",
        },
        Source {
            title: "CloudNativePG, Labels and annotations",
            url: "https://cloudnative-pg.io/documentation/current/labels_annotations/",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    cnpg.io/skipEmptyWalArchiveCheck: enabled  #~
spec:
  instances: 3
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
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    cnpg.io/skipEmptyWalArchiveCheck: disabled
spec:
  instances: 3
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let skips = cluster
        .annotation("cnpg.io/skipEmptyWalArchiveCheck")
        .text();
    if skips.written().flatten() == Some("enabled") {
        reporter
            .report(
                skips,
                "nothing keeps the cluster from overwriting the archive of another",
                "skips the check for an empty archive",
            )
            .help("remove the annotation, and archive under a new `serverName`");
    }
}
