//! `object-store-blocked`: network policies let the instances reach the object store of their archive.

use crate::lint::view::backup::{self, Archiver};
use crate::lint::view::network::{self, Direction, End, Gate, Need, Pod, PodKind};
use crate::lint::{
    Check, Collector, Context, Family, FixSafety, Level, Limits, Object, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("object-store-blocked"),
    family: Family::NoEffect,
    topic: Topic::Network,
    severities: Severities::all(Level::Error),
    summary: "network policies let the instances reach the object store of their archive",
    rationale: "

WAL that cannot be archived is kept until the volume is full, and then the
database stops. Jobs that restore a backup wait for minutes before they fail.
",
    sources: &[
        Source {
            title: "CloudNativePG, WAL archiving",
            url: "https://cloudnative-pg.io/documentation/current/wal_archiving/",
        },
        Source {
            title: "Kubernetes, Network Policies",
            url: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
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
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
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
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
    - ports:
        - port: 443
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  namespace: main
spec:
  instances: 3
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
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
        - podSelector:
            matchLabels:
              cnpg.io/cluster: main
      ports:
        - port: 5432
        - port: 8000
    - to:
        - podSelector:
            matchLabels:
              app: main-store
      ports:
        - port: 9000
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
            "the instances cannot reach the object store",
            "allow TCP to the object store: 443, or the port of its endpoint",
        );
    }
}

/// The archive of the cluster, if it has one.
fn needs<'a>(cx: &Context<'a>, cluster: Object<'a>) -> Vec<Need<'a>> {
    if !matches!(
        backup::archiver(cluster),
        Some(Archiver::Plugin(_) | Archiver::InTree(_))
    ) {
        return Vec::new();
    }
    vec![Need {
        pod: Pod::of_cluster(cx, PodKind::Instance, cluster),
        direction: Direction::Egress,
        far: End::Elsewhere,
        gate: Gate::OtherTcp,
    }]
}
