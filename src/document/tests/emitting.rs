//! What is written is read back as what was meant, by this reader and by another.

use proptest::prelude::*;
use serde_json::Value as Json;

use super::super::*;

/// Pieces of which strings are made that readers of YAML trip over.
const PIECES: &[&str] = &[
    "a",
    "Z",
    "é",
    "中",
    "😀",
    "0",
    "1",
    "7",
    "9",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "\r",
    "\r\n",
    ":",
    ": ",
    " :",
    "#",
    " #",
    "# ",
    "-",
    "- ",
    "--- ",
    "---",
    "...",
    "?",
    "? ",
    ",",
    "[",
    "]",
    "{",
    "}",
    "{{ x }}",
    "${X}",
    "&",
    "&a",
    "*",
    "*a",
    "!",
    "!!str",
    "|",
    "|-",
    ">",
    "'",
    "''",
    "\"",
    "\\",
    "\\n",
    "%",
    "@",
    "`",
    "=",
    "<<",
    "~",
    "null",
    "yes",
    "on",
    "y",
    "N",
    "true",
    "False",
    "0x",
    "0o7",
    "0b1",
    "1e3",
    ".5",
    "1_0",
    ".inf",
    ".nan",
    "+",
    "2024-01-01",
    "T00:00:00Z",
    "12:30",
    "1.2.3",
    "\0",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\u{fffd}",
    "\u{ffff}",
    "\u{10ffff}",
];

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(prop::sample::select(PIECES), 0..6).prop_map(|parts| parts.concat()),
        any::<String>(),
    ]
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        5 => hostile().prop_map(Tree::from),
        1 => any::<i64>().prop_map(Tree::from),
        1 => any::<bool>().prop_map(Tree::from),
        1 => Just(Tree::default()),
        1 => Just(Tree::map()),
        1 => Just(Tree::seq()),
    ];
    let comments = || prop::collection::vec(hostile(), 0..2);
    let with = move |tree: Tree, above: Vec<String>| Tree { above, ..tree };
    (leaf, comments())
        .prop_map(move |(tree, above)| with(tree, above))
        .prop_recursive(4, 24, 4, move |inner| {
            let seq = prop::collection::vec(inner.clone(), 1..4).prop_map(Tree::from_iter);
            let map = prop::collection::vec((hostile(), inner), 1..4).prop_map(|fields| {
                let mut map = Tree::map();
                for (key, value) in fields {
                    map.insert(&key, value);
                }
                map
            });
            (prop_oneof![seq, map], comments()).prop_map(move |(tree, above)| with(tree, above))
        })
}

/// What the text of a tree is read back as, and the text.
fn round(tree: &Tree) -> (Tree, String) {
    let text = emit(tree).text;
    let mut documents = Documents::default();
    let errors = documents.add("emitted", text.as_bytes());
    assert_eq!(errors, [], "{text}");
    // A document that is null is no document.
    let root = documents.iter().next().map(Document::root);
    (root.map_or_else(Tree::default, Tree::from_node), text)
}

/// Text with a placeholder is unknown on the way back; it is compared as text.
fn same(one: &Tree, other: &Tree) -> bool {
    one.to_json() == other.to_json()
}

fn check(tree: &Tree) {
    let (back, text) = round(tree);
    assert!(same(&back, tree), "{text}\n{back:?}\n{tree:?}");
    let other: Json = serde_saphyr::from_str(&text).unwrap_or_else(|err| panic!("{err}\n{text}"));
    assert_eq!(sorted(&other), sorted(&tree.to_json()), "{text}");
    assert_eq!(emit(&back).text, emit(&without_comments(tree)).text);
    for line in text.lines() {
        assert_eq!(line.trim_end(), line, "{text}");
    }
    assert!(text.starts_with("---\n") && text.ends_with('\n') && !text.ends_with("\n\n"));
}

fn without_comments(tree: &Tree) -> Tree {
    let (back, _) = round(tree);
    back
}

