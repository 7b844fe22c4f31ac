//! `service-name-taken`: no Service has a name that the operator needs for a cluster.

use crate::knowledge::operator::names::Service;
use crate::lint::kind::{CLUSTER, SERVICE};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("service-name-taken"),
    family: Family::NoEffect,
    topic: Topic::Network,
    severities: Severities::all(Level::Error),
    summary: "no Service has the name of one that the operator makes for a cluster",
    rationale: "
The operator makes `-rw`, `-ro` and `-r` for every cluster. If a Service of that
name is there already, it refuses to go on with the cluster; if the operator was
first, whoever applies the manifest and the operator overwrite each other.
",
    sources: &[
        Source {
            title: "CloudNativePG, cluster_create.go, serviceReconciler",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/controller/cluster_create.go#L416",
        },
        Source {
            title: "CloudNativePG, Service Management",
            url: "https://cloudnative-pg.io/documentation/current/service_management/",
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
---
apiVersion: v1
kind: Service
metadata:
  name: main-ro  #~
spec:
  selector:
    cnpg.io/cluster: main
  ports:
    - port: 5432
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
---
apiVersion: v1
kind: Service
metadata:
  name: main-reports
spec:
  selector:
    cnpg.io/cluster: main
  ports:
    - port: 5432
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
  managed:
    services:
      disabledDefaultServices:
        - ro
---
apiVersion: v1
kind: Service
metadata:
  name: main-ro
spec:
  selector:
    cnpg.io/cluster: main
  ports:
    - port: 5432
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&SERVICE], check),
};

fn check(cx: &Context, service: Object, reporter: &mut Reporter) {
    let Some(name) = service.name() else { return };
    let near =
        |cluster: &Object<'_>| cluster.namespace() == service.namespace() && !cluster.is_partial();
    for cluster in cx.near(&CLUSTER, service).filter(near) {
        let made = cluster.name().and_then(|owner| {
            Service::ALL
                .into_iter()
                .find(|service| service.name(owner) == name)
        });
        let disabled = cluster.slot(&["spec", "managed", "services", "disabledDefaultServices"]);
        // A list of what is not made may name this one: then the name is free.
        if made.is_none() || disabled.is_present() != Some(false) {
            continue;
        }
        reporter
            .report(
                service,
                format!("the operator makes a Service `{name}` of its own"),
                "the same name",
            )
            .help("remove it and use the operator's; give it another name; or describe it in `spec.managed.services.additional`")
            .relate(cluster.grip(), "made for this cluster");
    }
}
