//! `secret-key-not-found`: Secrets have the keys that are asked for.

use crate::lint::kind::{CLUSTER, DATABASE_ROLE, OBJECT_STORE, SECRET};
use crate::lint::view::secret;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("secret-key-not-found"),
    family: Family::NoEffect,
    topic: Topic::Security,
    severities: Severities::all(Level::Error),
    summary: "every key that a cluster, role or object store asks a Secret for is in it",
    rationale: r#"
Nobody checks the keys of a Secret before they are needed: instances do not
start, passwords are not set, backups fail ("missing key"). Secrets with passwords
have to have the keys `username` and `password`.
"#,
    sources: &[
        Source {
            title: "CloudNativePG, secrets.go, GetUserPasswordFromSecret",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/management/utils/secrets.go",
        },
        Source {
            title: "CloudNativePG, Bootstrap, Bootstrap an empty cluster (initdb)",
            url: "https://cloudnative-pg.io/documentation/current/bootstrap/#bootstrap-an-empty-cluster-initdb",
        },
    ],
    bad: &[
        "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: s3://main/
    s3Credentials:
      accessKeyId:
        name: main-s3
        key: ID
      secretAccessKey:
        name: main-s3
        key: SECRET  #~
---
apiVersion: v1
kind: Secret
metadata:
  name: main-s3
stringData:
  ID: <FILL-IN>
  KEY: <FILL-IN>
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
stringData:
  user: app
  password: <FILL-IN>
",
    ],
    good: &[
        "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: s3://main/
    s3Credentials:
      accessKeyId:
        name: main-s3
        key: ID
      secretAccessKey:
        name: main-s3
        key: KEY
---
apiVersion: v1
kind: Secret
metadata:
  name: main-s3
stringData:
  ID: <FILL-IN>
  KEY: <FILL-IN>
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
stringData:
  username: app
  password: <FILL-IN>
",
        "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: s3://main/
    s3Credentials:
      accessKeyId:
        name: main-s3
        key: ID
      secretAccessKey:
        name: main-s3
        key: SECRET
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &DATABASE_ROLE, &OBJECT_STORE], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    for wanted in secret::wanted(object) {
        if *wanted.kind != SECRET {
            continue;
        }
        let Some((holder, keys)) = secret::keys(cx, object, &SECRET, wanted.name) else {
            reporter.unknown(wanted.key, "the Secret is not here");
            continue;
        };
        let key = wanted.key.as_str().unwrap_or_default();
        if !keys.iter().any(|known| known == key) {
            reporter
                .report(
                    wanted.key,
                    format!("the Secret `{}` has no key `{key}`", wanted.name),
                    "not in it",
                )
                .relate(holder.grip(), format!("has: {}", keys.join(", ")))
                .help("write a key that it has, or add this one to it");
        }
    }
    if object.is(&OBJECT_STORE) {
        return;
    }
    for password in secret::passwords(object) {
        let Some(name) = password.name.text().written().flatten() else {
            continue;
        };
        let Some((holder, keys)) = secret::keys(cx, object, &SECRET, name) else {
            reporter.unknown(password.name, "the Secret is not here");
            continue;
        };
        let mut needed = ["username", "password"].into_iter();
        if let Some(key) = needed.find(|key| !keys.iter().any(|known| known == key)) {
            reporter
                .report(
                    password.name,
                    format!("the Secret `{name}` has no key `{key}`"),
                    "the operator reads `username` and `password`",
                )
                .relate(holder.grip(), format!("has: {}", keys.join(", ")))
                .help(format!("add `{key}` to the Secret"));
        }
    }
}
