//! `ignore-unknown-rule`: suppressions name rules that there are.

use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Rule, RuleId, Severities, Source, Topic,
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: RuleId::new("ignore-unknown-rule"),
    family: Family::Meta,
    topic: Topic::Schema,
    severities: Severities::all(Level::Warning),
    summary: "every suppression names a rule that exists",
    rationale: "
A suppression of a rule that does not exist has no effect: the name is misspelled,
or the rule is gone.
",
    sources: &[Source {
        title: "pgspec, README, Suppressing a finding",
        url: "https://github.com/pgspec/pgspec#suppressing-a-finding",
    }],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  enableSuperuserAccess: true  # pgspec: ignore[superuser-acces] -- needed by the old backup tool  #~
  storage:
    size: 10Gi
",
"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    pgspec/ignore.superuser-acces: needed by the old backup tool  #~
spec:
  enableSuperuserAccess: true
  storage:
    size: 10Gi
"],
    good: &["
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
"],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Engine,
};
