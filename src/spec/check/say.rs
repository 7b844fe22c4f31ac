//! How what the structural check finds is said.

use std::fmt;

use serde_json::Value;

use super::super::Problem;
use super::super::tree::{Content, Tree};
use super::Place;

/// Whether a value of this type may stand where the schema is; its constants and
/// bounds aside.
pub(super) fn admits(schema: &Value, content: &Content) -> bool {
    if let Some(constant) = schema.get("const") {
        return match constant.as_bool() {
            Some(constant) => *content == Content::Bool(constant),
            None => type_of(constant) == type_name(content),
        };
    }
    match schema.get("type") {
        Some(Value::String(name)) => is(content, name),
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(Value::as_str)
            .any(|name| is(content, name)),
        _ => true,
    }
}

fn is(content: &Content, name: &str) -> bool {
    let own = type_name(content);
    own == name || (own == "integer" && name == "number")
}

fn type_name(content: &Content) -> &'static str {
    match content {
        Content::Null => "null",
        Content::Bool(_) => "boolean",
        Content::Integer(_) => "integer",
        Content::Number(_) => "number",
        Content::Text(_) => "string",
        Content::List(_) => "array",
        Content::Map(_) => "object",
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// A value of a type that may not stand here.
pub(super) fn wrong_type(alternatives: &[&Value], tree: &Tree, place: &Place<'_>) -> Problem {
    let expected = expected(alternatives);
    let found = match &tree.content {
        Content::Bool(_) => format!("`{}`", written(tree)),
        // A fraction where a whole number is wanted is not wrong in its type only.
        Content::Number(_) if expected.contains(&in_words("integer")) => {
            format!("`{}`", written(tree))
        }
        Content::Null
        | Content::Integer(_)
        | Content::Number(_)
        | Content::Text(_)
        | Content::List(_)
        | Content::Map(_) => in_words(type_name(&tree.content)).to_owned(),
    };
    let message = format!("{} takes {}, not {found}", Named(place), Or(&expected));
    let span = if place.path.is_empty() {
        place.span
    } else {
        &tree.span
    };
    let problem = Problem::new(span.clone(), message);
    match help(&expected, tree) {
        Some(help) => problem.help(help),
        None => problem,
    }
}

/// What may stand at a place, in words.
fn expected(alternatives: &[&Value]) -> Vec<&'static str> {
    let mut expected = Vec::new();
    for schema in alternatives {
        let names = match schema.get("type") {
            Some(Value::String(name)) => vec![name.as_str()],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => match schema.get("const") {
                Some(Value::Bool(true)) => vec!["true"],
                Some(Value::Bool(false)) => vec!["false"],
                constant => constant.map(type_of).into_iter().collect(),
            },
        };
        for name in names {
            // That `null` takes a setting away is no help here.
            let words = in_words(name);
            if name != "null" && !expected.contains(&words) {
                expected.push(words);
            }
        }
    }
    // Every whole number is a number.
    if expected.contains(&in_words("number")) {
        expected.retain(|words| *words != in_words("integer"));
    }
    expected
}

fn help(expected: &[&str], tree: &Tree) -> Option<String> {
    let wants = |name| expected.contains(&in_words(name));
    match &tree.content {
        Content::Bool(_) | Content::Integer(_) | Content::Number(_)
            if wants("string") && !wants("number") =>
        {
            Some("put it in quotes".to_owned())
        }
        Content::Text(text) if wants("boolean") => match text.to_ascii_lowercase().as_str() {
            "yes" | "on" | "y" => Some("write `true`".to_owned()),
            "no" | "off" | "n" => Some("write `false`".to_owned()),
            _ => None,
        },
        Content::Text(text) if wants("integer") || wants("number") => {
            let number = matches!(
                Content::plain(text),
                Content::Integer(_) | Content::Number(_)
            );
            number.then(|| "leave out the quotes".to_owned())
        }
        Content::Text(_) if wants("array") => Some("write a list: `[a, b]`".to_owned()),
        Content::Null
        | Content::Bool(_)
        | Content::Integer(_)
        | Content::Number(_)
        | Content::Text(_)
        | Content::List(_)
        | Content::Map(_) => None,
    }
}

fn in_words(name: &str) -> &'static str {
    match name {
        "null" => "nothing",
        "true" => "`true`",
        "false" => "`false`",
        "boolean" => "`true` or `false`",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "text",
        "array" => "a list",
        _ => "a map",
    }
}

/// A value of the right type that is none of those to choose from.
pub(super) fn wrong_choice(schemas: &[&Value], tree: &Tree, place: &Place<'_>) -> Option<Problem> {
    let constants: Vec<&Value> = schemas
        .iter()
        .flat_map(|schema| constants(schema))
        .collect();
    if constants.is_empty() {
        return None;
    }
    Some(not_one_of(&constants, tree, place))
}

/// A value that is not the one that must stand here, or none of them.
pub(super) fn wrong_constant(schema: &Value, tree: &Tree, place: &Place<'_>) -> Option<Problem> {
    let constants = constants(schema);
    let fits = constants.iter().any(|constant| equals(constant, tree));
    (!constants.is_empty() && !fits).then(|| not_one_of(&constants, tree, place))
}

