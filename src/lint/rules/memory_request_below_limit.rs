//! `memory-request-below-limit`: the memory that an instance may take is reserved.

use crate::lint::kind::CLUSTER;
use crate::lint::view::memory;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("memory-request-below-limit"),
    family: Family::Practice,
    topic: Topic::Capacity,
    severities: Severities::of(Level::Off, Level::Off, Level::Info).untold(Level::Off),
    summary: "the memory that an instance may take is reserved for it",
    rationale: "
What is between request and limit is promised to other Pods as well. When the
node runs out of it, the server is among those that are killed or evicted, and
PostgreSQL uses its memory for long. A Pod whose requests equal its limits is
evicted last.
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
    bad: &["
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
      memory: 1Gi  #~
    limits:
      memory: 4Gi
"],
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
      memory: 4096Mi
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
        r#"
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
      cpu: 500m
      memory: 4Gi
    limits:
      cpu: "2"
      memory: 4Gi
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let (request, limit) = (memory::request(cluster), memory::limit(cluster));
    let (Some(reserved), Some(most)) = (memory::bytes(&request), memory::bytes(&limit)) else {
        return;
    };
    if reserved >= most {
        return;
    }
    reporter
        .report(
            request,
            format!("only {reserved} of the {most} that an instance may take are reserved"),
            "less than the limit",
        )
        .relate(limit.span(), "the limit")
        .help(format!("ask for `{most}` of memory, or lower the limit"));
}
