//! Where suppressions reach, and what becomes of them.

use crate::lint::tests::{Run, settings};
use crate::lint::{Environment, Selection, Settings, Target};

/// What is found in a text by the rules about suppressions and two others.
fn found(text: &str) -> Run {
    let rules = [
        "ignore-expired",
        "ignore-malformed",
        "ignore-unknown-rule",
        "ignore-unused",
        "ignore-without-reason",
        "single-instance",
        "superuser-access",
    ];
    let settings = Settings {
        selection: Selection::new(&rules, &[]).unwrap(),
        ..settings(Environment::Prod, Target::newest())
    };
    Run::of_files(&settings, &[("main.yaml", text)])
}

/// Both findings are suppressed, and nothing is said of it.
#[track_caller]
fn assert_silent(text: &str) {
    let run = found(text);
    assert_eq!(run.rules(), [""; 0], "{text}");
    let suppressed = run.outcome().suppressed.iter();
    let reasons: Vec<&str> = suppressed.map(|one| one.reason.as_str()).collect();
    assert_eq!(reasons, ["small", "old tool"], "{text}");
}

#[test]
fn a_comment_reaches_its_line_the_block_below_it_or_the_whole_document() {
    assert_silent(
        "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1 # pgspec: ignore[single-instance] -- small
  # pgspec: ignore[superuser-access] -- old tool
  enableSuperuserAccess: true
",
    );
    assert_silent(
        "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
# pgspec: ignore[single-instance] -- small
spec: # pgspec: ignore[superuser-access] -- old tool
  instances: 1
  enableSuperuserAccess: true
",
    );
    assert_silent(
        "# pgspec: ignore[single-instance] -- small
# A comment for people.
# pgspec: ignore[superuser-access] -- old tool
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1
  enableSuperuserAccess: true
",
    );
}

#[test]
fn an_annotation_reaches_its_object() {
    assert_silent(
        "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    pgspec/ignore.single-instance: small
    pgspec/ignore.superuser-access: until=2027-01-01 old tool
spec:
  instances: 1
  enableSuperuserAccess: true
",
    );
}

#[test]
fn the_items_of_a_list_are_suppressed_one_by_one() {
    let list = "apiVersion: v1
kind: List
items:
  # pgspec: ignore[superuser-access] -- old tool
  - apiVersion: postgresql.cnpg.io/v1
    kind: Cluster
    metadata:
      name: main
    spec:
      instances: 3
      enableSuperuserAccess: true
  - apiVersion: postgresql.cnpg.io/v1
    kind: Cluster
    metadata:
      name: other
    spec:
      instances: 3
      enableSuperuserAccess: true # pgspec: ignore[single-instance] -- small
";
    let run = found(list);
    assert_eq!(run.outcome().suppressed.len(), 1);
    assert_eq!(
        run.rules(),
        ["error[superuser-access]", "warning[ignore-unused]"]
    );
}

#[test]
fn an_acceptance_that_is_rendered_into_several_objects_is_needed_if_one_needs_it() {
    let object = |name: &str, access: &str| {
        format!(
            "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: {name}
  labels:
    app.kubernetes.io/managed-by: pgspec
  annotations:
    pgspec/ignore.superuser-access: old tool
spec:
  instances: 3
  enableSuperuserAccess: {access}
"
        )
    };
    let run = found(&format!(
        "{}---\n{}",
        object("one", "true"),
        object("two", "false")
    ));
    assert!(run.rules().is_empty(), "{:?}", run.rules());
    let run = found(&object("two", "false"));
    assert_eq!(run.rules(), ["warning[ignore-unused]"]);
}

#[test]
fn a_suppression_elsewhere_suppresses_nothing_and_says_so() {
    let run = found(
        "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  # pgspec: ignore[superuser-access] -- old tool
  name: main
spec:
  instances: 3
  enableSuperuserAccess: true
",
    );
    assert_eq!(
        run.rules(),
        ["warning[ignore-unused]", "error[superuser-access]"]
    );
}

#[test]
fn a_suppression_that_has_no_effect_leaves_the_finding() {
    for (order, rule) in [
        ("ignore[superuser-access]", "ignore-without-reason"),
        (
            "ignore[superuser-access] until=2026-12-31 -- old tool",
            "ignore-expired",
        ),
        ("ignore[superuser-acces] -- old tool", "ignore-unknown-rule"),
        ("ignore -- old tool", "ignore-malformed"),
    ] {
        let text = format!(
            "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  enableSuperuserAccess: true # pgspec: {order}
"
        );
        let expected = [
            "error[superuser-access]".to_owned(),
            format!("warning[{rule}]"),
        ];
        assert_eq!(found(&text).rules(), expected, "{order}");
    }
}

#[test]
fn several_rules_of_one_order_are_judged_one_by_one() {
    let run = found(
        "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec: # pgspec: ignore[single-instance, superuser-access, nonsense] -- old tool
  instances: 3
  enableSuperuserAccess: true
",
    );
    assert_eq!(
        run.rules(),
        ["warning[ignore-unknown-rule]", "warning[ignore-unused]"]
    );
    assert_eq!(run.outcome().suppressed.len(), 1);
}

#[test]
fn a_suppression_of_a_rule_that_does_not_run_is_not_called_unused() {
    let text = "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3 # pgspec: ignore[unknown-field] -- not here
";
    assert_eq!(found(text).rules(), [""; 0]);
}
