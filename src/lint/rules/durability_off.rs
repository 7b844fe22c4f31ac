//! `durability-off`: what is committed is on disk.

use crate::knowledge::parameters::boolean;
use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Operators, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("durability-off"),
    family: Family::Practice,
    topic: Topic::Postgresql,
    severities: Severities::of(Level::Off, Level::Warning, Level::Error),
    summary: "no parameter lets a crash lose or corrupt data",
    rationale: "
`fsync` and `full_page_writes` are what makes a database survive a crash of its
node: without them its files may be beyond repair, and replicas and backups are
made from them. `zero_damaged_pages` and `ignore_checksum_failure` go on with
broken pages, and what was in them is lost. The operator lets all of them pass.
",
    sources: &[
        Source {
            title: "PostgreSQL, Write Ahead Log, Settings",
            url: "https://www.postgresql.org/docs/current/runtime-config-wal.html#RUNTIME-CONFIG-WAL-SETTINGS",
        },
        Source {
            title: "PostgreSQL, Developer Options",
            url: "https://www.postgresql.org/docs/current/runtime-config-developer.html",
        },
    ],
    bad: &[
        r#"
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
      fsync: "off"  #~
"#,
        r#"
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
      full_page_writes: "false"  #~
      zero_damaged_pages: "on"  #~
"#,
    ],
    good: &[
        r#"
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
      fsync: "on"
      full_page_writes: "on"
"#,
        r#"
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
      synchronous_commit: "off"
"#,
        r#"
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
      zero_damaged_pages: "off"
"#,
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &[
            "parameter-value-invalid",
            "fixed-parameter",
            "parameter-overwritten",
        ],
        operators: Operators::ALL,
    },
    check: Check::Each(&[&CLUSTER], check),
};

/// Parameters, the values that are dangerous, and what they cost.
const DANGERS: [(&str, bool, &str); 4] = [
    (
        "fsync",
        false,
        "a crash of the node may leave files beyond repair",
    ),
    (
        "full_page_writes",
        false,
        "a crash of the node may leave torn pages",
    ),
    (
        "zero_damaged_pages",
        true,
        "rows of damaged pages are deleted",
    ),
    (
        "ignore_checksum_failure",
        true,
        "damaged pages are read as if they were sound",
    ),
];

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let parameters = cluster.slot(&["spec", "postgresql", "parameters"]);
    for (name, value) in parameters.entries() {
        let danger = DANGERS
            .into_iter()
            .find(|(known, ..)| name.eq_ignore_ascii_case(known));
        let set = value.text().written().flatten().and_then(boolean);
        let Some((known, bad, cost)) = danger.filter(|(_, bad, _)| set == Some(*bad)) else {
            continue;
        };
        let state = if bad { "on" } else { "off" };
        reporter
            .report(value, format!("`{known}` is {state}: {cost}"), "loses data")
            .help("remove the line");
    }
}
