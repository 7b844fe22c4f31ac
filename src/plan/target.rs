//! The operator that manifests are for, and what it can do.

use super::ledger::Ledger;
use crate::knowledge::releases;
use crate::kube::version::OperatorVersion;
use crate::spec::{Problem, Sourced, Target};

/// The oldest minor release that manifests are written for: older ones lack
/// fields that are used without asking.
const OLDEST: (u32, u32) = (1, 28);

/// The minor release from which on roles are objects of their own.
const DATABASE_ROLES: (u32, u32) = (1, 30);

/// The operator that manifests are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// Its version.
    pub version: Sourced<OperatorVersion>,
}

impl Operator {
    /// The operator of the spec, or the newest.
    pub(super) fn of(ledger: &mut Ledger, target: &Target) -> Self {
        let newest = releases::newest_operator();
        let version = ledger.or(
            target.operator.as_ref(),
            newest,
            "the newest that pgspec knows",
        );
        if version.value.release() < OLDEST {
            let (major, minor) = OLDEST;
            let message = format!("manifests for operator {version} cannot be rendered");
            let help = format!(
                "upgrade the operator to {major}.{minor} or newer; `pgspec lint` knows older ones"
            );
            ledger.report(Problem::new(ledger.span(version.origin), message).help(help));
        }
        Self { version }
    }

    /// Whether roles are objects of their own.
    pub(super) fn has_database_roles(&self) -> bool {
        DATABASE_ROLES <= self.version.value.release()
    }
}
