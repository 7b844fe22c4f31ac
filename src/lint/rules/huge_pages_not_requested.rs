//! `huge-pages-not-requested`: a server that needs huge pages has them.

use crate::knowledge::parameters::boolean;
use crate::lint::kind::CLUSTER;
use crate::lint::view::{memory, parameter};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("huge-pages-not-requested"),
    family: Family::NoEffect,
    topic: Topic::Capacity,
    severities: Severities::all(Level::Error),
    summary: "a server that insists on huge pages asks for them",
    rationale: "
With `huge_pages` at `on`, a server that gets none does not start. A Pod gets them
only when it asks for them, by their size, among its resources.
",
    sources: &[
        Source {
            title: "PostgreSQL, Resource Consumption, huge_pages",
            url: "https://www.postgresql.org/docs/current/runtime-config-resource.html#GUC-HUGE-PAGES",
        },
        Source {
            title: "Kubernetes, Manage HugePages",
            url: "https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/",
        },
    ],
    bad: &[r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      huge_pages: "on"  #~
  resources:
    requests:
      memory: 4Gi
    limits:
      memory: 4Gi
"#],
    good: &[
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      huge_pages: "on"
  resources:
    requests:
      memory: 4Gi
      hugepages-2Mi: 2Gi
    limits:
      memory: 4Gi
      hugepages-2Mi: 2Gi
"#,
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  postgresql:
    parameters:
      huge_pages: try
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let setting = parameter::slot(cluster, "huge_pages");
    let insists = setting.text().written().flatten().and_then(boolean);
    if insists == Some(true) && memory::has_huge_pages(cluster) == Some(false) {
        reporter
            .report(
                setting,
                "the server insists on huge pages, and its Pod asks for none",
                "does not start without them",
            )
            .help(
                "ask for `hugepages-2Mi` in the requests and limits of `resources`, or write `try`",
            );
    }
}
