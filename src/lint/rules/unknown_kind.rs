//! `unknown-kind`: kinds are those that the operator's release has.

use crate::lint::schema::Class;
use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Rule, RuleId, Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unknown-kind"),
    family: Family::Admission,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "every object of the operator or the Barman Cloud plugin is of a kind that the release has",
    rationale: "
The API server refuses an object of a kind that it has no definition for. Each
release of the operator brings its own definitions: `Database` came with 1.25,
`DatabaseRole` with 1.30, and a manifest that uses them fails on what is older.
",
    sources: &[Source {
        title: "CloudNativePG, API Reference",
        url: "https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/",
    }],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Clusters  #~
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1alpha1  #~
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
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
apiVersion: cnpg.example.com/v1
kind: Clusters
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
",
        "
apiVersion: external-secrets.io/v1beta1
kind: ExternalSecret
metadata:
  name: main
spec:
  secretStoreRef:
    name: main
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Schema(Class::UnknownKind),
};
