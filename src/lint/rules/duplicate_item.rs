//! `duplicate-item`: items that must differ do.

use crate::lint::schema::Class;
use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Rule, RuleId, Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("duplicate-item"),
    family: Family::Admission,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "items of a list that are told apart by a key have different keys",
    rationale: "
Some lists are maps in disguise: their items are told apart by one or more
fields. The API server refuses two items that have the same.
",
    sources: &[Source {
        title: "Kubernetes, Custom Resources, Merge strategy",
        url: "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation",
    }],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-rw
spec:
  cluster:
    name: main
  pgbouncer: {}
  template:
    spec:
      containers:
        - name: pgbouncer
        - name: pgbouncer  #~
          image: example.com/pgbouncer:1.25.1
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-rw
spec:
  cluster:
    name: main
  pgbouncer: {}
  template:
    spec:
      containers:
        - name: pgbouncer
          image: example.com/pgbouncer:1.25.1
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-rw
spec:
  cluster:
    name: main
  pgbouncer: {}
  template:
    spec:
      containers:
        - name: pgbouncer
        - name: exporter
          image: example.com/exporter:1.0.0
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Schema(Class::DuplicateItem),
};
