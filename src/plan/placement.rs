//! Which application goes to which cluster.

use std::collections::BTreeMap;

use super::ledger::Ledger;
use super::names::text;
use crate::spec::{App, Environment, NamedCluster, Placement, Problem, Settings, Sourced};

/// The name of the cluster that takes what no other takes, where applications share.
const SHARED: &str = "shared";

/// A cluster, and the applications that are in it.
#[derive(Debug)]
pub(super) struct Allotment<'a> {
    /// The cluster's name.
    pub(super) name: Sourced<String>,
    /// Whether it is made for several applications or for one.
    ///
    /// That decides what the cluster is bootstrapped with, which cannot be changed
    /// later: so it follows from the placement, not from how many there are.
    pub(super) placement: Placement,
    /// The settings of the cluster.
    pub(super) settings: &'a Settings,
    /// What the spec says for the cluster alone.
    pub(super) own: Option<&'a Settings>,
    /// Its applications.
    pub(super) apps: Vec<&'a App>,
}

/// The clusters of an environment, by name.
pub(super) fn place<'a>(
    ledger: &mut Ledger,
    environment: &'a Environment,
) -> BTreeMap<String, Allotment<'a>> {
    let mut clusters = BTreeMap::new();
    for app in environment.apps.values() {
        if let Some(allotment) = allot(ledger, environment, app) {
            add(ledger, &mut clusters, allotment);
        }
    }
    for named in environment.clusters.values() {
        if !clusters.contains_key(named.name.value.as_str()) {
            let span = ledger.span(named.name.origin);
            let message = format!("no application is in the cluster `{}`", named.name);
            let help = "list applications under `apps`, or remove the cluster";
            ledger.report(Problem::new(span, message).help(help));
        }
    }
    clusters
}

/// The cluster that takes an application, with that application alone.
fn allot<'a>(
    ledger: &mut Ledger,
    environment: &'a Environment,
    app: &'a App,
) -> Option<Allotment<'a>> {
    if let Some(cluster) = &app.cluster {
        let named = environment.clusters.get(cluster.value.as_str())?;
        return Some(into_named(named, app));
    }
    let Some(placement) = app.settings.placement else {
        let span = ledger.span(app.name.origin);
        let message = format!(
            "no cluster of `{}` takes the application `{}`",
            environment.name, app.name
        );
        let help =
            "say `placement: shared` or `placement: per-app`, or list it under a cluster's `apps`";
        ledger.report(Problem::new(span, message).help(help));
        return None;
    };
    Some(match placement.value {
        Placement::Shared => match environment.clusters.get(SHARED) {
            Some(named) => into_named(named, app),
            None => Allotment {
                name: ledger.derived(
                    SHARED.to_owned(),
                    "the applications of the environment share it",
                    [placement.origin, environment.name.origin],
                ),
                placement: Placement::Shared,
                settings: &environment.settings,
                own: None,
                apps: vec![app],
            },
        },
        Placement::PerApp => Allotment {
            name: ledger.derived(
                app.name.to_string(),
                "the cluster of one application is named after it",
                [app.name.origin, placement.origin],
            ),
            placement: Placement::PerApp,
            settings: &app.settings,
            own: None,
            apps: vec![app],
        },
    })
}

fn into_named<'a>(named: &'a NamedCluster, app: &'a App) -> Allotment<'a> {
    Allotment {
        name: text(&named.name),
        placement: Placement::Shared,
        settings: &named.settings,
        own: Some(&named.own),
        apps: vec![app],
    }
}

fn add<'a>(
    ledger: &mut Ledger,
    clusters: &mut BTreeMap<String, Allotment<'a>>,
    allotment: Allotment<'a>,
) {
    let Some(present) = clusters.get_mut(&allotment.name.value) else {
        clusters.insert(allotment.name.value.clone(), allotment);
        return;
    };
    if present.placement == Placement::Shared && allotment.placement == Placement::Shared {
        present.apps.extend(allotment.apps);
        return;
    }
    // The application that has a cluster of its own, and the other cluster.
    let (single, other) = match present.placement {
        Placement::PerApp => (&*present, &allotment),
        Placement::Shared => (&allotment, &*present),
    };
    let (single, other) = (
        ledger.span(single.name.origin),
        ledger.span(other.name.origin),
    );
    let message = format!("two clusters would be named `{}`", allotment.name);
    let problem = Problem::new(single, message)
        .label("an application with a cluster of its own, which has its name")
        .related(other, "a cluster that applications share")
        .help("rename the application or the shared cluster");
    ledger.report(problem);
}
