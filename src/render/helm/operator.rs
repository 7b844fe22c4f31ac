//! The chart of the operator and of the plugin for object stores.

use super::dependency;
use super::digest::digest;
use super::{Folder, HELM_IGNORE, json};
use crate::document::Tree;
use crate::plan::{Chart, Operator};
use crate::render::file::File;
use serde_json::{Map, json};

/// The name of the chart.
const NAME: &str = "operator";

/// When the lock was made, for Helm: a constant, since the output has no clock.
const GENERATED: &str = "2025-01-01T00:00:00Z";

/// The chart that installs an operator version, by what it depends on.
pub(in crate::render) fn chart(operator: &Operator) -> Vec<File> {
    let dependencies = operator.charts();
    // The operator is one for all environments of a Kubernetes cluster.
    let folder = Folder {
        chart: NAME,
        environments: &[],
    };
    let about = "The operator CloudNativePG and what it needs";
    let in_chart = dependencies.iter().map(dependency::in_chart).collect();
    let in_lock = dependencies.iter().map(dependency::in_lock).collect();
    let mut lock = Tree::map();
    lock.insert("dependencies", in_lock);
    lock.insert("digest", digest(&dependencies).into());
    lock.insert("generated", GENERATED.into());
    let mut values = Tree::map();
    for dependency in &dependencies {
        values.insert(dependency.name, Tree::map());
    }
    vec![
        folder.text(".helmignore", HELM_IGNORE.to_owned()),
        folder.yaml("Chart.lock", lock),
        folder.chart_yaml(about, Some(&operator.release()), in_chart),
        folder.text("templates/NOTES.txt", notes()),
        folder.yaml("values.yaml", values),
        folder.text("values.schema.json", schema(&dependencies)),
    ]
}

fn notes() -> String {
    "{{ .Chart.Name }} is rendered by pgspec: change its spec, not this chart.\n".to_owned()
}

/// Each chart checks its own values; there is nothing else to set.
fn schema(dependencies: &[Chart]) -> String {
    let names = dependencies.iter().map(|dependency| dependency.name);
    let properties: Map<_, _> = names
        .chain(["global"])
        .map(|name| (name.to_owned(), json!({ "type": "object" })))
        .collect();
    json::pretty(&json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Values of the chart operator",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    }))
}
