//! `out-of-bounds`: numbers and sizes are within bounds.

use crate::lint::schema::Class;
use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Rule, RuleId, Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("out-of-bounds"),
    family: Family::Admission,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "every number, length and count is within the bounds of its field",
    rationale: "
The API server refuses a number, a length of a text, or a count of items outside
of the bounds that the schema of the field sets.
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
  instances: 0  #~
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
  instances: 1
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Schema(Class::OutOfBounds),
};
