//! The built-in profiles and sizes, read from the texts that `knowledge` holds.

use serde_json::{Map, Value};

use super::tree::Tree;
use super::{Origin, Origins, level, read};
use crate::knowledge::profiles;

/// The text that every profile starts from.
const BASE: &str = "base";
/// The text with the sizes.
const SIZES: &str = "sizes";

/// The built-in texts as levels.
#[derive(Debug)]
pub(super) struct Builtin {
    /// What every profile starts from.
    pub(super) base: Value,
    /// The named sizes.
    pub(super) sizes: Value,
    profiles: Vec<(&'static str, Value)>,
}

impl Builtin {
    /// Reads the texts. A test holds that they pass the checks of a spec.
    pub(super) fn read(origins: &mut Origins) -> Self {
        let profiles = profiles::NAMES
            .into_iter()
            .map(|name| (name, level(name, origins)))
            .collect();
        Self {
            base: level(BASE, origins),
            sizes: level(SIZES, origins),
            profiles,
        }
    }

    /// A profile.
    pub(super) fn profile(&self, name: &str) -> Option<(&'static str, &Value)> {
        let mut profiles = self.profiles.iter();
        let (name, level) = profiles.find(|(own, _)| *own == name)?;
        Some((name, level))
    }
}

/// The names of the built-in sizes. A test holds that they are those of the text.
pub(super) fn sizes() -> [&'static str; 3] {
    ["small", "medium", "large"]
}

/// The tree of a built-in text.
fn tree(name: &str) -> Option<Tree> {
    read::read(name, profiles::text(name)?).0
}

fn level(name: &'static str, origins: &mut Origins) -> Value {
    let origin = |span| match name {
        BASE => Origin::Builtin(span),
        name => Origin::Profile { name, span },
    };
    match tree(name) {
        Some(tree) => level::wrap(&tree, &tree.span, origins, &origin),
        None => Value::Object(Map::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::check;
    use super::super::schema::CHECKED;
    use super::*;

    /// A text as it would stand in a spec.
    fn problems(name: &str, pointer: &str) -> Vec<String> {
        let (tree, mut problems) = read::read(name, profiles::text(name).unwrap());
        let schema = CHECKED.pointer(pointer).unwrap();
        problems.extend(check(&CHECKED, schema, &tree.unwrap()));
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_built_in_profile_is_one_that_a_spec_could_have() {
        for name in profiles::NAMES.into_iter().chain([BASE]) {
            assert_eq!(problems(name, "/definitions/Profile"), [""; 0], "{name}");
        }
    }

    #[test]
    fn the_built_in_sizes_are_those_of_the_text() {
        let text = tree(SIZES).unwrap();
        let names: Vec<&str> = text.entries().iter().map(|entry| &*entry.key).collect();
        assert_eq!(names, sizes());
    }

    #[test]
    fn the_built_in_sizes_are_ones_that_a_spec_could_have() {
        assert_eq!(problems(SIZES, "/properties/sizes"), [""; 0]);
    }
}
