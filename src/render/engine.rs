//! The template engine: what a template may do, and how a value becomes text.
//!
//! A value is always written as one YAML scalar that means the same to every
//! reader (or as a flow collection of such), between marks that carry its origin
//! ([`super::marks`]). Undefined is an error. Filters that would print text past
//! the formatter, or grow it without bound, are not there.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::thread;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, OutputSpanKind, State, UndefinedBehavior,
};

use super::context::Leaf;
use super::error::RenderError;
use super::marks;
use super::templates;
use crate::document;

/// The largest template that is read, in bytes. The largest built-in one has
/// some 20 kB; a limit also bounds the stack that compiling takes.
pub(super) const MAX_TEMPLATE: usize = 32 * 1024;

/// What one rendering may cost: about one unit per instruction and per 64 bytes
/// of text, so some 64 MB at most.
const FUEL: u64 = 1_000_000;

/// How deep macros and loops may nest.
const RECURSION: usize = 100;

/// The stack of the thread that compiles templates that are not ours, in bytes.
/// Only what is used of it is ever backed by memory.
const COMPILER_STACK: usize = 256 * 1024 * 1024;

/// A template: its file name and its text.
pub(super) type Source = (Cow<'static, str>, Cow<'static, str>);

/// Filters that go past the formatter (`safe` and its kin, `pprint`) or make
/// text of any size out of little (`indent`, `format`).
const WITHOUT_FILTERS: &[&str] = &[
    "e", "escape", "format", "indent", "pprint", "safe", "tojson",
];

/// The compiled templates.
#[derive(Debug)]
pub(super) struct Engine {
    environment: Environment<'static>,
}

impl Engine {
    /// Compiles the built-in templates and those that replace some of them, by
    /// file name.
    pub(super) fn with(replaced: &BTreeMap<String, String>) -> Result<Self, Vec<RenderError>> {
        let known = |name: &String| templates::all().iter().any(|known| known.name == name);
        let mut errors: Vec<RenderError> = replaced
            .keys()
            .filter(|name| !known(name))
            .map(|name| RenderError::unknown_template(name))
            .collect();
        let sources = templates::all().iter().map(|known| {
            let text = match replaced.get(known.name) {
                Some(text) => Cow::Owned(text.clone()),
                None => Cow::Borrowed(known.text),
            };
            (Cow::Borrowed(known.name), text)
        });
        let sources = sources.collect();
        let engine = if replaced.is_empty() {
            Self::compile(sources)
        } else {
            Self::new(sources)
        };
        match engine {
            Ok(engine) if errors.is_empty() => Ok(engine),
            Ok(_) => Err(errors),
            Err(others) => {
                errors.extend(others);
                Err(errors)
            }
        }
    }

    /// Compiles templates of any provenance; all that are wrong are told.
    ///
    /// A chain of operators makes the compiler recurse as often, so this gets a
    /// stack that the largest template cannot exhaust.
    pub(super) fn new(templates: Vec<Source>) -> Result<Self, Vec<RenderError>> {
        thread::scope(|scope| {
            let compiler = thread::Builder::new()
                .stack_size(COMPILER_STACK)
                .spawn_scoped(scope, || Self::compile(templates));
            match compiler.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(engine)) => engine,
                Ok(Err(_)) | Err(_) => Err(vec![RenderError::NoCompiler]),
            }
        })
    }

    /// Compiles templates that are known to be harmless.
    pub(super) fn compile(templates: Vec<Source>) -> Result<Self, Vec<RenderError>> {
        let mut environment = environment().map_err(|err| vec![RenderError::template("", &err)])?;
        let mut errors = Vec::new();
        for (name, source) in templates {
            if let Err(err) = fit(&name, &source) {
                errors.push(err);
            } else if let Err(err) = environment.add_template_owned(name.clone(), source) {
                errors.push(RenderError::template(&name, &err));
            }
        }
        if errors.is_empty() {
            Ok(Self { environment })
        } else {
            Err(errors)
        }
    }

    /// The text of a template, with marks.
    pub(super) fn render(&self, template: &str, context: &Value) -> Result<String, RenderError> {
        self.environment
            .get_template(template)
            .and_then(|template| template.render(context.clone()))
            .map_err(|err| RenderError::template(template, &err))
    }

    /// The line of a template, counted from 1, that wrote a range of the text
    /// with marks. It renders again, so it is for errors only.
    pub(super) fn line(&self, template: &str, context: &Value, marked: &Range<usize>) -> usize {
        let spans = self
            .environment
            .get_template(template)
            .and_then(|template| {
                Ok((
                    template.clone(),
                    template.render_with_spans(context.clone())?,
                ))
            });
        let Ok((template, (_, spans))) = spans else {
            return 1;
        };
        let Some(span) = spans
            .iter()
            .find(|span| marked.start < span.output_range().end)
        else {
            return template.source().lines().count();
        };
        // The text of a raw span is that of the source, so lines in it count.
        let within = marked.start.saturating_sub(span.output_range().start);
        let start = span.source_range().start;
        let at = if span.kind() == OutputSpanKind::Raw {
            start + within
        } else {
            start
        };
        let before = template.source().get(..at).unwrap_or_default();
        before.matches('\n').count() + 1
    }
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_syntax(
        SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()?,
    );
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Not `None`: captured text would be formatted a second time.
    environment.set_auto_escape_callback(|_| AutoEscape::Custom(Cow::Borrowed("yaml")));
    environment.set_formatter(format);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(RECURSION);
    environment.set_debug(false);
    for filter in WITHOUT_FILTERS {
        environment.remove_filter(filter);
    }
    environment.remove_global("debug");
    Ok(environment)
}

