//! `secret-in-clear`: no Secret of a cluster stands among the manifests in clear.

use crate::document::{Entry, Node};
use crate::lint::kind::SECRET;
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
    summary: "no Secret of a cluster stands among the manifests in clear",
    rationale: "

Base64 hides nothing: whoever reads the repository, or its history, has the
password. Encrypted files (SOPS), SealedSecrets and ExternalSecrets keep it out.
",
    sources: &[Source {
        title: "Kubernetes, Good practices for Kubernetes Secrets",
        url: "https://kubernetes.io/docs/concepts/security/secrets-good-practices/",
    }],
    bad: &["
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
"],
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
    let is_encrypted = secret.slot(&["sops"]).node().is_some();
    let mut used = cx.clusters().iter().filter(|cluster| {
        cluster.namespace() == secret.namespace() && names(cluster.document().root(), name)
    });
    let (false, Some(cluster)) = (is_encrypted, used.next()) else {
        return;
    };
    let fields = [secret.slot(&["stringData"]), secret.slot(&["data"])];
    for (key, value) in fields.into_iter().flat_map(Slot::entries) {
        let lower = key.to_ascii_lowercase();
        let is_secret = ["password", "secret", "token"]
            .iter()
            .any(|word| lower.contains(word));
        let text = value.text().written().flatten().unwrap_or_default();
        if is_secret && !text.is_empty() && !is_filled_in_later(text) {
            reporter
                .report(
                    value,
                    "a password stands here in clear",
                    "readable by whoever reads the file",
                )
                .relate(cluster.grip(), "used by this cluster")
                .help("encrypt the file, or get the value by an `ExternalSecret`");
            return;
        }
    }
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
