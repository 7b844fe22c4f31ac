//! `managed-twice`: a database or a role is managed by one object.

use crate::lint::kind::{CLUSTER, DATABASE, DATABASE_ROLE};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};
use crate::lint::{Lookup, Slot};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("managed-twice"),
    family: Family::NoEffect,
    topic: Topic::Gitops,
    severities: Severities::all(Level::Error),
    summary: "no two objects manage the same database or role of a cluster",
    rationale: r#"
The operator lets the object that comes first manage a database or a role, and
refuses the others ("already managed"): what they say is never done. Roles in
`spec.managed.roles` of the Cluster come before every `DatabaseRole`.
"#,
    sources: &[
        Source {
            title: "CloudNativePG, databaserole_controller.go, isClusterManagingRole",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/management/controller/databaserole_controller.go",
        },
        Source {
            title: "CloudNativePG, pull request 6258, Ensure a unique manager for declarative resources",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/pull/6258",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-app
spec:
  cluster:
    name: main
  name: app
  owner: app
---
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-other
spec:
  cluster:
    name: main
  name: app  #~
  owner: app
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
---
apiVersion: postgresql.cnpg.io/v1
kind: DatabaseRole
metadata:
  name: main-app
spec:
  cluster:
    name: main
  name: app  #~
  login: true
",
    ],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-app
spec:
  cluster:
    name: main
  name: app
  owner: app
---
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-other
spec:
  cluster:
    name: main
  name: other
  owner: app
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
      - name: audit
        login: true
---
apiVersion: postgresql.cnpg.io/v1
kind: DatabaseRole
metadata:
  name: main-app
spec:
  cluster:
    name: main
  name: app
  login: true
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&DATABASE, &DATABASE_ROLE], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    let name = object.slot(&["spec", "name"]);
    let Some(text) = reporter.need(name.text()).flatten() else {
        return;
    };
    let (what, kind) = if object.is(&DATABASE) {
        ("database", &DATABASE)
    } else {
        ("role", &DATABASE_ROLE)
    };
    let earlier = cx
        .objects(kind)
        .iter()
        .take_while(|it| it.id() < object.id());
    let mut rivals = earlier.filter(|it| are_rivals(**it, object));
    let rival = rivals.next().copied().map(|it| it.slot(&["spec", "name"]));
    let Some(rival) = rival.or_else(|| managed_role(cx, object, text)) else {
        return;
    };
    let kind = rival.object().document().kind().unwrap_or_default();
    reporter
        .report(
            name,
            format!("another object manages the {what} `{text}`"),
            "never applied, or the other one is not",
        )
        .relate(rival.span(), format!("managed by this {kind}"))
        .help("keep one of both");
}

/// Whether two objects in one folder, of different names, are about the same
/// thing in the same cluster.
fn are_rivals(one: Object, other: Object) -> bool {
    let same = |path| {
        let text = |object: Object| {
            let known = object.slot(path).text().written().flatten();
            known.map(str::to_owned)
        };
        text(one).is_some() && text(one) == text(other)
    };
    let folder = |object: Object| {
        let file = object.document().source().name();
        file.rsplit_once('/').map(|(folder, _)| folder.to_owned())
    };
    same(&["spec", "name"])
        && same(&["spec", "cluster", "name"])
        && one.name().is_some()
        && one.name() != other.name()
        && one.namespace() == other.namespace()
        && folder(one) == folder(other)
}

/// The entry for a `DatabaseRole`'s role in its Cluster.
fn managed_role<'a>(cx: &Context<'a>, object: Object<'_>, role: &str) -> Option<Slot<'a>> {
    if !object.is(&DATABASE_ROLE) {
        return None;
    }
    let cluster = object.slot(&["spec", "cluster", "name"]).text();
    let Lookup::Found(cluster) = cx.find(object, &CLUSTER, cluster.written()??) else {
        return None;
    };
    let mut names = cluster
        .slot(&["spec", "managed", "roles"])
        .items()
        .map(|entry| entry.at(&["name"]));
    names.find(|name| name.text().written().flatten() == Some(role))
}
