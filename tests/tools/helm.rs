//! Helm 3 and 4 accept the charts, and print what the manifests layout holds.

use std::fs;
use std::path::Path;

use crate::common::{
    accepted, assert_same, examples, folders, name, objects, objects_below, render,
};

const HELMS: [&str; 2] = ["helm3", "helm4"];

#[test]
fn every_cluster_chart_is_linted_and_prints_what_the_manifests_hold() {
    for example in examples() {
        let (charts, manifests) = (render(&example, "helm"), render(&example, "manifests"));
        for chart in folders(&charts.path().join("charts")) {
            if name(&chart) == "operator" {
                continue;
            }
            for environment in folders(manifests.path()) {
                let folder = environment.join(name(&chart));
                let values = format!("values-{}.yaml", name(&environment));
                assert_eq!(
                    folder.exists(),
                    chart.join(&values).exists(),
                    "{}: {values}",
                    chart.display()
                );
                if folder.exists() {
                    judge(&chart, &values, &folder);
                }
            }
        }
    }
}

#[test]
fn the_operator_chart_is_linted_with_its_pinned_dependencies() {
    for example in examples() {
        let rendered = render(&example, "helm");
        let chart = rendered.path().join("charts/operator");
        stub_dependencies(&chart);
        for helm in HELMS {
            accepted(helm, &["lint", "--strict", "."], &chart);
            let listed = accepted(helm, &["dependency", "list", "."], &chart);
            let states = listed
                .lines()
                .skip(1)
                .filter(|line| !line.trim().is_empty());
            for state in states {
                assert!(state.contains("unpacked"), "{helm}: {state}");
            }
        }
    }
}

#[test]
fn a_value_on_the_command_line_reaches_the_object() {
    for example in examples() {
        let rendered = render(&example, "helm");
        for chart in folders(&rendered.path().join("charts")) {
            if name(&chart) == "operator" {
                continue;
            }
            for helm in HELMS {
                let set = ["template", "x", ".", "--set", "cluster.spec.instances=5"];
                let printed = objects(&accepted(helm, &set, &chart));
                let mut clusters = printed
                    .values()
                    .filter(|object| object["kind"] == "Cluster");
                assert!(
                    clusters.all(|cluster| cluster["spec"]["instances"] == 5),
                    "{}",
                    chart.display()
                );
            }
        }
    }
}

/// Lints a chart with the values of an environment, and compares what it prints.
fn judge(chart: &Path, values: &str, folder: &Path) {
    let expected = objects_below(folder);
    for helm in HELMS {
        accepted(helm, &["lint", "--strict", ".", "-f", values], chart);
        let printed = accepted(helm, &["template", "release", ".", "-f", values], chart);
        let what = format!("{helm} {} -f {values}", chart.display());
        assert_same(&objects(&printed), &expected, &what);
    }
}

/// Puts an empty chart of the pinned version where each dependency belongs:
/// nothing is downloaded.
fn stub_dependencies(chart: &Path) {
    let text = fs::read_to_string(chart.join("Chart.yaml")).unwrap();
    let parsed: serde_json::Value = serde_saphyr::from_str(&text).unwrap();
    for dependency in parsed["dependencies"].as_array().unwrap() {
        let (name, version) = (
            dependency["name"].as_str().unwrap(),
            dependency["version"].as_str().unwrap(),
        );
        let folder = chart.join("charts").join(name);
        fs::create_dir_all(&folder).unwrap();
        let stub = format!("apiVersion: v2\nname: {name}\nversion: {version}\n");
        fs::write(folder.join("Chart.yaml"), stub).unwrap();
    }
}
