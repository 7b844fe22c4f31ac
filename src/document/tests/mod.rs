//! Tests of the stage as others use it.

mod emitting;
mod hostile;
mod kubernetes;
mod places;
mod properties;

use proptest::prelude::ProptestConfig;

use super::*;

/// How many cases a law is tried on, unless `PROPTEST_CASES` says so. A case that
/// fails becomes a test of its own.
fn cases(number: u32) -> ProptestConfig {
    /// What proptest tries if it is not told otherwise.
    const UNTOLD: u32 = 256;
    let default = ProptestConfig::default();
    ProptestConfig {
        cases: if default.cases == UNTOLD {
            number
        } else {
            default.cases
        },
        failure_persistence: None,
        ..default
    }
}

fn read(text: &str) -> Documents {
    let mut documents = Documents::default();
    assert_eq!(documents.add("a.yaml", text.as_bytes()), []);
    documents
}

#[test]
fn a_node_knows_its_value_its_place_and_its_path() {
    let documents = read("# Zoë\nspec:\n  roles:\n  - name: a\n  - name: on # c\n    x.y/z: 017\n");
    let document = documents.iter().next().unwrap();
    let roles = document.root().at(&["spec", "roles"]).unwrap();
    assert_eq!(roles.len(), 2);
    let name = roles.item(1).unwrap().get("name").unwrap();
    assert_eq!(name.value(), Value::Bool(true));
    assert_eq!(name.path(), "spec.roles[1].name");
    assert_eq!(name.raw(), "on");
    assert_eq!(document.source().line_col(name.span().start()), (5, 11));
    let odd = roles.item(1).unwrap().get("x.y/z").unwrap();
    assert_eq!(odd.value(), Value::Int(15));
    assert_eq!(odd.path(), "spec.roles[1][x.y/z]");
}

#[test]
fn what_comes_through_aliases_and_merges_has_the_path_of_its_use() {
    let documents = read(
        "base: &b {deep: {v: 1}, w: 2}\none: *b\ntwo: {<<: *b, w: 3}\nthree:\n  w: 3\n  <<: [*b]\n",
    );
    let root = documents.iter().next().unwrap().root();
    let v = |path: &[&str]| root.at(path).unwrap();
    assert_eq!(v(&["one", "deep", "v"]).path(), "one.deep.v");
    assert_eq!(v(&["two", "deep", "v"]).path(), "two.deep.v");
    assert_eq!(v(&["two", "w"]).value(), Value::Int(3));
    assert_eq!(v(&["three", "deep", "v"]).path(), "three.deep.v");
    assert_eq!(v(&["three", "w"]).value(), Value::Int(2));
    assert_eq!(v(&["three", "deep"]).parent().unwrap().path(), "three");
    assert_eq!(v(&["one"]).raw(), "*b");
}

#[test]
fn items_of_a_list_are_documents_that_share_a_number() {
    let documents = read(
        "---\n# empty\n---\nkind: List\napiVersion: v1\nitems:\n- {kind: A, apiVersion: x/v1}\n- {kind: B, apiVersion: v1}\n---\nkind: C\n",
    );
    let found: Vec<_> = documents
        .iter()
        .map(|document| {
            (
                document.number(),
                document.kind().unwrap(),
                document.group(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [(0, "A", Some("x")), (0, "B", Some("")), (1, "C", None)]
    );
}

#[test]
fn a_broken_document_costs_only_itself() {
    let mut documents = Documents::default();
    let errors = documents.add("a.yaml", b"a: 1\n---\nb: [\n---\nc: 3\n");
    assert_eq!(documents.iter().count(), 2);
    assert_eq!(errors.len(), 1);
    assert_eq!(
        (errors[0].line(), errors[0].column(), errors[0].document()),
        (3, 4, 1)
    );
}

#[test]
fn what_kubectl_hides_is_told() {
    let text = "a: yes\nb: 2024-01-01\nc: 2024-01-01T00:00:00Z\nd: TRUE\na: 2\non: x\ne: {x: 1, <<: &m {x: 2}}\nf: {<<: *m, x: 3}\n...\nlost: 1\n";
    let documents = read(text);
    let document = documents.iter().next().unwrap();
    let told: Vec<_> = document
        .oddities()
        .into_iter()
        .map(|oddity| match oddity {
            Oddity::DuplicateKey { dropped, kept } => {
                format!("{} {}", dropped.span().start(), kept.span().start())
            }
            Oddity::MergeOverwrites { key, merge } => format!("{} by {}", key.path(), merge.raw()),
            Oddity::DroppedText { span } => document.source().slice(span).to_owned(),
            Oddity::OddKey { key, name } => format!("{} is {name}", key.raw()),
            Oddity::ReadDifferently {
                plain, kustomize, ..
            } => format!("{plain} {kustomize}"),
        })
        .collect();
    assert_eq!(
        told,
        [
            "0 53",
            "true \"yes\"",
            "\"2024-01-01\" \"2024-01-01T00:00:00Z\"",
            "on is true",
            "e.x by <<",
            "lost: 1",
        ]
    );
}

#[test]
fn a_document_survives_the_way_through_a_tree() {
    let text = "\
---
# top
a: 1 # behind
# above b
b:
- x
  # above y
- w: 'on'
  z: |
    one

      two
- - 017
  - {}
  -
- # in front
  k: v
c: {d: [1, \"2\"], e: \"a\\tb\"}
# below
";
    let documents = read(text);
    let tree = Tree::from_document(documents.iter().next().unwrap(), &mut |node| {
        node.span().start() + 1
    });
    let emitted = emit(&tree);
    let expected = "\
---
# top
# behind
a: 1
# above b
b:
  - x
  # above y
  - w: \"on\"
    z: |
      one

        two
  - - 15
    - {}
    - null
  # in front
  - k: v
c:
  d:
    - 1
    - \"2\"
  e: \"a\\tb\"
# below
";
    assert_eq!(emitted.text, expected);
    let keys: Vec<_> = emitted
        .ranges
        .iter()
        .map(|(range, origin)| {
            let to = &emitted.text[range.start as usize..range.end as usize];
            let from = &text[*origin as usize - 1..];
            (to.lines().next().unwrap(), from.lines().next().unwrap())
        })
        .collect();
    assert_eq!(
        &keys[..9],
        [
            ("a: 1", "a: 1 # behind"),
            ("a", "a: 1 # behind"),
            ("1", "1 # behind"),
            ("b", "b:"),
            ("- x", "- x"),
            ("x", "x"),
            ("w: \"on\"", "w: 'on'"),
            ("w", "w: 'on'"),
            ("\"on\"", "'on'"),
        ]
    );
}
