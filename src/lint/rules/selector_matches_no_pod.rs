//! `selector-matches-no-pod`: selectors ask for labels that pods of the operator have.

use crate::knowledge::operator::labels::{self, Values};
use crate::lint::kind::{NETWORK_POLICY, POD_DISRUPTION_BUDGET, POD_MONITOR};
use crate::lint::place::Key;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("selector-matches-no-pod"),
    family: Family::NoEffect,
    topic: Topic::Network,
    severities: Severities::all(Level::Error),
    summary: "selectors ask for labels that pods of the operator have",
    rationale: "

A selector for labels that no pod has selects nothing, and nothing says so: a
policy protects nothing, a monitor scrapes nothing. Pods of instances have
`cnpg.io/podRole: instance`, those of poolers `cnpg.io/poolerName`; Jobs have
`cnpg.io/jobRole`, and all have `cnpg.io/cluster`.
",
    sources: &[Source {
        title: "CloudNativePG, Labels and annotations",
        url: "https://cloudnative-pg.io/documentation/current/labels_annotations/",
    }],
    bad: &[
        "
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: main
spec:
  podSelector:
    matchLabels:
      cnpg.io/clusterName: main  #~
",
        "
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: main
spec:
  selector:
    matchLabels:
      cnpg.io/cluster: main
      cnpg.io/instanceRole: master  #~
  podMetricsEndpoints:
    - port: metrics
",
    ],
    good: &[
        "
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: main
spec:
  podSelector:
    matchLabels:
      cnpg.io/cluster: main
",
        "
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: main
spec:
  selector:
    matchLabels:
      cnpg.io/cluster: main
      cnpg.io/instanceRole: primary
  podMetricsEndpoints:
    - port: metrics
",
        "
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: main
spec:
  podSelector:
    matchLabels:
      cnpg.io/poolerName: main
",
        "
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: main
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: main
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(
        &[&NETWORK_POLICY, &POD_MONITOR, &POD_DISRUPTION_BUDGET],
        check,
    ),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    let selector = if object.is(&NETWORK_POLICY) {
        object.slot(&["spec", "podSelector"])
    } else {
        object.slot(&["spec", "selector"])
    };
    for (key, value) in selector.at(&["matchLabels"]).entries() {
        if !key.starts_with("cnpg.io/") {
            continue;
        }
        let carriers: Vec<_> = labels::carriers(&key, &cx.target().operator).collect();
        let Some(node) = value.node() else { continue };
        let Some(text) = node.as_str() else { continue };
        let may_have = |values: &Values| match values {
            Values::OneOf(values) => values.contains(&text),
            Values::Cluster | Values::Pooler | Values::Instance | Values::Version => true,
        };
        if carriers.is_empty() {
            reporter
                .report(
                    Key(node),
                    format!("no pod of the operator has the label `{key}`"),
                    "selects nothing",
                )
                .help("select by `cnpg.io/cluster`, and by `cnpg.io/podRole` if need be");
        } else if !carriers.iter().any(|(_, values)| may_have(values)) {
            let known: Vec<&str> = carriers
                .iter()
                .flat_map(|(_, values)| each(values))
                .copied()
                .collect();
            reporter
                .report(
                    value,
                    format!("no pod of the operator has `{text}` in `{key}`"),
                    "selects nothing",
                )
                .help(format!("write one of: {}", known.join(", ")));
        }
    }
}

/// The values, where they are listed.
fn each(values: &Values) -> &'static [&'static str] {
    match values {
        Values::OneOf(values) => values,
        Values::Cluster | Values::Pooler | Values::Instance | Values::Version => &[],
    }
}
