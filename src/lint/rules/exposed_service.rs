//! `exposed-service`: the database is not offered to everybody.

use crate::lint::Slot;
use crate::lint::kind::{CLUSTER, POOLER};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("exposed-service"),
    family: Family::Practice,
    topic: Topic::Security,
    severities: Severities::of(Level::Off, Level::Off, Level::Info),
    summary: "no load balancer offers the database to every address",
    rationale: "
A Service of type `LoadBalancer` gets an address outside of the Kubernetes
cluster, on most clouds a public one. `loadBalancerSourceRanges` says who may use
it; most clouds have an annotation for an internal address as well.
",
    sources: &[
        Source {
            title: "CloudNativePG, Service Management",
            url: "https://cloudnative-pg.io/documentation/current/service_management/",
        },
        Source {
            title: "Kubernetes, Service, Internal load balancer",
            url: "https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer",
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
  managed:
    services:
      additional:
        - selectorType: rw
          serviceTemplate:
            metadata:
              name: main-public
            spec:
              type: LoadBalancer  #~
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 3
  type: rw
  pgbouncer:
    poolMode: session
  serviceTemplate:
    spec:
      type: LoadBalancer  #~
",
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
  managed:
    services:
      additional:
        - selectorType: rw
          serviceTemplate:
            metadata:
              name: main-public
            spec:
              type: LoadBalancer
              loadBalancerSourceRanges:
                - 10.0.0.0/8
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
  managed:
    services:
      additional:
        - selectorType: rw
          serviceTemplate:
            metadata:
              name: main-public
              annotations:
                service.beta.kubernetes.io/aws-load-balancer-scheme: internal
            spec:
              type: LoadBalancer
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
  managed:
    services:
      additional:
        - selectorType: rw
          serviceTemplate:
            metadata:
              name: main-public
            spec:
              type: LoadBalancer
              loadBalancerClass: tailscale
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 3
  type: rw
  pgbouncer:
    poolMode: session
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &POOLER], check),
};

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    if object.is(&POOLER) {
        judge(&object.slot(&["spec", "serviceTemplate"]), reporter);
        return;
    }
    let services = object.slot(&["spec", "managed", "services", "additional"]);
    for service in services.items() {
        judge(&service.at(&["serviceTemplate"]), reporter);
    }
}

/// Judges a Service; annotations and classes are of a provider whose addresses
/// nobody knows here.
fn judge(template: &Slot, reporter: &mut Reporter) {
    let kind = template.at(&["spec", "type"]).text_or("ClusterIP");
    if kind.value() != Some("LoadBalancer") {
        return;
    }
    let guards = [
        template.at(&["spec", "loadBalancerSourceRanges"]),
        template.at(&["spec", "loadBalancerClass"]),
        template.at(&["spec", "loadBalancerIP"]),
        template.at(&["metadata", "annotations"]),
    ];
    if guards.iter().all(|guard| guard.is_present() == Some(false)) {
        reporter
            .report(
                kind,
                "the load balancer lets every address reach the database",
                "often a public address",
            )
            .help("list who may use it in `loadBalancerSourceRanges`");
    }
}
