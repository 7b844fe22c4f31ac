//! Labels of the pods that the operator makes, and the labels and annotations
//! that it reads and writes (`pkg/utils/labels_annotations.go`, `pkg/specs`).

use crate::knowledge::change::Change;
use crate::kube::version::OperatorVersion;

/// A pod of the operator's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pod {
    /// An instance of a Cluster.
    Instance,
    /// A Job that makes an instance: initdb, recovery, join, upgrade.
    Job,
    /// A pod of a Pooler.
    Pooler,
}

impl Pod {
    /// The three of them.
    pub const ALL: [Self; 3] = [Self::Instance, Self::Job, Self::Pooler];
}

/// The values that a label can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// One of these.
    OneOf(&'static [&'static str]),
    /// The name of the Cluster.
    Cluster,
    /// The name of the Pooler.
    Pooler,
    /// The name of an instance.
    Instance,
    /// The version of PostgreSQL.
    Version,
}

/// A label of pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The key.
    pub key: &'static str,
    /// Its values.
    pub values: Values,
    /// Since which release.
    pub since: Change,
}

const ALWAYS: Change = Change::with("");

/// Since when pods have the labels that Kubernetes recommends.
const RECOMMENDED: Change = Change::with("1.28.0");

const ROLES: Values = Values::OneOf(&["primary", "replica", "unhealthy"]);
const JOBS: Values = Values::OneOf(&[
    "import",
    "initdb",
    "pgbasebackup",
    "full-recovery",
    "join",
    "snapshot-recovery",
    "major-upgrade",
]);

const fn label(key: &'static str, values: Values, since: Change) -> Label {
    Label { key, values, since }
}

const CLUSTER: Label = label("cnpg.io/cluster", Values::Cluster, ALWAYS);
const INSTANCE_NAME: Label = label("cnpg.io/instanceName", Values::Instance, ALWAYS);
const APP_NAME: Label = label(
    "app.kubernetes.io/name",
    Values::OneOf(&["postgresql"]),
    RECOMMENDED,
);
const APP_INSTANCE: Label = label("app.kubernetes.io/instance", Values::Cluster, RECOMMENDED);
const APP_VERSION: Label = label("app.kubernetes.io/version", Values::Version, RECOMMENDED);
const DATABASE: Label = label(
    "app.kubernetes.io/component",
    Values::OneOf(&["database"]),
    RECOMMENDED,
);
const MANAGED_BY: Label = label(
    "app.kubernetes.io/managed-by",
    Values::OneOf(&["cloudnative-pg"]),
    RECOMMENDED,
);

const INSTANCE: [Label; 10] = [
    CLUSTER,
    INSTANCE_NAME,
    label("cnpg.io/podRole", Values::OneOf(&["instance"]), ALWAYS),
    label("cnpg.io/instanceRole", ROLES, ALWAYS),
    label("role", ROLES, ALWAYS),
    APP_NAME,
    APP_INSTANCE,
    APP_VERSION,
    DATABASE,
    MANAGED_BY,
];

const JOB: [Label; 8] = [
    CLUSTER,
    INSTANCE_NAME,
    label("cnpg.io/jobRole", JOBS, ALWAYS),
    APP_NAME,
    APP_INSTANCE,
    APP_VERSION,
    DATABASE,
    MANAGED_BY,
];

const POOLER: [Label; 7] = [
    CLUSTER,
    label("cnpg.io/poolerName", Values::Pooler, ALWAYS),
    label("cnpg.io/podRole", Values::OneOf(&["pooler"]), ALWAYS),
    APP_NAME,
    APP_INSTANCE,
    label(
        "app.kubernetes.io/component",
        Values::OneOf(&["pooler"]),
        RECOMMENDED,
    ),
    MANAGED_BY,
];

/// The label of the operator's own pods, in its manifest and its chart.
pub const OPERATOR: (&str, &str) = ("app.kubernetes.io/name", "cloudnative-pg");

/// The labels of the Barman Cloud plugin's pods: in its manifest, and in its chart.
pub const PLUGIN: [(&str, &str); 2] = [
    ("app", "barman-cloud"),
    ("app.kubernetes.io/name", "plugin-barman-cloud"),
];

/// The labels of a kind of pod. A Cluster's `spec.inheritedMetadata`, a
/// Pooler's `spec.template` and the operator's `INHERITED_LABELS` add others.
pub fn of_pod(pod: Pod) -> &'static [Label] {
    match pod {
        Pod::Instance => &INSTANCE,
        Pod::Job => &JOB,
        Pod::Pooler => &POOLER,
    }
}

/// The kinds of pod that carry a label of this key in a release, with its values.
pub fn carriers(key: &str, version: &OperatorVersion) -> impl Iterator<Item = (Pod, Values)> {
    Pod::ALL
        .into_iter()
        .flat_map(of_pod_with_kind)
        .filter_map(move |(pod, label)| {
            (label.key == key && label.since.reached(version)).then_some((pod, label.values))
        })
}

fn of_pod_with_kind(pod: Pod) -> impl Iterator<Item = (Pod, Label)> {
    of_pod(pod).iter().map(move |label| (pod, *label))
}

