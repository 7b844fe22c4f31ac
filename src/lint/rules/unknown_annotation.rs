//! `unknown-annotation`: what the operator is told, it understands.

use crate::knowledge::operator::labels::{self, Meaning};
use crate::lint::kind::{
    BACKUP, CLUSTER, DATABASE, DATABASE_ROLE, POOLER, PUBLICATION, SCHEDULED_BACKUP, SUBSCRIPTION,
};
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unknown-annotation"),
    family: Family::NoEffect,
    topic: Topic::Schema,
    severities: Severities::all(Level::Warning),
    summary: "every annotation and label with the operator's prefix is one that it knows",
    rationale: "
The operator ignores annotations and labels that it does not know, even those
with its own prefix, and says nothing. A slip leaves the cluster as it was.
",
    sources: &[Source {
        title: "CloudNativePG, Labels and annotations",
        url: "https://cloudnative-pg.io/documentation/current/labels_annotations/",
    }],
    bad: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    cnpg.io/reconciliationDisabled: "true"  #~
spec:
  instances: 3
  storage:
    size: 10Gi
"#,
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main-daily
  annotations:
    backup.cnpg.io/volumeSnapshotDeadline: "20"  #~
spec:
  schedule: 0 0 2 * * *
  method: volumeSnapshot
  cluster:
    name: main
"#,
    ],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    cnpg.io/reconciliationLoop: disabled
spec:
  instances: 3
  storage:
    size: 10Gi
",
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    backup.example.com/volumeSnapshotDeadline: "20"
  labels:
    cnpg.io/cluster: main
spec:
  instances: 3
  storage:
    size: 10Gi
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(
        &[
            &BACKUP,
            &CLUSTER,
            &DATABASE,
            &DATABASE_ROLE,
            &POOLER,
            &PUBLICATION,
            &SCHEDULED_BACKUP,
            &SUBSCRIPTION,
        ],
        check,
    ),
};

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    for (key, slot) in object
        .slot(&["metadata", "annotations"])
        .entries()
        .chain(object.slot(&["metadata", "labels"]).entries())
    {
        let Some(node) = slot.node() else { continue };
        let elsewhere = ["backup.cnpg.io/", "postgresql.cnpg.io/"];
        let misplaced = elsewhere.iter().find_map(|prefix| key.strip_prefix(prefix));
        if misplaced.is_none() && labels::meaning(&key) != Some(Meaning::Unknown) {
            continue;
        }
        let name = misplaced.map_or_else(|| key.to_string(), |name| format!("cnpg.io/{name}"));
        let finding = reporter.report(
            Key(node),
            format!("the operator knows no `{key}`"),
            "is ignored",
        );
        let known = matches!(labels::meaning(&name), Some(Meaning::Read(_)));
        let meant = match name.as_str() {
            // The release notes of 1.18 called it so.
            "cnpg.io/reconciliationDisabled" => {
                Some("cnpg.io/reconciliationLoop: disabled".to_owned())
            }
            _ if known => Some(name),
            _ => labels::nearest(&name),
        };
        match meant {
            Some(meant) => finding.help(format!("write `{meant}`")),
            None => finding.help("remove it"),
        };
    }
}
