//! `storage-size-malformed`: the size of a volume is a quantity.

use crate::kube::Quantity;
use crate::lint::kind::CLUSTER;
use crate::lint::view::volume;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("storage-size-malformed"),
    family: Family::Admission,
    topic: Topic::Capacity,
    severities: Severities::all(Level::Error),
    summary: "the size of every volume of a cluster is a quantity of Kubernetes",
    rationale: "
The operator's webhook refuses a `size` that Kubernetes cannot read. PostgreSQL's
units (`10GB`) are none of Kubernetes'.
",
    sources: &[
        Source {
            title: "CloudNativePG, cluster_webhook.go, validateStorageConfigurationSize",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/webhook/v1/cluster_webhook.go#L1712",
        },
        Source {
            title: "Kubernetes, Quantity",
            url: "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/",
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
    size: 10GB  #~
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
    size: 10G
",
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: "10737418240"
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    for storage in volume::of_cluster(cluster) {
        let size = storage.at(&["size"]).text();
        let text = size.written().flatten().filter(|text| !text.is_empty());
        let Some(Err(error)) = text.map(Quantity::parse) else {
            continue;
        };
        reporter
            .report(size, error.to_string(), "cannot be read")
            .help(error.help());
    }
}
