//! `certificate-pins-operator-secret`: certificates that the operator makes are not named as one's own.

use crate::lint::kind::CLUSTER;
use crate::lint::view::secret::mentions;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("certificate-pins-operator-secret"),
    family: Family::NoEffect,
    topic: Topic::Security,
    severities: Severities::all(Level::Warning),
    summary: "no field of `spec.certificates` names a Secret that the operator makes by itself",
    rationale: "
The operator renews only certificates that nobody has named. A cluster that
names `<cluster>-server`, `-ca` or `-replication` tells it that somebody else
makes them: after 90 days they expire, and neither replicas nor clients get in.
",
    sources: &[
        Source {
            title: "CloudNativePG, cluster_pki.go, setupPostgresPKI",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/controller/cluster_pki.go",
        },
        Source {
            title: "CloudNativePG, Certificates, User-provided certificates mode",
            url: "https://cloudnative-pg.io/documentation/current/certificates/#user-provided-certificates-mode",
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
  certificates:
    serverTLSSecret: main-server  #~
    serverCASecret: main-ca  #~
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
  certificates:
    replicationTLSSecret: main-replication  #~
    clientCASecret: main-ca  #~
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
  certificates:
    serverTLSSecret: main-tls
    serverCASecret: main-tls
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
  certificates:
    serverTLSSecret: main-server
    serverCASecret: main-server
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: main-server
spec:
  secretName: main-server
  usages:
    - server auth
  dnsNames:
    - main-rw
  issuerRef:
    name: main
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

/// The fields, and how the name of the operator's own Secret ends.
const FIELDS: [(&str, &str); 4] = [
    ("serverTLSSecret", "-server"),
    ("serverCASecret", "-ca"),
    ("replicationTLSSecret", "-replication"),
    ("clientCASecret", "-ca"),
];

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let Some(name) = cluster.name() else { return };
    for (field, suffix) in FIELDS {
        let secret = cluster.slot(&["spec", "certificates"]).key(field);
        let Some(text) = reporter.need(secret.text()).flatten() else {
            continue;
        };
        if text.strip_prefix(name) != Some(suffix) {
            continue;
        }
        if cx.is_open(cluster) || is_made_by_others(cx, text) {
            reporter.unknown(secret, "somebody else may make this Secret");
            continue;
        }
        reporter
            .report(
                secret,
                format!("nobody renews `{text}`: the operator takes it for yours"),
                "made by the operator unless it is named",
            )
            .help("remove the line, and the operator makes and renews it");
    }
}

/// Whether an object other than clusters names the Secret: a `Certificate`,
/// an `ExternalSecret`, or the Secret itself.
fn is_made_by_others(cx: &Context, secret: &str) -> bool {
    let others = cx.all().iter().filter(|object| !object.is(&CLUSTER));
    let mut others = others.filter(|object| mentions(object.document().root(), secret));
    others.next().is_some()
}
