//! `synchronous-commit-local`: commits wait for the standbys that they are to wait for.

use crate::knowledge::parameters::boolean;
use crate::lint::kind::CLUSTER;
use crate::lint::view::parameter;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("synchronous-commit-local"),
    family: Family::NoEffect,
    topic: Topic::Availability,
    severities: Severities::all(Level::Warning),
    summary: "commits wait for the standbys that the cluster asks for",
    rationale: "
Synchronous replication works by commits that wait for standbys. With
`synchronous_commit` at `off` or `local` none waits, unless its session asks for
it: what was committed last is lost in a failover, as without it.
",
    sources: &[
        Source {
            title: "PostgreSQL, Write Ahead Log, synchronous_commit",
            url: "https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-SYNCHRONOUS-COMMIT",
        },
        Source {
            title: "CloudNativePG, Replication, Synchronous replication",
            url: "https://cloudnative-pg.io/documentation/current/replication/#synchronous-replication",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      synchronous_commit: local  #~
    synchronous:
      method: any
      number: 1
",
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  minSyncReplicas: 1
  maxSyncReplicas: 1
  postgresql:
    parameters:
      synchronous_commit: "off"  #~
"#,
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
  postgresql:
    parameters:
      synchronous_commit: remote_write
    synchronous:
      method: any
      number: 1
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      synchronous_commit: local
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let setting = parameter::slot(cluster, "synchronous_commit");
    let Some(text) = setting.text().written().flatten() else {
        return;
    };
    if !text.eq_ignore_ascii_case("local") && boolean(text) != Some(false) {
        return;
    }
    let asked = cluster.slot(&["spec", "postgresql", "synchronous"]);
    let fewest = cluster.slot(&["spec", "minSyncReplicas"]);
    let asked = match (asked.node(), fewest.integer_or(0).value()) {
        (Some(node), _) => node.span(),
        (None, Some(1..)) => fewest.span(),
        (None, _) => return,
    };
    reporter
        .report(
            setting,
            format!("commits do not wait for standbys: `synchronous_commit` is `{text}`"),
            "waits for the primary at most",
        )
        .relate(asked, "asks for synchronous standbys")
        .help("remove the line, and let sessions that need no safety set it for themselves");
}
