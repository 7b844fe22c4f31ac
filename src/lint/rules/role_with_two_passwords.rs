//! `role-with-two-passwords`: the owner of the database has one password.

use crate::document::Node;
use crate::lint::Lookup;
use crate::lint::kind::{CLUSTER, DATABASE_ROLE};
use crate::lint::view::secret::{self, Password};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("role-with-two-passwords"),
    family: Family::NoEffect,
    topic: Topic::Security,
    severities: Severities::all(Level::Error),
    summary: "the owner of the database takes its password from one Secret",
    rationale: "
The operator sets the password of the owner from the Secret of the bootstrap
(`<cluster>-app`, unless another is named), again after each restart and change of
primary. If the owner is a managed role with a Secret of its own too, the password
is now the one and now the other, and applications fall out.
",
    sources: &[
        Source {
            title: "CloudNativePG, issue 6762",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/6762",
        },
        Source {
            title: "CloudNativePG, PostgreSQL Role Management",
            url: "https://cloudnative-pg.io/documentation/current/declarative_role_management/",
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
  bootstrap:
    initdb:
      database: app
      owner: app
      secret:
        name: main-owner
  managed:
    roles:
      - name: app
        login: true
        passwordSecret:
          name: main-role  #~
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
---
apiVersion: postgresql.cnpg.io/v1
kind: DatabaseRole
metadata:
  name: main-owner
spec:
  cluster:
    name: main
  name: app
  login: true
  passwordSecret:
    name: main-role  #~
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
  bootstrap:
    initdb:
      database: app
      owner: app
      secret:
        name: main-owner
  managed:
    roles:
      - name: app
        login: true
        passwordSecret:
          name: main-owner
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
    roles:
      - name: app
        login: true
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
---
apiVersion: postgresql.cnpg.io/v1
kind: DatabaseRole
metadata:
  name: main-owner
spec:
  cluster:
    name: main
  name: app
  login: true
  passwordSecret:
    name: main-app
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &DATABASE_ROLE], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    if object.is(&CLUSTER) {
        let roles = secret::passwords(object).into_iter();
        for role in roles.filter(|password| password.is_of_role) {
            compare(object, &role, reporter);
        }
        return;
    }
    let name = object.slot(&["spec", "cluster", "name"]).text();
    let Some(name) = reporter.need(name).flatten() else {
        return;
    };
    if let Lookup::Found(cluster) = cx.find(object, &CLUSTER, name) {
        for role in secret::passwords(object) {
            compare(cluster, &role, reporter);
        }
    }
}

/// Compares the Secret of a role with that of the cluster's owner.
fn compare(cluster: Object, role: &Password, reporter: &mut Reporter) {
    let bootstrap = cluster.slot(&["spec", "bootstrap"]);
    let others = ["recovery", "pg_basebackup"];
    let is_new = others.map(|other| bootstrap.key(other).is_present());
    let (Some(owner), Some(user)) = (secret::owner(cluster), role.user) else {
        return;
    };
    if owner != user || is_new != [Some(false), Some(false)] {
        return;
    }
    let named = bootstrap.at(&["initdb", "secret", "name"]);
    let (Some(own), Some(theirs), Some(cluster_name)) = (
        reporter.need(named.text()),
        role.name.text().written().flatten(),
        cluster.name(),
    ) else {
        return;
    };
    let own = own.map_or_else(|| format!("{cluster_name}-app"), str::to_owned);
    if own == theirs {
        return;
    }
    let place = named.node().map_or_else(|| cluster.grip(), Node::span);
    reporter
        .report(
            role.name,
            format!("the password of `{user}` comes from two Secrets in turn"),
            "one of them",
        )
        .relate(place, format!("the other one: `{own}`"))
        .help(format!(
            "write `{own}` here, or take the password away here"
        ));
}
