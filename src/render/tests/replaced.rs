//! Templates of one's own, and overrides.

use std::collections::BTreeMap;

use serde_json::json;

use super::examples::PLANS;
use crate::plan::Plan;
use crate::render::{Object, Options, Override, RenderError, render};

fn minimal() -> &'static Plan {
    let minimal = PLANS.iter().find(|(name, _)| name == "minimal");
    &minimal.unwrap().1
}

fn with_template(name: &str, text: &str) -> Result<Vec<Object>, Vec<RenderError>> {
    let options = Options {
        templates: BTreeMap::from([(name.to_owned(), text.to_owned())]),
        ..Options::default()
    };
    render(minimal(), &options).map(|rendered| rendered.objects)
}

const NAMESPACE: &str = "\
apiVersion: v1
kind: Namespace
metadata:
  name: {{ metadata.name }}
  labels: { team: data }
";

#[test]
fn a_template_replaces_the_built_in_one_of_its_name() {
    let objects = with_template("namespace.yaml.j2", NAMESPACE).unwrap();
    let namespaces: Vec<_> = objects
        .iter()
        .filter(|object| object.kind == "Namespace")
        .collect();
    assert!(!namespaces.is_empty());
    for namespace in namespaces {
        let team = namespace.at("metadata.labels.team");
        assert_eq!(team.and_then(|team| team.as_str()), Some("data"));
    }
}

#[test]
fn a_template_that_writes_nothing_takes_the_object_away() {
    let objects = with_template("namespace.yaml.j2", "# nothing\n").unwrap();
    assert!(objects.iter().all(|object| object.kind != "Namespace"));
    assert!(!objects.is_empty());
}

#[test]
fn a_wrong_template_is_told_of_once_with_its_line() {
    let errors = with_template(
        "namespace.yaml.j2",
        &NAMESPACE.replace("{{ metadata.name }}", "pre-{{ metadata.name }}"),
    );
    let errors: Vec<String> = errors
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        errors,
        ["template `namespace.yaml.j2`, line 4: a value that does not stand alone"]
    );
}

#[test]
fn a_template_that_nothing_uses_is_an_error() {
    let errors = with_template("namespaces.yaml.j2", NAMESPACE).unwrap_err();
    assert_eq!(
        errors[0].to_string(),
        "template `namespaces.yaml.j2` replaces none of the built-in ones"
    );
    assert_eq!(
        errors[0].hint().unwrap(),
        "rename it if `namespace.yaml.j2` is meant, or remove it"
    );
}

#[test]
fn a_template_that_computes_with_a_value_loses_origins_and_nothing_else() {
    let template = format!("{NAMESPACE}same: {{{{ metadata.name == metadata.name ~ '' }}}}\n");
    let objects = with_template("namespace.yaml.j2", &template).unwrap();
    let namespaces = objects.iter().filter(|object| object.kind == "Namespace");
    for namespace in namespaces {
        assert_eq!(namespace.at("same"), Some(&true.into()));
        // The object itself still has one, which holds for all of it.
        assert_eq!(
            namespace.at("metadata.name").map(|name| name.origin),
            Some(0)
        );
        assert_ne!(namespace.tree().origin, 0);
    }
}

#[test]
fn an_override_is_the_last_word_and_its_values_are_its_own() {
    let options = Options {
        overrides: vec![Override {
            origin: 4000,
            environment: Some("dev".to_owned()),
            kind: "Cluster".to_owned(),
            patch: json!({ "spec": { "logLevel": { "$origin": 4001, "$value": "debug" } } }),
            ..Override::default()
        }],
        ..Options::default()
    };
    let rendered = render(minimal(), &options).unwrap();
    for cluster in rendered
        .objects
        .iter()
        .filter(|object| object.kind == "Cluster")
    {
        let level = cluster
            .at("spec.logLevel")
            .map(|level| (level.as_str(), level.origin));
        let expected = (cluster.environment == "dev").then_some((Some("debug"), 4001));
        assert_eq!(level, expected);
        if expected.is_some() {
            let at = cluster.manifest.text.find("debug").unwrap();
            assert_eq!(cluster.manifest.origin_at(at), Some(4001));
        }
    }
}

#[test]
fn an_override_about_nothing_is_an_error_at_its_place() {
    let options = Options {
        overrides: vec![Override {
            origin: 4000,
            environment: Some("dev".to_owned()),
            kind: "Cluster".to_owned(),
            name: Some("nobody".to_owned()),
            patch: json!({}),
        }],
        ..Options::default()
    };
    let errors = render(minimal(), &options).unwrap_err();
    assert!(matches!(
        &errors[..],
        [RenderError::Override { origin: 4000, .. }]
    ));
    assert_eq!(
        errors[0].to_string(),
        "an override is about no object: there is no Cluster `nobody` in `dev`"
    );
}
