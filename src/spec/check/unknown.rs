//! Keys that the schema does not know: misspelled, misplaced, not supported yet,
//! or a secret.

use serde_json::Value;

use super::super::tree::Entry;
use super::super::{Problem, secret};
use super::Place;
use super::say::{Or, shortened, similar};

/// Keys that a spec may not have yet: the map they stand in, where that matters,
/// the key, and what to do for now.
const NOT_YET: &[(Option<&str>, &str, &str)] = &[(
    None,
    "objectives",
    "remove it; say what is wanted with `instances`, `zones`, `synchronous` and `backup`",
)];

/// A key that may not stand here.
pub(super) fn key(schema: &Value, entry: &Entry, place: &Place<'_>) -> Problem {
    let properties = schema.get("properties").and_then(Value::as_object);
    let known: Vec<&str> = properties
        .into_iter()
        .flat_map(|properties| properties.keys().map(String::as_str))
        .collect();
    not_yet(&known, entry, place)
        .or_else(|| secret::key(entry))
        .unwrap_or_else(|| unknown(&known, entry, place))
}

fn not_yet(known: &[&str], entry: &Entry, place: &Place<'_>) -> Option<Problem> {
    let parent = place.path.iter().rev().nth(1).copied();
    let (_, key, help) = NOT_YET.iter().find(|(map, key, _)| {
        *key == entry.key
            && match map {
                Some(_) => *map == parent,
                None => is_level(known) || place.path.len() == 1,
            }
    })?;
    let message = format!("`{key}` is not supported yet");
    Some(Problem::new(entry.key_span.clone(), message).help(*help))
}

/// Whether these are the keys of a level of settings.
fn is_level(known: &[&str]) -> bool {
    known.contains(&"postgres") && known.contains(&"instances")
}

fn unknown(known: &[&str], entry: &Entry, place: &Place<'_>) -> Problem {
    const FEW: usize = 16;
    let message = format!("unknown key `{}`", shortened(&entry.key));
    let problem = Problem::new(entry.key_span.clone(), message);
    if let Some(near) = similar(&entry.key, known.iter().copied()) {
        return problem.help(format!("did you mean `{near}`"));
    }
    if place.path.len() == 1 && super::super::schema::is_setting(&entry.key) {
        return problem
            .help("it is a setting: put it under `defaults`, an environment or an application");
    }
    if known.len() <= FEW {
        let quoted: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
        let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
        return problem.help(format!("write {}", Or(&quoted)));
    }
    problem.help("`pgspec schema spec` describes every key")
}
