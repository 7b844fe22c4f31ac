//! What is read is the same after it has been written.
//!
//! `cargo +nightly fuzz run write`

#![no_main]

use libfuzzer_sys::fuzz_target;
use pgspec::document::{Document, Documents, Node, Tree, emit, scalar};

fuzz_target!(|text: &str| {
    let written = format!("a: [{}]\n", scalar(text));
    let item = |documents: &Documents| {
        let item = documents.iter().next()?.root().get("a")?.item(0)?;
        item.text().map(str::to_owned)
    };
    let mut documents = Documents::default();
    assert!(
        documents.add("scalar", written.as_bytes()).is_empty(),
        "{written}"
    );
    assert_eq!(item(&documents).as_deref(), Some(text), "{written}");

    let mut documents = Documents::default();
    documents.add("fuzz", text.as_bytes());
    for document in &documents {
        let tree = Tree::from_document(document, &mut |node| node.span().start());
        let emitted = emit(&tree).text;
        let mut again = Documents::default();
        assert!(
            again.add("again", emitted.as_bytes()).is_empty(),
            "{emitted}"
        );
        let back = again.iter().next().map(Document::root).map(Node::to_json);
        assert_eq!(
            back.unwrap_or_default(),
            document.root().to_json(),
            "{emitted}"
        );
    }
});
