//! `ignore-unused`: suppressions suppress something.

use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Rule, RuleId, Severities, Source, Topic,
};

pub(in crate::lint) static RULE: Rule = Rule {
    id: RuleId::new("ignore-unused"),
    family: Family::Meta,
    topic: Topic::Schema,
    severities: Severities::all(Level::Warning),
    summary: "every suppression has something to suppress",
    rationale: "
A suppression that is not needed hides the next mistake in its place. It is left
over from something that was put right, or it stands in the wrong place.
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
  enableSuperuserAccess: false  # pgspec: ignore[superuser-access] -- needed by the old backup tool  #~
  storage:
    size: 10Gi
",
"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    pgspec/ignore.superuser-access: needed by the old backup tool  #~
spec:
  enableSuperuserAccess: false
  storage:
    size: 10Gi
"],
    good: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  enableSuperuserAccess: false
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
