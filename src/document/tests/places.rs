//! Where things stand: spans, and what comments are about.

use super::super::*;
use super::read;

fn root(documents: &Documents) -> Node<'_> {
    documents.iter().next().unwrap().root()
}

#[test]
fn spans_are_those_of_the_text() {
    let documents = read(
        "a: \"é\"\nb: &x !!str |-  # c\n    one\n\n    two\n\n\n# d\nc:\n- x\n- - y\nd: {e: [1, 2], f: }\ng: >+\n\n  z\n\nh:\n",
    );
    let root = root(&documents);
    let raw = |path: &[&str]| root.at(path).unwrap().raw();
    assert_eq!(raw(&["a"]), "\"é\"");
    assert_eq!(raw(&["b"]), "|-  # c\n    one\n\n    two");
    assert_eq!(raw(&["c"]), "- x\n- - y");
    assert_eq!(root.get("c").unwrap().item(1).unwrap().raw(), "- y");
    assert_eq!(raw(&["d"]), "{e: [1, 2], f: }");
    assert_eq!(raw(&["d", "e"]), "[1, 2]");
    assert_eq!(raw(&["g"]), ">+\n\n  z");
    assert_eq!(
        root.raw(),
        documents.source(SourceId::default()).text().trim_end()
    );
    let entry = root.entry("c").unwrap();
    assert_eq!(root.source().slice(entry.span()), "c:\n- x\n- - y");
}

#[test]
fn a_value_that_is_not_there_is_at_its_key() {
    let documents = read("a:\nb:  # c\nc: [{d: , e: f}]\ng:\n  -\n  - h\n");
    let root = root(&documents);
    let text = root.source().text();
    let place = |path: &[&str]| {
        let node = root.at(path).unwrap();
        assert!(node.is_null() && node.is_missing());
        (
            node.raw(),
            &text[..node.place().start() as usize],
            node.span(),
        )
    };
    assert_eq!(place(&["a"]).1, "a:");
    assert_eq!(place(&["b"]).1, "a:\nb:");
    assert_eq!(root.source().slice(place(&["b"]).2), "b");
    let item = root.get("g").unwrap().item(0).unwrap();
    assert!(text[..item.place().start() as usize].ends_with("g:\n  -"));
}

#[test]
fn placeholders_are_unknown_values() {
    let documents = read(
        "a: ${A}\nb: \"x-${B:=1}\"\nc: $${C}\nd: $D\ne: ${}\nf: ${1}\ng: {h: \"${H}\"}\ni: |\n  ${I}\n",
    );
    let root = root(&documents);
    let unknown: Vec<_> = root
        .entries()
        .filter(|entry| entry.value().is_unknown())
        .map(|entry| entry.name().into_owned())
        .collect();
    assert_eq!(unknown, ["a", "b", "i"]);
    assert_eq!(root.at(&["a"]).unwrap().text(), Some("${A}"));
    assert_eq!(root.at(&["a"]).unwrap().as_str(), None);
    assert_eq!(root.at(&["c"]).unwrap().as_str(), Some("$${C}"));
}

#[test]
fn an_expression_between_parentheses_is_an_unknown_value() {
    let documents = read("a: ($values.name)\nb: (join('-', [$a, 'b']))\nc: (none)\nd: ($5\n");
    let unknown: Vec<_> = root(&documents)
        .entries()
        .map(|entry| entry.value().is_unknown())
        .collect();
    assert_eq!(unknown, [true, true, false, false]);
}

/// For each comment of the first document, what it governs.
fn governed(text: &str) -> Vec<String> {
    let documents = read(text);
    let source = documents.source(SourceId::default());
    documents
        .comments()
        .map(|comment| source.slice(comment.governs()).to_owned())
        .collect()
}

#[test]
fn a_comment_behind_something_governs_its_line_and_what_it_opens() {
    assert_eq!(
        governed("a: 1 # x\nb: # y\n  c: 2\n  d: 3 # z\ne: 4\n"),
        ["a: 1 # x", "b: # y\n  c: 2\n  d: 3", "  d: 3 # z"]
    );
    assert_eq!(
        governed("a:\n- b: 1 # x\n  c: 2\n- # y\n  d: 3\n  e: 4\n- [1, # z\n   2]\n"),
        ["- b: 1 # x", "- # y\n  d: 3\n  e: 4", "- [1, # z\n   2]"]
    );
}

