//! `cluster-unnamed`: what belongs to a cluster names it.

use crate::lint::kind::{DATABASE, DATABASE_ROLE, PUBLICATION, SUBSCRIPTION};

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("cluster-unnamed"),
    family: Family::NoEffect,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "every object that belongs to a cluster names it",
    rationale: "
The schema fills in an empty name for a cluster that is not named, so the object
is accepted. No cluster has that name: the object is never carried out.
",
    sources: &[
        Source {
            title: "CloudNativePG, API reference, Database",
            url: "https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/#databasespec",
        },
        Source {
            title: "Kubernetes, LocalObjectReference",
            url: "https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/local-object-reference/",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-app
spec:
  name: app
  owner: app
  cluster: {}  #~
",
        r#"
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-app
spec:
  name: app
  owner: app
  cluster:
    name: ""  #~
"#,
    ],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-app
spec:
  name: app
  owner: app
  cluster:
    name: main
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-app
spec:
  name: app
  owner: app
  cluster:
    name: main-two
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["missing-field"],
        ..Limits::NONE
    },
    check: Check::Each(
        &[&DATABASE, &DATABASE_ROLE, &PUBLICATION, &SUBSCRIPTION],
        check,
    ),
};

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    let cluster = object.slot(&["spec", "cluster"]);
    let name = cluster.at(&["name"]).text_or("");
    if cluster.is_present() == Some(true) && reporter.need(name) == Some("") {
        reporter
            .report(
                name,
                "this belongs to no cluster, and nothing carries it out",
                "names no cluster",
            )
            .help("write the name of the Cluster: `cluster: {name: …}`");
    }
}
