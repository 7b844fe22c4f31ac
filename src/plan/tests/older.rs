//! The same spec for older operators, and what they cannot do.

use super::{Body, Needed, planned, problems, spec_with};
use crate::plan::{Plan, Recovery, recover};
use crate::spec;

/// A spec for an operator, with one cluster in production.
fn spec_for(operator: &str, app: &str) -> String {
    let text = spec_with("{ prod: {} }", &format!("{{ odoo: {app} }}"));
    format!("{text}target: {{ operator: \"{operator}\" }}\n")
}

fn plan_for(operator: &str) -> Plan {
    planned(&spec_for(operator, "{ roles: { odoo_ro: {} } }"))
}

#[test]
fn the_operator_backs_up_itself_before_the_plugin_works_with_it() {
    let plan = plan_for("1.25");
    let cluster = plan.cluster("prod", "odoo");
    assert!(!cluster.kinds().contains(&"ObjectStore"));
    let body = cluster.body();
    assert_eq!(body.plugins, []);
    let store = body.barman_object_store.as_ref().unwrap();
    assert_eq!(store.server_name.value, "odoo");
    assert_eq!(store.destination_path.value, "s3://backups/acme/prod");
    assert_eq!(body.retention_policy.as_ref().unwrap().value, "30d");
    assert_eq!(body.env[0].name.value, "AWS_DEFAULT_REGION");
    // Only that image has the tools.
    assert!(
        body.image_name.value.contains("-system-"),
        "{}",
        body.image_name
    );
    let Body::ScheduledBackup(schedule) = &cluster.named("ScheduledBackup", "odoo-backup").body
    else {
        unreachable!()
    };
    assert_eq!(schedule.method.value, "barmanObjectStore");
    assert_eq!(schedule.plugin, None);
    let Body::PrometheusRule(rule) = &cluster.named("PrometheusRule", "odoo").body else {
        unreachable!()
    };
    let alerts = serde_json::to_string(rule).unwrap();
    assert!(alerts.contains("cnpg_collector_last_available_backup_timestamp"));
    assert!(!alerts.contains("barman_cloud_cloudnative_pg_io"));
}

#[test]
fn what_must_be_there_is_the_secret_and_no_plugin() {
    let needed = plan_for("1.25").prerequisites();
    let software = needed
        .iter()
        .filter(|needed| needed.kind == Needed::Software);
    let names: Vec<&str> = software.map(|needed| needed.name.as_str()).collect();
    assert!(
        names
            .iter()
            .all(|name| name.starts_with("CloudNativePG 1.25")),
        "{names:?}"
    );
    let mut secrets = needed.iter().filter(|needed| needed.kind == Needed::Secret);
    assert!(secrets.any(|secret| secret.name == "s3" && secret.keys.contains("ACCESS_KEY_ID")));
}

#[test]
fn the_plugin_backs_up_from_the_first_operator_that_it_works_with() {
    for operator in ["1.26", "1.27", "1.28", "1.29", "1.30"] {
        let plan = plan_for(operator);
        let cluster = plan.cluster("prod", "odoo");
        assert!(cluster.kinds().contains(&"ObjectStore"), "{operator}");
        assert_eq!(cluster.body().barman_object_store, None);
        let roles = cluster.body().managed_roles.len();
        assert_eq!(roles == 0, operator == "1.30", "{operator}");
    }
}

#[test]
fn a_default_gives_way_to_what_the_operator_runs_and_a_wish_does_not() {
    let image = |operator| {
        plan_for(operator)
            .cluster("prod", "odoo")
            .body()
            .image_name
            .clone()
    };
    assert!(image("1.25").value.contains("postgresql:17"));
    assert!(image("1.27").value.contains("postgresql:18"));
    let found = problems(&spec_for("1.25", "{ postgres: 18 }"));
    assert_eq!(found[0].0, "operator 1.25 does not support PostgreSQL 18");
}

#[test]
fn what_an_operator_cannot_do_names_the_first_that_can() {
    assert_eq!(
        problems(&spec_for(
            "1.25",
            "{ database: { extensions: [pg_trgm], schemas: [a] } }"
        )),
        [(
            "operator 1.25 knows no extensions or schemas of a Database; 1.26 does".to_owned(),
            "pg_trgm".to_owned()
        )]
    );
    assert_eq!(
        problems(&spec_for(
            "1.27",
            "{ synchronous: { failoverQuorum: true } }"
        )),
        [(
            "operator 1.27 knows no quorum for failovers; 1.28 does".to_owned(),
            "true".to_owned()
        )]
    );
    let quorum = |operator| {
        let plan = plan_for(operator);
        let body = plan.cluster("prod", "odoo").body();
        body.synchronous.as_ref().unwrap().failover_quorum
    };
    assert_eq!(quorum("1.27"), None);
    assert!(quorum("1.28").is_some_and(|quorum| quorum.value));
}

#[test]
fn a_pooler_has_no_parameter_that_the_operator_refuses() {
    let has = |operator| {
        let plan = plan_for(operator);
        let cluster = plan.cluster("prod", "odoo");
        let Body::Pooler(pooler) = &cluster.named("Pooler", "odoo-pooler-rw").body else {
            unreachable!()
        };
        pooler.parameters.contains_key("client_tls_sslmode")
    };
    assert!(!has("1.26.1"));
    assert!(has("1.26.2") && has("1.30"));
}

#[test]
fn an_archive_of_the_operator_itself_is_restored_by_it() {
    let spec = spec::parse("pgspec.yaml", &spec_for("1.25", "{}")).unwrap();
    let recovery = Recovery {
        environment: "prod".to_owned(),
        cluster: "odoo".to_owned(),
        name: "odoo-r1".to_owned(),
        ..Recovery::default()
    };
    let plan = recover(&spec, &recovery).unwrap();
    let body = plan.cluster("prod", "odoo-r1").body();
    let read = &body.external_clusters[0];
    assert_eq!(read.plugin, None);
    let store = read.barman_object_store.as_ref().unwrap();
    assert_eq!(store.server_name.value, "odoo");
    let written = body.barman_object_store.as_ref().unwrap();
    assert_eq!(written.server_name.value, "odoo-r1");
}
