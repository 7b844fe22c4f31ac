//! What contradicts itself is told, at its place and with the way out.

use super::{planned, problems, spec_with};

#[test]
fn another_major_in_a_shared_cluster() {
    let apps = "{ odoo: {}, keycloak: { postgres: 17 } }";
    assert_eq!(
        problems(&spec_with("{ dev: {} }", apps)),
        [(
            "`keycloak` asks for `postgres: 17`, but the cluster `shared` that it shares has 18"
                .to_owned(),
            "17".to_owned()
        )]
    );
    planned(&spec_with("{ prod: {} }", apps));
}

#[test]
fn settings_of_the_whole_cluster_for_one_of_its_applications() {
    let apps = "{ odoo: { instances: 3, tolerations: [{ operator: Exists }], backup: { retention: 9d } } }";
    let found = problems(&spec_with("{ dev: {} }", apps));
    let messages: Vec<&str> = found.iter().map(|(message, _)| message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`odoo` asks for `instances: 3`, but the cluster `shared` that it shares has 1",
            "`odoo` has its own `tolerations`, but shares the cluster `shared`",
            "`odoo` has its own `backup`, but shares the cluster `shared`",
        ]
    );
}

#[test]
fn two_clusters_of_one_name() {
    let environments = "{ prod: { clusters: { wiki: { apps: [odoo] } } } }";
    let found = problems(&spec_with(environments, "{ odoo: {}, wiki: {} }"));
    assert_eq!(found[0].0, "two clusters would be named `wiki`");
}

#[test]
fn two_applications_of_one_database_or_role() {
    let apps = "{ odoo: {}, erp: { database: { name: odoo, owner: odoo } } }";
    let found = problems(&spec_with("{ dev: {} }", apps));
    let messages: Vec<&str> = found.iter().map(|(message, _)| message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`erp` and `odoo` would have the same database `odoo` in the cluster `shared`",
            "`erp` and `odoo` would have the same role `odoo` in the cluster `shared`",
        ]
    );
}

#[test]
fn two_objects_of_one_name() {
    let apps = "{ odoo: { roles: { odoo_x: {}, odoo-x: {} } } }";
    let found = problems(&spec_with("{ prod: {} }", apps));
    assert_eq!(
        found[0].0,
        "two things would get the DatabaseRole `odoo-odoo-x`"
    );
}

#[test]
fn backups_without_a_store() {
    let text = "version: 1\nproject: acme\nenvironments: { prod: {} }\napps: { odoo: {} }\n";
    assert_eq!(
        problems(text),
        [(
            "nothing says where the backups of `prod` go".to_owned(),
            "prod".to_owned()
        )]
    );
}

#[test]
fn backups_that_may_go_to_either_of_two_stores() {
    let text = "version: 1
project: acme
objectStores:
  one: { s3: { bucket: one, credentialsSecret: s3 } }
  two: { s3: { bucket: two, credentialsSecret: s3 } }
environments: { prod: {} }
apps: { odoo: {} }
";
    let found = problems(text);
    assert_eq!(
        found[0].0,
        "nothing says which object store the backups of `prod` go to"
    );
}

#[test]
fn an_application_that_no_cluster_takes() {
    let found = problems(&spec_with("{ dev: { placement: null } }", "{ odoo: {} }"));
    assert_eq!(
        found[0].0,
        "no cluster of `dev` takes the application `odoo`"
    );
    assert_eq!(found[0].1, "odoo");
}

#[test]
fn a_cluster_without_applications() {
    let environments = "{ prod: { clusters: { shared: { size: small } } } }";
    let found = problems(&spec_with(environments, "{ odoo: {} }"));
    assert_eq!(found[0].0, "no application is in the cluster `shared`");
}

