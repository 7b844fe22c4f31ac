//! Tests of the overview: numbers against a plan, words against what was planned.

use super::compare::Way;
use super::{Environment, Failure, Format, Overview, of, write};
use crate::{plan, spec};

fn overview(text: &str) -> Overview {
    let spec = spec::parse("pgspec.yaml", text).unwrap();
    let plan = plan::plan(&spec).unwrap();
    of(&spec, &plan, &[])
}

/// The overview of a production environment with some settings and applications.
fn prod(settings: &str, apps: &str) -> Environment {
    let text = format!(
        "version: 1
project: acme
objectStores:
  main: {{ s3: {{ bucket: backups, region: eu-north-1, credentialsSecret: s3 }} }}
  inside:
    s3: {{ bucket: backups, endpoint: \"http://minio.storage.svc:9000\", credentialsSecret: s3 }}
defaults: {{ backup: {{ store: main }} }}
environments: {{ prod: {{ {settings} }} }}
apps: {{ {apps} }}
"
    );
    overview(&text).environments.remove(0)
}

/// What the loss of a part of the first cluster costs: commits, and the outage.
fn loss(environment: &Environment, failure: Failure) -> (&str, &str) {
    let losses = &environment.clusters[0].losses;
    let loss = losses.iter().find(|loss| loss.failure == failure).unwrap();
    (&loss.commits, &loss.outage)
}

fn example(name: &str) -> Overview {
    let text = std::fs::read_to_string(format!("examples/{name}/pgspec.yaml")).unwrap();
    overview(&text)
}

#[test]
fn every_form_is_as_it_was_read_by_a_person() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../tests/snapshots/overview");
    settings.set_prepend_module_to_snapshot(false);
    let overview = example("hybrid");
    settings.bind(|| {
        insta::assert_snapshot!("text", write(&overview, Format::Text));
        insta::assert_snapshot!("json", write(&overview, Format::Json));
        insta::assert_snapshot!("mermaid", write(&overview, Format::Mermaid));
        insta::assert_snapshot!("svg", write(&overview, Format::Svg));
    });
}

#[test]
fn totals_are_those_of_all_pods() {
    let settings = "size: medium, backup: { cpu: 250m, memory: 1Gi }, poolers: { rw: { instances: 2, cpu: 500m, memory: 256Mi } }";
    let prod = prod(settings, "odoo: {}, wiki: {}");
    let totals = prod.totals;
    assert_eq!((totals.clusters, totals.instances, totals.pods), (2, 6, 10));
    // Three instances of 2 cores with the container that archives, two poolers, twice.
    assert_eq!(totals.cpu, 2 * (3 * (2000 + 250) + 2 * 500));
    let gibibyte = 1 << 30;
    assert_eq!(
        totals.memory,
        2 * (3 * (4 + 1) * gibibyte + 2 * gibibyte / 4)
    );
    assert_eq!(totals.storage, 2 * 3 * (50 + 10) * gibibyte);
    assert_eq!((totals.volumes, totals.clients), (12, 4000));
}

#[test]
fn applications_are_placed_in_every_way() {
    let prod = prod(
        "clusters: { tools: { apps: [wiki, chat] } }",
        "odoo: {}, wiki: {}, chat: {}",
    );
    let comparison = &prod.comparison;
    assert_eq!(comparison.written, Way::Hybrid);
    let told: Vec<_> = comparison
        .outcomes
        .iter()
        .map(|outcome| {
            let placed = outcome.result.as_ref().unwrap();
            (
                outcome.way.name(),
                placed.totals.clusters,
                placed.blast_radius(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [("shared", 1, 3), ("per-app", 3, 1), ("hybrid", 2, 2)]
    );
    let hybrid = comparison.outcomes[2].result.as_ref().unwrap();
    assert!(
        hybrid.fails().starts_with("wiki and chat fail together")
            || hybrid.fails().starts_with("chat and wiki fail together")
    );
}

#[test]
fn a_placement_that_the_spec_forbids_is_told_with_the_reason() {
    let prod = prod("", "odoo: {}, keycloak: { postgres: 17 }");
    let shared = prod.comparison.outcomes[0].result.as_ref().unwrap_err();
    assert!(shared[0].contains("`postgres: 17`"), "{shared:?}");
}

#[test]
fn the_cluster_that_all_share_keeps_its_size_when_all_share_it() {
    let as_written =
        "placement: shared, clusters: { shared: { cpu: 3, memory: 9Gi, storage: 90Gi, wal: 9Gi } }";
    let prod = prod(as_written, "odoo: {}, wiki: {}");
    assert_eq!(prod.comparison.written, Way::Shared);
    let shared = prod.comparison.outcomes[0].result.as_ref().unwrap();
    assert_eq!(shared.totals, prod.totals);
}

#[test]
fn a_standby_that_confirmed_elsewhere_saves_commits_from_the_loss_of_a_zone() {
    let three = prod("", "odoo: {}");
    assert_eq!(loss(&three, Failure::Zone).0, "no commit is lost");
    // Of five instances in three zones, two are with the primary or might be.
    let five = prod("instances: 5", "odoo: {}");
    assert!(loss(&five, Failure::Zone).0.contains("may be lost"));
    assert_eq!(loss(&five, Failure::Node).0, "no commit is lost");
    let two = prod(
        "instances: 5, zones: 2, synchronous: { number: 3 }",
        "odoo: {}",
    );
    assert_eq!(loss(&two, Failure::Zone).0, "no commit is lost");
    assert!(
        loss(&two, Failure::Zone)
            .1
            .contains("until enough standbys are there again")
    );
}

#[test]
fn commits_wait_where_too_few_standbys_are_left() {
    let two = "instances: 2, zones: 2, synchronous: { number: 1, dataDurability: required }";
    let two = prod(two, "odoo: {}");
    let waiting = "until enough standbys are there again";
    for failure in [Failure::Pod, Failure::Node, Failure::Zone] {
        assert!(loss(&two, failure).1.contains(waiting));
    }
    let three = prod("", "odoo: {}");
    assert!(!loss(&three, Failure::Zone).1.contains(waiting));
}

#[test]
fn every_example_has_an_overview_in_every_form() {
    for entry in std::fs::read_dir("examples").unwrap() {
        let folder = entry.unwrap().file_name().into_string().unwrap();
        let overview = example(&folder);
        for environment in &overview.environments {
            let placed = environment.comparison.outcomes.iter();
            let written = placed.filter(|outcome| outcome.way == environment.comparison.written);
            let written: Vec<_> = written
                .map(|outcome| outcome.result.as_ref().unwrap())
                .collect();
            assert_eq!(written[0].totals, environment.totals, "{folder}");
        }
        for format in [Format::Text, Format::Json, Format::Mermaid, Format::Svg] {
            assert!(write(&overview, format).ends_with('\n'), "{folder}");
        }
    }
}

#[test]
fn what_is_only_preferred_is_not_relied_on() {
    let prod = prod(
        "affinity: { nodes: preferred, zones: preferred }",
        "odoo: {}",
    );
    assert!(
        loss(&prod, Failure::Node)
            .1
            .contains("nothing keeps all instances")
    );
    assert!(
        loss(&prod, Failure::Zone)
            .0
            .contains("nothing keeps all instances")
    );
}

#[test]
fn a_single_instance_has_nothing_that_takes_over() {
    let one = prod(
        "instances: 1, synchronous: false, backup: false",
        "odoo: {}",
    );
    for failure in [Failure::Pod, Failure::Node, Failure::Zone] {
        assert!(loss(&one, failure).1.starts_with("nothing takes over"));
    }
    assert_eq!(
        loss(&one, Failure::Region),
        ("everything is lost: there is no backup", "down for good")
    );
}

#[test]
fn a_store_in_the_same_kubernetes_cluster_goes_with_it() {
    let inside = prod("backup: { store: inside }", "odoo: {}");
    assert!(
        loss(&inside, Failure::Region)
            .0
            .contains("same Kubernetes cluster")
    );
    let outside = prod("parameters: { archive_timeout: 60s }", "odoo: {}");
    assert!(
        loss(&outside, Failure::Region)
            .0
            .starts_with("the commits of the last 60s")
    );
    let off = prod("parameters: { archive_timeout: 0 }", "odoo: {}");
    assert!(
        loss(&off, Failure::Region)
            .0
            .contains("`archive_timeout` is off")
    );
}

#[test]
fn names_of_a_spec_stay_labels_in_drawings() {
    let prod = overview(
        "version: 1\nproject: end\nenvironments: { dev: {} }\napps: { end: {}, graph: {} }\n",
    );
    let mermaid = write(&prod, Format::Mermaid);
    for line in mermaid
        .lines()
        .filter(|line| line.contains("end") || line.contains("graph"))
    {
        assert!(line.trim() == "end" || line.contains("[\""), "{line}");
    }
    let svg = write(&prod, Format::Svg);
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
}

#[test]
fn a_large_environment_is_drawn_without_overflow() {
    let apps: Vec<String> = (0..30).map(|number| format!("app{number}: {{}}")).collect();
    let large = prod(
        "placement: shared, instances: 100, zones: 2",
        &apps.join(", "),
    );
    assert_eq!(large.clusters[0].apps.len(), 30);
    let text = format!(
        "version: 1\nproject: acme\nenvironments: {{ dev: {{ instances: 100 }} }}\napps: {{ {} }}\n",
        apps.join(", ")
    );
    let svg = write(&overview(&text), Format::Svg);
    assert!(svg.contains("and 22 more") && svg.contains("+96"), "{svg}");
}
