//! What the operator makes for a Cluster and a Pooler, and what it is called
//! (`api/v1/cluster_types.go`, `pkg/specs`).

use crate::knowledge::change::Change;
use crate::kube::version::OperatorVersion;

/// A Service of a Cluster, by the instances behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// `-rw`: the primary.
    ReadWrite,
    /// `-ro`: the replicas.
    ReadOnly,
    /// `-r`: any instance that is ready.
    Read,
}

impl Service {
    /// The three Services.
    pub const ALL: [Self; 3] = [Self::ReadWrite, Self::ReadOnly, Self::Read];

    /// The end of the Service's name.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::ReadWrite => "-rw",
            Self::ReadOnly => "-ro",
            Self::Read => "-r",
        }
    }

    /// The name of a Cluster's Service.
    pub fn name(self, cluster: &str) -> String {
        format!("{cluster}{}", self.suffix())
    }
}

/// An object that the operator makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its kind.
    pub kind: &'static str,
    /// What follows the owner's name in its name.
    pub suffix: &'static str,
    /// Under which condition it is made; empty for always.
    pub when: &'static str,
    /// Since which release.
    pub since: Change,
}

const fn made(kind: &'static str, suffix: &'static str, when: &'static str) -> Made {
    Made {
        kind,
        suffix,
        when,
        since: Change::with(""),
    }
}

/// What is made for every Cluster. Pods, claims and Jobs have numbers in their
/// names: see [`is_instance`].
const CLUSTER: [Made; 19] = [
    made(
        "Service",
        "-rw",
        "unless disabled in `spec.managed.services`",
    ),
    made(
        "Service",
        "-ro",
        "unless disabled in `spec.managed.services`",
    ),
    made(
        "Service",
        "-r",
        "unless disabled in `spec.managed.services`",
    ),
    made(
        "Service",
        "-any",
        "if the operator has `CREATE_ANY_SERVICE`",
    ),
    made("Secret", "-app", "unless the bootstrap names a Secret"),
    made(
        "Secret",
        "-superuser",
        "if `spec.enableSuperuserAccess` is on and `spec.superuserSecret` is not set",
    ),
    made(
        "Secret",
        "-ca",
        "unless `spec.certificates` names both authorities",
    ),
    made(
        "Secret",
        "-server",
        "unless `spec.certificates.serverTLSSecret` is set",
    ),
    made(
        "Secret",
        "-replication",
        "unless `spec.certificates.replicationTLSSecret` is set",
    ),
    made("Secret", "-pooler", "if a Pooler uses the Cluster"),
    made(
        "Secret",
        "-pull-secret",
        "if the operator has `PULL_SECRET_NAME`",
    ),
    made(
        "ServiceAccount",
        "",
        "unless `spec.serviceAccountName` is set",
    ),
    made("Role", "", ""),
    made("RoleBinding", "", ""),
    made(
        "PodDisruptionBudget",
        "",
        "if `spec.enablePDB` is on, from three instances",
    ),
    made(
        "PodDisruptionBudget",
        "-primary",
        "if `spec.enablePDB` is on",
    ),
    Made {
        kind: "Lease",
        suffix: "",
        when: "",
        since: Change::with("1.30.0"),
    },
    Made {
        kind: "FailoverQuorum",
        suffix: "",
        when: "if failover needs a quorum",
        since: Change::with("1.27.0"),
    },
    made(
        "PodMonitor",
        "",
        "if `spec.monitoring.enablePodMonitor` is on",
    ),
];

/// What is made for every Pooler. There is no `PodDisruptionBudget`.
const POOLER: [Made; 6] = [
    made("Deployment", "", ""),
    made("Service", "", ""),
    made(
        "ServiceAccount",
        "",
        "unless `spec.serviceAccountName` is set",
    ),
    made("Role", "", ""),
    made("RoleBinding", "", ""),
    made(
        "PodMonitor",
        "",
        "if `spec.monitoring.enablePodMonitor` is on",
    ),
];

