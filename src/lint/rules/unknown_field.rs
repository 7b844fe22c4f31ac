//! `unknown-field`: fields have names that the API server knows.

use crate::lint::schema::Class;
use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Rule, RuleId, Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unknown-field"),
    family: Family::Admission,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "every field has a name that the API server knows",
    rationale: "
The API server drops a field that the schema of the kind does not have, and the
default holds in its place: the object is accepted, but does not do what is
written. `kubectl` only warns of it, and tools that apply manifests mostly say nothing.
",
    sources: &[Source {
        title: "Kubernetes, Custom Resources, Field pruning",
        url: "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning",
    }],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storag:  #~
    size: 10Gi
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
  backup:
    retentionPolcy: 30d  #~
  storage:
    size: 10Gi
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
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  backup:
    retentionPolicy: 30d
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
  postgresql:
    parameters:
      any.name: whatever
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["key-not-text"],
        ..Limits::NONE
    },
    check: Check::Schema(Class::UnknownField),
};
