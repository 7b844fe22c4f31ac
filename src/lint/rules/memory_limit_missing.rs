//! `memory-limit-missing`: the memory of each instance has a limit.

use crate::lint::kind::{CLUSTER, LIMIT_RANGE};
use crate::lint::view::memory;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("memory-limit-missing"),
    family: Family::Practice,
    topic: Topic::Capacity,
    severities: Severities::of(Level::Off, Level::Info, Level::Info).untold(Level::Off),
    summary: "the memory of each instance has a limit",
    rationale: "
A Pod without a memory limit takes what its node has. When the node runs out, its
kernel picks what to kill by how far it is above its request, and a server that
asked for nothing goes first. With limits equal to the requests, a Pod is in the
class that is evicted last, and a single backend dies before the whole server.
",
    sources: &[
        Source {
            title: "CloudNativePG, Resource Management",
            url: "https://cloudnative-pg.io/documentation/current/resource_management/",
        },
        Source {
            title: "Kubernetes, Pod Quality of Service Classes",
            url: "https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main  #~
spec:
  instances: 3
  storage:
    size: 10Gi
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
  resources:  #~
    requests:
      memory: 4Gi
      cpu: 500m
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
  resources:
    requests:
      memory: 4Gi
    limits:
      memory: 4Gi
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
  resources:
    limits:
      memory: 4Gi
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
apiVersion: v1
kind: LimitRange
metadata:
  name: main
  namespace: main
spec:
  limits:
    - type: Container
      default:
        memory: 4Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let limit = memory::limit(cluster);
    // A `LimitRange` gives defaults to those that say nothing.
    let written =
        |object: &Object| object.slot(&["metadata", "namespace"]).is_present() != Some(false);
    let may_default = |range: &Object| {
        let spaces = range.namespace().zip(cluster.namespace());
        written(range) && written(&cluster) && spaces.is_none_or(|(one, other)| one == other)
    };
    let defaulted = cx.objects(&LIMIT_RANGE).iter().any(may_default);
    if defaulted || reporter.need(limit.quantity()) != Some(None) {
        return;
    }
    reporter
        .report(
            limit,
            "the memory of the instances has no limit",
            "no `limits.memory`",
        )
        .help("set `resources.limits.memory` and `resources.requests.memory` to the same amount");
}
