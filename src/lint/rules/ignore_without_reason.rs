//! `ignore-without-reason`: every suppression says why.

use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Rule, RuleId, Severities, Source, Topic,
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: RuleId::new("ignore-without-reason"),
    family: Family::Meta,
    topic: Topic::Schema,
    severities: Severities::all(Level::Warning),
    summary: "every suppression gives its reason",
    rationale: "
Whoever reads a suppression later must be able to tell whether it still holds.
Without a reason it has no effect.
",
    sources: &[Source {
        title: "pgspec, README, Suppressing a finding",
        url: "https://github.com/pgspec/pgspec#suppressing-a-finding",
    }],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  enableSuperuserAccess: true  # pgspec: ignore[superuser-access]  #~
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    pgspec/ignore.superuser-access: ''  #~
spec:
  enableSuperuserAccess: true
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
  enableSuperuserAccess: true  # pgspec: ignore[superuser-access] -- needed by the old backup tool
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    pgspec/ignore.superuser-access: needed by the old backup tool
spec:
  enableSuperuserAccess: true
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Engine,
};
