//! Which clusters there are, and what is in them.

use super::{Body, planned, spec_with};
use crate::spec::LogLevel;

#[test]
fn the_smallest_spec_shares_a_cluster_but_in_production() {
    let plan = planned(&spec_with(
        "{ dev: {}, staging: {}, prod: {} }",
        "{ odoo: {}, keycloak: {} }",
    ));
    let names = |environment| {
        let clusters = plan.environment(environment).clusters.iter();
        clusters
            .map(|cluster| cluster.name.value.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("dev"), ["shared"]);
    assert_eq!(names("staging"), ["shared"]);
    assert_eq!(names("prod"), ["keycloak", "odoo"]);

    let prod = plan.cluster("prod", "odoo");
    assert_eq!(
        prod.kinds(),
        [
            "Cluster",
            "Database",
            "NetworkPolicy",
            "ObjectStore",
            "PodDisruptionBudget",
            "PodMonitor",
            "Pooler",
            "PrometheusRule",
            "ScheduledBackup",
        ]
    );
    let cluster = prod.body();
    assert_eq!(cluster.instances.value, 3);
    assert_eq!(cluster.topology_spread_constraints.len(), 1);
    assert!(cluster.enable_pdb.value);
    assert_eq!(cluster.resources.requests, cluster.resources.limits);
    assert_eq!(cluster.initdb.database.as_ref().unwrap().value, "odoo");
    assert_eq!(cluster.initdb.secret, None);
    assert!(
        cluster
            .plugins
            .iter()
            .all(|plugin| plugin.is_wal_archiver.value)
    );
}

#[test]
fn a_pooler_to_standbys_needs_one() {
    let plan = planned(&spec_with(
        "{ dev: {}, prod: {} }",
        "{ odoo: { poolers: { rw: {}, ro: {} } } }",
    ));
    let poolers = |environment, cluster| {
        let objects = plan.cluster(environment, cluster).objects.iter();
        objects
            .filter(|object| matches!(object.body, Body::Pooler(_)))
            .map(|object| object.metadata.name.value.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(poolers("dev", "shared"), ["shared-pooler-rw"]);
    assert_eq!(
        poolers("prod", "odoo"),
        ["odoo-pooler-rw", "odoo-pooler-ro"]
    );
}

#[test]
fn sizes_of_applications_add_up_unless_the_cluster_has_its_own() {
    let apps = "{ one: { cpu: 500m, memory: 1Gi, storage: 10Gi, wal: 5Gi }, two: { cpu: 1, memory: 3Gi, storage: 20Gi, wal: 5Gi } }";
    let plan = planned(&spec_with("{ dev: { wal: 5Gi } }", apps));
    let cluster = plan.cluster("dev", "shared").body();
    assert_eq!(cluster.resources.requests["cpu"].to_string(), "1500m");
    assert_eq!(cluster.resources.limits["memory"].to_string(), "4Gi");
    assert_eq!(cluster.storage.size.to_string(), "30Gi");
    assert_eq!(
        cluster.wal_storage.as_ref().unwrap().size.to_string(),
        "10Gi"
    );

    let environments = "{ dev: { clusters: { shared: { memory: 2Gi } } } }";
    let plan = planned(&spec_with(environments, apps));
    let cluster = plan.cluster("dev", "shared").body();
    assert_eq!(cluster.resources.limits["memory"].to_string(), "2Gi");
    assert_eq!(cluster.storage.size.to_string(), "30Gi");
}

#[test]
fn a_named_cluster_takes_its_applications_beside_those_with_their_own() {
    let plan = planned(&spec_with(
        "{ prod: { clusters: { tools: { size: medium, apps: [gitea, wiki] } } } }",
        "{ odoo: {}, gitea: {}, wiki: {} }",
    ));
    let apps = |cluster| {
        let apps = &plan.cluster("prod", cluster).apps;
        apps.iter()
            .map(|app| app.value.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(apps("tools"), ["gitea", "wiki"]);
    assert_eq!(apps("odoo"), ["odoo"]);
    assert_eq!(plan.environment("prod").clusters.len(), 2);
}

#[test]
fn an_application_that_is_not_in_an_environment_has_nothing_there() {
    let plan = planned(&spec_with(
        "{ dev: {}, prod: {} }",
        "{ odoo: {}, wiki: { only: [prod] } }",
    ));
    assert_eq!(plan.cluster("dev", "shared").apps.len(), 1);
    assert_eq!(plan.environment("prod").clusters.len(), 2);
}

#[test]
fn names_are_composed_as_documented() {
    let plan = planned(&spec_with(
        "{ prod: {} }",
        "{ my-shop: { roles: { my_shop_ro: { access: read } } } }",
    ));
    let cluster = plan.cluster("prod", "my-shop");
    for (kind, name) in [
        ("Cluster", "my-shop"),
        ("ObjectStore", "my-shop"),
        ("ScheduledBackup", "my-shop-backup"),
        ("Database", "my-shop-my-shop"),
        ("DatabaseRole", "my-shop-my-shop-ro"),
        ("Pooler", "my-shop-pooler-rw"),
        ("PodDisruptionBudget", "my-shop-pooler-rw"),
        ("NetworkPolicy", "my-shop-instances"),
        ("NetworkPolicy", "my-shop-poolers"),
    ] {
        assert_eq!(cluster.named(kind, name).namespace(), Some("acme-prod"));
    }
    assert_eq!(
        cluster.body().initdb.database.as_ref().unwrap().value,
        "my_shop"
    );
    let Body::ObjectStore(store) = &cluster.named("ObjectStore", "my-shop").body else {
        unreachable!()
    };
    assert_eq!(store.destination_path.value, "s3://backups/acme/prod");
    assert_eq!(
        cluster.body().plugins[0].parameters["serverName"].value,
        "my-shop"
    );
}

#[test]
fn files_are_named_after_what_names_add_to_the_clusters() {
    let plan = planned(&spec_with("{ prod: {} }", "{ odoo: {} }"));
    let cluster = plan.cluster("prod", "odoo");
    let mut stems: Vec<String> = cluster
        .objects
        .iter()
        .map(|object| object.stem(Some("odoo")))
        .collect();
    stems.sort();
    assert_eq!(
        stems,
        [
            "cluster",
            "database-odoo",
            "networkpolicy-instances",
            "networkpolicy-poolers",
            "objectstore",
            "poddisruptionbudget-pooler-rw",
            "podmonitor",
            "podmonitor-pooler-rw",
            "pooler-rw",
            "prometheusrule",
            "scheduledbackup-backup",
        ]
    );
    let namespace = &plan.environment("prod").objects[0];
    assert_eq!(namespace.stem(None), "namespace-acme-prod");
}

#[test]
fn a_single_instance_has_nothing_that_needs_a_second() {
    let plan = planned(&spec_with(
        "{ dev: { podDisruptionBudget: true } }",
        "{ odoo: {} }",
    ));
    let cluster = plan.cluster("dev", "shared").body();
    assert!(!cluster.enable_pdb.value);
    assert_eq!(cluster.primary_update_method.value, "restart");
    assert_eq!(cluster.synchronous, None);
    assert_eq!(cluster.affinity.pod_anti_affinity_type, None);
}

#[test]
fn roles_are_parts_of_the_cluster_before_the_operator_knows_objects_for_them() {
    let spec = |operator: &str| {
        let text = spec_with(
            "{ dev: {} }",
            "{ odoo: { roles: { odoo_ro: { access: read } } } }",
        );
        format!("target: {{ operator: \"{operator}\" }}\n{text}")
    };
    let plan = planned(&spec("1.29"));
    let cluster = plan.cluster("dev", "shared");
    assert!(!cluster.kinds().contains(&"DatabaseRole"));
    let roles = &cluster.body().managed_roles;
    assert_eq!(roles.len(), 2);
    assert_eq!(roles[1].in_roles[0].value, "pg_read_all_data");

    let plan = planned(&spec("1.30"));
    let cluster = plan.cluster("dev", "shared");
    assert!(cluster.body().managed_roles.is_empty());
    cluster.named("DatabaseRole", "shared-odoo");
    cluster.named("DatabaseRole", "shared-odoo-ro");
}

#[test]
fn guards_stand_outside_development() {
    let plan = planned(&spec_with("{ dev: {}, prod: {} }", "{ odoo: {} }"));
    let guard = "argocd.argoproj.io/sync-options";
    let guarded = |environment: &str, cluster: &str| {
        let cluster = plan.cluster(environment, cluster);
        let object = cluster.named("Cluster", &cluster.name.value);
        object.metadata.annotations.contains_key(guard)
    };
    assert!(!guarded("dev", "shared"));
    assert!(guarded("prod", "odoo"));
    let namespace = &plan.environment("prod").objects[0];
    assert!(namespace.metadata.annotations.contains_key(guard));
}

#[test]
fn every_object_carries_its_environment_and_the_accepted_findings() {
    let plan = planned(&spec_with(
        "{ prod: {} }",
        "{ odoo: { accept: [{ rule: some-rule, reason: it is known, until: 2027-01-31 }] } }",
    ));
    for placed in plan.objects() {
        let annotations = &placed.object.metadata.annotations;
        assert_eq!(annotations["pgspec/environment"].value, "prod");
    }
    let cluster = plan.cluster("prod", "odoo").named("Cluster", "odoo");
    assert_eq!(
        cluster.metadata.annotations["pgspec/ignore.some-rule"].value,
        "until=2027-01-31 -- it is known"
    );
}

#[test]
fn the_log_level_of_the_spec_is_that_of_the_cluster() {
    let plan = planned(&spec_with("{ dev: { logLevel: debug } }", "{ odoo: {} }"));
    let level = plan.cluster("dev", "shared").body().log_level;
    assert_eq!(level.map(|level| level.value), Some(LogLevel::Debug));
}

#[test]
fn a_quota_is_what_all_clusters_of_the_namespace_need() {
    let plan = planned(&spec_with(
        "{ prod: { quota: { headroom: 10 }, instances: 3 } }",
        "{ odoo: { cpu: 1, memory: 2Gi, storage: 10Gi, wal: 5Gi }, wiki: { cpu: 1, memory: 2Gi, storage: 10Gi, wal: 5Gi } }",
    ));
    let objects = &plan.environment("prod").objects;
    let quota = objects
        .iter()
        .find(|object| object.kind() == "ResourceQuota");
    let Body::ResourceQuota(quota) = &quota.unwrap().body else {
        unreachable!()
    };
    let hard = &quota.hard;
    let amount = |key: &str| hard[key].value.to_string();
    // For each: 4 instances with 1 core and their sidecars with 100m, 3 poolers with
    // 100m; twice that, and a tenth more.
    assert_eq!(amount("requests.cpu"), "10340m");
    // 8 instances with 2Gi + 512Mi, 6 poolers with 128Mi.
    assert_eq!(amount("requests.memory"), "23373Mi");
    assert_eq!(amount("requests.memory"), amount("limits.memory"));
    assert_eq!(amount("requests.storage"), "132Gi");
    assert_eq!(amount("persistentvolumeclaims"), "18");
    assert_eq!(amount("pods"), "16");
    assert!(!hard.contains_key("limits.cpu"));
}
