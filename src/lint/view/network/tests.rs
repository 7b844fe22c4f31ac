use super::*;
use crate::document::Documents;
use crate::kube::version::OperatorVersion;
use crate::lint::tests::settings;
use crate::lint::{Environment, Target};
use selector::Has;

const CLUSTER: &str = "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  namespace: db
  labels: {handed: maybe}
spec:
  instances: 3
  inheritedMetadata: {labels: {team: blue}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: main
";

/// Asks of a cluster in the namespace `db` and of a policy with that rest.
fn ask<T>(rest: &str, question: impl FnOnce(Policy<'_>, Pod<'_>) -> T) -> T {
    let text = format!("{CLUSTER}{rest}");
    let mut documents = Documents::default();
    assert_eq!(documents.add("0.yaml", text.as_bytes()), []);
    let target = Target::of_operator(OperatorVersion::new(1, 30, None));
    let settings = settings(Environment::Prod, target);
    let cx = Context::new(&documents, &settings);
    let instance = Pod::of_cluster(&cx, PodKind::Instance, cx.clusters()[0]);
    let policy = policies(&cx).next().unwrap();
    question(policy, instance)
}

#[test]
fn what_the_operator_and_people_write_on_a_pod_is_known() {
    ask("spec: {podSelector: {}}\n", |_, pod| {
        assert_eq!(pod.label("cnpg.io/cluster"), Has::Value("main"));
        assert_eq!(pod.label("cnpg.io/podRole"), Has::Value("instance"));
        assert_eq!(pod.label("cnpg.io/instanceName"), Has::Something);
        assert_eq!(pod.label("team"), Has::Value("blue"));
        // The operator may have been told to hand it down.
        assert_eq!(pod.label("handed"), Has::Unknown);
        assert_eq!(pod.label("other"), Has::Nothing);
        assert_eq!(pod.port("postgresql"), Some(5432));
        assert_eq!(pod.port("no-such-port"), None);
    });
}

#[test]
fn a_policy_selects_pods_of_its_namespace() {
    let selects = |namespace: &str, labels: &str| {
        let rest = format!("{namespace}spec: {{podSelector: {{matchLabels: {{{labels}}}}}}}\n");
        ask(&rest, |policy, pod| policy.selects(&pod))
    };
    let own = "cnpg.io/cluster: main";
    assert_eq!(selects("  namespace: db\n", own), Some(true));
    assert_eq!(
        selects("  namespace: db\n", "cnpg.io/cluster: other"),
        Some(false)
    );
    assert_eq!(selects("  namespace: db\n", "handed: maybe"), None);
    assert_eq!(selects("  namespace: web\n", own), Some(false));
    assert_eq!(selects("", own), None);
}

#[test]
fn a_policy_governs_what_its_types_or_rules_say() {
    let governs = |spec: &str| {
        let rest = format!("spec: {{podSelector: {{}}{spec}}}\n");
        let directions = [Direction::Ingress, Direction::Egress];
        ask(&rest, |policy, _| {
            directions.map(|direction| policy.governs(direction))
        })
    };
    assert_eq!(governs(""), [Some(true), Some(false)]);
    assert_eq!(governs(", egress: []"), [Some(true), Some(true)]);
    assert_eq!(
        governs(", policyTypes: [Egress]"),
        [Some(false), Some(true)]
    );
    assert_eq!(governs(", policyTypes: [\"${TYPE}\"]"), [None, None]);
}

#[test]
fn a_rule_lets_pass_whom_and_where_it_names() {
    let passes = |ingress: &str, gate: Gate| {
        let rest = format!("  namespace: db\nspec: {{podSelector: {{}}, ingress: [{ingress}]}}\n");
        ask(&rest, |policy, pod| {
            policy.may_pass(&pod, Direction::Ingress, End::Pod(pod), gate)
        })
    };
    let sql = Gate::Tcp(5432);
    assert!(!passes("", sql));
    assert!(passes("{}", sql));
    assert!(passes(
        "{from: [{podSelector: {matchLabels: {cnpg.io/cluster: main}}}]}",
        sql
    ));
    assert!(!passes(
        "{from: [{podSelector: {matchLabels: {app: web}}}]}",
        sql
    ));
    assert!(passes("{ports: [{port: postgresql}]}", sql));
    assert!(!passes("{ports: [{port: 8000}]}", sql));
    assert!(passes("{ports: [{port: 5000, endPort: 6000}]}", sql));
    assert!(!passes("{ports: [{port: 5432, protocol: UDP}]}", sql));
    assert!(!passes(
        "{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: web}}}]}",
        sql
    ));
}