/// Annotations that people set on objects of the operator, without the prefix
/// `cnpg.io/`.
const READ: [(&str, &str); 17] = [
    ("coredumpFilter", ""),
    ("fencedInstances", ""),
    ("forceLegacyBackup", ""),
    ("hibernation", ""),
    ("passwordPassthrough", "1.28.4 1.29.2 1.30.0"),
    ("pluginClientSecret", "1.24.0"),
    ("pluginPort", "1.24.0"),
    ("pluginServerName", "1.26.3 1.27.2 1.28.0"),
    ("pluginServerSecret", "1.24.0"),
    ("podPatch", "1.26.0"),
    ("reconcilePodSpec", "1.22.5 1.23.3 1.24.0"),
    ("reconciliationLoop", ""),
    ("reloadedAt", ""),
    ("skipEmptyWalArchiveCheck", ""),
    ("skipWalArchiving", "1.22.2 1.23.0"),
    ("validation", "1.24.4 1.25.2 1.26.0"),
    ("volumeSnapshotDeadline", "1.25.2 1.26.0"),
];

/// Annotations that people set, without the prefix `alpha.cnpg.io/`.
const READ_ALPHA: [(&str, &str); 4] = [
    ("enableInstancePprof", "1.25.4 1.26.2 1.27.1 1.28.0"),
    ("failoverQuorum", "1.27.0"),
    ("livenessPinger", "1.26.0"),
    ("unrecoverable", "1.28.0"),
];

/// Labels and annotations that the operator writes, without `cnpg.io/`. One
/// that stands in a file is overwritten, or misleads the operator.
const WRITTEN: [&str; 40] = [
    "backupDate",
    "backupEndTime",
    "backupEndWAL",
    "backupLabelFile",
    "backupMonth",
    "backupName",
    "backupStartTime",
    "backupStartWAL",
    "backupTablespaceMapFile",
    "backupTimeline",
    "backupYear",
    "cluster",
    "clusterManifest",
    "hash",
    "hibernateClusterManifest",
    "hibernatePgControlData",
    "immediateBackup",
    "instanceName",
    "instanceRole",
    "isManaged",
    "jobRole",
    "lastAppliedSpec",
    "majorVersion",
    "managedSecrets",
    "nodeSerial",
    "onlineBackup",
    "operatorVersion",
    "pgControldata",
    "podEnvHash",
    "podRole",
    "podSpec",
    "poolerName",
    "poolerSpecHash",
    "pvcRole",
    "pvcStatus",
    "scheduled-backup",
    "snapshotEndTime",
    "snapshotStartTime",
    "tablespaceName",
    "updateStrategy",
];

/// What a key with a prefix of the operator's is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// People set it, since this release.
    Read(Change),
    /// The operator sets it.
    Written,
    /// Nobody knows it.
    Unknown,
}

/// What a label's or annotation's key is to the operator; none for a key
/// without its prefix.
pub fn meaning(key: &str) -> Option<Meaning> {
    let known = |table: &[(&str, &'static str)], name: &str| {
        table
            .iter()
            .find(|(read, _)| *read == name)
            .map(|(_, since)| Meaning::Read(Change::with(since)))
    };
    if let Some(name) = key.strip_prefix("alpha.cnpg.io/") {
        return Some(known(&READ_ALPHA, name).unwrap_or(Meaning::Unknown));
    }
    let name = key.strip_prefix("cnpg.io/")?;
    // Two labels that people set as well.
    if matches!(name, "reload" | "pluginName" | "userType") {
        return Some(Meaning::Read(ALWAYS));
    }
    let written = || WRITTEN.contains(&name);
    known(&READ, name)
        .or_else(|| written().then_some(Meaning::Written))
        .or(Some(Meaning::Unknown))
}

/// The key nearest to an unknown one of the operator's, of those that people set.
pub fn nearest(key: &str) -> Option<String> {
    let (prefix, name) = key.split_once('/')?;
    let table = if prefix == "alpha.cnpg.io" {
        &READ_ALPHA[..]
    } else {
        &READ[..]
    };
    table
        .iter()
        .map(|(known, _)| {
            (
                strsim::damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase()),
                *known,
            )
        })
        .min()
        .filter(|(distance, _)| *distance <= name.len() / 4 + 1)
        .map(|(_, known)| format!("{prefix}/{known}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> OperatorVersion {
        OperatorVersion::parse(text).unwrap()
    }

    #[test]
    fn jobs_lack_the_label_of_instances() {
        let carriers = |key, text| {
            carriers(key, &version(text))
                .map(|(pod, _)| pod)
                .collect::<Vec<_>>()
        };
        assert_eq!(carriers("cnpg.io/cluster", "1.22.0"), Pod::ALL);
        assert_eq!(
            carriers("cnpg.io/podRole", "1.30"),
            [Pod::Instance, Pod::Pooler]
        );
        assert_eq!(carriers("cnpg.io/jobRole", "1.30"), [Pod::Job]);
        assert_eq!(carriers("postgresql", "1.30"), []);
    }

    #[test]
    fn recommended_labels_came_with_1_28() {
        assert_eq!(
            carriers("app.kubernetes.io/name", &version("1.27.4")).count(),
            0
        );
        assert_eq!(
            carriers("app.kubernetes.io/name", &version("1.28.0")).count(),
            3
        );
    }

    #[test]
    fn keys_are_read_written_or_unknown() {
        assert_eq!(meaning("cnpg.io/hibernation"), Some(Meaning::Read(ALWAYS)));
        assert_eq!(meaning("cnpg.io/nodeSerial"), Some(Meaning::Written));
        assert_eq!(meaning("cnpg.io/hibernate"), Some(Meaning::Unknown));
        assert_eq!(
            nearest("cnpg.io/skipEmptyWALArchiveCheck").as_deref(),
            Some("cnpg.io/skipEmptyWalArchiveCheck")
        );
        assert_eq!(
            meaning("alpha.cnpg.io/failoverQuorum"),
            Some(Meaning::Read(Change::with("1.27.0")))
        );
        assert_eq!(meaning("example.com/a"), None);
    }
}
