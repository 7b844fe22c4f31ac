//! `validation-disabled`: the operator checks what it is given.

use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("validation-disabled"),
    family: Family::Practice,
    topic: Topic::Security,
    severities: Severities::of(Level::Info, Level::Warning, Level::Warning),
    summary: "no cluster switches the checks of the webhook off",
    rationale: "
With `cnpg.io/validation: disabled` the operator takes a cluster as it is, errors
and changes that lose data included. The documentation has it for one step of a
repair, after which it goes again; kept in a file, it is there for every change.
",
    sources: &[
        Source {
            title: "CloudNativePG, Storage, Expanding a PVC volume on AKS",
            url: "https://cloudnative-pg.io/documentation/current/storage/",
        },
        Source {
            title: "CloudNativePG, Labels and annotations, cnpg.io/validation",
            url: "https://cloudnative-pg.io/documentation/current/labels_annotations/",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    cnpg.io/validation: disabled  #~
spec:
  instances: 3
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
  storage:
    size: 10Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  annotations:
    cnpg.io/validation: enabled
spec:
  instances: 3
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let validation = cluster.annotation("cnpg.io/validation").text_or("enabled");
    if reporter.need(validation) == Some("disabled") {
        reporter
            .report(
                validation,
                "the operator does not check this cluster",
                "any change is accepted",
            )
            .help("remove the annotation; set it by hand for the one change that needs it");
    }
}
