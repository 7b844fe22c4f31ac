//! Names that must be there: sizes, profiles, object stores, environments.

use super::super::Problem;
use super::super::check::shortened;
use super::super::profile::{Step, chain};
use super::super::tree::Tree;
use super::known::{Known, Names};
use super::{Found, entries, items, levels};

/// Checks every name that a spec refers to, but those of applications.
pub(super) fn check(tree: &Tree, known: &Known<'_>, found: &mut Found) {
    for level in levels(tree) {
        look(level.get("size"), &known.sizes, found);
        look(level.at(&["backup", "store"]), &known.stores, found);
    }
    profiles(tree, known, found);
    environments(tree, known, found);
}

/// A value that names something, if it is text.
fn look(named: Option<&Tree>, names: &Names<'_>, found: &mut Found) {
    if let Some(tree) = named
        && let Some(name) = tree.text()
        && !names.contains(name)
    {
        found.push(|| names.lack(name, &tree.span));
    }
}

fn profiles(tree: &Tree, known: &Known<'_>, found: &mut Found) {
    for environment in entries(tree, "environments") {
        let given = environment.value.get("profile");
        look(given, &known.profiles, found);
        if given.is_none() && !known.profiles.contains(&environment.key) {
            found.push(|| {
                let name = shortened(&environment.key);
                let message = format!("environment `{name}` names no profile");
                Problem::new(environment.key_span.clone(), message).help(
                    "add `profile: dev`, `staging`, `prod`, or one that stands under `profiles`",
                )
            });
        }
    }
    for profile in entries(tree, "profiles") {
        let extends = profile.value.get("extends");
        look(extends, &known.profiles, found);
        let Some(extends) = extends else { continue };
        if !ends(known, &profile.key) {
            found.push(|| {
                let name = shortened(&profile.key);
                let message = format!("profile `{name}` starts from itself, or from too many");
                Problem::new(extends.span.clone(), message)
                    .help("let one of those that it starts from start from a built-in profile")
            });
        }
    }
}

/// Whether the profiles that a profile starts from end at a built-in one.
fn ends(known: &Known<'_>, name: &str) -> bool {
    let own = |name: &str| known.own_profiles.contains_key(name);
    let extends = |name: &str| {
        let parent = known.own_profiles.get(name)?.value.get("extends")?.text()?;
        Some(parent.to_owned())
    };
    matches!(chain(name, own, extends).last(), Some(Step::Builtin(_)))
}

fn environments(tree: &Tree, known: &Known<'_>, found: &mut Found) {
    let names = &known.environments;
    for app in entries(tree, "apps") {
        for key in ["only", "except"] {
            for item in items(&app.value, key) {
                look(Some(item), names, found);
            }
        }
        for entry in entries(&app.value, "environments") {
            if !names.contains(&entry.key) {
                found.push(|| names.lack(&entry.key, &entry.key_span));
            }
        }
    }
    let told = tree.at(&["output", "gitops", "argocd", "environments"]);
    for entry in told.map_or(&[][..], Tree::entries) {
        if !names.contains(&entry.key) {
            found.push(|| names.lack(&entry.key, &entry.key_span));
        }
    }
    for entry in items(tree, "overrides") {
        look(entry.get("environment"), names, found);
    }
}
