//! `service-monitor-without-port`: a `ServiceMonitor` finds a Service with its port.

use crate::lint::kind::{SERVICE, SERVICE_MONITOR};
use crate::lint::slot::Slot;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

/// The one port of the Services that the operator makes for a cluster.
const ONLY_PORT: &str = "postgres";

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("service-monitor-without-port"),
    family: Family::NoEffect,
    topic: Topic::Monitoring,
    severities: Severities::all(Level::Error),
    summary: "no ServiceMonitor asks the operator's Services for a port that they do not have",
    rationale: "
The Services of a cluster have one port, `postgres`. Metrics are exported by the
pods, on the port `metrics`, which no Service of the operator leads to: Prometheus
finds nothing to scrape, and alerts stay silent. A `PodMonitor` finds the pods.
",
    sources: &[
        Source {
            title: "CloudNativePG, Monitoring, Creating a PodMonitor",
            url: "https://cloudnative-pg.io/documentation/current/monitoring/#creating-a-podmonitor",
        },
        Source {
            title: "CloudNativePG, services.go, buildInstanceServicePorts",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/pkg/specs/services.go",
        },
    ],
    bad: &["
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: main
spec:
  selector:
    matchLabels:
      cnpg.io/cluster: main
  endpoints:
    - port: metrics  #~
"],
    good: &[
        "
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: main
spec:
  selector:
    matchLabels:
      cnpg.io/cluster: main
  podMetricsEndpoints:
    - port: metrics
",
        "
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: main
spec:
  selector:
    matchLabels:
      cnpg.io/cluster: main
  endpoints:
    - targetPort: 9187
",
        "
apiVersion: v1
kind: Service
metadata:
  name: main-metrics
  labels:
    cnpg.io/cluster: main
spec:
  selector:
    cnpg.io/cluster: main
  ports:
    - name: metrics
      port: 9187
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: main
spec:
  selector:
    matchLabels:
      cnpg.io/cluster: main
  endpoints:
    - port: metrics
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&SERVICE_MONITOR], check),
};

fn check(cx: &Context, monitor: Object, reporter: &mut Reporter) {
    let labels = monitor.slot(&["spec", "selector", "matchLabels"]);
    let of_operator = labels.entries().any(|(key, _)| key.starts_with("cnpg.io/"));
    // Another Service may be elsewhere, unless all there is was given.
    if !cx.is_whole() || !of_operator {
        return;
    }
    for endpoint in monitor.slot(&["spec", "endpoints"]).items() {
        let port = endpoint.at(&["port"]).text();
        let Some(name) = port.written().flatten() else {
            continue;
        };
        if name == ONLY_PORT || is_of_another_service(cx, &labels, name) {
            continue;
        }
        reporter
            .report(
                port,
                format!("no Service of the operator has a port `{name}`"),
                "finds nothing to scrape",
            )
            .help("write a PodMonitor, with `podMetricsEndpoints: [{ port: metrics }]`");
    }
}

/// Whether a Service of the user's own has, or may have, the labels and a port of
/// this name.
fn is_of_another_service(cx: &Context, labels: &Slot<'_>, port: &str) -> bool {
    let may_be = |slot: Slot<'_>, wanted: Option<&str>| {
        let text = slot.text();
        wanted.is_none() || text.is_unknown() || text.written().flatten() == wanted
    };
    cx.objects(&SERVICE).iter().any(|service| {
        let written = service.slot(&["metadata", "labels"]);
        let mut wanted = labels.entries();
        let mut ports = service.slot(&["spec", "ports"]).items();
        wanted.all(|(key, value)| may_be(written.key(&key), value.text().written().flatten()))
            && ports.any(|item| may_be(item.at(&["name"]), Some(port)))
    })
}
