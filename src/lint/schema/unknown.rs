//! Fields that the schema does not have, and what was probably meant.

use super::at::{At, Step};
use super::text::nearest;
use super::{Check, Class};
use crate::document::Entry;
use crate::knowledge::kinds::{Schema, When};

/// So many fields of an object can be named in a line.
const FEW: usize = 6;

impl Check {
    /// A field that the server drops, or refuses if it is told to be strict.
    pub(super) fn unknown(&mut self, entry: &Entry<'_>, name: &str, at: &At<'_>) {
        let message = format!("`{name}` is not a field of {}", whose(at));
        let near = nearest(name, at.schema.properties().map(|(known, _)| known));
        let help = self
            .other_release(name, at)
            .or_else(|| near.map(|near| format!("write `{near}`")))
            .or_else(|| elsewhere(name, at))
            .unwrap_or_else(|| remove(at.schema));
        let violation = self.say(Class::UnknownField, entry.key().span(), at, message);
        violation.path = at.path_of(name);
        violation.label("the server drops it");
        violation.help(help);
        if let Some(near) = near {
            violation.explains.push(at.path_of(near));
            violation.suggest(near);
        }
    }

    /// What another release of the operator or plugin knows of the field.
    fn other_release(&self, name: &str, at: &At<'_>) -> Option<String> {
        let mut path: Vec<&str> = std::iter::once(at)
            .chain(at.ancestors())
            .filter_map(step)
            .collect();
        path.reverse();
        path.push(name);
        let who = match self.kind.group {
            "postgresql.cnpg.io" => "the operator",
            _ => "the plugin",
        };
        Some(match self.kind.other_release(&path)? {
            When::From(release) => format!("it comes with {release} of {who}"),
            When::Until(release) => format!("{who} had it up to {release}; remove it"),
        })
    }
}

/// The step to a place, as [`Schema::at`] takes it.
fn step<'p>(at: &At<'p>) -> Option<&'p str> {
    match at.step {
        Step::Root(_) => None,
        Step::Field(name) => Some(name),
        Step::Item(_) => Some("[]"),
    }
}

fn whose(at: &At<'_>) -> String {
    match at.step {
        Step::Root(_) | Step::Field(_) => at.name(),
        Step::Item(_) => match at.up {
            Some(list) => format!("an item of {}", list.name()),
            None => at.name(),
        },
    }
}

/// The place near this one where a field of this name belongs: in an object
/// around it, else in one beside or inside of it.
fn elsewhere(name: &str, at: &At<'_>) -> Option<String> {
    for around in at.ancestors() {
        if around.schema.property(name).is_some() {
            return Some(match around.step {
                Step::Root(kind) => format!("it is a field of `{kind}` itself: move it there"),
                Step::Field(_) | Step::Item(_) => {
                    format!("it is a field of {}: move it there", around.name())
                }
            });
        }
    }
    for around in std::iter::once(at).chain(at.ancestors()) {
        let mut holders = around
            .schema
            .properties()
            .filter(|(_, child)| holds(*child, name));
        if let (Some((holder, _)), None) = (holders.next(), holders.next()) {
            let path = around.path_of(holder);
            return Some(format!("it is a field of `{path}`: move it there"));
        }
    }
    None
}

/// Whether an object, or the objects of a list, have a field of this name.
fn holds(schema: Schema, name: &str) -> bool {
    schema.property(name).is_some()
        || schema
            .items()
            .is_some_and(|item| item.property(name).is_some())
}

fn remove(schema: Schema) -> String {
    let names: Vec<_> = schema
        .properties()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    match names.split_last() {
        Some((only, [])) => format!("remove it; the only field here is {only}"),
        Some((last, others)) if names.len() <= FEW => {
            format!(
                "remove it; the fields here are {} and {last}",
                others.join(", ")
            )
        }
        _ => "remove it".to_owned(),
    }
}
