//! What a plan says of the world around its objects.

use super::{planned, spec_with};
use crate::plan::{Needed, Plan, Prerequisite};
use crate::spec::Origin;

/// A prerequisite as `KIND NAMESPACE/NAME KEYS`.
fn shown(needed: &Prerequisite) -> String {
    let namespace = needed.namespace.as_ref();
    let place = namespace.map_or_else(String::new, |namespace| format!("{namespace}/"));
    let keys: Vec<&str> = needed.keys.iter().map(String::as_str).collect();
    let text = format!(
        "{} {place}{} {}",
        needed.kind.name(),
        needed.name,
        keys.join(" ")
    );
    text.trim_end().to_owned()
}

fn needed(plan: &Plan) -> Vec<String> {
    plan.prerequisites().iter().map(shown).collect()
}

#[test]
fn whatever_the_objects_refer_to_must_be_there_before() {
    let plan = planned(&spec_with(
        "{ prod: { placement: per-app, storageClass: fast, walStorageClass: faster, priorityClass: high, network: { operatorNamespace: cnpg, operatorPolicy: true } } }",
        "{ odoo: { database: { ownerSecret: odoo-owner }, roles: { odoo_ro: {}, odoo_group: { login: false } } } }",
    ));
    let release = plan.operator.release();
    let plugin = plan.operator.charts().pop().unwrap();
    assert_eq!(plugin.name, "plugin-barman-cloud");
    let needed = needed(&plan);
    assert_eq!(needed[0], format!("software CloudNativePG {release}"));
    assert_eq!(needed[1], "software cert-manager");
    assert!(needed[2].starts_with("software plugin-barman-cloud 0."));
    assert_eq!(
        needed[3..],
        [
            "CustomResourceDefinition podmonitors.monitoring.coreos.com",
            "CustomResourceDefinition prometheusrules.monitoring.coreos.com",
            "Namespace cnpg",
            "StorageClass fast",
            "StorageClass faster",
            "PriorityClass high",
            "Secret acme-prod/odoo-odoo-ro password username",
            "Secret acme-prod/odoo-owner password username",
            "Secret acme-prod/s3 ACCESS_KEY_ID ACCESS_SECRET_KEY",
        ]
    );
}

#[test]
fn a_secret_that_the_operator_makes_need_not_be_there() {
    let plan = planned(&spec_with(
        "{ prod: { placement: per-app, backup: false, monitoring: false } }",
        "{ odoo: {} }",
    ));
    let release = plan.operator.release();
    assert_eq!(needed(&plan), [format!("software CloudNativePG {release}")]);
}

#[test]
fn what_several_environments_need_is_told_once_with_its_origin() {
    let text = spec_with(
        "{ staging: { placement: per-app }, prod: { placement: per-app } }",
        "{ odoo: { storageClass: fast } }",
    );
    let plan = planned(&text);
    let mut list = plan.prerequisites().into_iter();
    let class = list.find(|needed| needed.kind == Needed::StorageClass);
    let class = class.unwrap();
    let environments: Vec<&str> = class.environments.iter().map(String::as_str).collect();
    assert_eq!(environments, ["prod", "staging"]);
    let Origin::Spec(span) = plan.origins.get(class.origin) else {
        unreachable!()
    };
    assert_eq!(&text[span.clone()], "fast");
}

#[test]
fn a_role_of_the_cloud_must_be_there() {
    let text = spec_with("{ prod: { placement: per-app } }", "{ odoo: {} }").replace(
        "credentialsSecret: s3",
        "identity: { eksRoleArn: \"arn:aws:iam::111122223333:role/pg-{cluster}\" }",
    );
    let needed = needed(&planned(&text));
    let role = "identity arn:aws:iam::111122223333:role/pg-odoo";
    assert!(needed.iter().any(|needed| needed == role), "{needed:?}");
    assert!(!needed.iter().any(|needed| needed.starts_with("Secret")));
}

#[test]
fn environments_with_the_same_cluster_in_the_same_namespace_overlap() {
    let overlaps = |environments: &str| {
        let text = spec_with(environments, "{ odoo: {} }");
        let plan = planned(&text);
        let overlaps = plan.overlaps().into_iter().map(|overlap| {
            let other = overlap.related.into_iter().map(|(span, _)| span).next();
            let places = [overlap.span, other.unwrap()];
            (overlap.message, places.map(|span| text[span].to_owned()))
        });
        overlaps.collect::<Vec<_>>()
    };
    let own = "placement: per-app, namespace: databases";
    assert_eq!(
        overlaps(&format!("{{ staging: {{ {own} }}, prod: {{ {own} }} }}")),
        [(
            "`prod` and `staging` have the same Cluster `databases/odoo` in the same namespace"
                .to_owned(),
            ["staging".to_owned(), "prod".to_owned()]
        )]
    );
    let other = "placement: per-app, namespace: \"databases-{environment}\"";
    let apart = overlaps(&format!("{{ staging: {{ {other} }}, prod: {{ {own} }} }}"));
    assert_eq!(apart, []);
}