/// Refuses a source that is too large, or that holds a control character, which
/// could forge a mark.
fn fit(name: &str, source: &str) -> Result<(), RenderError> {
    if MAX_TEMPLATE < source.len() {
        return Err(RenderError::TooLarge {
            template: name.to_owned(),
            found: source.len(),
            limit: MAX_TEMPLATE,
        });
    }
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    match source.split_once(control) {
        None => Ok(()),
        Some((before, _)) => Err(RenderError::Control {
            template: name.to_owned(),
            line: before.matches('\n').count() + 1,
        }),
    }
}

/// Writes a value into the text: the one place where a planned value becomes YAML.
fn format(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    write(out, value, 0)
}

fn write(out: &mut Output, value: &Value, depth: usize) -> Result<(), Error> {
    // Captured text was formatted when it was written into the capture.
    if value.is_safe() {
        return Ok(out.write_str(value.as_str().unwrap_or_default())?);
    }
    if RECURSION < depth {
        return Err(refused("nested too deeply to be printed"));
    }
    match value.kind() {
        ValueKind::Undefined => Err(ErrorKind::UndefinedError.into()),
        ValueKind::Map => write_map(out, value, depth),
        ValueKind::Seq | ValueKind::Iterable => write_list(out, value, depth),
        ValueKind::None
        | ValueKind::Bool
        | ValueKind::Number
        | ValueKind::String
        | ValueKind::Bytes
        | ValueKind::Plain
        | ValueKind::Invalid
        | _ => write_scalar(out, value),
    }
}

fn write_map(out: &mut Output, value: &Value, depth: usize) -> Result<(), Error> {
    out.write_str("{")?;
    for (position, key) in value.try_iter()?.enumerate() {
        out.write_str(if position == 0 { "" } else { ", " })?;
        write_scalar(out, &key)?;
        out.write_str(": ")?;
        write(out, &value.get_item(&key)?, depth + 1)?;
    }
    Ok(out.write_str("}")?)
}

fn write_list(out: &mut Output, value: &Value, depth: usize) -> Result<(), Error> {
    out.write_str("[")?;
    for (position, item) in value.try_iter()?.enumerate() {
        out.write_str(if position == 0 { "" } else { ", " })?;
        write(out, &item, depth + 1)?;
    }
    Ok(out.write_str("]")?)
}

fn write_scalar(out: &mut Output, value: &Value) -> Result<(), Error> {
    let (value, origin) = match value.downcast_object_ref::<Leaf>() {
        Some(leaf) => (&leaf.value, leaf.origin),
        None => (value, 0),
    };
    let scalar = scalar(value)?;
    let (open, middle, close) = (marks::OPEN, marks::MIDDLE, marks::CLOSE);
    Ok(write!(out, "{open}{origin}{middle}{scalar}{close}")?)
}

/// A scalar as YAML that every reader takes for the same value.
fn scalar(value: &Value) -> Result<Cow<'_, str>, Error> {
    match value.kind() {
        // minijinja spells them `none`, `True` and `False`.
        ValueKind::None => Ok("null".into()),
        ValueKind::Bool => Ok(value.is_true().to_string().into()),
        ValueKind::Number => number(value).map(Cow::Owned),
        ValueKind::String => Ok(document::scalar(value.as_str().unwrap_or_default())),
        kind @ (ValueKind::Undefined
        | ValueKind::Bytes
        | ValueKind::Seq
        | ValueKind::Map
        | ValueKind::Iterable
        | ValueKind::Plain
        | ValueKind::Invalid
        | _) => Err(refused(format!("a value of the kind `{kind}` is no YAML"))),
    }
}

fn number(value: &Value) -> Result<String, Error> {
    let text = value.to_string();
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(text),
        _ => Err(refused(format!("`{text}` is no number in YAML"))),
    }
}

fn refused(detail: impl Into<Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidOperation, detail)
}

#[cfg(test)]
mod tests {
    use minijinja::value::Serde;
    use serde_json::json;

    use super::*;
    use crate::render::context;

