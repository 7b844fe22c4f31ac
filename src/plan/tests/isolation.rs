//! Who gets where: roles into databases, pods to pods.

use super::{Body, planned, spec_with};
use crate::plan::NetworkPolicy;

#[test]
fn roles_come_into_the_database_of_their_application_only() {
    let plan = planned(&spec_with(
        "{ dev: {} }",
        "{ odoo: { roles: { odoo_ro: { access: read }, odoo_group: { login: false } } }, wiki: {} }",
    ));
    let lines = &plan.cluster("dev", "shared").body().pg_hba;
    let lines: Vec<&str> = lines.iter().map(|line| line.value.as_str()).collect();
    assert_eq!(
        lines,
        [
            "hostnossl all all all reject",
            "hostssl odoo odoo all scram-sha-256",
            "hostssl odoo odoo_ro all scram-sha-256",
            "hostssl wiki wiki all scram-sha-256",
            "host all all all reject",
        ]
    );
}

#[test]
fn a_line_of_the_spec_for_a_role_is_the_only_one() {
    let plan = planned(&spec_with(
        "{ dev: {} }",
        "{ odoo: { roles: { odoo_ro: {} }, pgHba: [hostssl odoo odoo_ro 10.0.0.0/8 scram-sha-256] } }",
    ));
    let lines = &plan.cluster("dev", "shared").body().pg_hba;
    let lines: Vec<&str> = lines.iter().map(|line| line.value.as_str()).collect();
    assert_eq!(
        lines,
        [
            "hostnossl all all all reject",
            "hostssl odoo odoo_ro 10.0.0.0/8 scram-sha-256",
            "hostssl odoo odoo all scram-sha-256",
            "host all all all reject",
        ]
    );
}

#[test]
fn clients_without_tls_are_let_in_where_the_spec_says_so() {
    let plan = planned(&spec_with(
        "{ dev: { tls: { required: false } } }",
        "{ odoo: { poolers: true, pgHba: [hostnossl odoo old 10.0.0.1/32 scram-sha-256] } }",
    ));
    let cluster = plan.cluster("dev", "shared");
    let lines = &cluster.body().pg_hba;
    let lines: Vec<&str> = lines.iter().map(|line| line.value.as_str()).collect();
    assert_eq!(
        lines,
        [
            "hostnossl odoo old 10.0.0.1/32 scram-sha-256",
            "host odoo odoo all scram-sha-256",
            "host all all all reject",
        ]
    );
}

#[test]
fn a_shared_cluster_lets_nobody_into_its_first_database() {
    let plan = planned(&spec_with("{ dev: {} }", "{ odoo: {} }"));
    let cluster = plan.cluster("dev", "shared").body();
    let first = &cluster.initdb.database.as_ref().unwrap().value;
    assert!(
        cluster
            .pg_hba
            .iter()
            .all(|line| !line.value.contains(first.as_str()))
    );
}

fn policy(environments: &str, apps: &str, cluster: &str, name: &str) -> NetworkPolicy {
    let plan = planned(&spec_with(environments, apps));
    let cluster = plan.cluster("prod", cluster);
    let Body::NetworkPolicy(policy) = &cluster.named("NetworkPolicy", name).body else {
        unreachable!()
    };
    policy.clone()
}

fn ports(policy: &[crate::plan::Rule]) -> Vec<Vec<u16>> {
    let ports = policy
        .iter()
        .map(|rule| rule.ports.iter().map(|port| port.port.value).collect());
    ports.collect()
}

#[test]
fn instances_and_their_jobs_have_every_flow_that_they_need() {
    let policy = policy("{ prod: {} }", "{ odoo: {} }", "odoo", "odoo-instances");
    // Jobs have no `cnpg.io/podRole`.
    assert!(
        !policy
            .pod_selector
            .match_labels
            .contains_key("cnpg.io/podRole")
    );
    assert_eq!(
        ports(&policy.ingress),
        [vec![8000, 5432], vec![5432, 8000], vec![9187], vec![5432]]
    );
    assert_eq!(
        ports(&policy.egress),
        [vec![53, 53], vec![5432, 8000], vec![443, 6443], vec![443]]
    );
}

#[test]
fn a_named_api_server_reaches_instances_for_the_status() {
    let environments =
        "{ prod: { network: { apiServer: { cidrs: [192.0.2.1/32], ports: [6443] } } } }";
    let policy = policy(environments, "{ odoo: {} }", "odoo", "odoo-instances");
    assert!(ports(&policy.ingress).contains(&vec![8000]));
    let server = policy
        .egress
        .iter()
        .find(|rule| rule.ports[0].port.value == 6443)
        .unwrap();
    let block = server.peers[0].ip_block.as_ref().unwrap();
    assert_eq!(block.cidr.value, "192.0.2.1/32");
}

#[test]
fn clients_are_those_of_the_spec_or_the_namespace_of_the_application() {
    let client = |apps: &str| {
        let policy = policy("{ prod: {} }", apps, "odoo", "odoo-poolers");
        let rules = policy.ingress.into_iter();
        rules
            .filter(|rule| rule.ports[0].port.value == 5432)
            .collect::<Vec<_>>()
    };
    let rules = client("{ odoo: {} }");
    let namespace = rules[0].peers[0].namespace_selector.as_ref().unwrap();
    assert_eq!(
        namespace.match_labels["kubernetes.io/metadata.name"].value,
        "odoo"
    );

    let rules = client(
        "{ odoo: { clients: [{ namespace: \"{app}-{environment}\", labels: { a: b } }, { labels: { c: d } }] } }",
    );
    let [first, second] = rules[0].peers.as_slice() else {
        panic!("{rules:?}")
    };
    let namespace = first.namespace_selector.as_ref().unwrap();
    assert_eq!(
        namespace.match_labels["kubernetes.io/metadata.name"].value,
        "odoo-prod"
    );
    assert_eq!(
        first.pod_selector.as_ref().unwrap().match_labels["a"].value,
        "b"
    );
    assert_eq!(second.namespace_selector, None);

    assert!(client("{ odoo: { clients: [] } }").is_empty());
}

#[test]
fn the_operators_side_is_there_where_it_is_asked_for() {
    let plan = planned(&spec_with(
        "{ dev: {}, prod: { network: { operatorPolicy: true } } }",
        "{ odoo: {} }",
    ));
    let names = |environment| {
        let objects = plan.environment(environment).objects.iter();
        objects.map(super::Object::name).collect::<Vec<_>>()
    };
    assert_eq!(names("dev"), ["acme-dev"]);
    assert_eq!(
        names("prod"),
        ["acme-prod", "acme-prod-operator", "acme-prod-plugin"]
    );
    let operator = &plan.environment("prod").objects[1];
    assert_eq!(operator.namespace(), Some("cnpg-system"));
}
