//! Regular expressions as schemas have them: in the syntax of Go.

use std::sync::OnceLock;

use regex::Regex;
use serde::Deserialize;

/// How the pattern of quantities starts, which no other has in common.
const QUANTITY: &str = r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE]";

/// A regular expression, compiled when it is first asked.
#[derive(Debug, Deserialize)]
#[serde(from = "Box<str>")]
pub struct Pattern {
    text: Box<str>,
    compiled: OnceLock<Option<Regex>>,
}

impl From<Box<str>> for Pattern {
    fn from(text: Box<str>) -> Self {
        let compiled = OnceLock::new();
        Self { text, compiled }
    }
}

impl Pattern {
    /// The expression as the schema has it, in the syntax of Go.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is the one that quantities have.
    pub fn is_quantity(&self) -> bool {
        self.text.starts_with(QUANTITY)
    }

    /// Whether it is found in a text, as Go finds it.
    pub fn is_match(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| compile(&self.text));
        compiled.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

/// Compiles an expression in the syntax of Go, where the classes `\d`, `\s`
/// and `\w` are of ASCII only.
pub(super) fn compile(pattern: &str) -> Option<Regex> {
    let mut translated = String::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            translated.push(character);
            continue;
        }
        match characters.next() {
            Some('d') => translated.push_str("[0-9]"),
            Some('s') => translated.push_str(r"[\t\n\f\r ]"),
            Some('w') => translated.push_str("[0-9A-Za-z_]"),
            Some(escaped) => translated.extend(['\\', escaped]),
            None => translated.push('\\'),
        }
    }
    Regex::new(&translated).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_those_of_go() {
        let digits = Pattern::from(Box::from(r"^[\d\\]+$"));
        assert!(digits.is_match(r"12\3"));
        assert!(!digits.is_match("\u{665}"));
        assert!(!digits.is_match("d"));
    }

    #[test]
    fn the_end_is_that_of_the_text() {
        assert!(!Pattern::from(Box::from("^a$")).is_match("a\n"));
    }

    #[test]
    fn classes_of_characters_and_flags_compile() {
        for pattern in [
            r"^[^\pZ\pC\pS]+$",
            "^[[:print:]]+$",
            "^(?i)(abort|warn)?$",
            r"^\ *a\/b$",
        ] {
            assert!(compile(pattern).is_some(), "{pattern}");
        }
    }
}
