//! `storage-class-not-expandable`: volumes can grow.

use crate::lint::kind::{CLUSTER, STORAGE_CLASS};
use crate::lint::view::volume;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("storage-class-not-expandable"),
    family: Family::Practice,
    topic: Topic::Capacity,
    severities: Severities::of(Level::Off, Level::Info, Level::Warning),
    summary: "the storage class of a cluster lets volumes grow",
    rationale: "
A volume that is full stops the database, and the way out is a larger one. Where
its class does not allow that, the operator cannot resize anything, and each
instance must be made anew.
",
    sources: &[
        Source {
            title: "CloudNativePG, Storage, Volume expansion",
            url: "https://cloudnative-pg.io/documentation/current/storage/#volume-expansion",
        },
        Source {
            title: "Kubernetes, Storage Classes, Volume expansion",
            url: "https://kubernetes.io/docs/concepts/storage/storage-classes/#allow-volume-expansion",
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
    storageClass: main  #~
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: main
provisioner: ebs.csi.aws.com
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
    storageClass: main
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: main
provisioner: ebs.csi.aws.com
allowVolumeExpansion: true
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
    storageClass: main
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let mut spoken: Vec<&str> = Vec::new();
    for volume in volume::of_cluster(cluster) {
        let field = volume.at(&["storageClass"]);
        let Some(name) = field.text().written().flatten() else {
            continue;
        };
        let Some(class) = cx.find(cluster, &STORAGE_CLASS, name).found() else {
            continue;
        };
        let expands = class.slot(&["allowVolumeExpansion"]).boolean_or(false);
        if reporter.need(expands) != Some(false) || spoken.contains(&name) || class.is_partial() {
            continue;
        }
        spoken.push(name);
        reporter
            .report(
                field,
                format!("volumes of class `{name}` cannot grow"),
                "cannot be made larger",
            )
            .relate(class.grip(), "no `allowVolumeExpansion: true`")
            .help("set `allowVolumeExpansion: true` in the class, or choose another one");
    }
}