#[test]
fn a_synchronous_replication_that_cannot_hold() {
    let found = problems(&spec_with(
        "{ prod: { instances: 1, zones: false } }",
        "{ odoo: {} }",
    ));
    assert_eq!(
        found[0],
        (
            "1 standby has to confirm each commit of `odoo`, but 1 instance leaves 0".to_owned(),
            "1".to_owned()
        )
    );
    let found = problems(&spec_with("{ prod: { instances: 2 } }", "{ odoo: {} }"));
    assert_eq!(
        found[0].0,
        "writes to `odoo` would stop while one standby is away: 1 standby has to confirm each commit, of 1 with 2 instances"
    );
    planned(&spec_with(
        "{ prod: { instances: 2, synchronous: { dataDurability: preferred } } }",
        "{ odoo: {} }",
    ));
}

#[test]
fn poolers_that_open_too_many_connections() {
    let apps = "{ odoo: { poolers: { rw: { parameters: { default_pool_size: 200 } } } } }";
    let found = problems(&spec_with("{ prod: {} }", apps));
    assert_eq!(
        found[0].0,
        "poolers may open 600 of `odoo-pooler-rw` = 600 connections to the primary of `odoo`, of which 87 of 100 are left to applications"
    );
}

#[test]
fn poolers_of_one_cluster_that_disagree() {
    let apps = "{ one: { poolers: { rw: { mode: session } } }, two: { poolers: { rw: { mode: transaction } } } }";
    let found = problems(&spec_with("{ dev: {} }", apps));
    assert_eq!(
        found[0].0,
        "the pooler `rw` of one cluster cannot be in two modes"
    );
}

#[test]
fn parameters_of_one_cluster_that_disagree() {
    let apps =
        "{ one: { parameters: { work_mem: 8MB } }, two: { parameters: { work_mem: 16MB } } }";
    let found = problems(&spec_with("{ dev: {} }", apps));
    assert_eq!(
        found[0].0,
        "`work_mem` cannot be `16MB` for `two` and `8MB` for another application of its cluster"
    );
}

#[test]
fn more_wal_than_its_volume_takes() {
    let apps = "{ odoo: { parameters: { max_slot_wal_keep_size: 20GB } } }";
    let found = problems(&spec_with("{ prod: {} }", apps));
    assert!(
        found[0]
            .0
            .starts_with("the volume for WAL of `odoo` is too small: ")
    );
    assert_eq!(found[0].1, "20GB");
}

#[test]
fn an_image_of_another_major() {
    let apps = "{ odoo: { image: \"ghcr.io/cloudnative-pg/postgresql:17.6-standard-trixie\" } }";
    let found = problems(&spec_with("{ prod: {} }", apps));
    assert_eq!(found[0].0, "the image is of PostgreSQL 17, not 18");
}

#[test]
fn a_placeholder_for_an_application_in_a_cluster_of_several() {
    let found = problems(&spec_with(
        "{ dev: { namespace: \"{app}\" } }",
        "{ odoo: {} }",
    ));
    assert_eq!(
        found[0].0,
        "`{app}` asks for `{app}`, but several applications share the cluster"
    );
}

#[test]
fn an_operator_that_is_too_old() {
    let text = spec_with("{ dev: {} }", "{ odoo: {} }");
    let found = problems(&format!("target: {{ operator: \"1.24\" }}\n{text}"));
    assert_eq!(found[0].0, "manifests for operator 1.24 cannot be rendered");
}

#[test]
fn a_kubernetes_that_the_operator_was_never_tested_with() {
    let text = spec_with("{ dev: {} }", "{ odoo: {} }");
    let target = "target: { operator: \"1.28\", kubernetes: \"1.36\" }";
    let found = problems(&format!("{target}\n{text}"));
    assert_eq!(
        found[0].0,
        "operator 1.28 was never tested with Kubernetes 1.36"
    );
}

#[test]
fn a_major_that_the_operator_does_not_run() {
    let found = problems(&spec_with("{ dev: { postgres: 13 } }", "{ odoo: {} }"));
    assert_eq!(found[0].0, "operator 1.30.1 does not support PostgreSQL 13");
}

#[test]
fn all_of_them_at_once_in_the_order_of_the_spec() {
    let found = problems(&spec_with(
        "{ dev: {}, prod: { instances: 2 } }",
        "{ odoo: { postgres: 17 }, wiki: { roles: { odoo: {} } } }",
    ));
    assert_eq!(found.len(), 4);
}
