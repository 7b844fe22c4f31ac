//! Whatever the text is, reading it ends soon, in a spec or in problems.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::super::parse;
use super::{SOUND, unsound, with};

/// How long a reading may take on a slow machine, unoptimized.
const SOON: Duration = Duration::from_secs(20);

/// Reads a text, and fails if that takes long or gives no problem.
fn refused(text: &str) -> String {
    let start = Instant::now();
    let problems = unsound(text);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    for problem in &problems {
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?}");
    }
    problems[0].to_string()
}

#[test]
fn nothing_and_what_is_no_map_are_named() {
    assert_eq!(refused(""), "the spec is empty");
    assert_eq!(refused("# only a comment\n"), "the spec is empty");
    assert_eq!(refused("- a"), "a spec takes a map, not a list");
    assert_eq!(refused("text"), "a spec takes a map, not text");
    assert_eq!(refused("\0"), refused("\0"));
}

#[test]
fn deep_nesting_ends_in_an_error() {
    refused(&"[".repeat(100_000));
    refused(&"{a: ".repeat(10_000));
    refused(&with(&format!(
        "defaults: {}1{}",
        "{ a: ".repeat(400),
        " }".repeat(400)
    )));
}

#[test]
fn aliases_that_multiply_end_in_an_error() {
    let mut text = SOUND.to_owned();
    text.push_str("x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n");
    for level in 1..12 {
        let alias = format!("*x{}, ", level - 1).repeat(10);
        writeln!(text, "x{level}: &x{level} [{alias}]").unwrap();
    }
    refused(&text);
}

#[test]
fn a_large_spec_is_refused_by_its_size() {
    let message = refused(&format!("{SOUND}# {}\n", "x".repeat(5 << 20)));
    assert_eq!(message, "the spec has more than 4194304 bytes");
    let items = "a, ".repeat(120_000);
    let text = with(&format!("defaults: {{ preloadLibraries: [{items}] }}"));
    assert_eq!(refused(&text), "the spec has more than 100000 values");
}

#[test]
fn many_problems_are_cut_off() {
    let mut text = with("defaults:");
    for number in 0..20_000 {
        writeln!(text, "  instanses{number}: 1").unwrap();
    }
    refused(&text);
    assert_eq!(unsound(&text).len(), 1000);
}

#[test]
fn many_names_that_are_looked_up_end_soon() {
    let mut text = with("apps:");
    for number in 0..1_500 {
        writeln!(
            text,
            "  app{number}: {{ size: tiny{number}, only: [env{number}] }}"
        )
        .unwrap();
    }
    refused(&text);
}

#[test]
fn a_long_chain_of_profiles_is_refused() {
    let mut text = with("profiles:");
    for number in 0..1_500 {
        writeln!(text, "  p{number}: {{ extends: p{} }}", number + 1).unwrap();
    }
    text.push_str("  p1500: {}\n");
    assert_eq!(
        refused(&text),
        "profile `p0` starts from itself, or from too many"
    );
}

#[test]
fn too_many_applications_times_environments_are_refused() {
    let mut text = with("environments: { dev: {}, staging: {}, prod: {} }\napps:");
    for number in 0..3_400 {
        writeln!(text, "  app{number}:").unwrap();
    }
    assert_eq!(
        refused(&text),
        "more than 10000 applications times environments"
    );
}

#[test]
fn a_text_that_is_cut_off_anywhere_is_no_panic() {
    let text = include_str!("../../../examples/tuned/pgspec.yaml");
    for end in (0..text.len()).filter(|end| end % 31 == 0) {
        if let Some(cut) = text.get(..end) {
            drop(parse("pgspec.yaml", cut));
        }
    }
}

#[test]
fn a_byte_order_mark_and_other_line_ends_change_nothing() {
    let marked = format!("\u{feff}{SOUND}");
    assert!(parse("pgspec.yaml", &marked).is_ok());
    assert!(parse("pgspec.yaml", &SOUND.replace('\n', "\r\n")).is_ok());
    let text = format!("\u{feff}{}", with("instances: 3"));
    assert_eq!(&text[unsound(&text)[0].span.clone()], "instances");
}
