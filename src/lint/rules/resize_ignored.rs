//! `resize-ignored`: whether volumes are resized in use is said where it is read.

use crate::lint::kind::CLUSTER;
use crate::lint::view::volume;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("resize-ignored"),
    family: Family::NoEffect,
    topic: Topic::Capacity,
    severities: Severities::all(Level::Warning),
    summary: "only `storage` says whether volumes in use are resized",
    rationale: "
The operator reads `resizeInUseVolumes` of `storage` alone, for all volumes of
the cluster. On `walStorage` and on tablespaces it is accepted and ignored:
those volumes are resized in use all the same.
",
    sources: &[
        Source {
            title: "CloudNativePG, cluster_funcs.go, ShouldResizeInUseVolumes",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/api/v1/cluster_funcs.go",
        },
        Source {
            title: "CloudNativePG, Storage, Volume expansion",
            url: "https://cloudnative-pg.io/documentation/current/storage/#volume-expansion",
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
  walStorage:
    size: 5Gi
    resizeInUseVolumes: false  #~
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
    resizeInUseVolumes: false
  walStorage:
    size: 5Gi
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
    resizeInUseVolumes: false
  walStorage:
    size: 5Gi
    resizeInUseVolumes: false
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
  walStorage:
    size: 5Gi
    resizeInUseVolumes: true
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let read = cluster.slot(&["spec", "storage", "resizeInUseVolumes"]);
    if read.boolean_or(true).value() != Some(true) {
        return;
    }
    for volume in volume::of_cluster(cluster).skip(1) {
        let resize = volume.at(&["resizeInUseVolumes"]).boolean_or(true);
        if reporter.need(resize) == Some(false) {
            reporter
                .report(
                    resize,
                    "the operator resizes this volume in use all the same",
                    "is read from `storage` only",
                )
                .help("write it into `storage`, for all volumes of the cluster, or remove it");
        }
    }
}
