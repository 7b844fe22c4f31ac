//! `unknown-parameter`: the server knows its parameters.

use crate::knowledge::operator::parameters::{fixed, fixed_in_other_case};
use crate::knowledge::parameters::{self, RECORDED_BEFORE_RELEASE, find, is_custom, nearest};
use crate::lint::kind::CLUSTER;
use crate::lint::view::server;
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unknown-parameter"),
    family: Family::NoEffect,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Error),
    summary: "each parameter is one that the server knows",
    rationale: "
The operator writes any name into the configuration. A server does not start
with a name that it does not know, and a running one keeps its old
configuration, this change and all later ones left out.
",
    sources: &[
        Source {
            title: "PostgreSQL, Server Configuration",
            url: "https://www.postgresql.org/docs/current/runtime-config.html",
        },
        Source {
            title: "CloudNativePG, PostgreSQL Configuration, The postgresql section",
            url: "https://cloudnative-pg.io/documentation/current/postgresql_conf/#the-postgresql-section",
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
      work_memory: 16MB  #~
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
  postgresql:
    parameters:
      old_snapshot_threshold: "60"  #~
  imageName: ghcr.io/cloudnative-pg/postgresql:18.4-standard-trixie
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
      work_mem: 16MB
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
  postgresql:
    parameters:
      old_snapshot_threshold: "60"
"#,
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
      main.tenant: orders
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let majors = server::majors(cluster);
    let told = majors.iter().any(|major| *major < RECORDED_BEFORE_RELEASE);
    let Some(newest) = majors.iter().rev().nth(usize::from(majors.len() > 1)) else {
        return;
    };
    for (name, value) in cluster
        .slot(&["spec", "postgresql", "parameters"])
        .entries()
    {
        let known = majors.iter().any(|major| find(&name, *major).is_some());
        let taken = fixed_in_other_case(&name, &cx.target().operator).is_some()
            || fixed(&name, &cx.target().operator).is_some();
        let (false, false, true, Some(node)) = (
            known || is_custom(&name),
            taken || &*name == "allow_alter_system",
            told,
            value.node(),
        ) else {
            continue;
        };
        let elsewhere = parameters::majors(&name);
        let (message, help) = if let [first, .., last] | [first @ last] = elsewhere.as_slice() {
            let help = format!("remove the line; PostgreSQL {first} to {last} have it");
            (
                format!("PostgreSQL {newest} has no parameter `{name}`"),
                help,
            )
        } else {
            let help = nearest(&name, *newest).map_or_else(
                || {
                    "remove the line; parameters of extensions start with a prefix and a dot"
                        .to_owned()
                },
                |near| format!("write `{near}`"),
            );
            (format!("PostgreSQL has no parameter `{name}`"), help)
        };
        reporter
            .report(Key(node), message, "the server does not start with it")
            .help(help)
            .explain(node.path());
    }
}
