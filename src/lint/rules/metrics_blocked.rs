//! `metrics-blocked`: network policies let Prometheus reach what it is told to scrape.

use crate::knowledge::operator::ports;
use crate::lint::kind::POD_MONITOR;
use crate::lint::view::network::{self, Direction, End, Gate, Need, Pod, PodKind};
use crate::lint::{
    Check, Collector, Context, Family, FixSafety, Level, Limits, Object, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("metrics-blocked"),
    family: Family::NoEffect,
    topic: Topic::Monitoring,
    severities: Severities::all(Level::Warning),
    summary: "network policies let Prometheus reach what it is told to scrape",
    rationale: "

Instances show their metrics on port 9187 and poolers on port 9127. A PodMonitor
for pods that Prometheus cannot reach gives targets that are down.
",
    sources: &[
        Source {
            title: "CloudNativePG, Monitoring",
            url: "https://cloudnative-pg.io/documentation/current/monitoring/",
        },
        Source {
            title: "CloudNativePG, Security, Exposed ports",
            url: "https://cloudnative-pg.io/documentation/current/security/#exposed-ports",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  namespace: main
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: main
  namespace: main
spec:
  podSelector:  #~
    matchLabels:
      cnpg.io/cluster: main
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: main
      ports:
        - port: 5432
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: cnpg-system
          podSelector:
            matchLabels:
              app.kubernetes.io/name: cloudnative-pg
      ports:
        - port: 8000
    - from:
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: main
  namespace: main
spec:
  selector:
    matchLabels:
      cnpg.io/cluster: main
      cnpg.io/podRole: instance
  podMetricsEndpoints:
    - port: metrics
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  namespace: main
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: main
  namespace: main
spec:
  podSelector:
    matchLabels:
      cnpg.io/cluster: main
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: main
      ports:
        - port: 5432
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: cnpg-system
          podSelector:
            matchLabels:
              app.kubernetes.io/name: cloudnative-pg
      ports:
        - port: 8000
    - from:
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: monitoring
      ports:
        - port: metrics
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: main
  namespace: main
spec:
  selector:
    matchLabels:
      cnpg.io/cluster: main
      cnpg.io/podRole: instance
  podMetricsEndpoints:
    - port: metrics
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  namespace: main
spec:
  instances: 3
  storage:
    size: 10Gi
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: main
  namespace: main
spec:
  podSelector:
    matchLabels:
      cnpg.io/cluster: main
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: main
      ports:
        - port: 5432
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: cnpg-system
          podSelector:
            matchLabels:
              app.kubernetes.io/name: cloudnative-pg
      ports:
        - port: 8000
    - from:
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Set(check),
};

fn check(cx: &Context, all: &mut Collector) {
    for cut in network::cuts(cx, needs) {
        cut.tell(
            all,
            "no policy lets Prometheus reach the metrics of the pods",
            "allow TCP 9187 (9127 for poolers) from the namespace of Prometheus",
        );
    }
}

/// What a `PodMonitor` selects.
fn needs<'a>(cx: &Context<'a>, cluster: Object<'a>) -> Vec<Need<'a>> {
    let pods = Pod::all_of(cx, cluster).into_iter();
    let scraped = pods.filter(|pod| {
        let enabled = pod
            .owner
            .slot(&["spec", "monitoring", "enablePodMonitor"])
            .boolean_or(false);
        let mut monitors = cx.objects(&POD_MONITOR).iter();
        pod.kind != PodKind::Job
            && (enabled.value() == Some(true)
                || monitors.any(|monitor| {
                    let selector = monitor.slot(&["spec", "selector"]);
                    monitor.namespace() == cluster.namespace()
                        && pod.is_selected(selector) == Some(true)
                }))
    });
    scraped
        .map(|pod| Need {
            pod,
            direction: Direction::Ingress,
            far: End::Elsewhere,
            gate: Gate::Tcp(match pod.kind {
                PodKind::Pooler => ports::POOLER_METRICS,
                PodKind::Instance | PodKind::Job => ports::INSTANCE_METRICS,
            }),
        })
        .collect()
}
