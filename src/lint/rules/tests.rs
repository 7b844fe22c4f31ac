//! The laws that every rule keeps, made from its own examples.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::ALL;
use crate::document::{Documents, Node, Value};
use crate::lint::tests::{self, Run};
use crate::lint::{Check, Family, Rule};

/// A rule with one of its examples.
type Example = (&'static Rule, &'static str);

fn examples(of: fn(&Rule) -> &'static [&'static str]) -> impl Iterator<Item = Example> {
    let all = ALL.iter().copied();
    all.flat_map(move |rule| of(rule).iter().map(move |example| (rule, *example)))
}

/// The lines, from 1, that are marked to start a finding.
fn marked_lines(example: &str) -> Vec<usize> {
    let lines = example.lines().enumerate();
    let marked = lines.filter(|(_, line)| line.ends_with("#~"));
    marked.map(|(index, _)| index + 1).collect()
}

#[test]
fn files_list_and_names_are_the_same_and_sorted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/rules");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter_map(|name| Some(name.strip_suffix(".rs")?.replace('_', "-")))
        .filter(|name| !["mod", "tests"].contains(&name.as_str()))
        .collect();
    let ids: Vec<&str> = ALL.iter().map(|rule| rule.id().as_str()).collect();
    assert_eq!(ids, files.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn every_rule_says_what_it_requires_why_and_on_whose_word() {
    for rule in ALL {
        let id = rule.id();
        let (summary, rationale) = (rule.summary(), rule.rationale());
        assert!(
            !summary.is_empty() && !summary.ends_with('.'),
            "{id}: {summary}"
        );
        assert!(!summary.contains('\n'), "{id}: {summary}");
        assert!(rationale.ends_with('.'), "{id}: {rationale}");
        assert!(!rule.sources().is_empty(), "{id} has no source");
        for source in rule.sources() {
            assert!(source.url.starts_with("https://"), "{id}: {}", source.url);
        }
        assert!(!rule.bad.is_empty(), "{id} has no bad example");
        assert!(rule.good.len() > 1, "{id} has no near miss");
    }
}

#[test]
fn admission_has_no_opinion() {
    for rule in ALL.iter().filter(|rule| rule.family() == Family::Admission) {
        assert!(rule.severities().uniform().is_some(), "{}", rule.id());
    }
}

#[test]
fn rules_yield_to_rules_that_exist() {
    for rule in ALL {
        for other in rule.limits.yields_to {
            assert!(super::find(other).is_some(), "{}: `{other}`", rule.id());
            assert_ne!(rule.id().as_str(), *other);
        }
    }
}

#[test]
fn every_bad_example_is_found_on_the_marked_lines_and_nowhere_else() {
    for (rule, bad) in examples(|rule| rule.bad) {
        let marked = marked_lines(bad);
        assert!(!marked.is_empty(), "{}: mark a line", rule.id());
        assert_eq!(
            Run::of(rule, &[bad]).lines(),
            marked,
            "{}: {bad}",
            rule.id()
        );
    }
}

#[test]
fn every_good_example_is_clean() {
    for (rule, good) in examples(|rule| rule.good) {
        assert_eq!(
            Run::of(rule, &[good]).lines(),
            [0; 0],
            "{}: {good}",
            rule.id()
        );
    }
}

#[test]
fn every_example_is_read_and_has_the_shape_of_its_kind() {
    for (rule, example) in examples(|rule| rule.bad).chain(examples(|rule| rule.good)) {
        let shape = Run::of_shape(example);
        let expected = matches!(rule.check, Check::Schema(_)) && rule.bad.contains(&example);
        let findings = shape.messages();
        assert_eq!(
            findings.is_empty(),
            !expected,
            "{}: {findings:?}{example}",
            rule.id()
        );
    }
}

/// A rule that stops at the first document it likes, or the first it dislikes,
/// passes its own examples and fails here.
#[test]
fn another_deployment_next_to_it_changes_nothing() {
    for (rule, bad) in examples(|rule| rule.bad) {
        let id = rule.id();
        assert!(bad.contains("main"), "{id}: name the cluster `main`");
        let alone = Run::of(rule, &[bad]).messages();
        for good in rule.good {
            let other = good.replace("main", "other");
            let (after, before) = (format!("{other}---\n{bad}"), format!("{bad}---\n{other}"));
            assert_eq!(Run::of(rule, &[&after]).messages(), alone, "{id}: {after}");
            assert_eq!(
                Run::of(rule, &[&before]).messages(),
                alone,
                "{id}: {before}"
            );
            assert_eq!(
                Run::of(rule, &[&other, bad]).messages(),
                alone,
                "{id}: {good}"
            );
        }
    }
}

#[test]
fn a_document_is_judged_the_same_in_a_file_of_its_own() {
    for (rule, example) in examples(|rule| rule.bad).chain(examples(|rule| rule.good)) {
        let together = Run::of(rule, &[example]).messages();
        let files: Vec<&str> = example.split("\n---\n").collect();
        let mut apart = Run::of(rule, &files).messages();
        apart.sort();
        let mut sorted = together.clone();
        sorted.sort();
        assert_eq!(apart, sorted, "{}: {example}", rule.id());
    }
}

/// Unknown is not ok, and it is not wrong either.
#[test]
fn a_value_that_is_filled_in_later_is_never_wrong() {
    for (rule, good) in examples(|rule| rule.good) {
        for unknown in with_a_placeholder(good) {
            let lines = Run::of(rule, &[&unknown]).lines();
            assert_eq!(lines, [0; 0], "{}: {unknown}", rule.id());
        }
    }
}

/// The example, again and again, with one scalar after the other not known.
fn with_a_placeholder(example: &str) -> Vec<String> {
    let mut documents = Documents::default();
    assert_eq!(documents.add("example.yaml", example.as_bytes()), []);
    let mut spans = Vec::new();
    for document in documents.iter() {
        for entry in document.root().entries() {
            if !["apiVersion", "kind"].contains(&entry.name().as_ref()) {
                collect_scalars(entry.value(), &mut spans);
            }
        }
    }
    let replaced = spans.into_iter().map(|range| {
        let mut text = example.to_owned();
        text.replace_range(range, "${UNKNOWN}");
        text
    });
    replaced.collect()
}

fn collect_scalars(node: Node<'_>, spans: &mut Vec<std::ops::Range<usize>>) {
    match node.value() {
        Value::Map => node
            .entries()
            .for_each(|entry| collect_scalars(entry.value(), spans)),
        Value::Seq => node.items().for_each(|item| collect_scalars(item, spans)),
        Value::Null
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Float(_)
        | Value::Str(_)
        | Value::Unknown
            if node.raw().is_empty() => {}
        Value::Null
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Float(_)
        | Value::Str(_)
        | Value::Unknown => spans.push(node.span().range()),
    }
}

/// What a patch lacks is in what it patches.
#[test]
fn a_patch_lacks_nothing() {
    for (rule, example) in examples(|rule| rule.bad).chain(examples(|rule| rule.good)) {
        let kustomization = "kind: Kustomization\npatches:\n  - path: 0.yaml\n";
        let run = Run::of(rule, &[example, kustomization]);
        let whole = Run::of(rule, &[example]).messages();
        for message in run.messages() {
            assert!(
                whole.contains(&message),
                "{}: {message}: {example}",
                rule.id()
            );
        }
    }
}

#[test]
fn every_report_reads_well() {
    for rule in ALL {
        insta::with_settings!({
            snapshot_path => "../../../tests/snapshots/rules",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            let text = Run::of(rule, &[rule.bad[0]]).human();
            insta::assert_snapshot!(rule.id().as_str(), text);
        });
    }
}

#[test]
fn messages_keep_to_the_style() {
    for (rule, bad) in examples(|rule| rule.bad) {
        for finding in Run::of(rule, &[bad]).findings() {
            let id = rule.id();
            let mut texts = vec![finding.message(), finding.primary().text.as_str()];
            texts.extend(finding.help_text());
            texts.extend(finding.related().iter().map(|label| label.text.as_str()));
            for text in texts {
                assert!(!text.ends_with('.') && !text.contains('?'), "{id}: {text}");
                assert!(!text.contains('\n'), "{id}: {text}");
                assert!(
                    !text.starts_with(char::is_uppercase) || tests::may_be_upper(text),
                    "{id}: {text}"
                );
            }
            assert!(
                !finding.message().contains(id.as_str()),
                "{id}: {}",
                finding.message()
            );
        }
    }
}
