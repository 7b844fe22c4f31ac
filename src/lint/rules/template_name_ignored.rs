//! `template-name-ignored`: what the operator names itself is named nowhere else.

use crate::lint::kind::{CLUSTER, POOLER};

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("template-name-ignored"),
    family: Family::NoEffect,
    topic: Topic::Schema,
    severities: Severities::all(Level::Warning),
    summary: "no template names the object that the operator names itself",
    rationale: "
The ServiceAccount of a cluster has the name of the Cluster, and the Service of a
pooler has the name of the Pooler. A name in their templates is accepted and
ignored: whoever uses that name finds nothing.
",
    sources: &[
        Source {
            title: "CloudNativePG, cluster_create.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/internal/controller/cluster_create.go",
        },
        Source {
            title: "CloudNativePG, pgbouncer/services.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/specs/pgbouncer/services.go",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  serviceAccountTemplate:
    metadata:
      name: main-identity  #~
      annotations:
        eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/main
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 2
  pgbouncer:
    poolMode: session
  serviceTemplate:
    metadata:
      name: main-entry  #~
    spec:
      type: LoadBalancer
",
    ],
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
  serviceAccountTemplate:
    metadata:
      annotations:
        eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/main
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
  serviceAccountTemplate:
    metadata:
      name: main
      annotations:
        eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/main
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 2
  pgbouncer:
    poolMode: session
  serviceTemplate:
    metadata:
      name: main-pooler
    spec:
      type: LoadBalancer
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &POOLER], check),
};

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    let (template, made) = if object.is(&CLUSTER) {
        (
            object.slot(&["spec", "serviceAccountTemplate"]),
            "ServiceAccount",
        )
    } else {
        (object.slot(&["spec", "serviceTemplate"]), "Service")
    };
    let name = template.at(&["metadata", "name"]).text();
    let (Some(ignored), Some(own)) = (name.written().flatten(), object.name()) else {
        return;
    };
    if ignored != own {
        reporter
            .report(
                name,
                format!("the {made} is named `{own}`, whatever its template says"),
                "is ignored",
            )
            .help("remove the name");
    }
}
