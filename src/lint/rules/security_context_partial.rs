//! `security-context-partial`: a security context is whole.

use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("security-context-partial"),
    family: Family::NoEffect,
    topic: Topic::Security,
    severities: Severities::all(Level::Warning),
    summary: "a `podSecurityContext` that is written says `fsGroup` and `runAsNonRoot` too",
    rationale: "
Of a `podSecurityContext` that is written the operator fills in `runAsUser`,
`runAsGroup` and `seccompProfile`. `fsGroup` and `runAsNonRoot`, which it sets
otherwise, are lost: without `fsGroup` many drivers leave a volume to root, and
PostgreSQL cannot write to it.
",
    sources: &[
        Source {
            title: "CloudNativePG, pods.go, GetPodSecurityContext",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/specs/pods.go",
        },
        Source {
            title: "Kubernetes, Configure a Security Context for a Pod",
            url: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  podSecurityContext:  #~
    runAsUser: 1001
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  podSecurityContext:
    runAsUser: 1001
    fsGroup: 1001
    runAsNonRoot: true
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  podSecurityContext:
    fsGroup: 26
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let context = cluster.slot(&["spec", "podSecurityContext"]);
    let group = context.at(&["fsGroup"]);
    if context.is_present() != Some(true) || group.is_present() != Some(false) {
        return;
    }
    let mut lost = "`fsGroup`".to_owned();
    if context.at(&["runAsNonRoot"]).is_present() == Some(false) {
        lost.push_str(" and `runAsNonRoot`");
    }
    reporter
        .report(
            group,
            format!("the operator's {lost} are lost for this security context")
                .replace("`fsGroup` are lost", "`fsGroup` is lost"),
            "replaces that of the operator",
        )
        .help(format!("add {lost}, or remove `podSecurityContext`"));
}
