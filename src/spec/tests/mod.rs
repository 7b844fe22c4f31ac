//! Laws of the whole stage: from a text to a spec or its problems.

mod hostile;
mod levels;
mod messy;
mod problems;
mod values;

use std::fmt::Write as _;

use super::{Problem, Spec, parse};

/// A spec that is sound, and short enough to be changed in a test.
const SOUND: &str = "\
version: 1
project: acme
objectStores:
  main: { s3: { bucket: acme-pg, region: eu-north-1, credentialsSecret: backup } }
environments: { dev: {}, prod: {} }
apps: { odoo: {}, wiki: {} }
";

/// The sound spec with some of its top-level keys replaced, or others added.
fn with(lines: &str) -> String {
    let key = |line: &str| line.split(':').next().map(str::to_owned);
    let new: Vec<_> = lines.lines().map(key).collect();
    let mut text = String::new();
    let mut replaced = false;
    for line in SOUND.lines() {
        if !line.starts_with(' ') {
            replaced = new.contains(&key(line));
        }
        if !replaced {
            text.push_str(line);
            text.push('\n');
        }
    }
    text + lines + "\n"
}

fn sound(text: &str) -> Spec {
    parse("pgspec.yaml", text).unwrap_or_else(|problems| panic!("{text}\n{problems:#?}"))
}

fn unsound(text: &str) -> Vec<Problem> {
    parse("pgspec.yaml", text).expect_err(text)
}

/// Problems as a line each: what is marked, the message, the help, what else is
/// marked.
fn told(text: &str) -> String {
    let mut told = String::new();
    for problem in unsound(text) {
        let marked = &text[problem.span.clone()];
        write!(told, "[{marked}] {problem}").unwrap();
        if let Some(label) = &problem.label {
            write!(told, " ({label})").unwrap();
        }
        if let Some(help) = &problem.help {
            write!(told, "; {help}").unwrap();
        }
        for (span, message) in &problem.related {
            write!(told, "; [{}] {message}", &text[span.clone()]).unwrap();
        }
        told.push('\n');
    }
    told
}

/// Checks what is told of the sound spec with some lines changed.
fn all(cases: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (lines, expected) in cases {
        let found = told(&with(lines));
        if found.trim_end() != *expected {
            writeln!(wrong, "{lines}\n{found}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_sound_spec_is_sound() {
    let spec = sound(SOUND);
    assert_eq!(spec.project.value.as_str(), "acme");
    assert_eq!(with("apps: { odoo: {}, wiki: {} }"), SOUND);
}

#[test]
fn anchors_and_merges_are_read() {
    let text = with(
        "defaults: &all { cpu: 1, memory: 2Gi }
apps: { odoo: { <<: *all, cpu: 3, parameters: &p { jit: off } }, wiki: { parameters: *p } }",
    );
    let apps = &sound(&text).environments["prod"].apps;
    let odoo = &apps["odoo"].settings;
    assert_eq!(odoo.cpu.as_ref().unwrap().value.as_str(), "3");
    assert_eq!(odoo.memory.as_ref().unwrap().value.as_str(), "2Gi");
    assert_eq!(apps["wiki"].settings.parameters.as_ref().unwrap().len(), 1);
}

#[test]
fn keys_are_text_whatever_they_look_like() {
    let text = with(
        "environments: { 1: { profile: dev }, \"2\": { profile: dev }, on: { profile: dev } }",
    );
    let names = sound(&text).environments.into_keys();
    assert_eq!(
        names.map(|name| name.to_string()).collect::<Vec<_>>(),
        ["1", "2", "on"]
    );
}

#[test]
fn keys_that_tell_origins_are_refused() {
    let text = with("overrides: [{ kind: Cluster, patch: { spec: { $value: 1 } } }]");
    let expected = "[$value] the key `$value` is one that pgspec keeps for itself; remove it\n";
    assert_eq!(told(&text), expected);
}
