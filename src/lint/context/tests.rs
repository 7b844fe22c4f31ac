//! How objects find one another.

use super::{Context, Lookup};
use crate::lint::kind::{CLUSTER, SCHEDULED_BACKUP, SECRET};
use crate::lint::tests::{documents, settings};
use crate::lint::{Environment, Scope, Settings, Target};

/// A backup schedule for the cluster `main`.
fn schedule(namespace: &str) -> String {
    format!(
        "apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata:
  name: nightly{}
spec:
  schedule: 0 0 2 * * *
  cluster:
    name: main
",
        in_namespace(namespace)
    )
}

fn cluster(name: &str, namespace: &str) -> String {
    format!(
        "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: {name}{}
spec:
  instances: 3
",
        in_namespace(namespace)
    )
}

fn in_namespace(namespace: &str) -> String {
    if namespace.is_empty() {
        return String::new();
    }
    format!("\n  namespace: {namespace}")
}

fn scope(scope: Scope) -> Settings {
    Settings {
        scope,
        ..settings(Environment::Prod, Target::newest())
    }
}

/// What the one schedule among the files means by its cluster: the file of the
/// cluster, `absent` or `unknown`.
fn meant(within: Scope, files: &[(&str, &str)]) -> String {
    let (documents, settings) = (documents(files), scope(within));
    let context = Context::new(&documents, &settings);
    let from = context.objects(&SCHEDULED_BACKUP)[0];
    match context.find(from, &CLUSTER, "main") {
        Lookup::Found(cluster) => cluster.document().source().name().to_owned(),
        Lookup::Absent => "absent".to_owned(),
        Lookup::Unknown => "unknown".to_owned(),
    }
}

#[test]
fn a_name_means_the_object_of_the_same_namespace() {
    let files = [
        ("b.yaml", &*schedule("here")),
        ("here.yaml", &cluster("main", "here")),
        ("there.yaml", &cluster("main", "there")),
    ];
    assert_eq!(meant(Scope::Whole, &files), "here.yaml");
    assert_eq!(meant(Scope::Whole, &[files[0], files[2]]), "absent");
}

#[test]
fn a_namespace_that_is_not_written_fits_any() {
    let (schedule, cluster) = (schedule(""), cluster("main", "here"));
    let files = [("b.yaml", &*schedule), ("here.yaml", &*cluster)];
    assert_eq!(meant(Scope::Whole, &files), "here.yaml");
}

#[test]
fn of_several_the_nearest_is_meant_and_of_equally_near_ones_nobody_can_tell() {
    let (schedule, cluster) = (schedule(""), cluster("main", ""));
    let files = [
        ("prod/eu/b.yaml", &*schedule),
        ("prod/eu/c.yaml", &*cluster),
        ("prod/us/c.yaml", &*cluster),
        ("dev/c.yaml", &*cluster),
        ("c.yaml", &*cluster),
    ];
    assert_eq!(meant(Scope::Whole, &files), "prod/eu/c.yaml");
    let without_nearest = [files[0], files[2], files[3], files[4]];
    assert_eq!(meant(Scope::Whole, &without_nearest), "prod/us/c.yaml");
    assert_eq!(
        meant(Scope::Whole, &[files[0], files[3], files[4]]),
        "unknown"
    );
}

#[test]
fn nothing_is_absent_where_not_everything_was_given() {
    let schedule = schedule("");
    let files = [("a/b.yaml", &*schedule)];
    assert_eq!(meant(Scope::Whole, &files), "absent");
    assert_eq!(meant(Scope::Part, &files), "unknown");
    for kustomization in [
        "resources:\n  - https://example.com/cluster.yaml\n",
        "resources:\n  - ../../base\n",
        "helmCharts:\n  - name: main\n",
    ] {
        let open = [files[0], ("a/kustomization.yaml", kustomization)];
        assert_eq!(meant(Scope::Whole, &open), "unknown", "{kustomization}");
        let elsewhere = [files[0], ("z/kustomization.yaml", kustomization)];
        assert_eq!(meant(Scope::Whole, &elsewhere), "absent", "{kustomization}");
    }
    let closed = [
        files[0],
        ("a/kustomization.yaml", "resources:\n  - b.yaml\n  - ./\n"),
    ];
    assert_eq!(meant(Scope::Whole, &closed), "absent");
}

#[test]
fn a_name_that_is_filled_in_later_may_be_any() {
    let (schedule, cluster) = (schedule(""), cluster("${NAME}", ""));
    let files = [("b.yaml", &*schedule), ("c.yaml", &*cluster)];
    assert_eq!(meant(Scope::Whole, &files), "unknown");
}

#[test]
fn a_patch_is_not_the_object_but_tells_that_there_is_one() {
    let (schedule, cluster) = (schedule(""), cluster("main", ""));
    let files = [
        ("b.yaml", &*schedule),
        ("c.yaml", &*cluster),
        ("kustomization.yaml", "patches:\n  - path: c.yaml\n"),
    ];
    assert_eq!(meant(Scope::Whole, &files), "unknown");
}

#[test]
fn a_secret_that_is_not_here_may_be_elsewhere() {
    let text = cluster("main", "");
    let (documents, settings) = (documents(&[("c.yaml", &text)]), scope(Scope::Whole));
    let context = Context::new(&documents, &settings);
    let lookup = context.find(context.clusters()[0], &SECRET, "main-app");
    assert!(matches!(lookup, Lookup::Unknown));
}

#[test]
fn a_cluster_knows_who_refers_to_it_and_whether_that_is_all() {
    let (schedule, cluster) = (schedule("here"), cluster("main", "here"));
    let strange = schedule.replace("name: main", "name: ${NAME}");
    let files = [("b.yaml", &*schedule), ("c.yaml", &*cluster)];
    let referring = |within: Scope, files: &[(&str, &str)]| {
        let (documents, settings) = (documents(files), scope(within));
        let context = Context::new(&documents, &settings);
        let referring = context.referring(&SCHEDULED_BACKUP, context.clusters()[0]);
        (referring.objects.len(), referring.complete)
    };
    assert_eq!(referring(Scope::Whole, &files), (1, true));
    assert_eq!(referring(Scope::Whole, &files[1..]), (0, true));
    assert_eq!(referring(Scope::Part, &files), (1, false));
    let with_strange = [files[1], ("s.yaml", &strange)];
    assert_eq!(referring(Scope::Whole, &with_strange), (0, false));
}
