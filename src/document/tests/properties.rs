//! Laws that hold for any input.

use proptest::prelude::*;

use super::super::*;

/// Text that looks like YAML, more or less.
fn yaml() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "a",
        "b: ",
        "key:",
        "- ",
        "  ",
        "    ",
        "\n",
        "\n  ",
        "\n- ",
        ": ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "&a ",
        "*a",
        "<<: *a",
        "<<: ",
        "|\n",
        ">-\n  ",
        "'",
        "\"",
        "# c\n",
        " # c",
        "---\n",
        "...\n",
        "--- ",
        "!!str ",
        "!t ",
        "!!binary aGk=",
        "? ",
        "é",
        "中",
        "😀",
        "\u{feff}",
        "\t",
        "\r\n",
        "\r",
        "on",
        "017",
        "1e3",
        "~",
        "${X}",
        "\\u00e9",
        "\0",
        "\u{2028}",
        "%YAML",
        "kind: List\n",
        "items:\n",
        "apiVersion: v1\n",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|parts| parts.concat())
}

fn input() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        8 => yaml().prop_map(String::into_bytes),
        1 => any::<String>().prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..200),
    ]
}

fn walk(node: Node<'_>, visit: &mut dyn FnMut(Node<'_>)) {
    visit(node);
    for entry in node.entries() {
        visit(entry.key());
        walk(entry.value(), visit);
    }
    for item in node.items() {
        walk(item, visit);
    }
}

fn in_source(source: &Source, span: Span) -> bool {
    source.text().get(span.range()).is_some()
}

proptest! {
    #![proptest_config(super::cases(400))]

    #[test]
    fn every_span_is_text_of_its_source(bytes in input()) {
        let mut documents = Documents::default();
        documents.add("first", b"a: 1");
        let errors = documents.add("any", &bytes);
        for error in &errors {
            let source = documents.source(error.span().source());
            prop_assert!(in_source(source, error.span()));
            prop_assert_eq!(source.line_col(error.span().start()), (error.line(), error.column()));
        }
        for document in &documents {
            let source = document.source();
            prop_assert!(in_source(source, document.span()));
            for comment in document.comments() {
                prop_assert!(source.slice(comment.span()).starts_with('#'));
                prop_assert!(in_source(source, comment.governs()));
            }
            for oddity in document.oddities() {
                if let Oddity::DroppedText { span } = oddity {
                    prop_assert!(!source.slice(span).trim().is_empty());
                }
            }
            walk(document.root(), &mut |node| {
                assert!(in_source(source, node.span()));
                assert!(in_source(source, node.definition_span()));
                assert!(node.span().start() >= document.span().start());
                assert!(node.span().end() <= document.span().end());
                // What is binary is not the text that is written.
                let on_one_line = !node.raw().contains(['\n', '\r']) && node.raw() != "aGk=";
                if node.style() == Style::Plain && !node.is_missing() && on_one_line {
                    assert_eq!(Some(node.raw()), node.text());
                }
            });
        }
    }

    #[test]
    fn a_node_is_found_by_its_path(bytes in input()) {
        let mut documents = Documents::default();
        documents.add("any", &bytes);
        for document in &documents {
            let root = document.root();
            prop_assert_eq!(root.path(), "");
            prop_assert_eq!(root.parent(), None);
            for entry in root.entries() {
                prop_assert_eq!(root.get(&entry.name()), Some(entry.value()));
                prop_assert_eq!(entry.value().parent(), Some(root));
                for (index, item) in entry.value().items().enumerate() {
                    prop_assert_eq!(entry.value().item(index), Some(item));
                    prop_assert_eq!(item.index(), Some(index));
                    prop_assert_eq!(item.parent(), Some(entry.value()));
                    let step = format!("[{index}]");
                    prop_assert!(item.path().ends_with(&step));
                }
            }
        }
    }

    #[test]
    fn reading_twice_gives_the_same(bytes in input()) {
        let read = || {
            let mut documents = Documents::default();
            let errors = documents.add("any", &bytes);
            let trees: Vec<_> = documents
                .iter()
                .map(|document| emit(&Tree::from_document(document, &mut |node| node.span().start())))
                .collect();
            (errors, trees)
        };
        prop_assert_eq!(read(), read());
    }

    #[test]
    fn what_is_read_is_the_same_after_it_is_written(bytes in input()) {
        let mut documents = Documents::default();
        documents.add("any", &bytes);
        for document in &documents {
            let tree = Tree::from_document(document, &mut |_| 1);
            let emitted = emit(&tree);
            let mut again = Documents::default();
            prop_assert_eq!(again.add("again", emitted.text.as_bytes()), []);
            let back = again.iter().next().map(|document| document.root().to_json());
            prop_assert_eq!(back.unwrap_or_default(), document.root().to_json());
            for (range, _) in &emitted.ranges {
                prop_assert!(emitted.text.get(range.start as usize..range.end as usize).is_some());
            }
        }
    }

    #[test]
    fn telling_templates_ends_for_any_text(text in yaml()) {
        let _ = looks_templated(&text);
    }
}
