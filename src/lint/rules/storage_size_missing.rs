//! `storage-size-missing`: every volume of a cluster has a size.

use crate::lint::kind::CLUSTER;
use crate::lint::view::volume;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("storage-size-missing"),
    family: Family::Admission,
    topic: Topic::Capacity,
    severities: Severities::all(Level::Error),
    summary: "every volume of a cluster has a size",
    rationale: "
There is no default: the operator's webhook refuses a Cluster whose `storage`,
`walStorage` or tablespace has neither a `size` nor a request in its `pvcTemplate`.
",
    sources: &[Source {
        title: "CloudNativePG, cluster_webhook.go, validateStorageConfigurationSize",
        url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/webhook/v1/cluster_webhook.go#L1712",
    }],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main  #~
spec:
  instances: 3
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
  walStorage:  #~
    storageClass: main-fast
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
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    pvcTemplate:
      resources:
        requests:
          storage: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    for storage in volume::of_cluster(cluster) {
        let size = storage.at(&["size"]);
        let request = storage.at(&["pvcTemplate", "resources", "requests", "storage"]);
        let (Some(text), Some(false)) = (size.text_or("").value(), request.is_present()) else {
            continue;
        };
        if text.is_empty() {
            reporter
                .report(size, "the volume has no size", "refused without one")
                .help("write a `size`, such as `10Gi`");
        }
    }
}
