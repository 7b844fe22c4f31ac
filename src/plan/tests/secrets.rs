//! Where Secrets come from.

use super::{planned, problems, spec_with};
use crate::plan::{Body, ClusterPlan, ExternalSecret, Needed, Object, Plan};

const APPS: &str = "{ odoo: { roles: { odoo_ro: {}, odoo_group: { login: false } } }, wiki: {} }";

fn with(external: &str) -> String {
    spec_with(
        &format!(
            "{{ dev: {{ backup: true }}, prod: {{ placement: per-app, secrets: {{ externalSecrets: {external} }} }} }}"
        ),
        APPS,
    )
}

/// The Secrets that are made for a cluster, by name.
fn made(cluster: &ClusterPlan) -> Vec<(&str, &ExternalSecret)> {
    let objects = cluster.objects.iter();
    objects
        .filter_map(|object| {
            let Body::ExternalSecret(secret) = &object.body else {
                return None;
            };
            Some((object.name(), secret.as_ref()))
        })
        .collect()
}

fn awaited(plan: &Plan, kind: Needed) -> Vec<String> {
    let needed = plan.prerequisites().into_iter();
    needed
        .filter(|need| need.kind == kind)
        .map(|need| {
            let namespace = need.namespace.unwrap_or_default();
            format!("{namespace}/{}", need.name)
        })
        .collect()
}

#[test]
fn a_store_has_the_password_of_every_role_that_logs_in() {
    let plan = planned(&with(
        "{ store: { kind: ClusterSecretStore, name: vault } }",
    ));
    let odoo = plan.cluster("prod", "odoo");
    let made = made(odoo);
    let names: Vec<&str> = made.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["odoo-odoo", "odoo-odoo-ro"]);
    let (_, reader) = made[1];
    let template = reader.template.as_ref().unwrap();
    assert_eq!(template.data["username"].value, "odoo_ro");
    assert_eq!(template.labels["cnpg.io/reload"].value, "true");
    assert_eq!(reader.data[0].key.value, "acme/prod/odoo-odoo-ro");
    assert_eq!(reader.data[0].property.value, "password");
    assert_eq!(reader.refresh_interval.as_ref().unwrap().value, "1h0m0s");
    let secret = odoo.body().initdb.secret.as_ref().unwrap();
    assert_eq!(secret.name.value, "odoo-odoo");
}

#[test]
fn what_a_store_has_need_not_be_there_but_the_store() {
    let plan = planned(&with("{ store: { name: vault } }"));
    assert_eq!(awaited(&plan, Needed::SecretStore), ["acme-prod/vault"]);
    let secrets = awaited(&plan, Needed::Secret);
    assert!(
        secrets.iter().all(|secret| secret.starts_with("acme-dev/")),
        "{secrets:?}"
    );
    let once = &plan.environment("prod").objects;
    let stores = once
        .iter()
        .filter(|object| object.kind() == "ExternalSecret");
    // Both clusters of the namespace use the same key of the object store.
    let names: Vec<&str> = stores.map(Object::name).collect();
    assert_eq!(names, ["s3"]);
}

#[test]
fn a_path_says_what_a_secret_is_called_in_the_store() {
    let plan = planned(&with(
        "{ store: { name: vault }, path: 'pg-{environment}-{app}-{secret}', refreshInterval: 90s }",
    ));
    let (_, owner) = made(plan.cluster("prod", "wiki"))[0];
    assert_eq!(owner.data[0].key.value, "pg-prod-wiki-wiki-wiki");
    assert_eq!(owner.refresh_interval.as_ref().unwrap().value, "1m30s");
}

#[test]
fn a_generator_makes_up_each_password_once_and_leaves_the_owner_to_the_operator() {
    let plan = planned(&with("{ generator: password }"));
    let odoo = plan.cluster("prod", "odoo");
    let made = made(odoo);
    assert_eq!(made.len(), 1);
    let (name, reader) = made[0];
    assert_eq!(name, "odoo-odoo-ro");
    assert_eq!(reader.refresh_policy.as_ref().unwrap().value, "CreatedOnce");
    assert_eq!(reader.refresh_interval, None);
    assert_eq!(reader.generator.as_ref().unwrap().name.value, "odoo");
    assert_eq!(odoo.body().initdb.secret, None);
    // Nothing is made up where no role needs it.
    assert!(!plan.cluster("prod", "wiki").kinds().contains(&"Password"));
    // Keys of an object store cannot be made up.
    assert!(awaited(&plan, Needed::Secret).contains(&"acme-prod/s3".to_owned()));
}

#[test]
fn passwords_are_made_up_and_other_secrets_come_from_the_store_where_both_are_named() {
    let plan = planned(&with("{ store: { name: vault }, generator: password }"));
    let (_, reader) = made(plan.cluster("prod", "odoo"))[0];
    assert!(reader.generator.is_some() && reader.store.is_none());
    assert!(!awaited(&plan, Needed::Secret).contains(&"acme-prod/s3".to_owned()));
}

#[test]
fn a_secret_outlives_its_object_where_the_database_does() {
    let policy = |guard: bool| {
        let text = with("{ store: { name: vault } }");
        let plan = planned(&text.replace("per-app,", &format!("per-app, deletionGuard: {guard},")));
        made(plan.cluster("prod", "odoo"))[0]
            .1
            .creation_policy
            .value
    };
    assert_eq!((policy(true), policy(false)), ("Orphan", "Owner"));
}

#[test]
fn a_secret_comes_from_somewhere() {
    assert_eq!(
        problems(&with("true"))[0].0,
        "`externalSecrets` says not where the values come from"
    );
    assert_eq!(
        problems(&with("{ store: { kind: SecretStore } }"))[0].0,
        "the store of the Secrets has no name"
    );
    let told = problems(&with("{ generator: password, refreshInterval: 1h }"));
    assert_eq!(
        told,
        [(
            "`refreshInterval` is about a store, but none is named".to_owned(),
            "1h".to_owned()
        )]
    );
}