    fn engine(source: &str) -> Result<Engine, Vec<RenderError>> {
        Engine::new(vec![(Cow::Borrowed("t"), Cow::Owned(source.to_owned()))])
    }

    /// The stripped text of a template for a context.
    fn text(source: &str, context: serde_json::Value) -> Result<String, RenderError> {
        let context = context::leaves(&Value::from(Serde(context)), 0);
        let marked = engine(source).map_err(|mut errors| errors.remove(0))?;
        let marked = marked.render("t", &context)?;
        Ok(marks::strip(&marked).unwrap().text)
    }

    #[test]
    fn scalars_are_spelled_as_yaml_spells_them() {
        let context = json!({ "x": [null, true, false, 3, -1, 1.5, "on", ""] });
        assert_eq!(
            text("{{ x }}", context).unwrap(),
            r#"[null, true, false, 3, -1, 1.5, "on", ""]"#
        );
    }

    #[test]
    fn strings_cannot_hold_what_would_end_a_line_or_forge_a_mark() {
        let context = json!({ "x": "a\"\\\n\r\t\u{1}\u{7f}\u{85}\u{2028}\u{feff}é" });
        assert_eq!(
            text("{{ x }}", context).unwrap(),
            r#""a\"\\\n\r\t\x01\x7F\x85\u2028\uFEFFé""#
        );
    }

    #[test]
    fn maps_are_written_with_a_mark_around_each_leaf() {
        let context = Value::from(Serde(
            json!({ "x": { "$origin": 5, "$value": { "b": 1, "a": "c" } } }),
        ));
        let engine = engine("{{ x }}").unwrap();
        let marked = engine.render("t", &context::leaves(&context, 0)).unwrap();
        let stripped = marks::strip(&marked).unwrap();
        assert_eq!(stripped.text, "{b: 1, a: c}");
        let origins: Vec<_> = stripped.marks.iter().map(|mark| mark.origin).collect();
        assert_eq!(origins, [0, 5, 0, 5]);
    }

    #[test]
    fn captured_text_is_not_formatted_twice() {
        let source = "{% set y %}a: {{ x }}{% endset %}{{ y }}\n\
                      {% macro m(v) %}b: {{ v }}{% endmacro %}{{ m(x) }}\n";
        let text = text(source, json!({ "x": "1" })).unwrap();
        assert_eq!(text, "a: \"1\"\nb: \"1\"\n");
    }

    #[test]
    fn undefined_is_an_error_with_its_line() {
        let err = text("a: 1\nb: {{ x.y }}\n", json!({ "x": { "z": 1 } })).unwrap_err();
        assert!(
            err.to_string()
                .starts_with("template `t`, line 2: undefined value"),
            "{err}"
        );
    }

    #[test]
    fn filters_that_go_past_the_formatter_are_not_there() {
        for filter in WITHOUT_FILTERS {
            assert!(text(&format!("{{{{ x|{filter} }}}}"), json!({ "x": "a" })).is_err());
        }
    }

    #[test]
    fn a_template_that_could_forge_a_mark_is_refused() {
        let errors = engine("a: 1\nb: \u{1}7\u{2}x\u{3}\n").unwrap_err();
        assert!(errors[0].to_string().contains("line 2"), "{errors:?}");
    }

    #[test]
    fn hostile_templates_end_in_an_error() {
        let large = "a".repeat(MAX_TEMPLATE + 1);
        let not = format!("{{{{ {}x }}}}", "not ".repeat(8000));
        let sum = format!("{{{{ 1{} }}}}", "+1".repeat(16_000));
        let deep = format!("{{{{ {}{} }}}}", "[".repeat(16_000), "]".repeat(16_000));
        let double = format!(
            "{{% set x = 'aaaaaaaa' %}}{}{{{{ x }}}}",
            "{% set x = x ~ x %}".repeat(40)
        );
        let loops = "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
        let call = "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}";
        let multiply = "{{ 'x' * 1000000000000 }}";
        for hostile in [&large, &deep, &double, loops, call, multiply] {
            let start: String = hostile.chars().take(40).collect();
            assert!(text(hostile, json!({ "x": 1 })).is_err(), "{start}");
        }
        // Long, but harmless on a stack that is large enough.
        for long in [&not, &sum] {
            assert!(text(long, json!({ "x": 1 })).is_ok());
        }
    }

    #[test]
    fn a_place_in_the_text_has_its_line_in_the_template() {
        let source = "{% for x in xs %}\n- {{ x }}\n{% endfor %}\nlast: 1\n";
        let context = Value::from(Serde(json!({ "xs": ["a", "b"] })));
        let engine = engine(source).unwrap();
        let marked = engine.render("t", &context).unwrap();
        let line = |needle: &str| {
            let at = marked.find(needle).unwrap();
            engine.line("t", &context, &(at..at + 1))
        };
        assert_eq!(line("b"), 2);
        assert_eq!(line("last"), 4);
    }
}
