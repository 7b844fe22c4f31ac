//! Values of a Cluster's fields that the operator fills in beside the defaults
//! of the schema (`api/v1/cluster_defaults.go`, and what acts where a field is
//! left out).

use crate::knowledge::change::Change;

/// The database that a bootstrap makes or adopts where it names none. A
/// monolithic import makes none.
pub const DATABASE: &str = "app";

/// The encoding of `initdb`.
pub const ENCODING: &str = "UTF8";

/// `localeCollate` and `localeCType` of `initdb`.
pub const LOCALE: &str = "C";

/// `spec.affinity.podAntiAffinityType`, unless anti-affinity is off.
pub const ANTI_AFFINITY: &str = "preferred";

/// `spec.affinity.topologyKey`.
pub const TOPOLOGY_KEY: &str = "kubernetes.io/hostname";

/// `spec.backup.target`.
pub const BACKUP_TARGET: &str = "prefer-standby";

/// `spec.replicationSlots.highAvailability.slotPrefix`; slots for standbys are
/// on by default.
pub const SLOT_PREFIX: &str = "_cnpg_";

/// Since when slots of others are synchronized to standbys by default.
pub const SLOTS_SYNCHRONIZED: Change = Change::with("1.23.0");

/// `spec.postgresql.synchronous.dataDurability`.
pub const DATA_DURABILITY: &str = "required";

/// Since when a primary that is isolated from the API server and from its
/// replicas stops by default (`spec.probes.liveness.isolationCheck`).
pub const ISOLATION_CHECKED: Change = Change::with("1.27.0");

/// The owner of a tablespace where there is no application's.
pub const TABLESPACE_OWNER: &str = "postgres";

/// The namespace and the name of the operator's Deployment in its manifest.
pub const OPERATOR: (&str, &str) = ("cnpg-system", "cnpg-controller-manager");

/// The name by which Clusters use the Barman Cloud plugin.
pub const BARMAN_PLUGIN: &str = "barman-cloud.cloudnative-pg.io";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::version::OperatorVersion;

    #[test]
    fn a_default_came_with_a_release() {
        let version = |text| OperatorVersion::parse(text).unwrap();
        assert!(!ISOLATION_CHECKED.reached(&version("1.26.3")));
        assert!(ISOLATION_CHECKED.reached(&version("1.27.0")));
    }
}
