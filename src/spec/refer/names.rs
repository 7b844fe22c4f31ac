//! Names that must be there: sizes, profiles, object stores, environments.

use super::super::Problem;
use super::super::builtin;
use super::super::profile::{Step, chain};
use super::super::tree::Tree;
use super::{entries, levels, unknown};
use crate::knowledge::profiles;

/// Checks every name that a spec refers to, but those of applications.
pub(super) fn check(tree: &Tree, problems: &mut Vec<Problem>) {
    sizes(tree, problems);
    stores(tree, problems);
    profiles_of(tree, problems);
    environments(tree, problems);
}

fn keys<'t>(tree: &'t Tree, key: &str) -> impl Iterator<Item = &'t str> + Clone {
    entries(tree, key).iter().map(|entry| entry.key.as_str())
}

/// The text of a value, if it is text.
fn named(tree: Option<&Tree>) -> Option<(&Tree, &str)> {
    let tree = tree?;
    Some((tree, tree.text()?))
}

fn sizes(tree: &Tree, problems: &mut Vec<Problem>) {
    let builtin = builtin::sizes();
    let known = || {
        builtin
            .iter()
            .map(String::as_str)
            .chain(keys(tree, "sizes"))
    };
    for level in levels(tree) {
        let Some((size, name)) = named(level.get("size")) else {
            continue;
        };
        if known().all(|known| known != name) {
            let help = "define it under `sizes`";
            problems.push(unknown("size", size, name, known(), help));
        }
    }
}

fn stores(tree: &Tree, problems: &mut Vec<Problem>) {
    let known = || keys(tree, "objectStores");
    for level in levels(tree) {
        let Some((store, name)) = named(level.at(&["backup", "store"])) else {
            continue;
        };
        if known().all(|known| known != name) {
            let help = "define it under `objectStores`";
            problems.push(unknown("object store", store, name, known(), help));
        }
    }
}

fn profiles_of(tree: &Tree, problems: &mut Vec<Problem>) {
    let known = || profiles::NAMES.into_iter().chain(keys(tree, "profiles"));
    let is_known = |name: &str| known().any(|known| known == name);
    let help = "the built-in ones are `dev`, `staging` and `prod`; others stand under `profiles`";
    for environment in entries(tree, "environments") {
        match named(environment.value.get("profile")) {
            Some((_, name)) if is_known(name) => {}
            Some((profile, name)) => {
                problems.push(unknown("profile", profile, name, known(), help));
            }
            None if is_known(&environment.key) => {}
            None => {
                let name = super::super::check::shortened(&environment.key);
                let message = format!("environment `{name}` names no profile");
                let problem = Problem::new(environment.key_span.clone(), message);
                problems.push(problem.help(
                    "add `profile: dev`, `staging`, `prod`, or one that stands under `profiles`",
                ));
            }
        }
    }
    for profile in entries(tree, "profiles") {
        let Some((extends, name)) = named(profile.value.get("extends")) else {
            continue;
        };
        if !is_known(name) {
            problems.push(unknown("profile", extends, name, known(), help));
        } else if is_circle(tree, &profile.key) {
            let message = format!("profile `{}` starts from itself", profile.key);
            let problem = Problem::new(extends.span.clone(), message);
            problems.push(problem.help("let one of them start from a built-in profile"));
        }
    }
}

/// Whether the profiles that a profile starts from lead back to one of them.
fn is_circle(tree: &Tree, name: &str) -> bool {
    let own = |name: &str| keys(tree, "profiles").any(|key| key == name);
    let extends = |name: &str| {
        let (_, name) = named(tree.at(&["profiles", name, "extends"]))?;
        Some(name.to_owned())
    };
    // A way that ends does so at a built-in profile.
    !matches!(chain(name, own, extends).last(), Some(Step::Builtin(_)))
}

fn environments(tree: &Tree, problems: &mut Vec<Problem>) {
    let known = || keys(tree, "environments");
    let help = "define it under `environments`";
    let mut look = |place: &Tree, name: &str| {
        if known().all(|known| known != name) {
            problems.push(unknown("environment", place, name, known(), help));
        }
    };
    for app in entries(tree, "apps") {
        for key in ["only", "except"] {
            for item in app.value.get(key).map_or(&[][..], Tree::items) {
                if let Some(name) = item.text() {
                    look(item, name);
                }
            }
        }
        for entry in entries(&app.value, "environments") {
            let place = Tree {
                span: entry.key_span.clone(),
                content: entry.value.content.clone(),
            };
            look(&place, &entry.key);
        }
    }
    for entry in tree.get("overrides").map_or(&[][..], Tree::items) {
        if let Some((place, name)) = named(entry.get("environment")) {
            look(place, name);
        }
    }
}
