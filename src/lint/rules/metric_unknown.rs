//! `metric-unknown`: alerts are about metrics that the operator exports.

use crate::knowledge::operator::metrics;
use crate::lint::kind::PROMETHEUS_RULE;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("metric-unknown"),
    family: Family::NoEffect,
    topic: Topic::Monitoring,
    severities: Severities::of(Level::Warning, Level::Warning, Level::Error),
    summary: "alerts are about metrics that the operator exports",
    rationale: "

An expression about a metric that nobody exports has no result, and an alert on
it never fires. Names that begin with `cnpg_collector_` and `cnpg_pgbouncer_` are
the operator's own; others may come from queries of one's own, and are told only
where they are nearly those of a known metric.
",
    sources: &[
        Source {
            title: "CloudNativePG, Monitoring",
            url: "https://cloudnative-pg.io/documentation/current/monitoring/",
        },
        Source {
            title: "CloudNativePG, default-monitoring.yaml",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/config/manager/default-monitoring.yaml",
        },
    ],
    bad: &[
        "
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: main
spec:
  groups:
    - name: main
      rules:
        - alert: Main
          expr: cnpg_collector_is_up == 0  #~
",
        "
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: main
spec:
  groups:
    - name: main
      rules:
        - alert: Main
          expr: sum(rate(cnpg_backend_total[5m])) by (datname) > 10  #~
",
    ],
    good: &[
        "
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: main
spec:
  groups:
    - name: main
      rules:
        - alert: Main
          expr: cnpg_collector_up == 0
",
        r#"
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: main
spec:
  groups:
    - name: main
      rules:
        - alert: Main
          expr: cnpg_main_orders_total{name="cnpg_collector_is_up"} > 1
"#,
        "
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: main
spec:
  groups:
    - name: main
      rules:
        - alert: Main
          expr: rate(cnpg_pg_stat_database_deadlocks[5m]) > 0
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&PROMETHEUS_RULE], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    let groups = object.slot(&["spec", "groups"]).items();
    let rules = groups.flat_map(|group| group.at(&["rules"]).items());
    for expression in rules.map(|rule| rule.at(&["expr"])) {
        let text = expression.text().written().flatten().unwrap_or_default();
        let mut told: Vec<&str> = Vec::new();
        for name in names(text) {
            let is_wrong = metrics::is_own(name) && metrics::metric(name).is_none();
            if !is_wrong || told.contains(&name) {
                continue;
            }
            let own = name.starts_with("cnpg_collector_") || name.starts_with("cnpg_pgbouncer_");
            let near = metrics::nearest(name).filter(|_| own || !has_own_queries(cx));
            if !own && near.is_none() {
                continue;
            }
            told.push(name);
            let finding = reporter.report(
                expression,
                format!("the operator exports no metric `{name}`"),
                "never has a result",
            );
            if let Some(near) = near {
                finding.help(format!("write `{near}`"));
            }
        }
    }
}

/// Whether a cluster exports metrics by queries of its own.
fn has_own_queries(cx: &Context) -> bool {
    cx.clusters().iter().any(|cluster| {
        let monitoring = cluster.slot(&["spec", "monitoring"]);
        let given = |keys| monitoring.at(keys).is_present() != Some(false);
        given(&["customQueriesConfigMap"]) || given(&["customQueriesSecret"])
    })
}

/// The names in an expression, those in quotes left out.
fn names(expression: &str) -> impl Iterator<Item = &str> {
    let plain = expression.split(['"', '\'', '`']).step_by(2);
    let part = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | ':');
    plain
        .flat_map(move |plain| plain.split(move |letter| !part(letter)))
        // A name with a colon is that of a recording rule.
        .filter(|name| !name.contains(':'))
}
