//! Encryption on the way, and the certificates for it.

use super::{planned, problems, spec_with};
use crate::plan::{Body, Certificate, ClusterPlan, Needed};

const ISSUER: &str = "issuer: { kind: ClusterIssuer, name: internal-ca }";

fn with(tls: &str, apps: &str) -> String {
    spec_with(
        &format!("{{ prod: {{ placement: per-app, tls: {tls} }} }}"),
        apps,
    )
}

fn certificate<'p>(cluster: &'p ClusterPlan, name: &str) -> &'p Certificate {
    let Body::Certificate(certificate) = &cluster.named("Certificate", name).body else {
        unreachable!()
    };
    certificate
}

#[test]
fn cert_manager_issues_the_certificate_that_servers_and_poolers_show() {
    let plan = planned(&with(
        &format!("{{ certManager: {{ {ISSUER} }} }}"),
        "{ odoo: {} }",
    ));
    let odoo = plan.cluster("prod", "odoo");
    let server = certificate(odoo, "odoo-server-tls");
    let names: Vec<&str> = server
        .dns_names
        .iter()
        .map(|name| name.value.as_str())
        .collect();
    for name in [
        "odoo-rw",
        "odoo-ro.acme-prod",
        "odoo-r.acme-prod.svc",
        "odoo-pooler-rw.acme-prod.svc.cluster.local",
    ] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    assert_eq!(server.labels["cnpg.io/reload"].value, "true");
    assert_eq!(server.duration.value, "2160h0m0s");
    assert_eq!(server.renew_before.value, "720h0m0s");
    let certificates = &odoo.body().certificates;
    let secret = certificates.server_tls_secret.as_ref().unwrap();
    assert_eq!(secret.value, "odoo-server-tls");
    assert_eq!(certificates.server_ca_secret.as_ref(), Some(secret));
    // The operator's webhook refuses them beside a certificate of one's own.
    assert!(certificates.server_alt_dns_names.is_empty());
    let needed = plan.prerequisites();
    let issuer = needed
        .iter()
        .find(|need| need.kind == Needed::ClusterIssuer);
    assert_eq!(issuer.unwrap().name, "internal-ca");
}

#[test]
fn a_certificate_that_the_operator_makes_has_the_names_of_the_poolers() {
    let plan = planned(&with("{ certManager: false }", "{ odoo: {} }"));
    let odoo = plan.cluster("prod", "odoo");
    let certificates = &odoo.body().certificates;
    assert!(!certificates.server_alt_dns_names.is_empty());
    assert_eq!(certificates.server_tls_secret, None);
    assert!(!odoo.kinds().contains(&"Certificate"));
}

#[test]
fn certificates_that_cannot_be_are_told() {
    let told = |tls: &str| problems(&with(tls, "{ odoo: {} }")).remove(0);
    assert_eq!(
        told("{ certManager: true }").0,
        "`certManager` names no issuer"
    );
    assert_eq!(
        told("{ certManager: { issuer: { kind: AWSPCAIssuer, name: x } } }").0,
        "cert-manager has no issuer of the kind `AWSPCAIssuer`"
    );
    assert_eq!(
        told(&format!("{{ certManager: {{ {ISSUER}, duration: 30m }} }}")),
        (
            "a certificate for 30m is too short for cert-manager".to_owned(),
            "30m".to_owned()
        )
    );
    assert_eq!(
        told(&format!(
            "{{ certManager: {{ {ISSUER}, renewBefore: 90d }} }}"
        ))
        .0,
        "a certificate that is valid for 2160h0m0s cannot be renewed 90d before its end"
    );
}

#[test]
fn lines_that_let_anybody_in_are_told() {
    let told = |line: &str| {
        let told = problems(&with(
            "{}",
            &format!("{{ odoo: {{ pgHba: [\"{line}\"] }} }}"),
        ));
        told.into_iter()
            .map(|(message, _)| message)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told("hostssl all all 10.0.0.0/8 trust"),
        ["`trust` is too weak to let clients in"]
    );
    assert_eq!(
        told("hostnossl odoo odoo 10.0.0.1/32 scram-sha-256"),
        ["`hostnossl` lets nobody in: clients without TLS are kept out"]
    );
    let plan = planned(&with(
        "{}",
        "{ odoo: { pgHba: [hostnossl all all all reject] } }",
    ));
    assert_eq!(plan.cluster("prod", "odoo").body().pg_hba.len(), 3);
}

