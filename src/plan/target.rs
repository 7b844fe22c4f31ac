//! The operator that manifests are for, and what it can do.

use super::ledger::Ledger;
use crate::knowledge::releases;
use crate::kube::version::{KubernetesVersion, OperatorVersion};
use crate::spec::{OriginId, Problem, Sourced, Target};

/// The oldest minor release that manifests are written for: older ones lack
/// fields that are used without asking.
const OLDEST: (u32, u32) = (1, 25);

/// The minor release from which on roles are objects of their own.
const DATABASE_ROLES: (u32, u32) = (1, 30);

/// The minor release from which on the Barman Cloud plugin works (its documentation,
/// «Installation»). Older ones write to object stores themselves.
const BARMAN_PLUGIN: (u32, u32) = (1, 26);

/// The minor release from which on databases have extensions and schemas.
const DATABASE_EXTENSIONS: (u32, u32) = (1, 26);

/// The minor release from which on a failover can need a quorum.
const FAILOVER_QUORUM: (u32, u32) = (1, 28);

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
        let wanted = if self.has_barman_plugin() { 2 } else { 1 };
        let charts = charts
            .into_iter()
            .take(wanted)
            .filter_map(|(chart, application)| {
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

    /// Whether the Barman Cloud plugin works with it.
    pub(super) fn has_barman_plugin(&self) -> bool {
        BARMAN_PLUGIN <= self.version.value.release()
    }

    /// Whether a failover can need a quorum; a problem if it is `asked` to and cannot.
    pub(super) fn has_failover_quorum(&self, ledger: &mut Ledger, asked: Option<OriginId>) -> bool {
        let what = "knows no quorum for failovers";
        let help = "remove `failoverQuorum`";
        self.knows(ledger, FAILOVER_QUORUM, asked, (what, help))
    }

    /// Whether databases have extensions and schemas; a problem if they are `asked`
    /// to and cannot.
    pub(super) fn has_extensions(&self, ledger: &mut Ledger, asked: Option<OriginId>) -> bool {
        let what = "knows no extensions or schemas of a Database";
        let help = "have the application create them";
        self.knows(ledger, DATABASE_EXTENSIONS, asked, (what, help))
    }

    fn knows(
        &self,
        ledger: &mut Ledger,
        since: (u32, u32),
        asked: Option<OriginId>,
        (what, help): (&str, &str),
    ) -> bool {
        let knows = since <= self.version.value.release();
        if let Some(asked) = asked.filter(|_| !knows) {
            let (major, minor) = since;
            let message = format!("operator {} {what}; {major}.{minor} does", self.version);
            let help = format!(
                "upgrade the operator and set `target` to {major}.{minor} or newer, or {help}"
            );
            let mut problem = Problem::new(ledger.span(asked), message).help(help);
            if let Some(place) = ledger.origins.in_spec(self.version.origin) {
                problem = problem.related(place, "the operator");
            }
            ledger.report(problem);
        }
        knows
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