#[test]
fn a_comment_on_its_own_line_governs_what_stands_below() {
    assert_eq!(
        governed("a: 0\n# x\n\n# y\nb:\n  c: 1\n  # z\n  d: 2\n# end\n"),
        [
            "b:\n  c: 1\n  # z\n  d: 2",
            "b:\n  c: 1\n  # z\n  d: 2",
            "d: 2",
            ""
        ]
    );
    assert_eq!(
        governed(
            "a:\n  # x\n  - b: 1\n    # y\n    c: 2\n  # z\n  - d: 3\n    e: 4\nf:\n  # w\n  g: 1\n  h: 2\n"
        ),
        [
            "- b: 1\n    # y\n    c: 2",
            "c: 2",
            "d: 3\n    e: 4",
            "g: 1"
        ]
    );
}

#[test]
fn a_comment_before_everything_governs_the_document() {
    let text = "# x\na: 1\nb: 2\n--- # y\n# z\nc: 1\n";
    let first = "# x\na: 1\nb: 2\n";
    let second = "--- # y\n# z\nc: 1\n";
    assert_eq!(governed(text), [first, second, second]);
    // What stands alone governs nothing.
    assert_eq!(governed("# x\n---\na: 1\n---\n# y\n"), ["", ""]);
}

#[test]
fn comments_belong_to_their_document_or_item() {
    let documents = read(
        "# 0\nkind: List\nitems:\n- a: 1 # 1\n  # 2\n  b: 2\n# 3\n- c: 3 # 4\n---\nd: 4 # 5\n",
    );
    let comments: Vec<Vec<_>> = documents
        .iter()
        .map(|document| document.comments().map(|comment| comment.text()).collect())
        .collect();
    assert_eq!(comments, [vec!["1", "2"], vec![], vec!["5"]]);
    assert_eq!(documents.comments().count(), 6);
    let list = documents.comments().next().unwrap();
    assert!(
        list.governs()
            .contains(documents.iter().nth(1).unwrap().root().span())
    );
}

#[test]
fn lines_and_columns_count_from_one_in_characters() {
    let documents = read("é: 1\r\n中: 😀x\rb: 2\nc: 3");
    let source = documents.source(SourceId::default());
    let at =
        |text: &str| source.line_col(u32::try_from(source.text().find(text).unwrap()).unwrap());
    assert_eq!(at("é"), (1, 1));
    assert_eq!(at("1"), (1, 4));
    assert_eq!(at("x"), (2, 5));
    assert_eq!(at("b"), (3, 1));
    assert_eq!(at("3"), (4, 4));
    assert_eq!(source.line_col(u32::MAX), (4, 5));
    assert_eq!(
        source.line_start(3),
        Some(u32::try_from(source.text().find('b').unwrap()).unwrap())
    );
    assert_eq!((source.line_start(0), source.line_start(5)), (None, None));
}

#[test]
fn sources_and_documents_are_found_again() {
    let mut documents = Documents::default();
    documents.add("a.yaml", b"a: 1\n---\nb: 2\n");
    let parsed = std::thread::spawn(|| parse("b.yaml", b"c: [\n---\nd: 4\n"))
        .join()
        .unwrap();
    let errors = documents.push(parsed);
    assert_eq!(
        errors[0].span().source(),
        documents.sources().nth(1).unwrap().id()
    );
    for document in &documents {
        assert_eq!(documents.get(document.id()), Some(document));
        let source = documents.source(document.root().span().source());
        assert_eq!(source.name(), document.source().name());
    }
    let names: Vec<_> = documents
        .iter()
        .map(|document| document.source().name())
        .collect();
    assert_eq!(names, ["a.yaml", "a.yaml", "b.yaml"]);
    assert_eq!(documents.iter().last().unwrap().number(), 1);
}