#[test]
fn a_role_with_a_certificate_has_no_password() {
    let apps =
        "{ odoo: { roles: { odoo_etl: { auth: certificate }, odoo_ro: { auth: password } } } }";
    let plan = planned(&with("{ required: false }", apps));
    let odoo = plan.cluster("prod", "odoo");
    let Body::DatabaseRole(role) = &odoo.named("DatabaseRole", "odoo-odoo-etl").body else {
        unreachable!()
    };
    assert_eq!(role.role.password_secret, None);
    assert!(role.role.disable_password.unwrap().value);
    assert!(role.client_certificate.unwrap().value);
    let lines = odoo.body().pg_hba.iter();
    let lines: Vec<&str> = lines.map(|line| line.value.as_str()).collect();
    assert_eq!(
        lines,
        [
            "host odoo odoo all scram-sha-256",
            "hostssl odoo odoo_etl all cert",
            "host odoo odoo_ro all scram-sha-256",
            "host all all all reject",
        ]
    );
    let needed = plan.prerequisites();
    let mut secrets = needed.iter().filter(|need| need.kind == Needed::Secret);
    assert!(secrets.all(|need| need.name != "odoo-odoo-etl"));
}

#[test]
fn a_certificate_that_a_role_cannot_have_is_told() {
    let told = |role: &str, target: &str| {
        let text = with("{}", &format!("{{ odoo: {{ roles: {{ etl: {role} }} }} }}"));
        let told = problems(&format!("{text}{target}"));
        told.into_iter()
            .map(|(message, _)| message)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told("{ auth: certificate, login: false }", ""),
        ["`etl` has a certificate, but cannot log in"]
    );
    assert_eq!(
        told("{ auth: certificate, secret: etl }", ""),
        ["`etl` has a certificate, so its password is not used"]
    );
    assert_eq!(
        told("{ auth: certificate }", "target: { operator: \"1.29\" }\n"),
        ["operator 1.29 issues no certificate for `etl`"]
    );
}

#[test]
fn the_clients_of_a_cluster_have_an_authority_of_its_own() {
    let apps = "{ odoo: { roles: { odoo_etl: { auth: certificate } } } }";
    let tls = format!("{{ certManager: {{ {ISSUER}, clientCertificates: true }} }}");
    // Certificates of roles need no newer operator then.
    let old = "target: { operator: \"1.29\" }\n";
    planned(&format!("{}{old}", with(&tls, apps)));
    let plan = planned(&with(&tls, apps));
    let odoo = plan.cluster("prod", "odoo");
    for (name, role) in [
        ("odoo-replication-tls", "streaming_replica"),
        ("odoo-pgbouncer-tls", "cnpg_pooler_pgbouncer"),
        ("odoo-odoo-etl-client-cert", "odoo_etl"),
    ] {
        let certificate = certificate(odoo, name);
        assert_eq!(certificate.common_name.as_ref().unwrap().value, role);
        assert_eq!(certificate.issuer.name.value, "odoo-client-ca");
    }
    let authority = certificate(odoo, "odoo-client-ca");
    assert_eq!(authority.private_key.rotation_policy.value, "Never");
    let certificates = &odoo.body().certificates;
    let standby = certificates.replication_tls_secret.as_ref().unwrap();
    assert_eq!(standby.value, "odoo-replication-tls");
    assert_eq!(certificates.client_ca_secret.as_ref(), Some(standby));
    let Body::Pooler(pooler) = &odoo.named("Pooler", "odoo-pooler-rw").body else {
        unreachable!()
    };
    let secret = pooler.server_tls_secret.as_ref().unwrap();
    assert_eq!(secret.value, "odoo-pgbouncer-tls");
    assert!(pooler.auth_query.is_some());
    assert_eq!(odoo.body().initdb.post_init_sql.len(), 5);
    let Body::DatabaseRole(role) = &odoo.named("DatabaseRole", "odoo-odoo-etl").body else {
        unreachable!()
    };
    assert_eq!(role.client_certificate, None);
    let needed = plan.prerequisites();
    assert!(needed.iter().all(|need| need.kind != Needed::Issuer));
}
