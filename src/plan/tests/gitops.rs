//! What those who apply the output are told.

use super::{planned, problems};
use crate::plan::{Application, Body, Object, Plan};

/// A spec whose output Argo CD applies.
fn spec(output: &str, environments: &str) -> String {
    format!(
        "version: 1
project: acme
output: {output}
objectStores:
  main: {{ s3: {{ bucket: backups, region: eu-north-1, credentialsSecret: s3 }} }}
environments: {environments}
apps: {{ odoo: {{}} }}
"
    )
}

fn argocd(more: &str) -> String {
    format!("{{ gitops: {{ argocd: {{ repoURL: https://git.example.com/a.git{more} }} }} }}")
}

fn objects(plan: &Plan) -> Vec<&Object> {
    let gitops = plan.gitops.as_ref().unwrap();
    let groups = gitops.groups.iter().flat_map(|(_, objects)| objects);
    gitops.objects.iter().chain(groups).collect()
}

fn names(plan: &Plan) -> Vec<&str> {
    objects(plan).iter().map(|object| object.name()).collect()
}

fn application<'p>(plan: &'p Plan, name: &str) -> &'p Application {
    let found = objects(plan)
        .into_iter()
        .find(|object| object.name() == name);
    let Body::Application(application) = &found.unwrap().body else {
        unreachable!()
    };
    application
}

fn wave<'p>(plan: &'p Plan, name: &str) -> &'p str {
    let found = objects(plan)
        .into_iter()
        .find(|object| object.name() == name);
    let annotations = &found.unwrap().metadata.annotations;
    &annotations["argocd.argoproj.io/sync-wave"].value
}

#[test]
fn nothing_is_told_where_nobody_asks() {
    let plan = planned(&spec("{}", "{ prod: {} }"));
    assert_eq!(plan.gitops, None);
}

#[test]
fn one_application_brings_the_operator_and_all_environments_in_order() {
    let plan = planned(&spec(
        &argocd(""),
        "{ dev: {}, prod: { placement: per-app } }",
    ));
    let expected = [
        ("acme", "2"),
        ("acme-cloudnative-pg", "0"),
        ("acme-plugin-barman-cloud", "1"),
        ("acme-dev", "2"),
        ("acme-prod", "2"),
        ("acme-dev-environment", "0"),
        ("acme-dev-shared", "1"),
        ("acme-prod-environment", "0"),
        ("acme-prod-odoo", "1"),
    ];
    assert_eq!(names(&plan), expected.map(|(name, _)| name));
    for (name, place) in expected {
        assert_eq!(wave(&plan, name), place, "{name}");
    }
    let path = |name| {
        application(&plan, name)
            .path
            .as_ref()
            .unwrap()
            .value
            .clone()
    };
    assert_eq!(path("acme"), "deploy/gitops");
    assert_eq!(path("acme-prod"), "deploy/gitops/prod");
    assert_eq!(path("acme-prod-environment"), "deploy/prod/environment");
    assert_eq!(path("acme-prod-odoo"), "deploy/prod/odoo");
}

#[test]
fn the_operator_and_those_who_bring_the_rest_can_be_left_out() {
    let plan = planned(&spec(
        &argocd(", operator: false, appOfApps: false"),
        "{ dev: {} }",
    ));
    assert_eq!(names(&plan), ["acme-dev-environment", "acme-dev-shared"]);
}

#[test]
fn charts_are_installed_with_the_values_of_the_environment() {
    let output = argocd("").replace("{ gitops", "{ layout: helm, gitops");
    let plan = planned(&spec(&output, "{ prod: { placement: per-app } }"));
    let odoo = application(&plan, "acme-prod-odoo");
    assert_eq!(odoo.path.as_ref().unwrap().value, "deploy/charts/odoo");
    let helm = odoo.helm.as_ref().unwrap();
    assert_eq!(helm.release_name.value, "odoo");
    assert_eq!(helm.value_files[0].value, "values-prod.yaml");
    let once = application(&plan, "acme-prod-environment");
    assert_eq!(once.helm, None);
    let operator = application(&plan, "acme-operator");
    assert_eq!(
        operator.path.as_ref().unwrap().value,
        "deploy/charts/operator"
    );
}

#[test]
fn what_is_guarded_stays_when_its_application_goes() {
    let plan = planned(&spec(
        &argocd(""),
        "{ dev: {}, prod: { placement: per-app } }",
    ));
    let finalizers = |name| application(&plan, name).finalizers.len();
    assert_eq!(finalizers("acme-dev-shared"), 1);
    assert_eq!(finalizers("acme-dev-environment"), 1);
    for name in [
        "acme-prod-odoo",
        "acme-prod-environment",
        "acme",
        "acme-prod",
        "acme-cloudnative-pg",
    ] {
        assert_eq!(finalizers(name), 0, "{name}");
    }
}

#[test]
fn each_kubernetes_cluster_has_an_operator() {
    let more = ", server: here, environments: { prod: { server: 'https://k8s.example.com', revision: release, syncPolicy: { automated: false } } }";
    let plan = planned(&spec(
        &argocd(more),
        "{ dev: {}, staging: {}, prod: { placement: per-app } }",
    ));
    let names = names(&plan);
    let operators: Vec<_> = names
        .iter()
        .filter(|name| name.ends_with("cloudnative-pg"))
        .collect();
    assert_eq!(
        operators,
        [
            &"acme-here-cloudnative-pg",
            &"acme-k8s-example-com-cloudnative-pg"
        ]
    );
    let odoo = application(&plan, "acme-prod-odoo");
    assert_eq!(
        odoo.server.as_ref().unwrap().value,
        "https://k8s.example.com"
    );
    assert_eq!(odoo.target_revision.value, "release");
    assert_eq!(odoo.automated, None);
    let shared = application(&plan, "acme-dev-shared");
    assert_eq!(
        (
            &shared.server,
            &shared.server_name.as_ref().unwrap().value[..]
        ),
        (&None, "here")
    );
    // Applications of Applications are where Argo CD is.
    let here = &application(&plan, "acme-prod").server;
    assert_eq!(
        here.as_ref().unwrap().value,
        "https://kubernetes.default.svc"
    );
}

#[test]
fn environments_of_one_kubernetes_cluster_agree_where_the_operator_is() {
    let environments = "{ dev: { network: { operatorNamespace: a } }, prod: { network: { operatorNamespace: b } } }";
    assert_eq!(
        problems(&spec(&argocd(""), environments)),
        [(
            "the operator of one Kubernetes cluster would be in the namespaces `a` and `b`"
                .to_owned(),
            "b".to_owned()
        )]
    );
    planned(&spec(
        &argocd(", environments: { prod: { server: other } }"),
        environments,
    ));
}

#[test]
fn two_applications_of_one_name() {
    let environments = "{ prod: { placement: per-app }, prod-odoo: { profile: prod } }";
    let found = problems(&spec(&argocd(""), environments));
    assert_eq!(
        found[0].0,
        "two things would get the Application `acme-prod-odoo`"
    );
}
