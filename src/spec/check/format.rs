//! Texts with a grammar, checked by the type that reads them.

use serde_json::Value;

use super::super::tree::{Content, Tree};
use super::super::{Problem, text};
use super::say::written;
use crate::kube;

/// A scalar that its grammar does not allow.
pub(super) fn check(schema: &Value, tree: &Tree) -> Option<Problem> {
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
    let (message, help) = match text::check(format, &text) {
        Some(judged) => {
            let refusal = judged.err()?;
            (refusal.message, Some(refusal.help))
        }
        None => (
            kube::format::check(format, &text)?.err()?,
            kube::format::help(format, &text),
        ),
    };
    let mut problem = Problem::new(tree.span.clone(), message);
    problem.help = help;
    Some(problem)
}
