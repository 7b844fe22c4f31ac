//! `missing-field`: fields that must be there are.

use crate::lint::schema::Class;
use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Rule, RuleId, Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("missing-field"),
    family: Family::Admission,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "every required field is there",
    rationale: "
The API server refuses an object that lacks a field which its kind requires.
",
    sources: &[Source {
        title: "Kubernetes, Custom Resources, Validation",
        url: "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation",
    }],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main
spec:  #~
  schedule: 0 0 2 * * *
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main
spec:
  schedule: 0 0 2 * * *
  cluster:
    name: main
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
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Schema(Class::MissingField),
};
