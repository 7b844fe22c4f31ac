//! Texts with a grammar, checked by the type that reads them.

use serde_json::Value;

use super::super::tree::{Content, Tree};
use super::super::{Problem, text};
use super::Place;
use super::say::written;
use crate::kube;

/// A scalar that its grammar does not allow.
pub(super) fn check(schema: &Value, tree: &Tree, _place: &Place<'_>) -> Option<Problem> {
    let format = schema.get("format").and_then(Value::as_str)?;
    let text = match &tree.content {
        Content::Null => return None,
        Content::Text(text) => text.clone(),
        Content::Bool(_)
        | Content::Integer(_)
        | Content::Number(_)
        | Content::List(_)
        | Content::Map(_) => written(tree),
    };
    let (judged, help) = match text::check(format, &text) {
        Some(judged) => (judged.map_err(|error| error.message), None),
        None => (
            kube::format::check(format, &text)?,
            kube::format::help(format, &text),
        ),
    };
    let message = judged.err()?;
    let mut problem = Problem::new(tree.span.clone(), message);
    problem.help = help;
    Some(problem)
}
