//! Which application is where: in which environments, and in which cluster.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::Problem;
use super::super::check::shortened;
use super::super::resolve::is_in;
use super::super::tree::{Entry, Tree};
use super::known::{Known, unknown};
use super::{Found, entries, items};

/// How often applications may stand in environments, all in all: ten times what
/// the largest organizations have.
const MAX_PLACES: usize = 10_000;

/// The cluster that takes the applications that no other takes.
const SHARED: &str = "shared";

/// Names that would collide with folders of the output.
const TAKEN: &[(&str, &str, &str)] = &[
    ("environments", "charts", "the folder of the charts"),
    (
        "environments",
        "gitops",
        "the folder of what Argo CD and Flux are told",
    ),
    (
        "apps",
        "environment",
        "the folder of what an environment has once",
    ),
    ("apps", "operator", "the chart of the operator"),
];

/// Checks where applications are.
pub(super) fn check(tree: &Tree, known: &Known<'_>, found: &mut Found) {
    for app in entries(tree, "apps") {
        only_and_except(app, found);
        // A name that is no environment's is a problem of its own.
        if knows_its_environments(known, &app.value) {
            settings_elsewhere(known, app, found);
            nowhere(tree, app, found);
        }
    }
    for environment in entries(tree, "environments") {
        clusters(known, environment, found);
    }
    taken(tree, found);
    too_many(tree, found);
}

fn too_many(tree: &Tree, found: &mut Found) {
    let environments = entries(tree, "environments").len();
    let apps = entries(tree, "apps").len();
    if let Some(entry) = tree.entry("apps")
        && MAX_PLACES < environments.saturating_mul(apps)
    {
        found.push(|| {
            let message = format!("more than {MAX_PLACES} applications times environments");
            Problem::new(entry.key_span.clone(), message).help("make several specs of it")
        });
    }
}

fn only_and_except(app: &Entry, found: &mut Found) {
    if let (Some(only), Some(except)) = (app.value.entry("only"), app.value.entry("except")) {
        found.push(|| {
            let message = format!("`{}` has both `only` and `except`", shortened(&app.key));
            Problem::new(except.key_span.clone(), message)
                .help("keep one of them")
                .related(only.key_span.clone(), "and here")
        });
    }
}

fn knows_its_environments(known: &Known<'_>, app: &Tree) -> bool {
    let names = ["only", "except"].iter().flat_map(|key| items(app, key));
    names
        .filter_map(Tree::text)
        .all(|name| known.environments.contains(name))
}

fn settings_elsewhere(known: &Known<'_>, app: &Entry, found: &mut Found) {
    for entry in entries(&app.value, "environments") {
        if known.environments.contains(&entry.key) && !is_in(&app.value, &entry.key) {
            found.push(|| {
                let app = shortened(&app.key);
                let message = format!("settings for an environment that `{app}` is not in");
                Problem::new(entry.key_span.clone(), message)
                    .help("remove them, or change `only` or `except`")
            });
        }
    }
}

fn nowhere(tree: &Tree, app: &Entry, found: &mut Found) {
    let environments = entries(tree, "environments");
    let limited = app.value.get("only").or(app.value.get("except"));
    let somewhere = environments
        .iter()
        .any(|environment| is_in(&app.value, &environment.key));
    if let Some(limit) = limited.filter(|_| !somewhere && !environments.is_empty()) {
        found.push(|| {
            let message = format!("`{}` is in no environment", shortened(&app.key));
            Problem::new(limit.span.clone(), message)
                .help("name an environment that it is in, or remove it")
        });
    }
}

/// The applications of an environment's clusters: known, there, and in one only.
fn clusters(known: &Known<'_>, environment: &Entry, found: &mut Found) {
    let mut first: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
    for cluster in entries(&environment.value, "clusters") {
        if items(&cluster.value, "apps").is_empty() && cluster.key != SHARED {
            found.push(|| {
                let message = format!("cluster `{}` has no application", shortened(&cluster.key));
                Problem::new(cluster.key_span.clone(), message).help(format!(
                    "list some under `apps`; only `{SHARED}` takes those that no other takes"
                ))
            });
        }
        for item in items(&cluster.value, "apps") {
            let Some(name) = item.text() else { continue };
            let Some(app) = known.apps.get(name) else {
                let names = known.apps.keys().copied();
                let help = "define it under `apps`";
                found.push(|| unknown("application", name, &item.span, names, help));
                continue;
            };
            if !is_in(&app.value, &environment.key) {
                found.push(|| {
                    let environment = shortened(&environment.key);
                    let message = format!("`{name}` is not in `{environment}`");
                    Problem::new(item.span.clone(), message)
                        .help("remove it here, or change its `only` or `except`")
                        .related(app.key_span.clone(), "the application")
                });
            }
            if let Some(span) = first.get(name) {
                found.push(|| {
                    let message = format!("`{name}` is in two clusters of one environment");
                    Problem::new(item.span.clone(), message)
                        .help("keep one of them")
                        .related(Range::clone(span), "first here")
                });
            } else {
                first.insert(name, &item.span);
            }
        }
    }
}

fn taken(tree: &Tree, found: &mut Found) {
    let mut look = |kind: &str, entry: &Entry| {
        let taken = TAKEN
            .iter()
            .find(|(place, name, _)| *place == kind && *name == entry.key);
        if let Some((_, name, by)) = taken {
            found.push(|| {
                let message = format!("the name `{name}` is taken by {by}");
                Problem::new(entry.key_span.clone(), message).help("use another name")
            });
        }
    };
    for kind in ["environments", "apps"] {
        for entry in entries(tree, kind) {
            look(kind, entry);
            // The folder of a cluster stands where that of an application's does.
            for cluster in entries(&entry.value, "clusters") {
                look("apps", cluster);
            }
        }
    }
}
