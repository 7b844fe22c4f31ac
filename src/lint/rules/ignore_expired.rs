//! `ignore-expired`: what was to be ignored for a time is not forgotten.

use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Rule, RuleId, Severities, Source, Topic,
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: RuleId::new("ignore-expired"),
    family: Family::Meta,
    topic: Topic::Schema,
    severities: Severities::all(Level::Warning),
    summary: "no suppression has passed its day",
    rationale: "
A suppression with a day on it was meant to be temporary. After that day the
finding comes back, and this one tells that the suppression is no use any more.
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
  enableSuperuserAccess: true  # pgspec: ignore[superuser-access] until=2020-01-31 -- migrating  #~
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    pgspec/ignore.superuser-access: until=2020-01-31 migrating  #~
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
  enableSuperuserAccess: true  # pgspec: ignore[superuser-access] until=2099-01-31 -- migrating
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  enableSuperuserAccess: true  # pgspec: ignore[superuser-access] until=2027-01-01 -- migrating
  storage:
    size: 10Gi
",
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
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Engine,
};
