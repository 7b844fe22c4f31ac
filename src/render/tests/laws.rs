//! What holds for any value: it stays what it is, where it is, with its origin.

use std::borrow::Cow;
use std::sync::LazyLock;

use minijinja::value::{Serde, Value};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::document::{Content, Documents, Tree};
use crate::render::RenderError;
use crate::render::engine::Engine;
use crate::render::manifests;
use crate::render::object::{self, Object, Order};

/// A template that prints values in every place where one may stand.
const TEMPLATE: &str = "\
apiVersion: v1
kind: Test
# about {{ a }} and {{ b }}
metadata:
  name: test
value: {{ a }}
keys:
  {{ a }}: {{ b }}
list:
  - {{ a }}
  - x: {{ b }}
    w: literal
flow: { x: {{ a }}, w: [{{ b }}, {{ a }}], {{ b }}: 1 }
map: {{ map }}
# before the last {{ b }}
last: 1 # {{ a }}
";

static SOUND: LazyLock<Engine> = LazyLock::new(|| engine(TEMPLATE));

/// Places where no value may stand.
const PLACES: &[&str] = &[
    "x: pre{{ a }}",
    "x: {{ a }}-ro",
    "x: {{ a }}{{ a }}",
    "x: '{{ a }}'",
    "x: \"{{ a }}\"",
    "x: {y: '{{ a }}'}",
    "x: &{{ a }} y",
    "x: !{{ a }} y",
    "x: |\n  {{ a }}",
    "x: >\n  {{ a }}\n  b",
    "x: *{{ a }}",
    "x:{{ a }}",
];

static UNSOUND: LazyLock<Vec<(&str, Engine)>> = LazyLock::new(|| {
    let head = "apiVersion: v1\nkind: Test\nmetadata: {name: test}\n";
    PLACES
        .iter()
        .map(|place| (*place, engine(&format!("{head}{place}\n"))))
        .collect()
});

/// Pieces of text that YAML, or somebody's idea of it, takes for something else.
const PIECES: &[&str] = &[
    "a",
    "Z",
    "é",
    "字",
    "🐘",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "\r",
    "\r\n",
    "\"",
    "'",
    "\\",
    "`",
    ":",
    ": ",
    " #",
    "#",
    "- ",
    "? ",
    ", ",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "&a",
    "*a",
    "!b",
    "!!str ",
    "|",
    ">",
    "%",
    "@",
    "---",
    "--- ",
    "...",
    "<<",
    "=",
    "~",
    "null",
    "true",
    "on",
    "No",
    "y",
    "0",
    "017",
    "0x1F",
    "1e3",
    ".5",
    "1_000",
    "-1",
    "+.inf",
    ".nan",
    "1:30",
    "2024-01-01",
    "\0",
    "\u{1}",
    "\u{2}",
    "\u{3}",
    "\u{1}7\u{2}x\u{3}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\u{fffd}",
    "\u{1b}[31m",
];

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..6);
    prop_oneof![
        4 => pieces.prop_map(|pieces| pieces.concat()),
        1 => any::<String>().prop_map(|text| text.chars().take(40).collect()),
    ]
}

fn engine(template: &str) -> Engine {
    Engine::compile(vec![(Cow::Borrowed("t"), Cow::Owned(template.to_owned()))]).unwrap()
}

fn rendered(engine: &Engine, context: &Json) -> Result<Object, RenderError> {
    let order = Order {
        template: "t",
        kind: "Test",
        name: "test",
        environment: "dev",
        cluster: None,
        origin: 1,
    };
    let context = Value::from(Serde(context));
    let mut objects: Vec<Object> = object::render(engine, &order, &context, &[])?
        .into_iter()
        .collect();
    manifests::write(&mut objects)?;
    Ok(objects.remove(0))
}

/// A tree as JSON with the origin of each scalar: `[7, "x"]`.
fn with_origins(tree: &Tree) -> Json {
    match &tree.content {
        Content::Map(fields) => fields
            .iter()
            .map(|field| (field.key.clone(), with_origins(&field.value)))
            .collect(),
        Content::Seq(items) => items.iter().map(with_origins).collect(),
        Content::Null
        | Content::Bool(_)
        | Content::Int(_)
        | Content::Float(_)
        | Content::Str(_)
        | Content::Plain(_) => json!([tree.origin, tree.to_json()]),
    }
}

/// The manifest read again, each scalar with what the file says of its place.
fn read_again(object: &Object) -> Json {
    let mut documents = Documents::default();
    let file = &object.manifest;
    let errors = documents.add(&file.path, file.text.as_bytes());
    assert!(errors.is_empty(), "{errors:?}\n{}", file.text);
    let document = documents.iter().next().unwrap();
    let tree = Tree::from_document(document, &mut |node| {
        file.origin_at(node.span().range().start).unwrap_or(0)
    });
    with_origins(&tree)
}

/// What the template makes of two texts, read again.
fn printed(a: &str, b: &str) -> Json {
    let context = json!({
        "a": { "$origin": 7, "$value": a },
        "b": { "$origin": 8, "$value": b },
        "map": {
            a: { "$origin": 9, "$value": b },
            "z": { "$origin": 10, "$value": a },
        },
    });
    let object = rendered(&SOUND, &context).unwrap();
    let mut read = read_again(&object);
    // Literals have no origin of their own: the object's counts, or that of
    // what they stand with.
    read["flow"][b] = json!([1, 1]);
    read["list"][1]["w"][0] = json!(1);
    read
}

fn expected(a: &str, b: &str) -> Json {
    let mut flow = json!({ "x": [7, a], "w": [[8, b], [7, a]] });
    flow[b] = json!([1, 1]);
    json!({
        "apiVersion": [1, "v1"],
        "kind": [1, "Test"],
        "metadata": { "name": [1, "test"] },
        "value": [7, a],
        "keys": { a: [8, b] },
        "list": [[7, a], { "x": [8, b], "w": [1, "literal"] }],
        "flow": flow,
        "map": { a: [9, b], "z": [10, a] },
        "last": [1, 1],
    })
}

#[test]
fn empty_texts_stay_empty_texts() {
    assert_eq!(printed("", ""), expected("", ""));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_keeps_its_value_its_place_and_its_origin(a in hostile(), b in hostile()) {
        // A key that the template writes itself, or both at once, is another case.
        prop_assume!(b != "x" && b != "w" && a != "z");
        prop_assert_eq!(printed(&a, &b), expected(&a, &b));
    }

    #[test]
    fn a_value_in_the_wrong_place_is_refused_or_harmless(a in hostile()) {
        let context = json!({ "a": { "$origin": 7, "$value": a } });
        for (place, engine) in UNSOUND.iter() {
            prop_assert!(rendered(engine, &context).is_err(), "{}", place);
        }
    }
}