/// The `ConfigMap` or Secret with default queries that the operator puts into every
/// namespace with a Cluster.
pub const MONITORING: &str = "cnpg-default-monitoring";

/// What the operator makes for a Cluster, in one release.
pub fn of_cluster(version: &OperatorVersion) -> impl Iterator<Item = Made> + use<> {
    let version = version.clone();
    CLUSTER
        .into_iter()
        .filter(move |made| made.since.reached(&version))
}

/// What the operator makes for a Pooler.
pub fn of_pooler() -> impl Iterator<Item = Made> {
    POOLER.into_iter()
}

/// What a Cluster has under this kind and name, if the operator makes it.
pub fn made_for_cluster(
    kind: &str,
    name: &str,
    cluster: &str,
    version: &OperatorVersion,
) -> Option<Made> {
    let suffix = name.strip_prefix(cluster)?;
    of_cluster(version).find(|made| made.kind == kind && made.suffix == suffix)
}

/// Whether a name is that of a pod of the Cluster, or of a claim of one
/// (`-1`, `-1-wal`, `-1-tbs-NAME`).
pub fn is_instance(name: &str, cluster: &str) -> bool {
    let Some(rest) = name
        .strip_prefix(cluster)
        .and_then(|rest| rest.strip_prefix('-'))
    else {
        return false;
    };
    let (number, claim) = rest.split_once('-').unwrap_or((rest, ""));
    let counted = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    counted && (claim.is_empty() || claim == "wal" || claim.starts_with("tbs-"))
}

/// The Service and the namespace that a host name means, seen from a namespace:
/// `c-rw`, `c-rw.ns`, `c-rw.ns.svc` and `c-rw.ns.svc.DOMAIN`.
pub fn service_of_host<'a>(host: &'a str, namespace: &'a str) -> Option<(&'a str, &'a str)> {
    let mut parts = host.trim_end_matches('.').split('.');
    let service = parts.next().filter(|service| !service.is_empty())?;
    let namespace = parts.next().unwrap_or(namespace);
    // A host of another domain is none of the cluster's.
    (parts.next().is_none_or(|kind| kind == "svc")).then_some((service, namespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> OperatorVersion {
        OperatorVersion::parse(text).unwrap()
    }

    #[test]
    fn a_name_is_made_or_not_by_kind_and_release() {
        let made =
            |kind, name, text| made_for_cluster(kind, name, "orders", &version(text)).is_some();
        assert!(made("Service", "orders-rw", "1.22.0"));
        assert!(made("Secret", "orders-app", "1.30"));
        assert!(!made("Secret", "orders-rw", "1.30"));
        assert!(!made("Service", "orders-rx", "1.30"));
        assert!(made("Lease", "orders", "1.30") && !made("Lease", "orders", "1.29"));
        assert!(!made("ConfigMap", "orders", "1.30"));
    }

    #[test]
    fn instances_and_their_claims_are_numbered() {
        for name in ["orders-1", "orders-12-wal", "orders-2-tbs-hot"] {
            assert!(is_instance(name, "orders"), "{name}");
        }
        for name in ["orders", "orders-", "orders-rw", "orders-1-data", "other-1"] {
            assert!(!is_instance(name, "orders"), "{name}");
        }
    }

    #[test]
    fn a_host_names_a_service_and_perhaps_its_namespace() {
        assert_eq!(
            service_of_host("orders-rw", "shop"),
            Some(("orders-rw", "shop"))
        );
        assert_eq!(
            service_of_host("orders-rw.db", "shop"),
            Some(("orders-rw", "db"))
        );
        assert_eq!(
            service_of_host("orders-rw.db.svc.cluster.local", "shop"),
            Some(("orders-rw", "db"))
        );
        assert_eq!(service_of_host("db.example.com", "shop"), None);
        assert_eq!(Service::ReadOnly.name("orders"), "orders-ro");
    }
}
