//! The charts, without Helm: what their values are, and what their schemas refuse.

use serde_json::{Value as Json, json};

use super::examples::{PLANS, rendered};
use crate::document::{Documents, Tree};
use crate::render::{Layout, Rendered};

fn yaml(rendered: &Rendered, path: &str) -> Json {
    let file = rendered.file(path).unwrap();
    let mut documents = Documents::default();
    assert!(documents.add(path, file.text.as_bytes()).is_empty());
    let document = documents.iter().next().unwrap();
    Tree::from_document(document, &mut |_| 0).to_json()
}

/// Merges values as Helm does: maps key by key, all else replaced.
fn merge(base: &mut Json, over: Json) {
    match (base, over) {
        (Json::Object(base), Json::Object(over)) => {
            for (key, value) in over {
                merge(base.entry(key).or_insert(Json::Null), value);
            }
        }
        (base, over) => *base = over,
    }
}

/// The chart of each cluster in each environment: its name, its values, its schema.
fn charts(rendered: &Rendered) -> Vec<(String, Json, jsonschema::Validator)> {
    let values = |path: &str| {
        let (folder, file) = path.rsplit_once('/')?;
        let environment = file.strip_prefix("values-")?.strip_suffix(".yaml")?;
        Some((folder.to_owned(), environment.to_owned()))
    };
    let paths = rendered.files().filter_map(|file| values(&file.path));
    paths
        .map(|(folder, environment)| {
            let mut all = yaml(rendered, &format!("{folder}/values.yaml"));
            merge(
                &mut all,
                yaml(rendered, &format!("{folder}/values-{environment}.yaml")),
            );
            let schema = &rendered
                .file(&format!("{folder}/values.schema.json"))
                .unwrap()
                .text;
            let schema = serde_json::from_str(schema).unwrap();
            (
                format!("{folder} in {environment}"),
                all,
                jsonschema::validator_for(&schema).unwrap(),
            )
        })
        .collect()
}

#[test]
fn values_hold_every_object_of_the_cluster_and_fit_their_schema() {
    for (name, plan) in PLANS.iter() {
        let rendered = rendered(plan, Layout::Helm);
        let mut objects = 0;
        for (chart, values, schema) in charts(&rendered) {
            let errors: Vec<String> = schema.iter_errors(&values).map(|e| e.to_string()).collect();
            assert!(errors.is_empty(), "{name}: {chart}: {errors:#?}");
            objects += values
                .as_object()
                .unwrap()
                .values()
                .map(|value| {
                    if value.get("metadata").is_some() {
                        1
                    } else {
                        value.as_object().unwrap().len()
                    }
                })
                .sum::<usize>();
        }
        let of_clusters = rendered
            .objects
            .iter()
            .filter(|object| object.cluster.is_some() && !object.is_gitops());
        assert_eq!(objects, of_clusters.count(), "{name}");
    }
}

#[test]
fn a_schema_refuses_what_cannot_be_meant() {
    let (_, plan) = PLANS.iter().find(|(name, _)| name == "minimal").unwrap();
    let rendered = rendered(plan, Layout::Helm);
    let (_, values, schema) = charts(&rendered).into_iter().next().unwrap();
    let with = |over: Json| {
        let mut values = values.clone();
        merge(&mut values, over);
        schema.is_valid(&values)
    };
    assert!(with(
        json!({ "cluster": { "spec": { "instances": 5, "logLevel": "debug" } } })
    ));
    assert!(with(json!({ "global": { "anything": 1 } })));
    for wrong in [
        json!({ "clusters": {} }),
        json!({ "cluster": { "kind": "Pod" } }),
        json!({ "cluster": { "metadata": { "nam": "x" } } }),
        json!({ "cluster": { "spec": { "instances": "five" } } }),
        json!({ "cluster": { "spec": { "instnaces": 5 } } }),
        json!({ "cluster": { "spec": { "storage": { "sise": "5Gi" } } } }),
        json!({ "databases": { "Odd Name": {} } }),
    ] {
        assert!(!with(wrong.clone()), "{wrong}");
    }
}

#[test]
fn a_file_is_for_the_environments_that_it_changes() {
    let (_, plan) = PLANS.iter().find(|(name, _)| name == "minimal").unwrap();
    let rendered = rendered(plan, Layout::Helm);
    let of = |path: &str| rendered.file(path).unwrap().environments.join(",");
    assert_eq!(of("charts/shared/values.yaml"), "dev,staging");
    assert_eq!(of("charts/shared/values-dev.yaml"), "dev");
    assert_eq!(of("dev/environment/namespace.yaml"), "dev");
}

#[test]
fn notes_tell_how_applications_connect_in_each_environment() {
    let (_, plan) = PLANS.iter().find(|(name, _)| name == "minimal").unwrap();
    let rendered = rendered(plan, Layout::Helm);
    let notes = |path: &str| rendered.file(path).unwrap().text.clone();
    let template = notes("charts/odoo/templates/NOTES.txt");
    assert!(template.contains(".Files.Get (printf \"notes/%s.txt\" $environment)"));
    let prod = notes("charts/odoo/notes/prod.txt");
    assert!(prod.contains("odoo-pooler-rw.acme-prod.svc:5432"), "{prod}");
    assert!(prod.contains("Secret: acme-prod/odoo-app"), "{prod}");
    let dev = notes("charts/shared/notes/dev.txt");
    assert!(dev.contains("keycloak:") && dev.contains("odoo:"), "{dev}");
    let environments = |path: &str| rendered.file(path).unwrap().environments.join(",");
    assert_eq!(environments("charts/shared/notes/dev.txt"), "dev");
}
