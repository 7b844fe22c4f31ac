//! `not-allowed-value`: values are among those that are allowed.

use crate::lint::schema::Class;
use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Rule, RuleId, Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("not-allowed-value"),
    family: Family::Admission,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "every value is among those that its field allows",
    rationale: "
The API server refuses a value that is not in the list of the field's schema.
Case counts.
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
spec:
  schedule: 0 0 2 * * *
  method: snapshot  #~
  cluster:
    name: main
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: main
spec:
  schedule: 0 0 2 * * *
  method: volumeSnapshot
  cluster:
    name: main
",
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
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Schema(Class::NotAllowedValue),
};
