//! Input that is meant to harm, or that was harmed: every file ends in named
//! errors, soon, and the rest of it is still read.

use std::time::{Duration, Instant};

use super::super::*;

/// Kinds of the errors for a file, its documents, and whether that took too long.
///
/// Tests run unoptimized and beside one another, so the bound is generous; what
/// it is to catch takes minutes, or all memory.
fn judge(bytes: &[u8]) -> (Vec<SyntaxErrorKind>, usize) {
    let start = Instant::now();
    let mut documents = Documents::default();
    let errors = documents.add("hostile.yaml", bytes);
    let mut nodes = 0;
    for document in documents.iter() {
        let _ = document.oddities();
        let _ = (document.kind(), document.name(), document.annotation("a"));
        nodes += document
            .comments()
            .filter(|comment| !comment.governs().is_empty())
            .count();
    }
    let took = start.elapsed();
    assert!(
        took < Duration::from_mins(1),
        "took {took:?} for {nodes} comments"
    );
    for error in &errors {
        assert!(!error.message().is_empty());
        assert!(error.span().end() as usize <= bytes.len().max(3) * 3);
    }
    let kinds = errors.iter().map(SyntaxError::kind).collect();
    (kinds, documents.iter().count())
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

fn refused(text: &str) -> SyntaxErrorKind {
    let (kinds, documents) = judge(text.as_bytes());
    assert_eq!((kinds.len(), documents), (1, 0));
    kinds[0]
}

#[test]
fn nesting_is_bounded() {
    let deep = |open: &str, close: &str, times: usize| {
        format!("a: {}1{}", open.repeat(times), close.repeat(times))
    };
    for text in [
        "[".repeat(100_000),
        deep("[", "]", 10_000),
        deep("{a: ", "}", 10_000),
        "- ".repeat(50_000),
        "? ".repeat(50_000),
        ": ".repeat(50_000),
        "[{a: ".repeat(20_000),
        lines(2_000, |level| format!("{}a:\n", " ".repeat(level))),
        format!("{{\"a\":{}", "[".repeat(100_000)),
    ] {
        let kind = refused(&text);
        let named = [
            SyntaxErrorKind::Depth,
            SyntaxErrorKind::Grammar,
            SyntaxErrorKind::Key,
        ];
        assert!(named.contains(&kind), "{kind:?}");
    }
    assert_eq!(refused(&deep("[", "]", 10_000)), SyntaxErrorKind::Depth);
    let (kinds, documents) = judge(deep("[", "]", limits::DEPTH - 1).as_bytes());
    assert_eq!((kinds.len(), documents), (0, 1));
}

#[test]
fn depth_is_bounded_where_aliases_add_to_it() {
    let (open, close) = ("[".repeat(10), "]".repeat(10));
    let text = lines(60, |level| match level.checked_sub(1) {
        None => "a0: &a0 1\n".to_owned(),
        Some(before) => format!("a{level}: &a{level} {open}*a{before}{close}\n"),
    });
    assert_eq!(refused(&text), SyntaxErrorKind::Depth);
}

#[test]
fn aliases_cannot_blow_up() {
    let nine = |level: usize| vec![format!("*a{}", level - 1); 9].join(", ");
    let laughs = lines(40, |level| match level {
        0 => "a0: &a0 [lol, lol]\n".to_owned(),
        _ => format!("a{level}: &a{level} [{}]\n", nine(level)),
    });
    let merges = lines(40, |level| match level {
        0 => "a0: &a0 {x: 1}\n".to_owned(),
        _ => format!(
            "a{level}: &a{level} {{<<: [{}], k{level}: 1}}\n",
            nine(level)
        ),
    });
    assert_eq!(refused(&laughs), SyntaxErrorKind::Aliases);
    assert_eq!(refused(&merges), SyntaxErrorKind::Aliases);
    let long = "x".repeat(100_000);
    let mut quad = format!("a: &a {long}\nb:\n");
    quad.push_str(&"- *a\n".repeat(20_000));
    assert_eq!(refused(&quad), SyntaxErrorKind::Aliases);
    assert_eq!(refused("a: &a\n  b: *a\n"), SyntaxErrorKind::Aliases);
    assert_eq!(refused("a: &a {<<: *a}\n"), SyntaxErrorKind::Aliases);
    let honest = format!("a: &a {{x: 1, y: 2}}\nb:\n{}", "- *a\n".repeat(5_000));
    assert_eq!(judge(honest.as_bytes()), (vec![], 1));
}

#[test]
fn large_files_are_read_in_a_time_that_grows_with_them() {
    let mut documents = Documents::default();
    assert_eq!(
        documents.add("many", "---\na\n".repeat(300_000).as_bytes()),
        []
    );
    assert_eq!(documents.iter().count(), 300_000);
    let broken = "---\na: [\n".repeat(5_000);
    assert_eq!(judge(broken.as_bytes()).0.len(), 5_000);
    let separators = "---\n".repeat(300_000);
    assert_eq!(judge(separators.as_bytes()), (vec![], 0));
    let comments = format!("a: 1\n{}", "# c\n".repeat(30_000));
    assert_eq!(judge(comments.as_bytes()), (vec![], 1));
    let leading = format!("{}a: 1\n", "# c\n".repeat(30_000));
    assert_eq!(judge(leading.as_bytes()), (vec![], 1));
    let wide = lines(20_000, |key| format!("k{key}: v\n"));
    assert_eq!(judge(wide.as_bytes()), (vec![], 1));
    let twice = lines(20_000, |key| format!("k{}: v\n", key / 2));
    assert_eq!(judge(twice.as_bytes()), (vec![], 1));
    let scalar = format!("a: |\n{}", "  text\n".repeat(100_000));
    assert_eq!(judge(scalar.as_bytes()), (vec![], 1));
    let line = format!("a: [{}]", "1, ".repeat(30_000));
    assert_eq!(judge(line.as_bytes()), (vec![], 1));
}

#[test]
fn what_is_never_closed_ends_soon() {
    for text in [
        format!("a: '{}", "x\n".repeat(100_000)),
        format!("a: \"{}", "\\\n".repeat(100_000)),
        format!("a: {}", "'x\n".repeat(100_000)),
        format!("a: [{}", "x,\n".repeat(30_000)),
        format!("a: {{{}", "x: y,\n".repeat(20_000)),
        format!("a: {}", "&a ".repeat(100_000)),
        format!("a: {}", "!t ".repeat(100_000)),
        format!("a: !<{}", "x".repeat(300_000)),
        format!("{}: 1", "k".repeat(100_000)),
        format!("%{}", "Y".repeat(300_000)),
    ] {
        let start: String = text.chars().take(20).collect();
        let (kinds, _) = judge(text.as_bytes());
        assert_eq!(kinds.len(), 1, "{start}");
    }
}

#[test]
fn bytes_that_are_no_text_are_told() {
    let read = |bytes: &[u8]| judge(bytes);
    assert_eq!(
        read(b"a: \xFF\n---\nb: 1\n"),
        (vec![SyntaxErrorKind::Encoding], 1)
    );
    assert_eq!(
        read(b"a: \0\n---\nb: 1\n"),
        (vec![SyntaxErrorKind::ControlCharacter], 1)
    );
    assert_eq!(read(b"\xC3"), (vec![SyntaxErrorKind::Encoding], 0));
    let lines = "a: b\u{2028}c\n---\nb: \u{85}\n---\nc: 1\n";
    assert_eq!(
        read(lines.as_bytes()).0,
        vec![SyntaxErrorKind::LineBreak; 2]
    );
    // What is no error: byte order marks, UTF-16, any line ends, nothing at all.
    assert_eq!(read(b"\xEF\xBB\xBFa: 1\n"), (vec![], 1));
    assert_eq!(read(b"\xFF\xFEa\0:\0 \x001\0\n\0"), (vec![], 1));
    assert_eq!(read(b"\xFE\xFF\0a\0:\0 \x001"), (vec![], 1));
    assert_eq!(read(b"a: 1\r\n---\r\nb: 2\r\n"), (vec![], 2));
    assert_eq!(read(b"a: 1\rb: 2\r"), (vec![], 1));
    assert_eq!(read(b""), (vec![], 0));
    assert_eq!(read(b"\n\n# nothing\n"), (vec![], 0));
    // UTF-16 that breaks off, and surrogates that stand alone.
    assert_eq!(read(b"\xFF\xFEa\0:").0, vec![SyntaxErrorKind::Encoding]);
    assert_eq!(read(b"\xFF\xFE\x00\xD8").0, vec![SyntaxErrorKind::Encoding]);
    assert_eq!(
        read(&[0x7F; 1000]).0,
        vec![SyntaxErrorKind::ControlCharacter]
    );
}

#[test]
fn every_truncation_of_a_file_is_read_without_harm() {
    let text = "---\n# ünï\nkind: List\nitems:\n- &a {kind: 'A', x: [1, \"\\u00e9\"]}\n- <<: *a\n  b: |-\n    text\n    ...\n  c: >+\n\n    x\n\n  ? d\n  : !!binary aGk=\n...\nrest\n---\n\"q\": *a\n";
    for end in 0..=text.len() {
        judge(&text.as_bytes()[..end]);
    }
}
