//! Which application is where: in which environments, and in which cluster.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::Problem;
use super::super::check::shortened;
use super::super::resolve::is_in;
use super::super::tree::{Entry, Tree};
use super::{entries, unknown};

/// Names that would collide with folders of the output.
const TAKEN: &[(&str, &str, &str)] = &[
    ("environments", "charts", "the folder of the charts"),
    (
        "apps",
        "environment",
        "the folder of what an environment has once",
    ),
    ("apps", "operator", "the chart of the operator"),
];

/// Checks where applications are.
pub(super) fn check(tree: &Tree, problems: &mut Vec<Problem>) {
    for app in entries(tree, "apps") {
        only_and_except(app, problems);
        // A name that is no environment's is a problem of its own.
        if knows_its_environments(tree, &app.value) {
            settings_elsewhere(tree, app, problems);
            nowhere(tree, app, problems);
        }
    }
    for environment in entries(tree, "environments") {
        clusters(tree, environment, problems);
    }
    taken(tree, problems);
}

fn only_and_except(app: &Entry, problems: &mut Vec<Problem>) {
    if let (Some(only), Some(except)) = (app.value.entry("only"), app.value.entry("except")) {
        let message = format!("`{}` has both `only` and `except`", shortened(&app.key));
        let problem = Problem::new(except.key_span.clone(), message);
        problems.push(
            problem
                .help("keep one of them")
                .related(only.key_span.clone(), "and here"),
        );
    }
}

fn knows_its_environments(tree: &Tree, app: &Tree) -> bool {
    let names = ["only", "except"]
        .iter()
        .flat_map(|key| app.get(key).map_or(&[][..], Tree::items));
    names
        .filter_map(Tree::text)
        .all(|name| is_environment(tree, name))
}

fn is_environment(tree: &Tree, name: &str) -> bool {
    tree.at(&["environments", name]).is_some()
}

fn settings_elsewhere(tree: &Tree, app: &Entry, problems: &mut Vec<Problem>) {
    for entry in entries(&app.value, "environments") {
        if is_environment(tree, &entry.key) && !is_in(&app.value, &entry.key) {
            let message = format!(
                "settings for an environment that `{}` is not in",
                shortened(&app.key)
            );
            let problem = Problem::new(entry.key_span.clone(), message);
            problems.push(problem.help("remove them, or change `only` or `except`"));
        }
    }
}

fn nowhere(tree: &Tree, app: &Entry, problems: &mut Vec<Problem>) {
    let environments = entries(tree, "environments");
    let limited = app.value.get("only").or(app.value.get("except"));
    let somewhere = environments
        .iter()
        .any(|environment| is_in(&app.value, &environment.key));
    if let Some(limit) = limited.filter(|_| !somewhere && !environments.is_empty()) {
        let message = format!("`{}` is in no environment", shortened(&app.key));
        let problem = Problem::new(limit.span.clone(), message);
        problems.push(problem.help("name an environment that it is in, or remove it"));
    }
}

/// The applications of an environment's clusters: known, there, and in one only.
fn clusters(tree: &Tree, environment: &Entry, problems: &mut Vec<Problem>) {
    let apps = entries(tree, "apps");
    let mut first: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
    for cluster in entries(&environment.value, "clusters") {
        for item in cluster.value.get("apps").map_or(&[][..], Tree::items) {
            let Some(name) = item.text() else { continue };
            let Some(app) = apps.iter().find(|app| app.key == name) else {
                let known = apps.iter().map(|app| app.key.as_str());
                let help = "define it under `apps`";
                problems.push(unknown("application", item, name, known, help));
                continue;
            };
            if !is_in(&app.value, &environment.key) {
                let message = format!("`{name}` is not in `{}`", shortened(&environment.key));
                let problem = Problem::new(item.span.clone(), message);
                problems.push(
                    problem
                        .help("remove it here, or change its `only` or `except`")
                        .related(app.key_span.clone(), "the application"),
                );
            }
            match first.get(name) {
                Some(span) => {
                    let message = format!("`{name}` is in two clusters of one environment");
                    let problem = Problem::new(item.span.clone(), message);
                    problems.push(
                        problem
                            .help("keep one of them")
                            .related(Range::clone(span), "first here"),
                    );
                }
                None => {
                    first.insert(name, &item.span);
                }
            }
        }
    }
}

fn taken(tree: &Tree, problems: &mut Vec<Problem>) {
    let mut look = |kind: &str, entry: &Entry| {
        let found = TAKEN
            .iter()
            .find(|(place, name, _)| *place == kind && *name == entry.key);
        if let Some((_, name, by)) = found {
            let message = format!("the name `{name}` is taken by {by}");
            let problem = Problem::new(entry.key_span.clone(), message);
            problems.push(problem.help("use another name"));
        }
    };
    for kind in ["environments", "apps"] {
        for entry in entries(tree, kind) {
            look(kind, entry);
            // Clusters have folders beside those that applications give the name.
            for cluster in entries(&entry.value, "clusters") {
                look("apps", cluster);
            }
        }
    }
}
