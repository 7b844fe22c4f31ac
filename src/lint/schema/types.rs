//! Types: whether a value is of the one that the schema has, and what to write
//! if it is not.

use super::at::{At, Step};
use super::{Check, Class};
use crate::document::{Node, Value};
use crate::knowledge::kinds::{Schema, Type};

impl Check {
    /// Whether a value is of the type that the schema has; if not, it is said.
    pub(super) fn is_of_type(&mut self, node: Node<'_>, value: Value<'_>, at: &At<'_>) -> bool {
        let facts = at.schema.facts();
        let fits = if matches!(value, Value::Null | Value::Unknown) {
            true
        } else if facts.int_or_string {
            // What is written anew is a string, even where a fraction stood.
            let rewritten = self.kind.rewritten && facts.is_quantity();
            let number = is_integer(value) || (rewritten && matches!(value, Value::Float(_)));
            number || matches!(value, Value::Str(_))
        } else {
            facts.kind.is_none_or(|wanted| is_a(value, wanted))
        };
        // What is dropped must still be decoded by a mutating webhook.
        if !fits && (!self.dropped || self.kind.decoded_first) {
            self.wrong_type(node, value, at);
        }
        fits
    }

    fn wrong_type(&mut self, node: Node<'_>, value: Value<'_>, at: &At<'_>) {
        let wanted = wanted(at.schema);
        let got = got(value);
        let message = format!("{} must be {wanted}, not {got}", at.name());
        let violation = self.say(Class::WrongType, node.span(), at, message);
        violation.label(format!("this is {got}"));
        match way_out(node, value, at.schema) {
            Some(Way::Write(text)) => drop(violation.help(format!("write `{text}`")).suggest(text)),
            Some(Way::Do(text)) => drop(violation.help(text)),
            None => {}
        }
    }

    /// An item of a list that is null.
    pub(super) fn null_item(&mut self, node: Node<'_>, at: &At<'_>) {
        if self.dropped {
            return;
        }
        let list = match at.step {
            Step::Item(_) => at.up.map(At::name).unwrap_or_default(),
            Step::Root(_) | Step::Field(_) => at.name(),
        };
        let wanted = wanted(at.schema);
        let message = format!("an item of {list} is empty where {wanted} must be");
        let violation = self.say(Class::WrongType, node.span(), at, message);
        violation.help("remove the item, or write what it shall be");
    }

    /// None of the alternatives that the schema gives is there.
    pub(super) fn no_alternative(&mut self, node: Node<'_>, at: &At<'_>) {
        let fields: Vec<_> = at
            .schema
            .any_of()
            .flat_map(|schema| schema.facts().required.iter())
            .map(|name| format!("`{name}`"))
            .collect();
        if fields.is_empty() {
            self.wrong_type(node, node.value(), at);
            return;
        }
        let message = format!("{} has none of {}", at.name(), fields.join(", "));
        let violation = self.say(Class::MissingField, super::anchor(node), at, message);
        violation.help("write one of them");
    }

    /// What the schema rules out is there.
    pub(super) fn ruled_out(&mut self, node: Node<'_>, schema: Schema, at: &At<'_>) {
        let required = schema.facts().required.iter();
        let fields: Vec<_> = required.map(|name| format!("`{name}`")).collect();
        let message = format!("{} has all of {}", at.name(), fields.join(", "));
        let violation = self.say(Class::NotAllowedValue, super::anchor(node), at, message);
        violation.help("write one of them only");
    }
}

/// A number without a fraction, as JSON has no other integers.
fn is_integer(value: Value<'_>) -> bool {
    match value {
        Value::Int(_) => true,
        Value::Float(number) => number.fract() == 0.0,
        Value::Null | Value::Bool(_) | Value::Str(_) | Value::Map | Value::Seq | Value::Unknown => {
            false
        }
    }
}

fn is_a(value: Value<'_>, wanted: Type) -> bool {
    match wanted {
        Type::Object => value == Value::Map,
        Type::Array => value == Value::Seq,
        Type::String => matches!(value, Value::Str(_)),
        Type::Integer => is_integer(value),
        Type::Number => matches!(value, Value::Int(_) | Value::Float(_)),
        Type::Boolean => matches!(value, Value::Bool(_)),
    }
}

/// The type that a schema wants, in a sentence.
pub(super) fn wanted(schema: Schema) -> String {
    let facts = schema.facts();
    if facts.int_or_string {
        return "an integer or a string".to_owned();
    }
    match facts.kind {
        Some(kind) => name_of(kind).to_owned(),
        None => schema.any_of().map(wanted).collect::<Vec<_>>().join(" or "),
    }
}

fn name_of(kind: Type) -> &'static str {
    match kind {
        Type::Object => "an object",
        Type::Array => "a list",
        Type::String => "a string",
        Type::Integer => "an integer",
        Type::Number => "a number",
        Type::Boolean => "a boolean",
    }
}

fn got(value: Value<'_>) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Int(_) => "an integer",
        Value::Float(_) => "a number with a fraction",
        Value::Str(_) => "a string",
        Value::Map => "an object",
        Value::Seq => "a list",
        Value::Unknown => "something unknown",
    }
}

/// What to do about a value of a wrong type.
enum Way {
    /// Write this in its place.
    Write(String),
    /// Do this.
    Do(String),
}

fn way_out(node: Node<'_>, value: Value<'_>, schema: Schema) -> Option<Way> {
    let facts = schema.facts();
    let scalar = node.text().filter(|text| !text.contains('\n'));
    let wanted = facts.kind.or(facts.int_or_string.then_some(Type::String));
    let wanted = wanted.or_else(|| schema.any_of().find_map(|it| it.facts().kind))?;
    let advice = match (wanted, value, scalar) {
        (Type::String, Value::Bool(_) | Value::Int(_) | Value::Float(_), Some(text)) => {
            return Some(Way::Write(format!("\"{text}\"")));
        }
        (Type::Integer, Value::Str(_), Some(text)) if text.parse::<i64>().is_ok() => {
            return Some(Way::Write(text.to_owned()));
        }
        (Type::Boolean, Value::Str("true" | "True" | "TRUE" | "yes" | "on"), _) => {
            return Some(Way::Write("true".to_owned()));
        }
        (Type::Boolean, Value::Str("false" | "False" | "FALSE" | "no" | "off"), _) => {
            return Some(Way::Write("false".to_owned()));
        }
        (Type::Boolean, _, _) => "write `true` or `false`",
        (Type::Integer, _, _) => "write a whole number, without quotes",
        (Type::Number, _, _) => "write a number, without quotes",
        (Type::String, _, _) => "write a text",
        (Type::Array, _, _) => "write a list, each item after a `- `",
        (Type::Object, Value::Seq, _) => "write its fields without the `- ` before them",
        (Type::Object, _, _) => return Some(Way::Do(fields_of(schema))),
    };
    Some(Way::Do(advice.to_owned()))
}

/// Which fields an object is written with.
fn fields_of(schema: Schema) -> String {
    let required = schema.facts().required.iter().copied();
    let names: Vec<_> = match required.clone().next() {
        Some(_) => required.map(|name| format!("`{name}:`")).collect(),
        None => schema
            .properties()
            .map(|(name, _)| format!("`{name}:`"))
            .collect(),
    };
    match names.as_slice() {
        [] => "write names with their values".to_owned(),
        [name] => format!("write its field {name}"),
        [first, second] => format!("write its fields, {first} and {second}"),
        [first, second, ..] => format!("write its fields, such as {first} and {second}"),
    }
}