fn constants(schema: &Value) -> Vec<&Value> {
    let several = schema.get("enum").and_then(Value::as_array);
    let all = schema
        .get("const")
        .into_iter()
        .chain(several.into_iter().flatten());
    all.filter(|constant| !constant.is_null()).collect()
}

fn equals(constant: &Value, tree: &Tree) -> bool {
    match &tree.content {
        Content::Null => true,
        Content::Bool(value) => constant.as_bool() == Some(*value),
        Content::Integer(value) => constant.as_i64() == Some(*value),
        Content::Number(value) => constant.as_f64() == Some(*value),
        Content::Text(value) => constant.as_str() == Some(value),
        Content::List(_) | Content::Map(_) => false,
    }
}

fn not_one_of(constants: &[&Value], tree: &Tree, place: &Place<'_>) -> Problem {
    let written = written(tree);
    let names: Vec<String> = constants
        .iter()
        .map(|constant| {
            let text = constant.as_str().map(str::to_owned);
            text.unwrap_or_else(|| constant.to_string())
        })
        .collect();
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
    let message = format!("{} takes {}, not `{written}`", Named(place), Or(&quoted));
    let problem = Problem::new(tree.span.clone(), message);
    match similar(&written, names.iter().map(String::as_str)) {
        Some(similar) => problem.help(format!("did you mean `{similar}`")),
        None => problem,
    }
}

/// A scalar as it may be quoted in a message.
pub(super) fn written(tree: &Tree) -> String {
    match &tree.content {
        Content::Null => "null".to_owned(),
        Content::Bool(value) => value.to_string(),
        Content::Integer(value) => value.to_string(),
        Content::Number(value) => value.to_string(),
        Content::Text(value) => shortened(value),
        Content::List(_) => "a list".to_owned(),
        Content::Map(_) => "a map".to_owned(),
    }
}

/// A text as it may be quoted in a message: without line breaks, and not endless.
pub(in crate::spec) fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
        .escape_debug()
        .to_string()
        .replace("\\'", "'")
        .replace("\\\"", "\"")
}

/// A number outside of its bounds.
pub(super) fn out_of_bounds(schema: &Value, tree: &Tree, place: &Place<'_>) -> Option<Problem> {
    #[expect(clippy::cast_precision_loss, reason = "bounds are far smaller")]
    let number = match tree.content {
        Content::Integer(number) => number as f64,
        Content::Number(number) => number,
        Content::Null
        | Content::Bool(_)
        | Content::Text(_)
        | Content::List(_)
        | Content::Map(_) => return None,
    };
    let bound = |key| schema.get(key).and_then(Value::as_f64);
    let (least, most) = (bound("minimum"), bound("maximum"));
    let allowed = match (least, most) {
        (Some(least), _) if number < least => match most {
            Some(most) => range(least, most),
            None => format!("{least} or more"),
        },
        (_, Some(most)) if most < number => match least {
            Some(least) => range(least, most),
            None => format!("{most} or less"),
        },
        _ => return None,
    };
    let message = format!("{} takes {allowed}, not {number}", Named(place));
    Some(Problem::new(tree.span.clone(), message))
}

#[expect(clippy::float_cmp, reason = "bounds are whole numbers")]
fn range(least: f64, most: f64) -> String {
    if least == most {
        return least.to_string();
    }
    format!("{least} to {most}")
}

/// A key that must be there and is not.
pub(super) fn missing(key: &str, place: &Place<'_>) -> Problem {
    let message = format!("{} lacks `{key}`", Named(place));
    Problem::new(place.span.clone(), message).help(format!("add `{key}`"))
}

/// A list or a map that must not be empty.
pub(super) fn too_few(tree: &Tree, place: &Place<'_>) -> Problem {
    let message = format!("{} is empty", Named(place));
    Problem::new(tree.span.clone(), message).help("add an entry")
}

/// The nearest of the names, if one is near.
pub(in crate::spec) fn similar<'n>(
    written: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    const NEAR: f64 = 0.7;
    /// Longer than any name; and more names than anyone tells apart.
    const LONGEST: usize = 64;
    const MOST: usize = 1000;
    if LONGEST < written.len() {
        return None;
    }
    let folded = written.to_lowercase();
    names
        .into_iter()
        .take(MOST)
        .filter(|name| name.len() <= LONGEST)
        .map(|name| {
            let near = strsim::normalized_damerau_levenshtein(&folded, &name.to_lowercase());
            (near, name)
        })
        .filter(|(near, _)| NEAR <= *near)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}

/// What a place is called.
struct Named<'p>(&'p Place<'p>);

impl fmt::Display for Named<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.path.as_slice() {
            [] => out.write_str(self.0.name),
            [..] => write!(out, "`{}`", shortened(self.0.name)),
        }
    }
}

/// `a`, `a or b`, `a, b or c`.
pub(in crate::spec) struct Or<'w>(pub(in crate::spec) &'w [&'w str]);

impl fmt::Display for Or<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((last, rest)) = self.0.split_last() else {
            return Ok(());
        };
        out.write_str(&rest.join(", "))?;
        if !rest.is_empty() {
            out.write_str(" or ")?;
        }
        out.write_str(last)
    }
}
