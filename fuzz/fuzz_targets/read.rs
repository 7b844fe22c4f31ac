//! Any bytes are read: without a panic, within bounds, with spans that are text.
//!
//! `cargo +nightly fuzz run read`

#![no_main]

use libfuzzer_sys::fuzz_target;
use pgspec::document::{Documents, Node, looks_templated};

fuzz_target!(|bytes: &[u8]| {
    let mut documents = Documents::default();
    for error in documents.add("fuzz", bytes) {
        assert!(
            documents
                .source(error.span().source())
                .text()
                .get(error.span().range())
                .is_some()
        );
    }
    for document in &documents {
        let _ = (document.kind(), document.name(), document.oddities());
        for comment in document.comments() {
            let _ = comment.governs();
        }
        let mut left = 10_000;
        walk(document.root(), &mut left);
    }
    if let Ok(text) = str::from_utf8(bytes) {
        let _ = looks_templated(text);
    }
});

/// Visits so many nodes at most: aliases may stand for a great many.
fn walk(node: Node<'_>, left: &mut u32) {
    let Some(fewer) = left.checked_sub(1) else {
        return;
    };
    *left = fewer;
    assert!(node.source().text().get(node.span().range()).is_some());
    if fewer % 16 == 0 {
        let _ = (node.path(), node.parent());
    }
    for entry in node.entries() {
        walk(entry.value(), left);
    }
    for item in node.items() {
        walk(item, left);
    }
}
