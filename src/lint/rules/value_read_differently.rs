//! `value-read-differently`: a value is the same however it is applied.

use crate::document::Oddity;
use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities, Source,
    Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("value-read-differently"),
    family: Family::NoEffect,
    topic: Topic::Schema,
    severities: Severities::all(Level::Warning),
    summary: "every value is the same for `kubectl apply -f` and `kubectl apply -k`",
    rationale: "
`kubectl apply -f` reads YAML 1.1, in which `yes` and `on` are booleans and what
looks like a time is text; Kustomize, behind `kubectl apply -k` and in Flux and
Argo CD, takes only `true` and `false` for booleans and rewrites times. The same
file then gives two objects.
",
    sources: &[
        Source {
            title: "YAML 1.1, Boolean Language-Independent Type",
            url: "https://yaml.org/type/bool.html",
        },
        Source {
            title: "kubernetes-sigs/yaml, README",
            url: "https://github.com/kubernetes-sigs/yaml",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  enableSuperuserAccess: no  #~
  storage:
    size: 10Gi
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  enableSuperuserAccess: false
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
  description: 'no'
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
  description: no access
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["wrong-type"],
        ..Limits::NONE
    },
    check: Check::Text(check),
};

fn check(oddity: &Oddity, _: Object, reporter: &mut Reporter) {
    if let Oddity::ReadDifferently {
        node,
        plain,
        kustomize,
    } = oddity
    {
        let message = format!(
            "`{}` is `{plain}` or `{kustomize}`, by how it is applied",
            node.raw()
        );
        let label = "read in two ways";
        let help = format!("write `{plain}`, or `{kustomize}` if text is meant");
        reporter.report(node, message, label).help(help);
    }
}