/// Keys in one order, so that maps compare by what is in them.
fn sorted(json: &Json) -> Json {
    match json {
        Json::Array(items) => items.iter().map(sorted).collect(),
        Json::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().map(|(k, v)| (k.clone(), sorted(v))).collect();
            fields.sort_by(|(one, _), (other, _)| one.cmp(other));
            fields.into_iter().collect()
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => json.clone(),
    }
}

/// The places where a string may stand.
fn everywhere(text: &str) -> Tree {
    let mut inner = Tree::map();
    inner.insert(text, Tree::from(text));
    inner.insert("z", Tree::from(text));
    let mut map = Tree::map();
    map.insert("value", Tree::from(text));
    map.insert(
        "list",
        [Tree::from(text), inner.clone()].into_iter().collect(),
    );
    map.insert("map", inner);
    map
}

#[test]
fn every_scalar_that_kubectl_was_asked_about_can_be_written_as_text() {
    let recorded = include_str!("../../../tests/data/yaml/scalars.tsv");
    let scalars = recorded.lines().filter_map(|line| line.split_once('\t'));
    for chunk in scalars
        .map(|(scalar, _)| scalar)
        .collect::<Vec<_>>()
        .chunks(500)
    {
        let mut map = Tree::map();
        for scalar in chunk {
            map.insert(scalar, Tree::from(*scalar));
        }
        check(&map);
    }
}

#[test]
fn a_flow_scalar_stands_anywhere_on_one_line() {
    for piece in PIECES
        .iter()
        .flat_map(|one| PIECES.iter().map(move |two| format!("{one}{two}")))
    {
        let written = scalar(&piece);
        let text = format!("a: {{b: {written}, {written}: [{written}, {written}]}}\n");
        let mut documents = Documents::default();
        assert_eq!(documents.add("flow", text.as_bytes()), [], "{text}");
        let root = documents.iter().next().unwrap().root().get("a").unwrap();
        assert_eq!(
            root.get("b").unwrap().text(),
            Some(piece.as_str()),
            "{text}"
        );
        assert_eq!(
            root.get(&piece).unwrap().len(),
            if piece == "b" { 0 } else { 2 },
            "{text}"
        );
    }
}

proptest! {
    #![proptest_config(super::cases(128))]

    #[test]
    fn any_string_is_read_back_wherever_it_stands(text in hostile()) {
        check(&everywhere(&text));
        check(&Tree::from(text));
    }

    #[test]
    fn any_tree_is_read_back(tree in tree()) {
        check(&tree);
    }
}

#[test]
fn blocks_are_written_only_where_nobody_changes_them() {
    let text = |value: &str| {
        let mut map = Tree::map();
        map.insert("a", Tree::from(value));
        emit(&map).text
    };
    assert_eq!(text("x\ny\n"), "---\na: |\n  x\n  y\n");
    assert_eq!(text("x\n\n  y"), "---\na: |-\n  x\n\n    y\n");
    assert_eq!(text("x\n"), "---\na: \"x\\n\"\n");
    for unsafe_in_a_block in [
        "\nx\ny", " x\ny", "\tx\ny", "x \ny", "x\n\ty", "x\ny\n\n", "x\r\ny",
    ] {
        let text = text(unsafe_in_a_block);
        assert!(text.starts_with("---\na: \""), "{text}");
    }
}

#[test]
fn quotes_are_those_that_prettier_prefers() {
    assert_eq!(scalar("a b"), "a b");
    assert_eq!(scalar("it's"), "it's");
    assert_eq!(scalar("on"), "\"on\"");
    assert_eq!(scalar(""), "\"\"");
    assert_eq!(scalar("a: \"b\""), "'a: \"b\"'");
    assert_eq!(scalar("it's: \"b\""), "'it''s: \"b\"'");
    assert_eq!(scalar("it's: b"), "\"it's: b\"");
    assert_eq!(scalar("a\\d: b"), "'a\\d: b'");
    assert_eq!(scalar("a\tb"), "\"a\\tb\"");
    assert_eq!(scalar("--config=x"), "--config=x");
    assert_eq!(scalar("16Gi"), "16Gi");
    assert_eq!(scalar("1.30"), "\"1.30\"");
    assert_eq!(scalar("a,b"), "\"a,b\"");
}
