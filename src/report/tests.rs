//! Every format over the same three inputs: nothing found, one, and several in
//! several files.

use std::collections::HashSet;

use super::{Format, InputError, Look, Report, write};
use crate::document::Documents;
use crate::kube::version::{KubernetesVersion, OperatorVersion};
use crate::lint::{self, Environments, Scope, Selection, Settings, Target};

const CLEAN: &str = "apiVersion: v1
kind: ConfigMap
metadata:
  name: main
data:
  a: b
";

const ONE: &str = "# Zoë's database
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations: { pgspec/environment: dev }
spec:
  instances: three
  storage: { size: 10Gi }
";

const SEVERAL: &str = "apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: nightly
  annotations: { pgspec/environment: dev }
spec:
  shedule: 0 0 2 * * *
  method: PLUGIN
  cluster: { name: main }
---
a: [
";

fn report(format: Format, inputs: &[(&str, &str)]) -> String {
    let mut documents = Documents::default();
    let mut errors = Vec::new();
    for (name, text) in inputs {
        let failed = documents.add(name, text.as_bytes());
        errors.extend(failed.into_iter().map(InputError::Syntax));
    }
    // Given, so that no release to come changes what is expected here.
    let target = Target {
        operator: OperatorVersion::new(1, 30, None),
        plugin: "0.12.0".parse().ok(),
        kubernetes: KubernetesVersion::new(1, 36, None),
    };
    let schema = [
        "wrong-type",
        "unknown-field",
        "missing-field",
        "not-allowed-value",
    ];
    let settings = Settings {
        target: target.clone(),
        environments: Environments::default(),
        selection: Selection::new(&schema, &[]).unwrap(),
        scope: Scope::Part,
        patches: HashSet::new(),
        today: "2026-11-24".parse().unwrap(),
    };
    let outcome = lint::run(&documents, &settings);
    let mut out = Vec::new();
    let report = Report {
        documents: &documents,
        outcome: &outcome,
        target: &target,
        files: inputs.len(),
        errors: &errors,
        templates: &[],
    };
    write(format, &report, Look::PLAIN, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Compares a format with its snapshots.
fn check(format: Format, name: &str) {
    let inputs: [(&str, &[(&str, &str)]); 3] = [
        ("clean", &[("clean.yaml", CLEAN)]),
        ("one", &[("deploy/one.yaml", ONE)]),
        (
            "several",
            &[("deploy/one.yaml", ONE), ("a b/several.yaml", SEVERAL)],
        ),
    ];
    for (input, files) in inputs {
        insta::with_settings!({
            snapshot_path => "../../tests/snapshots/report",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(format!("{name}-{input}"), report(format, files));
        });
    }
}

#[test]
fn the_human_report_shows_the_lines_in_question() {
    check(Format::Human, "human");
}

#[test]
fn the_concise_report_has_a_line_each() {
    check(Format::Concise, "concise");
}

#[test]
fn the_json_report_has_the_documented_shape() {
    check(Format::Json, "json");
}

#[test]
fn the_sarif_report_names_rules_and_places() {
    check(Format::Sarif, "sarif");
}

#[test]
fn the_github_report_is_made_of_commands() {
    check(Format::Github, "github");
}

#[test]
fn sarif_is_as_code_scanning_wants_it() {
    let files = [("./deploy/one.yaml", ONE), ("a b/several.yaml", SEVERAL)];
    let log: serde_json::Value = serde_json::from_str(&report(Format::Sarif, &files)).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(!uri.starts_with(['/', '.']) && !uri.contains(' '), "{uri}");
        let region = &place["region"];
        assert!(region["endColumn"].as_u64() > region["startColumn"].as_u64());
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
    }
    for rule in rules {
        assert!(rule["fullDescription"]["text"].as_str().unwrap().len() <= 1024);
    }
    let clean: serde_json::Value =
        serde_json::from_str(&report(Format::Sarif, &[("clean.yaml", CLEAN)])).unwrap();
    assert_eq!(clean["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn sarif_fits_the_published_schema() {
    let schema = include_str!("../../tests/data/sarif-2.1.0.schema.json");
    let schema = serde_json::from_str(schema).unwrap();
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&schema).unwrap();
    let inputs: [&[(&str, &str)]; 2] = [
        &[("clean.yaml", CLEAN)],
        &[("deploy/one.yaml", ONE), ("a b/several.yaml", SEVERAL)],
    ];
    for files in inputs {
        let log = serde_json::from_str(&report(Format::Sarif, files)).unwrap();
        let errors = validator.iter_errors(&log);
        let errors: Vec<String> = errors
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn the_other_half_of_a_finding_is_drawn_before_the_help() {
    let bound = |name: &str| {
        ONE.replace("instances: three", "instances: 3")
            .replace("name: main", &format!("name: {name}"))
    };
    let mut documents = Documents::default();
    let (one, other) = (bound("one"), bound("other"));
    for (name, text) in [("one.yaml", &one), ("other.yaml", &other)] {
        assert_eq!(documents.add(name, text.as_bytes()), []);
    }
    let elsewhere = documents.sources().last().unwrap();
    let place = other.find("other").unwrap();
    let excerpt = |name: &str| {
        let source = documents.sources().find(|source| source.name() == name);
        super::excerpt::Excerpt::of_source(source.unwrap(), &[(place..place + 3, "here")])
    };
    assert_eq!(elsewhere.name(), "other.yaml");
    let drawn = super::draw::Drawn {
        code: Some("error[a-rule]".to_owned()),
        severity: lint::Severity::Error,
        message: "both have one name".to_owned(),
        help: Some("name one of them otherwise".to_owned()),
        excerpt: Some(excerpt("one.yaml")),
        elsewhere: vec![excerpt("other.yaml")],
    };
    for look in [
        Look::PLAIN,
        Look {
            drawing: super::Drawing::Colored,
            ..Look::PLAIN
        },
    ] {
        let mut out = Vec::new();
        drawn.write(&super::draw::handler(look), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let at = |what: &str| {
            text.find(what)
                .unwrap_or_else(|| panic!("no {what}: {text}"))
        };
        assert!(
            at("one.yaml") < at("other.yaml") && at("other.yaml") < at("help: "),
            "{text}"
        );
        assert_eq!(text.matches("both have one name").count(), 1, "{text}");
    }
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let text = format!(
        "{{\"apiVersion\": \"postgresql.cnpg.io/v1\", \"kind\": \"Cluster\", \
         \"metadata\": {{\"name\": \"main\", \"annotations\": {{\"a\": \"{}\"}}}}, \
         \"spec\": {{\"instances\": \"three\", \"storage\": {{\"size\": \"1Gi\"}}}}}}\n",
        "ü".repeat(100_000)
    );
    let text = report(Format::Human, &[("main.json", &text)]);
    assert!(text.contains("\"three\""), "{text}");
    assert!(text.lines().all(|line| line.len() < 500), "{text}");
}

#[test]
fn a_name_cannot_steer_the_terminal_or_end_a_line() {
    let text = ONE.replace("three", "\"\\e[2J\\n::error::x\"");
    for format in [Format::Human, Format::Concise, Format::Github] {
        let text = report(format, &[("a\n::error::b\u{1b}.yaml", &text)]);
        assert!(!text.contains('\u{1b}'), "{text}");
        let commands = text.lines().filter(|line| line.starts_with("::"));
        let own = usize::from(format == Format::Github);
        assert_eq!(commands.count(), own, "{text}");
    }
}

#[test]
fn nothing_in_a_plain_report_is_an_escape() {
    let formats = [
        Format::Human,
        Format::Concise,
        Format::Json,
        Format::Sarif,
        Format::Github,
    ];
    for format in formats {
        let text = report(
            format,
            &[("deploy/one.yaml", ONE), ("several.yaml", SEVERAL)],
        );
        assert!(!text.contains('\u{1b}'), "{text}");
    }
}
