//! `malformed-value`: texts have the form that their field wants.

use crate::lint::schema::Class;
use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Rule, RuleId, Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("malformed-value"),
    family: Family::Admission,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "every text has the form that its field wants",
    rationale: "
The API server refuses a text that does not match the pattern or format of its
field: a size that is no quantity, a name that is no DNS label.
",
    sources: &[Source {
        title: "Kubernetes, Custom Resources, Validation",
        url: "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation",
    }],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  backup:
    retentionPolicy: 30 days  #~
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
  backup:
    retentionPolicy: 4w
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Schema(Class::MalformedValue),
};
