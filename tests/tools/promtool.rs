//! promtool accepts the rendered alerts, and each fires when it should and only then.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::common::{accepted, examples, files, objects_below, render};

/// The tests of the alerts: one file, for promtool.
const TESTS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/data/alerts.promtool.yaml"
);

#[test]
fn promtool_accepts_the_rules_of_every_example() {
    for example in examples() {
        let rendered = render(&example, "manifests");
        for (index, groups) in rules_of(rendered.path()).into_iter().enumerate() {
            let file = rendered.path().join(format!("rules-{index}.yaml"));
            fs::write(&file, groups.to_string()).unwrap();
            accepted(
                "promtool",
                &["check", "rules", file.to_str().unwrap()],
                rendered.path(),
            );
        }
    }
}

#[test]
fn every_alert_has_a_test_where_it_fires_and_one_where_it_does_not() {
    let rendered = render(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/minimal"),
        "manifests",
    );
    let odoo = rendered.path().join("prod/odoo");
    let groups = rules_of(&odoo).pop().expect("the example has alerts");
    let text = fs::read_to_string(TESTS).unwrap();
    let tests: Value = serde_saphyr::from_str(&text).unwrap();
    let (mut firing, mut silent) = (BTreeSet::new(), BTreeSet::new());
    for case in tests["tests"].as_array().unwrap() {
        for check in case["alert_rule_test"].as_array().unwrap() {
            let alert = check["alertname"].as_str().unwrap().to_owned();
            let fires = check["exp_alerts"]
                .as_array()
                .is_some_and(|alerts| !alerts.is_empty());
            if fires {
                firing.insert(alert)
            } else {
                silent.insert(alert)
            };
        }
    }
    let mut alerts = BTreeSet::new();
    for group in groups["groups"].as_array().unwrap() {
        for rule in group["rules"].as_array().unwrap() {
            alerts.extend(rule["alert"].as_str().map(str::to_owned));
        }
    }
    assert_eq!(firing, alerts, "alerts with a test where they fire");
    assert_eq!(silent, alerts, "alerts with a test where they do not");
    fs::write(odoo.join("rules.yaml"), groups.to_string()).unwrap();
    fs::copy(TESTS, odoo.join("tests.yaml")).unwrap();
    accepted("promtool", &["test", "rules", "tests.yaml"], &odoo);
}

/// The `spec` of every `PrometheusRule` below a folder: what promtool reads.
fn rules_of(folder: &Path) -> Vec<Value> {
    assert!(!files(folder, |_| true).is_empty());
    let objects = objects_below(folder).into_values();
    objects
        .filter(|object| object["kind"] == "PrometheusRule")
        .map(|object| object["spec"].clone())
        .collect()
}
