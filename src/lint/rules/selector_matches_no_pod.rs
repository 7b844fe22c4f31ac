//! `selector-matches-no-pod`: selectors ask for labels that pods of the operator have.

use crate::knowledge::operator::labels::{self, Values};
use crate::lint::kind::{CLUSTER, NETWORK_POLICY, POD_DISRUPTION_BUDGET, POD_MONITOR, SERVICE};
use crate::lint::place::Key;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Lookup, Object, Reporter, Rule, RuleId,
    Severities, Slot, Source, Topic,
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
    sources: &[
        Source {
            title: "CloudNativePG, Labels and annotations",
            url: "https://cloudnative-pg.io/documentation/current/labels_annotations/",
        },
        Source {
            title: "CloudNativePG, Release notes of 1.19.5, Stop supporting the postgresql label",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/main/docs/src/release_notes/old/v1.19.md",
        },
    ],
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
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: v1
kind: Service
metadata:
  name: main
spec:
  ports:
    - port: 5432
  selector:
    postgresql: main  #~
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
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(
        &[
            &NETWORK_POLICY,
            &POD_MONITOR,
            &POD_DISRUPTION_BUDGET,
            &SERVICE,
        ],
        check,
    ),
};

/// What named the cluster on its pods until 1.18.
const OLD_LABEL: &str = "postgresql";

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    let selector = if object.is(&NETWORK_POLICY) {
        object.slot(&["spec", "podSelector"])
    } else {
        object.slot(&["spec", "selector"])
    };
    let labels = if object.is(&SERVICE) {
        selector
    } else {
        selector.at(&["matchLabels"])
    };
    for (key, value) in labels.entries() {
        if key == OLD_LABEL {
            judge_old(cx, &value, reporter);
        }
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

/// Says that a cluster's pods lost the label that named it.
fn judge_old(cx: &Context, value: &Slot, reporter: &mut Reporter) {
    let Some(node) = value.node() else { return };
    let name = node.as_str().unwrap_or_default();
    let Lookup::Found(cluster) = cx.find(value.object(), &CLUSTER, name) else {
        return;
    };
    let inherited = cluster.slot(&["spec", "inheritedMetadata", "labels"]);
    if inherited.key(OLD_LABEL).is_present() != Some(false) {
        return;
    }
    reporter
        .report(
            Key(node),
            format!("no pod of the operator has the label `{OLD_LABEL}`"),
            "selects nothing",
        )
        .relate(cluster.grip(), "of this cluster")
        .help(format!("write `cnpg.io/cluster: {name}`"));
}

/// The values, where they are listed.
fn each(values: &Values) -> &'static [&'static str] {
    match values {
        Values::OneOf(values) => values,
        Values::Cluster | Values::Pooler | Values::Instance | Values::Version => &[],
    }
}
