//! `shared-buffers-above-request`: `shared_buffers` is within the memory that is asked for.

use crate::lint::kind::CLUSTER;
use crate::lint::view::{memory, parameter};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Operators, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("shared-buffers-above-request"),
    family: Family::Admission,
    topic: Topic::Capacity,
    severities: Severities::all(Level::Error),
    summary: "`shared_buffers` is within the memory that is asked for",
    rationale: "
The operator refuses a Cluster whose `shared_buffers` is larger than the memory
that its Pods ask for.
",
    sources: &[
        Source {
            title: "CloudNativePG, Resource Management",
            url: "https://cloudnative-pg.io/documentation/current/resource_management/",
        },
        Source {
            title: "CloudNativePG, cluster_webhook.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/webhook/v1/cluster_webhook.go",
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
  postgresql:
    parameters:
      shared_buffers: 4GB  #~
  resources:
    requests:
      memory: 2Gi
    limits:
      memory: 8Gi
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
  postgresql:
    parameters:
      shared_buffers: 2GB
  resources:
    requests:
      memory: 2Gi
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
  postgresql:
    parameters:
      shared_buffers: 4GB
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
  postgresql:
    parameters:
      shared_buffers: 4GB
  resources:
    requests:
      memory: 2Gi
      hugepages-2Mi: 5Gi
    limits:
      memory: 2Gi
      hugepages-2Mi: 5Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["parameter-value-invalid", "shared-buffers-without-unit"],
        operators: Operators::ALL,
    },
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let place = parameter::slot(cluster, "shared_buffers");
    let asked = memory::request(cluster);
    if place.node().is_none() || memory::has_huge_pages(cluster) != Some(false) {
        return;
    }
    let buffers = parameter::bytes(cx, cluster, "shared_buffers").flatten();
    let (Some(buffers), Some(memory)) = (buffers, memory::bytes(&asked)) else {
        return;
    };
    if buffers > memory {
        reporter
            .report(
                place,
                format!("{buffers} of shared buffers do not fit into {memory} of memory"),
                "more than the instance gets",
            )
            .relate(asked.span(), "the memory of an instance")
            .help(format!(
                "start from a quarter of the memory: `{}`",
                memory.part(1, 4).whole_mb().setting()
            ));
    }
}
