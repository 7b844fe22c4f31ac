//! `secret-in-clear`: no Secret of a cluster or its clients stands among the manifests in clear.

use crate::document::{Entry, Node};
use crate::lint::kind::{CLUSTER, SECRET};
use crate::lint::slot::Slot;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("secret-in-clear"),
    family: Family::Practice,
    topic: Topic::Security,
    severities: Severities::of(Level::Info, Level::Warning, Level::Error),
    summary: "no Secret of a cluster or its clients stands among the manifests in clear",
    rationale: "

Base64 hides nothing: whoever reads the repository, or its history, has the
password. Encrypted files (SOPS), SealedSecrets and ExternalSecrets keep it out.
",
    sources: &[Source {
        title: "Kubernetes, Good practices for Kubernetes Secrets",
        url: "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
    }],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  bootstrap:
    initdb:
      database: app
      owner: app
      secret:
        name: main-owner
  storage:
    size: 10Gi
---
apiVersion: v1
kind: Secret
metadata:
  name: main-owner
type: kubernetes.io/basic-auth
stringData:
  username: app
  password: f0rty-tw0  #~
",
        "
apiVersion: v1
kind: Secret
metadata:
  name: main-client
stringData:
  DATABASE_URL: postgresql://app:f0rty-tw0@main-rw.main.svc:5432/app  #~
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
  bootstrap:
    initdb:
      database: app
      owner: app
      secret:
        name: main-owner
  storage:
    size: 10Gi
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: main-owner
spec:
  secretStoreRef:
    kind: ClusterSecretStore
    name: main
  target:
    name: main-owner
  data:
    - secretKey: password
      remoteRef:
        key: main
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  bootstrap:
    initdb:
      database: app
      owner: app
      secret:
        name: main-owner
  storage:
    size: 10Gi
---
apiVersion: v1
kind: Secret
metadata:
  name: main-owner
type: kubernetes.io/basic-auth
stringData:
  username: app
  password: ENC[AES256_GCM,data:c2VjcmV0,type:str]
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  bootstrap:
    initdb:
      database: app
      owner: app
      secret:
        name: main-owner
  storage:
    size: 10Gi
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
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&SECRET], check),
};

fn check(cx: &Context, secret: Object, reporter: &mut Reporter) {
    let Some(name) = secret.name() else { return };
    if secret.slot(&["sops"]).node().is_some() {
        return;
    }
    let user = cx.near(&CLUSTER, secret).find(|cluster| {
        cluster.namespace() == secret.namespace() && names(cluster.document().root(), name)
    });
    let fields = [secret.slot(&["stringData"]), secret.slot(&["data"])];
    for (key, value) in fields.into_iter().flat_map(Slot::entries) {
        let text = value.text().written().flatten().unwrap_or_default();
        let of_cluster = user.is_some() && is_called_secret(&key) && !text.is_empty();
        let password = if of_cluster { Some(text) } else { in_url(text) };
        if password.is_none_or(is_filled_in_later) {
            continue;
        }
        let finding = reporter
            .report(
                value,
                "a password stands here in clear",
                "readable by whoever reads the file",
            )
            .help("encrypt the file, or get the value by an `ExternalSecret`");
        if let Some(cluster) = user {
            finding.relate(cluster.grip(), "used by this cluster");
        }
        return;
    }
}

/// Whether a key of a Secret says that its value is one.
fn is_called_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["password", "secret", "token"]
        .iter()
        .any(|word| key.contains(word))
}

/// The password in a connection URI of PostgreSQL.
fn in_url(text: &str) -> Option<&str> {
    let rest = ["postgresql://", "postgres://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))?;
    let (user, _) = rest.split_once('@')?;
    let (_, password) = user.split_once(':')?;
    Some(password).filter(|password| !password.is_empty())
}

/// Whether a value only holds the place of another one.
fn is_filled_in_later(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    text.contains(['<', '{', '['])
        || [
            "CHANGE",
            "REPLACE",
            "YOUR",
            "EXAMPLE",
            "PLACEHOLDER",
            "VAULT:",
            "REF+",
        ]
        .iter()
        .any(|word| upper.contains(word))
}

/// Whether a Secret of this name is referred to somewhere inside.
fn names(node: Node<'_>, secret: &str) -> bool {
    let refers = |entry: Entry<'_>| {
        let named = entry.value().get("name").and_then(Node::as_str) == Some(secret);
        named && entry.name().to_ascii_lowercase().contains("secret")
            || names(entry.value(), secret)
    };
    node.entries().any(refers) || node.items().any(|item| names(item, secret))
}
