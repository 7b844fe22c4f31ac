//! `secret-username-differs`: a Secret with a password names the user that it is for.

use crate::lint::kind::{CLUSTER, DATABASE_ROLE, SECRET};
use crate::lint::view::secret;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("secret-username-differs"),
    family: Family::NoEffect,
    topic: Topic::Security,
    severities: Severities::all(Level::Error),
    summary: "the `username` of every Secret with a password is the user that takes it",
    rationale: r#"
The operator compares the `username` in the Secret with the role that asks for
it. If they differ it sets no password, tries again and again ("wrong username in
secret"), and the role cannot log in. A line break at the end differs too.
"#,
    sources: &[
        Source {
            title: "CloudNativePG, instance_controller.go, reconcileUser",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/management/controller/instance_controller.go",
        },
        Source {
            title: "CloudNativePG, Bootstrap, Bootstrap an empty cluster (initdb)",
            url: "https://cloudnative-pg.io/documentation/current/bootstrap/#bootstrap-an-empty-cluster-initdb",
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
        name: main-owner  #~
---
apiVersion: v1
kind: Secret
metadata:
  name: main-owner
type: kubernetes.io/basic-auth
stringData:
  username: main
  password: <FILL-IN>
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
  bootstrap:
    initdb:
      database: app
      owner: app
      secret:
        name: main-owner  #~
---
apiVersion: v1
kind: Secret
metadata:
  name: main-owner
type: kubernetes.io/basic-auth
data:
  username: YXBwCg==
  password: PGZpbGwgaW4+
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
---
apiVersion: v1
kind: Secret
metadata:
  name: main-owner
type: kubernetes.io/basic-auth
stringData:
  username: app
  password: <FILL-IN>
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
  bootstrap:
    initdb:
      database: app
      owner: app
      secret:
        name: main-owner
---
apiVersion: v1
kind: Secret
metadata:
  name: main-owner
type: kubernetes.io/basic-auth
data:
  username: YXBw
  password: PGZpbGwgaW4+
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
        passwordSecret:
          name: main-owner
---
apiVersion: v1
kind: Secret
metadata:
  name: main-owner
type: kubernetes.io/basic-auth
data:
  username: YXBwCg==
  password: PGZpbGwgaW4+
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &DATABASE_ROLE], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    for password in secret::passwords(object) {
        let Some(name) = password.name.text().written().flatten() else {
            continue;
        };
        let holder = secret::keys(cx, object, &SECRET, name);
        let written = holder.and_then(|(holder, _)| secret::value(holder, "username"));
        let (Some(user), Some((place, text))) = (password.user, written) else {
            reporter.unknown(password.name, "the user in the Secret is not known");
            continue;
        };
        let same = if password.is_of_role {
            text.trim() == user.trim()
        } else {
            text == user
        };
        if same {
            continue;
        }
        let shown = text.escape_debug();
        reporter
            .report(
                password.name,
                format!("the Secret `{name}` is for `{shown}`, not for `{user}`"),
                format!("`{user}` gets no password"),
            )
            .relate(place.span(), format!("says `{shown}`"))
            .help(format!("write `{user}` into the Secret's `username`"));
    }
}
