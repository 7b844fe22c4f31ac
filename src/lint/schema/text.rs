//! Strings: allowed values, lengths, patterns, formats.

use super::at::At;
use super::{Check, Class, format};
use crate::document::Node;
use crate::knowledge::kinds::Pattern;
use crate::kube::Quantity;

/// The longest text of a value that is repeated in a message, in characters.
const SHOWN: usize = 40;

/// The most allowed values that are listed where a near one was found.
const MANY: usize = 6;

/// Where the defaults of clusters replace an empty text, which the schema does
/// not allow, before it is checked (`api/v1/cluster_defaults.go`).
const FILLED: &[&str] = &[
    "spec.backup.target",
    "spec.logLevel",
    "spec.postgresql.synchronous.dataDurability",
];

impl Check {
    /// A string. The first fault speaks, as in the server's own check.
    pub(super) fn text(&mut self, node: Node<'_>, text: &str, at: &At<'_>) {
        if self.dropped && !self.kind.decoded_first {
            return;
        }
        let facts = at.schema.facts();
        if self.dropped {
            self.format(node, text, at);
            return;
        }
        if !facts.choices.is_empty() && !facts.choices.iter().any(|choice| **choice == *text) {
            self.not_allowed(node, text, at);
            return;
        }
        if facts.max_length.is_some() || facts.min_length.is_some() {
            let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
            let must = match (facts.min_length, facts.max_length) {
                (_, Some(most)) if length > most => Some(("at most", most)),
                (Some(least), _) if length < least => Some(("at least", least)),
                _ => None,
            };
            if let Some((word, bound)) = must {
                let must = format!("have {word} {}", plural(bound, "character"));
                self.out_of_bounds(node, at, &must, &length.to_string());
                return;
            }
        }
        if let Some(pattern) = &facts.pattern {
            // What is written anew is the quantity that was read, in one form.
            let rewritten = self.kind.rewritten && facts.is_quantity();
            let read = self.kind.decoded && facts.is_quantity();
            let fits = rewritten || pattern.is_match(text);
            if !fits || read && Quantity::parse(text.trim()).is_err() {
                self.no_match(node, text, pattern, at);
                return;
            }
        }
        self.format(node, text, at);
    }

    fn format(&mut self, node: Node<'_>, text: &str, at: &At<'_>) {
        if let Some(format) = at.schema.facts().format
            && let Some((wanted, example)) = format::fault(format, text, &self.kind)
        {
            let message = format!("{} is not {wanted}", spoken(text, at));
            let violation = self.say(Class::MalformedValue, node.span(), at, message);
            violation.help(format!("write it like `{example}`"));
        }
    }

    fn not_allowed(&mut self, node: Node<'_>, text: &str, at: &At<'_>) {
        if text.is_empty() && self.kind.rewritten && FILLED.contains(&at.path().as_str()) {
            return;
        }
        let choices = &at.schema.facts().choices;
        let message = format!("{} cannot be `{}`", at.name(), shown(text));
        let near = nearest(text, choices.iter().map(|choice| &**choice));
        let listed: Vec<_> = choices.iter().map(|choice| quoted(choice)).collect();
        let violation = self.say(Class::NotAllowedValue, node.span(), at, message);
        violation.help(match (near, listed.split_last()) {
            (Some(near), _) if listed.len() > MANY => format!("write `{near}`"),
            (_, Some((last, []))) => format!("write {last}"),
            (_, Some((last, others))) => format!("write {} or {last}", others.join(", ")),
            (_, None) => "remove it".to_owned(),
        });
        if let Some(near) = near {
            violation.suggest(near);
        }
    }

    fn no_match(&mut self, node: Node<'_>, text: &str, pattern: &Pattern, at: &At<'_>) {
        let wanted = described(pattern);
        let message = match wanted {
            Some((wanted, _)) => format!("{} is not {wanted}", spoken(text, at)),
            None => format!("{} is not of the form it must have", spoken(text, at)),
        };
        let violation = self.say(Class::MalformedValue, node.span(), at, message);
        violation.help(match wanted {
            Some((_, example)) => format!("write it like {example}"),
            None => format!("it must match `{}`", pattern.as_str()),
        });
    }
}

/// A few words for patterns that are met often.
fn described(pattern: &Pattern) -> Option<(&'static str, &'static str)> {
    if pattern.is_quantity() {
        return Some(("a quantity", "`500m`, `2` or `10Gi`"));
    }
    match pattern.as_str() {
        r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$" => Some(("a name", "`my-name`: a-z, 0-9 and -")),
        r"^[a-z0-9]([-a-z0-9_]*[a-z0-9])?$" => Some(("a name", "`my-name`: a-z, 0-9, - and _")),
        r"^[1-9][0-9]*[dwm]$" => Some(("a time to keep", "`30d`, `8w` or `6m`")),
        r"^[a-zA-Z_][a-zA-Z0-9_]*$" => {
            Some(("the name of a variable", "`MY_NAME`: letters, digits and _"))
        }
        _ => None,
    }
}

/// The value with the field it stands in, in a sentence.
fn spoken(text: &str, at: &At<'_>) -> String {
    format!("`{}` in {}", shown(text), at.name())
}

/// A text as a message can repeat it: one line, not long.
pub(super) fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut shown: String = line.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// A value in backticks; the empty one in quotes too.
fn quoted(choice: &str) -> String {
    if choice.is_empty() {
        "`\"\"`".to_owned()
    } else {
        format!("`{choice}`")
    }
}

/// The candidate that was probably meant.
pub(super) fn nearest<'c>(
    text: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    let lower = text.to_ascii_lowercase();
    candidates
        .map(|candidate| {
            let likeness = strsim::jaro_winkler(&lower, &candidate.to_ascii_lowercase());
            (likeness, candidate)
        })
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, candidate)| candidate)
}

/// A number with what it counts.
pub(super) fn plural(count: u64, what: &str) -> String {
    match (count, what.strip_suffix('y')) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {what}s"),
    }
}
