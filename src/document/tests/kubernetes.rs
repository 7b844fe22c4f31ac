//! What Kubernetes was recorded to make of scalars and documents.

use serde_json::Value as Json;

use super::super::{Documents, SyntaxErrorKind};

/// What every recorded document starts with, unless it is given whole.
const HEAD: &str = "apiVersion: x.io/v1\nkind: C\nmetadata: {name: a}\n";

/// Where pgspec refuses on purpose what `kubectl` accepts, or the reverse.
const ON_PURPOSE: &[(&str, &str)] = &[
    (
        "bytes that are not UTF-8",
        "kubectl puts U+FFFD in their place without a word, which nobody can have meant",
    ),
    (
        "# without a space before it",
        "no other reader of YAML takes `'a'#b`, and a space is easily put in",
    ),
    (
        "JSON with a comment",
        "kubectl takes it from 1.33 on, and the file is sound YAML",
    ),
    (
        "Kind instead of kind",
        "it is sound YAML that is no object, which is not for the reader to say",
    ),
];

/// What was recorded; the files say how.
const SCALARS: &str = include_str!("../../../tests/data/yaml/scalars.tsv");
const STRUCTURE: &str = include_str!("../../../tests/data/yaml/structure.txt");

#[test]
fn every_recorded_scalar_is_read_as_kubectl_reads_it() {
    let mut count = 0;
    for line in SCALARS.lines().filter(|line| !line.starts_with("# ")) {
        let (scalar, answer) = line.split_once('\t').unwrap();
        let mut documents = Documents::default();
        let errors = documents.add("scalar", format!("{HEAD}spec:\n  v: {scalar}\n").as_bytes());
        count += 1;
        if answer == "refused" {
            assert_eq!(errors.len(), 1, "{scalar}");
            continue;
        }
        assert_eq!(errors, [], "{scalar}");
        let expected = match answer {
            "=" => Json::String(scalar.to_owned()),
            answer => serde_json::from_str(answer).unwrap(),
        };
        let document = documents.iter().next().unwrap();
        let value = document.root().at(&["spec", "v"]).unwrap().to_json();
        assert!(
            same(&value, &expected),
            "{scalar}: {value} is not {expected}"
        );
    }
    assert_eq!(count, 6063);
}

#[test]
fn every_recorded_document_is_read_as_kubectl_reads_it() {
    let cases = cases(STRUCTURE);
    assert_eq!(cases.len(), 74);
    for case in &cases {
        let on_purpose = ON_PURPOSE.iter().any(|(title, _)| *title == case.title);
        let verdict = judge(case);
        assert_eq!(verdict.is_err(), on_purpose, "{}: {verdict:?}", case.title);
    }
    for (title, _) in ON_PURPOSE {
        assert!(cases.iter().any(|case| case.title == *title), "{title}");
    }
}

/// A recorded document.
struct Case {
    title: String,
    file: Vec<u8>,
    /// Whether the head was left out of what is expected.
    short: bool,
    /// For each object the values it may have.
    objects: Vec<Vec<Json>>,
    refused: bool,
}

fn judge(case: &Case) -> Result<(), String> {
    let mut documents = Documents::default();
    let errors = documents.add(&case.title, &case.file);
    if errors.is_empty() == case.refused {
        return Err(format!("{errors:?}"));
    }
    // kubectl reads nothing after a document that it refuses.
    let first_error = errors
        .first()
        .map_or(u32::MAX, super::super::SyntaxError::document);
    let mut read = documents
        .iter()
        .filter(|document| document.number() < first_error);
    for expected in &case.objects {
        let mut object = read.next().ok_or("too few documents")?.root().to_json();
        if case.short {
            let fields = object.as_object_mut().unwrap();
            fields.retain(|key, _| !["apiVersion", "kind", "metadata"].contains(&key.as_str()));
        }
        if !expected.iter().any(|expected| same(&object, expected)) {
            return Err(format!("{object} is not in {expected:?}"));
        }
    }
    match read.next() {
        Some(document) => Err(format!("{document:?} is one too many")),
        None => Ok(()),
    }
}

/// Whether two values are the same, numbers by what they are worth.
fn same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => one.as_f64() == other.as_f64(),
        (Json::Array(one), Json::Array(others)) => {
            one.len() == others.len() && one.iter().zip(others).all(|(a, b)| same(a, b))
        }
        (Json::Object(one), Json::Object(others)) => {
            one.len() == others.len()
                && one
                    .iter()
                    .all(|(key, value)| others.get(key).is_some_and(|other| same(value, other)))
        }
        (one, other) => one == other,
    }
}

fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("== ") {
            cases.push(Case {
                title: title.to_owned(),
                file: Vec::new(),
                short: false,
                objects: Vec::new(),
                refused: false,
            });
            continue;
        }
        let Some(case) = cases.last_mut() else {
            continue;
        };
        if line == "|+" {
            case.short = true;
            case.file.extend_from_slice(HEAD.as_bytes());
        } else if let Some(line) = line.strip_prefix('|') {
            case.file
                .extend(unescaped(line.strip_prefix(' ').unwrap_or(line)));
        } else if line.starts_with("> refused") {
            case.refused = true;
        } else if let Some(json) = line.strip_prefix("> ") {
            case.objects.push(vec![serde_json::from_str(json).unwrap()]);
        } else if let Some(json) = line.strip_prefix("or ") {
            case.objects
                .last_mut()
                .unwrap()
                .push(serde_json::from_str(json).unwrap());
        } else {
            assert_eq!(line, "", "{}", case.title);
        }
    }
    cases
}

/// A line of a file, its escapes resolved; with its line feed, if it has one.
fn unescaped(line: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = line.as_bytes();
    loop {
        rest = match rest {
            [] => {
                bytes.push(b'\n');
                return bytes;
            }
            [b'\\'] => return bytes,
            [b'\\', b't', rest @ ..] => {
                bytes.push(b'\t');
                rest
            }
            [b'\\', b'r', rest @ ..] => {
                bytes.push(b'\r');
                rest
            }
            [b'\\', b'\\', rest @ ..] => {
                bytes.push(b'\\');
                rest
            }
            [b'\\', b'x', high, low, rest @ ..] => {
                let digits = [*high, *low];
                let digits = str::from_utf8(&digits).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest
            }
            [b'\\', b'{', byte, b'*', rest @ ..] => {
                let end = rest.iter().position(|byte| *byte == b'}').unwrap();
                let times: usize = str::from_utf8(&rest[..end]).unwrap().parse().unwrap();
                bytes.extend(std::iter::repeat_n(*byte, times));
                &rest[end + 1..]
            }
            [byte, rest @ ..] => {
                bytes.push(*byte);
                rest
            }
        };
    }
}

#[test]
fn what_is_refused_is_named() {
    let kind = |text: &str| {
        let mut documents = Documents::default();
        let errors = documents.add("a.yaml", text.as_bytes());
        errors.first().map(super::super::SyntaxError::kind)
    };
    for (text, expected) in [
        ("a: .inf", SyntaxErrorKind::Value),
        ("a: !!int x", SyntaxErrorKind::Value),
        ("a: !!binary x", SyntaxErrorKind::Value),
        ("~: a", SyntaxErrorKind::Key),
        ("{{ x }}", SyntaxErrorKind::Key),
        ("? {a: b}\n: c", SyntaxErrorKind::Key),
        ("<<: 3", SyntaxErrorKind::Merge),
        ("a: *b", SyntaxErrorKind::Anchor),
        ("a: &b.c 1", SyntaxErrorKind::Anchor),
        ("a: &b [*b]", SyntaxErrorKind::Aliases),
        ("a: b\u{2028}c", SyntaxErrorKind::LineBreak),
        ("a: \0", SyntaxErrorKind::ControlCharacter),
        ("a: 1\n\u{FEFF}b: 1", SyntaxErrorKind::ControlCharacter),
        ("--- a: 1", SyntaxErrorKind::Separator),
        ("%YAML 1.1\n---\na: 1", SyntaxErrorKind::Directive),
        ("a:\n\tb: 1", SyntaxErrorKind::Tab),
        ("-\ta", SyntaxErrorKind::Tab),
        ("a:\n  b: 'c'\n\t# d\ne: f", SyntaxErrorKind::Tab),
        ("a: 1\n\t\nb: 2", SyntaxErrorKind::Tab),
        ("---# a\na: 1", SyntaxErrorKind::Separator),
        ("a: [1", SyntaxErrorKind::Grammar),
        ("a: 'b", SyntaxErrorKind::Grammar),
        ("a: b: c", SyntaxErrorKind::Grammar),
        ("a: 1\n b: 2", SyntaxErrorKind::Grammar),
    ] {
        assert_eq!(kind(text), Some(expected), "{text:?}");
    }
}
