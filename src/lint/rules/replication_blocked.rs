//! `replication-blocked`: network policies let instances, and the Jobs that make them, reach each other.

use crate::knowledge::operator::defaults::ISOLATION_CHECKED;
use crate::knowledge::operator::ports;
use crate::lint::view::network::{self, Direction, End, Gate, Need, Pod, PodKind};
use crate::lint::{
    Check, Collector, Context, Family, FixSafety, Level, Limits, Object, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("replication-blocked"),
    family: Family::NoEffect,
    topic: Topic::Network,
    severities: Severities::all(Level::Error),
    summary: "network policies let instances, and the Jobs that make them, reach each other",
    rationale: "

Replicas follow the primary on port 5432, and the Jobs that make them copy it
from there. Pods of Jobs have the label `cnpg.io/cluster`, but not
`cnpg.io/podRole`. Since 1.27 an isolated primary also asks the other instances
on port 8000 before it goes on.
",
    sources: &[
        Source {
            title: "CloudNativePG, Security, Exposed ports",
            url: "https://cloudnative-pg.io/documentation/current/security/#exposed-ports",
        },
        Source {
            title: "CloudNativePG, Networking",
            url: "https://cloudnative-pg.io/documentation/current/networking/",
        },
        Source {
            title: "CloudNativePG, Instance Manager, Primary Isolation",
            url: "https://cloudnative-pg.io/documentation/current/instance_manager/",
        },
    ],
    bad: &[
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
  podSelector:  #~
    matchLabels:
      cnpg.io/cluster: main
  policyTypes:
    - Egress
  egress:
    - to:
        - namespaceSelector: {}
      ports:
        - port: 53
          protocol: UDP
    - to:
        - ipBlock:
            cidr: 10.0.0.1/32
      ports:
        - port: 6443
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
  podSelector:  #~
    matchLabels:
      cnpg.io/cluster: main
  ingress:
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
              cnpg.io/podRole: instance
      ports:
        - port: 5432
        - port: 8000
",
    ],
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
  policyTypes:
    - Egress
  egress:
    - to:
        - namespaceSelector: {}
      ports:
        - port: 53
          protocol: UDP
    - to:
        - ipBlock:
            cidr: 10.0.0.1/32
      ports:
        - port: 6443
    - to:
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  namespace: main
spec:
  instances: 1
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
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Set(check),
};

fn check(cx: &Context, all: &mut Collector) {
    for cut in network::cuts(cx, needs) {
        let message = match cut.need.pod.kind {
            PodKind::Job => "the Jobs that make replicas cannot reach the instances",
            PodKind::Instance | PodKind::Pooler => match cut.need.far {
                End::Pod(Pod {
                    kind: PodKind::Job, ..
                }) => "the Jobs that make replicas cannot reach the instances",
                End::Pod(_) | End::Operator | End::ApiServer | End::Dns | End::Elsewhere => {
                    "the instances cannot reach each other"
                }
            },
        };
        cut.tell(
            all,
            message,
            "allow TCP 5432 and 8000 between pods with the `cnpg.io/cluster` of the cluster, whatever \
             their role",
        );
    }
}

/// The connections among instances and Jobs; a single instance has none.
fn needs<'a>(cx: &Context<'a>, cluster: Object<'a>) -> Vec<Need<'a>> {
    let instances = cluster.slot(&["spec", "instances"]).integer_or(1).value();
    if instances.is_none_or(|instances| instances < 2) {
        return Vec::new();
    }
    let [instance, job] =
        [PodKind::Instance, PodKind::Job].map(|kind| Pod::of_cluster(cx, kind, cluster));
    let into = |far, port| Need {
        pod: instance,
        direction: Direction::Ingress,
        far: End::Pod(far),
        gate: Gate::Tcp(port),
    };
    let out_of = |pod, port| Need {
        pod,
        direction: Direction::Egress,
        far: End::Pod(instance),
        gate: Gate::Tcp(port),
    };
    let mut needs = vec![
        into(instance, ports::POSTGRES),
        out_of(instance, ports::POSTGRES),
        into(job, ports::POSTGRES),
        out_of(job, ports::POSTGRES),
    ];
    if ISOLATION_CHECKED.reached(&cx.target().operator) {
        needs.push(into(instance, ports::STATUS));
        needs.push(out_of(instance, ports::STATUS));
    }
    needs
}
