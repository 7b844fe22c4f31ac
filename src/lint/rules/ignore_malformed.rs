//! `ignore-malformed`: every order to pgspec can be read.

use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Rule, RuleId, Severities, Source, Topic,
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: RuleId::new("ignore-malformed"),
    family: Family::Meta,
    topic: Topic::Schema,
    severities: Severities::all(Level::Warning),
    summary: "every suppression can be read",
    rationale: "
A comment that starts with `pgspec:` is an order. One that cannot be read has no
effect, so that what it was to silence is reported.
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
  enableSuperuserAccess: true  # pgspec: ignore -- needed by the old backup tool  #~
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  enableSuperuserAccess: true  # pgspec: ignore[superuser-access] needed by the old backup tool  #~
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  enableSuperuserAccess: true  # pgspec: ignore[superuser-access] until=soon -- migrating  #~
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  enableSuperuserAccess: true  # pgspec: disable[superuser-access] -- needed  #~
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    pgspec/ignore.superuser-access: until=soon migrating  #~
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
spec:
  enableSuperuserAccess: false  # the word pgspec: does not start this comment
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
