//! The operator that manifests are for, and what it can do.

use super::ledger::Ledger;
use crate::knowledge::releases;
use crate::kube::version::{KubernetesVersion, OperatorVersion};
use crate::spec::{Problem, Sourced, Target};

/// The oldest minor release that manifests are written for: older ones lack
/// fields that are used without asking.
const OLDEST: (u32, u32) = (1, 28);

/// The minor release from which on roles are objects of their own.
const DATABASE_ROLES: (u32, u32) = (1, 30);

/// Where the project's charts are.
const REPOSITORY: &str = "https://cloudnative-pg.github.io/charts";

/// The operator that manifests are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// Its version.
    pub version: Sourced<OperatorVersion>,
}

/// A Helm chart, in one version, from one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Its name.
    pub name: &'static str,
    /// Its exact version.
    pub version: &'static str,
    /// The repository it is in.
    pub repository: &'static str,
}

impl Operator {
    /// The release that is installed: the newest patch, where a minor is meant.
    pub fn release(&self) -> String {
        let version = &self.version.value;
        releases::patch(version).map_or_else(|| version.to_string(), |patch| patch.name.to_owned())
    }

    /// The charts that install it and the plugin for object stores; without one that
    /// is of no release of the charts that pgspec knows.
    pub fn charts(&self) -> Vec<Chart> {
        let plugin = releases::newest_plugin().map_or("", |plugin| plugin.name);
        let charts = [
            (releases::Chart::Operator, self.release()),
            (releases::Chart::Plugin, plugin.to_owned()),
        ];
        let charts = charts.into_iter().filter_map(|(chart, application)| {
            Some(Chart {
                name: chart.name(),
                version: releases::chart(chart, &application)?,
                repository: REPOSITORY,
            })
        });
        charts.collect()
    }

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
        if let Some(kubernetes) = &target.kubernetes {
            tested(ledger, &version, kubernetes);
        }
        Self { version }
    }

    /// Tells of a major of PostgreSQL that the operator does not run.
    pub(super) fn runs(&self, ledger: &mut Ledger, major: Sourced<u32>) {
        let majors = releases::line(&self.version.value).and_then(|line| line.postgres());
        let Some(majors) = majors else { return };
        let (oldest, newest) = (u32::from(*majors.start()), u32::from(*majors.end()));
        if (oldest..=newest).contains(&major.value) {
            return;
        }
        let version = &self.version;
        let message = format!("operator {version} does not support PostgreSQL {major}");
        let problem = Problem::new(ledger.span(major.origin), message).help(format!(
            "set `postgres` to {oldest} to {newest}, or `target` to another operator"
        ));
        ledger.report(problem);
    }

    /// Whether roles are objects of their own.
    pub(super) fn has_database_roles(&self) -> bool {
        DATABASE_ROLES <= self.version.value.release()
    }
}

/// Tells of a release of Kubernetes that the operator was never tried with. One
/// that is newer than all that are known is not judged.
fn tested(
    ledger: &mut Ledger,
    operator: &Sourced<OperatorVersion>,
    kubernetes: &Sourced<KubernetesVersion>,
) {
    let (_, minor) = kubernetes.value.release();
    let Some(line) = releases::line(&operator.value) else {
        return;
    };
    if line.tested_with(minor) || releases::kubernetes(minor).is_none() {
        return;
    }
    let fitting = releases::lines().filter(|line| line.tested_with(minor));
    let fitting: Vec<String> = fitting.map(|line| format!("`{}`", line.name)).collect();
    let message = format!("operator {operator} was never tested with Kubernetes {kubernetes}");
    let mut problem = Problem::new(ledger.span(kubernetes.origin), message);
    if let Some(place) = ledger.origins.in_spec(operator.origin) {
        problem = problem.related(place, "the operator");
    }
    let help = if fitting.is_empty() {
        "choose another release of Kubernetes".to_owned()
    } else {
        format!(
            "of the operator, {} were tested with it",
            fitting.join(", ")
        )
    };
    ledger.report(problem.help(help));
}
