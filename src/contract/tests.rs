//! Tests of the contract: what applications are told.

use super::{Format, select, write};
use crate::plan::{self, Plan};
use crate::spec;

const SPEC: &str = "version: 1
project: acme
target: { operator: '1.30' }
objectStores:
  main: { s3: { bucket: backups, region: eu-north-1, credentialsSecret: s3 } }
environments: { dev: {}, prod: {} }
apps:
  odoo:
    roles: { odoo_ro: { access: read }, odoo_group: { login: false } }
    poolers: { ro: { instances: 2 } }
    environments: { dev: { poolers: false } }
  waldur: { only: [prod] }
";

fn planned(text: &str) -> Plan {
    plan::plan(&spec::parse("pgspec.yaml", text).unwrap()).unwrap()
}

fn told(format: Format, environments: &[&str], apps: &[&str]) -> String {
    let plan = planned(SPEC);
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    write(&select(&plan, &names(environments), &names(apps)), format)
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../tests/snapshots/contract");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_form_is_as_it_was_read_by_a_person() {
    for (name, format) in [
        ("text", Format::Text),
        ("json", Format::Json),
        ("env", Format::Env),
        ("prisma", Format::Prisma),
        ("waldur", Format::Waldur),
    ] {
        snapshot(name, &told(format, &[], &[]));
    }
}

#[test]
fn only_what_has_pods_behind_it_is_told() {
    let dev = told(Format::Json, &["dev"], &["odoo"]);
    assert!(dev.contains("shared-rw.acme-dev.svc") && dev.contains("shared-r.acme-dev.svc"));
    assert!(
        !dev.contains("shared-ro") && !dev.contains("pooler-"),
        "{dev}"
    );
    let prod = told(Format::Json, &["prod"], &["odoo"]);
    for host in ["odoo-ro", "odoo-pooler-rw", "odoo-pooler-ro"] {
        assert!(prod.contains(&format!("{host}.acme-prod.svc")), "{prod}");
    }
}

#[test]
fn a_role_that_cannot_log_in_has_no_connection() {
    let text = told(Format::Text, &[], &[]);
    assert!(
        text.contains("as odoo_ro\n") && !text.contains("odoo_group"),
        "{text}"
    );
}

#[test]
fn a_password_is_a_reference_and_nothing_else() {
    for format in [Format::Env, Format::Prisma] {
        let text = told(format, &[], &[]);
        let lines: Vec<&str> = text.lines().collect();
        for pair in lines.windows(2) {
            if pair[0].trim() == "- name: PGPASSWORD" {
                assert_eq!(pair[1].trim(), "valueFrom:");
            }
        }
        for line in text.lines().filter(|line| line.contains("postgresql://")) {
            assert!(line.contains("//$(PGUSER):$(PGPASSWORD)@"), "{line}");
        }
    }
}

#[test]
fn who_may_connect_is_told_as_the_network_policies_have_it() {
    let told = |settings: &str| {
        let text = format!(
            "version: 1\nproject: acme\nenvironments: {{ dev: {{ {settings} }} }}\napps: {{ odoo: {{}} }}\n"
        );
        let plan = planned(&text);
        let text = write(&select(&plan, &[], &[]), Format::Text);
        let line = text.lines().find(|line| line.contains("From: ")).unwrap();
        line.trim().to_owned()
    };
    assert_eq!(told(""), "From: pods of the namespace odoo");
    assert_eq!(
        told("clients: [{ namespace: web, labels: { app: odoo } }, { labels: { job: nightly } }]"),
        "From: pods of the namespace web with app=odoo; pods of the namespace acme-dev with job=nightly"
    );
    assert_eq!(told("clients: []"), "From: nobody (`clients: []`)");
    assert_eq!(
        told("network: false"),
        "From: any pod, as there are no network policies"
    );
}
