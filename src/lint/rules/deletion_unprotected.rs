//! `deletion-unprotected`: no tool deletes a cluster with its data because a file is gone.

use crate::lint::kind::CLUSTER;
use crate::lint::view::gitops::{self, Tool};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("deletion-unprotected"),
    family: Family::Practice,
    topic: Topic::Gitops,
    severities: Severities::of(Level::Off, Level::Info, Level::Warning),
    summary: "a cluster that Argo CD or Flux applies is guarded against being pruned",
    rationale: "
The volumes of a cluster belong to it: whoever deletes the Cluster deletes them.
Argo CD and Flux delete what is no longer in Git, and a file renamed, a folder
moved or a condition in a template is enough. Annotations on the Cluster keep them
from it.
",
    sources: &[
        Source {
            title: "Argo CD, Sync Options, No Prune Resources",
            url: "https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources",
        },
        Source {
            title: "Flux, Kustomization, Prune",
            url: "https://fluxcd.io/flux/components/kustomize/kustomizations/#prune",
        },
        Source {
            title: "CloudNativePG, issue 8442",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/8442",
        },
    ],
    bad: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main  #~
  annotations:
    argocd.argoproj.io/sync-wave: "1"
spec:
  instances: 3
  storage:
    size: 10Gi
"#,
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main  #~
  annotations:
    kustomize.toolkit.fluxcd.io/ssa: Merge
spec:
  instances: 3
  storage:
    size: 10Gi
",
    ],
    good: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    argocd.argoproj.io/sync-wave: "1"
    argocd.argoproj.io/sync-options: Prune=false,Delete=false
spec:
  instances: 3
  storage:
    size: 10Gi
"#,
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    kustomize.toolkit.fluxcd.io/prune: disabled
spec:
  instances: 3
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    argocd.argoproj.io/sync-options: ServerSideApply=true, Prune=confirm
spec:
  instances: 3
  storage:
    size: 10Gi
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
",
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    argocd.argoproj.io/sync-wave: "1"
    helm.sh/resource-policy: keep
spec:
  instances: 3
  storage:
    size: 10Gi
"#,
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let Some(applied) = gitops::applied(cx, cluster) else {
        return;
    };
    let annotation = match applied.tool {
        Tool::Argo => "argocd.argoproj.io/sync-options",
        Tool::Flux => "kustomize.toolkit.fluxcd.io/prune",
    };
    let guard = cluster.annotation(annotation).text_or("");
    let kept = cluster.annotation("helm.sh/resource-policy").text_or("");
    let (Some(guard), Some(kept)) = (reporter.need(guard), reporter.need(kept)) else {
        return;
    };
    if kept == "keep" || is_guard(applied.tool, guard) {
        return;
    }
    let (name, help) = match applied.tool {
        Tool::Argo => (
            "Argo CD",
            "annotate it with `argocd.argoproj.io/sync-options: Prune=false,Delete=false`",
        ),
        Tool::Flux => (
            "Flux",
            "annotate it with `kustomize.toolkit.fluxcd.io/prune: disabled`",
        ),
    };
    reporter
        .report(
            cluster,
            format!("{name} deletes the cluster and its volumes when its file is gone"),
            "nothing keeps it",
        )
        .relate(applied.span, format!("tells that {name} applies it"))
        .help(help);
}

/// Whether the value of the tool's annotation keeps it from deleting.
fn is_guard(tool: Tool, value: &str) -> bool {
    let mut options = value.split(',').map(str::trim);
    match tool {
        Tool::Argo => options.any(|option| ["Prune=false", "Prune=confirm"].contains(&option)),
        Tool::Flux => value == "disabled",
    }
}
