//! Data that is brought in from other servers.

use super::{Body, Plan, planned, problems, spec_with};

const FROM: &str = "host: db.old.svc, passwordSecret: old-db";

fn app(import: &str) -> String {
    spec_with(
        "{ prod: {} }",
        &format!("{{ odoo: {{ import: {import} }} }}"),
    )
}

fn egress(plan: &Plan, environment: &str, cluster: &str) -> String {
    let cluster = plan.cluster(environment, cluster);
    let name = format!("{}-instances", cluster.name);
    let Body::NetworkPolicy(policy) = &cluster.named("NetworkPolicy", &name).body else {
        unreachable!()
    };
    serde_json::to_string(&policy.egress).unwrap()
}

#[test]
fn one_database_comes_from_another_server() {
    let plan = planned(&app(&format!("{{ from: {{ {FROM}, database: erp }} }}")));
    let cluster = plan.cluster("prod", "odoo").body();
    let import = cluster.initdb.import.as_ref().unwrap();
    assert_eq!(import.r#type.value, "microservice");
    assert!(!import.schema_only.value);
    assert_eq!(import.databases[0].value, "erp");
    assert_eq!(cluster.initdb.database.as_ref().unwrap().value, "odoo");
    let [server] = cluster.import_source.as_slice() else {
        panic!("one server")
    };
    assert_eq!(server.name.value, import.source.external_cluster.value);
    assert_eq!(server.connection_parameters.dbname.value, "erp");
    let password = server.password.as_ref().unwrap();
    assert_eq!(
        (password.name.value.as_str(), password.key.value.as_str()),
        ("old-db", "password")
    );
    assert!(egress(&plan, "prod", "odoo").contains(r#""$value":"old""#));
    let needed = plan.prerequisites();
    assert!(needed.iter().any(|needed| needed.name == "old-db"));
}

#[test]
fn a_shared_cluster_takes_databases_and_roles() {
    let apps = "{ odoo: { roles: { reader: {} } }, wiki: {} }";
    let environments = format!("{{ dev: {{ import: {{ from: {{ {FROM} }} }} }} }}");
    let plan = planned(&spec_with(&environments, apps));
    let initdb = &plan.cluster("dev", "shared").body().initdb;
    assert_eq!((&initdb.database, &initdb.owner), (&None, &None));
    let import = initdb.import.as_ref().unwrap();
    let names = |list: &[crate::spec::Sourced<String>]| -> Vec<String> {
        list.iter().map(ToString::to_string).collect()
    };
    assert!(import.is_monolith());
    assert_eq!(names(&import.databases), ["odoo", "wiki"]);
    assert_eq!(names(&import.roles), ["odoo", "reader", "wiki"]);
}

#[test]
fn a_logical_move_has_a_subscription_until_it_is_ended() {
    let logical = format!("method: logical, from: {{ {FROM} }}");
    let plan = planned(&app(&format!("{{ {logical} }}")));
    let cluster = plan.cluster("prod", "odoo");
    let import = cluster.body().initdb.import.as_ref().unwrap();
    assert!(import.schema_only.value);
    let Body::Subscription(subscription) = &cluster.named("Subscription", "odoo-import").body
    else {
        unreachable!()
    };
    assert_eq!(subscription.name.value, "prod_odoo");
    let ended = planned(&app(&format!("{{ {logical}, subscribed: false }}")));
    let ended = ended.cluster("prod", "odoo");
    assert!(!ended.kinds().contains(&"Subscription"));
    assert_eq!(ended.body().import_source.len(), 1);
}

#[test]
fn ending_an_import_changes_nothing_else() {
    for how in ["method: microservice", "method: logical, subscribed: false"] {
        let with = planned(&app(&format!("{{ {how}, from: {{ {FROM} }} }}")));
        let without = planned(&spec_with("{ prod: {} }", "{ odoo: {} }"));
        let plain = |plan: &Plan| {
            let mut cluster = plan.cluster("prod", "odoo").body().clone();
            cluster.import_source.clear();
            cluster.initdb.import = None;
            bare(&serde_json::to_value(cluster).unwrap())
        };
        assert_eq!(plain(&with), plain(&without));
        assert_eq!(
            with.cluster("prod", "odoo").objects.len(),
            without.cluster("prod", "odoo").objects.len()
        );
    }
}

/// A value without origins.
fn bare(value: &serde_json::Value) -> serde_json::Value {
    if let Some(value) = value.get("$value") {
        return value.clone();
    }
    match value {
        serde_json::Value::Object(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), bare(value)))
            .collect(),
        serde_json::Value::Array(items) => items.iter().map(bare).collect(),
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_) => value.clone(),
    }
}

#[test]
fn what_a_method_or_the_target_cannot_take_is_told() {
    let cases = [
        (
            "{ from: {} }",
            "nothing says which server the data of `odoo` comes from",
        ),
        (
            "{ from: { host: db } }",
            "nothing says with which password the data of `odoo` comes from",
        ),
        (
            "{ method: monolith, from: { FROM } }",
            "this way takes several databases, but `odoo` is for one application",
        ),
        (
            "{ databases: [odoo], from: { FROM } }",
            "`databases` says nothing about this way of moving data",
        ),
        (
            "{ from: { FROM, version: 19 } }",
            "`odoo` is PostgreSQL 18, and cannot take what PostgreSQL 19 dumps",
        ),
        (
            "{ from: { FROM, size: 1Ti } }",
            "1Ti of data do not fit into the 50Gi of `odoo`",
        ),
        (
            "{ method: logical, from: { FROM, permits: [] } }",
            "the source does not permit logical replication",
        ),
        (
            "{ method: logical, from: { FROM, largeObjects: true } }",
            "logical replication leaves large objects behind",
        ),
        (
            "{ from: { FROM, sslmode: verify-full } }",
            "there is no certificate to know the server by",
        ),
    ];
    for (import, message) in cases {
        let found = problems(&app(&import.replace("FROM", FROM)));
        let messages: Vec<&str> = found.iter().map(|(message, _)| message.as_str()).collect();
        assert_eq!(messages, [message], "{import}");
    }
    let import = format!("{{ dev: {{ import: {{ from: {{ {FROM}, permits: [] }} }} }} }}");
    let found = problems(&spec_with(&import, "{ odoo: {} }"));
    assert_eq!(
        found[0].0,
        "roles with their passwords can be read by a superuser of the source only"
    );
}
