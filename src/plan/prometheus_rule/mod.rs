//! Alerts.
//!
//! Every expression names the cluster's own pods and no others, every threshold
//! comes from the settings, and every metric is one that the operator, the plugin
//! or the kubelet exports.

mod availability;
mod backup;
mod database;
mod pooler;
mod replication;
mod storage;

use serde::Serialize;

use super::ledger::Ledger;
use super::metadata::{Component, Map, table};
use super::object::{Body, Object};
use super::site::Site;
use crate::spec::{Alerts, OriginId, Part, Sourced, Thresholds};

/// What a `PrometheusRule` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrometheusRule {
    /// The alerts, by what they are about.
    pub groups: Vec<Group>,
}

/// Alerts about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its name.
    pub name: Sourced<String>,
    /// The alerts.
    pub rules: Vec<Rule>,
}

/// An alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its name.
    pub alert: Sourced<&'static str>,
    /// When it fires.
    pub expr: Sourced<String>,
    /// For how long that must hold.
    pub r#for: Sourced<String>,
    /// What it is routed by.
    pub labels: Map,
    /// What it tells.
    pub annotations: Map,
}

/// How much an alert matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Severity {
    /// Somebody gets up for it.
    Critical,
    /// Somebody looks at it in the morning.
    Warning,
    /// Somebody may want to know.
    Info,
}

/// An alert before the labels and annotations that all have in common.
#[derive(Clone, Debug)]
struct Alert {
    name: &'static str,
    /// What it is about, as the reason for it.
    why: &'static str,
    expr: String,
    lasting: String,
    severity: Severity,
    summary: String,
    /// The pooler that it is about.
    pooler: Option<Sourced<String>>,
    from: Vec<OriginId>,
}

/// What expressions select by.
#[derive(Clone, Debug)]
struct Scope<'a> {
    site: &'a Site<'a>,
    thresholds: Option<&'a Thresholds>,
    /// The cluster's instances.
    pods: String,
    /// Where alerts come from, and the names that expressions hold.
    from: Vec<OriginId>,
}

/// The alerts of a cluster.
pub(super) fn object(ledger: &mut Ledger, site: &Site<'_>) -> Option<Object> {
    let monitoring = site.settings.monitoring.as_ref()?;
    let settings = monitoring.on()?;
    let alerts = settings.alerts.as_ref();
    if alerts.is_some_and(|alerts| !alerts.is_on()) {
        return None;
    }
    let origin = alerts.map_or(monitoring.switched_by(), Part::switched_by);
    let alerts: Option<&Alerts> = alerts.map(|part| &part.settings);
    let namespace = &site.namespace;
    let scope = Scope {
        site,
        thresholds: alerts.and_then(|alerts| alerts.thresholds.as_ref()),
        pods: format!(r#"namespace="{namespace}", pod=~"{}-[0-9]+""#, site.name),
        from: vec![origin, site.name.origin, namespace.origin],
    };
    let mut common = alerts.map_or_else(Map::new, |alerts| table(alerts.labels.as_ref()));
    common.insert("namespace".to_owned(), namespace.clone());
    common.insert("cnpg_cluster".to_owned(), site.name.clone());
    let runbooks = settings.runbooks.as_ref();
    let groups = [
        ("availability", availability::alerts(&scope)),
        ("replication", replication::alerts(&scope)),
        ("backup", backup::alerts(&scope)),
        ("storage", storage::alerts(&scope)),
        ("database", database::alerts(&scope)),
        ("pooler", pooler::alerts(ledger, &scope)),
    ];
    let groups = groups.into_iter().filter(|(_, alerts)| !alerts.is_empty());
    let groups = groups.map(|(name, alerts)| Group {
        name: ledger.derived(
            format!("{}.{name}", site.name),
            "the cluster and what the alerts are about",
            [site.name.origin],
        ),
        rules: alerts
            .into_iter()
            .map(|alert| alert.rule(ledger, &common, runbooks.map(super::names::text).as_ref()))
            .collect(),
    });
    let body = Body::PrometheusRule(PrometheusRule {
        groups: groups.collect(),
    });
    let mut metadata = site.metadata(ledger, site.name.clone(), Component::Monitoring);
    metadata.labels.extend(table(settings.labels.as_ref()));
    Some(Object::new(metadata, body, origin))
}

impl Severity {
    fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl Alert {
    fn rule(self, ledger: &mut Ledger, common: &Map, runbooks: Option<&Sourced<String>>) -> Rule {
        let origin = ledger.origins.derived(self.why, self.from);
        let sourced = |text: String| Sourced::new(text, origin);
        let mut labels = common.clone();
        labels.insert(
            "severity".to_owned(),
            sourced(self.severity.as_str().to_owned()),
        );
        labels.extend(self.pooler.map(|pooler| ("pooler".to_owned(), pooler)));
        let mut annotations = Map::from([("summary".to_owned(), sourced(self.summary))]);
        if let Some(base) = runbooks {
            let address = format!("{}/{}", base.value.trim_end_matches('/'), self.name);
            let address = ledger.derived(address, "`runbooks` and the alert's name", [base.origin]);
            annotations.insert("runbook_url".to_owned(), address);
        }
        Rule {
            alert: Sourced::new(self.name, origin),
            expr: sourced(self.expr),
            r#for: sourced(self.lasting),
            labels,
            annotations,
        }
    }
}

impl Scope<'_> {
    /// A metric of the cluster's instances.
    fn of(&self, metric: &str) -> String {
        format!("{metric}{{{}}}", self.pods)
    }

    /// A metric of the cluster's instances with one more label.
    fn with(&self, metric: &str, label: &str) -> String {
        format!("{metric}{{{}, {label}}}", self.pods)
    }

    /// An alert that the cluster's name and these values make.
    #[expect(
        clippy::too_many_arguments,
        reason = "a table of alerts is read by its columns"
    )]
    fn alert(
        &self,
        name: &'static str,
        why: &'static str,
        expr: String,
        lasting: &str,
        severity: Severity,
        summary: String,
        from: &[OriginId],
    ) -> Alert {
        Alert {
            name,
            why,
            expr,
            lasting: lasting.to_owned(),
            severity,
            summary,
            pooler: None,
            from: from.iter().chain(&self.from).copied().collect(),
        }
    }
}

/// A threshold: the setting, else what is usual.
fn threshold<T: Copy>(given: Option<&Sourced<T>>, usual: T) -> (T, Vec<OriginId>) {
    match given {
        Some(given) => (given.value, vec![given.origin]),
        None => (usual, Vec::new()),
    }
}

/// A threshold that is a time, in seconds.
fn seconds(given: Option<&Sourced<crate::kube::Duration>>, usual: u64) -> (u64, Vec<OriginId>) {
    match given {
        Some(given) => (given.value.seconds(), vec![given.origin]),
        None => (usual, Vec::new()),
    }
}

/// Two thirds of the way from a share in percent to all of it.
fn nearly(percent: u32) -> u32 {
    100 - (100_u32.saturating_sub(percent)).div_ceil(3)
}

/// A share in percent as `PromQL` has it.
fn share(percent: u32) -> String {
    match percent {
        100.. => "1".to_owned(),
        _ => format!("0.{percent:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_written_as_fractions() {
        assert_eq!(share(5), "0.05");
        assert_eq!(share(70), "0.70");
        assert_eq!(share(100), "1");
        assert_eq!((nearly(70), nearly(80), nearly(99)), (90, 93, 99));
    }
}
