//! `certificates-incomplete`: certificates of the user's own come with what belongs to them.

use crate::lint::kind::CLUSTER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("certificates-incomplete"),
    family: Family::Admission,
    topic: Topic::Security,
    severities: Severities::all(Level::Error),
    summary: "certificates of the user's own come with the authority that issued them",
    rationale: "
The operator's webhook refuses a `serverTLSSecret` without `serverCASecret`, a
`replicationTLSSecret` without `clientCASecret`, and names for a certificate that
the operator does not make.
",
    sources: &[
        Source {
            title: "CloudNativePG, cluster_webhook.go, validateCerts",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.1/internal/webhook/v1/cluster_webhook.go#L533",
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
    replicationTLSSecret: main-streaming  #~
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
    serverTLSSecret: main-tls  #~
    serverAltDNSNames:
      - main.example.com  #~
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
  certificates:
    clientCASecret: main-clients
    replicationTLSSecret: main-streaming
    serverCASecret: main-authority
    serverTLSSecret: main-tls
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
    serverCASecret: main-authority
    serverAltDNSNames:
      - main.example.com
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

/// A certificate, and the authority that has to be named with it.
const PAIRS: [(&str, &str); 2] = [
    ("serverTLSSecret", "serverCASecret"),
    ("replicationTLSSecret", "clientCASecret"),
];

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let certificates = cluster.slot(&["spec", "certificates"]);
    for (certificate, authority) in PAIRS {
        let given = certificates.key(certificate).text_or("");
        let issuer = certificates.key(authority).text_or("");
        let (Some(name), Some("")) = (given.value(), issuer.value()) else {
            continue;
        };
        if !name.is_empty() {
            reporter
                .report(
                    given,
                    format!("`{certificate}` is refused without `{authority}`"),
                    "issued by an authority that is not named",
                )
                .at_field(issuer.slot().path())
                .help(format!(
                    "add `{authority}`, with the Secret that holds its `ca.crt`"
                ));
        }
    }
    let own = certificates.at(&["serverTLSSecret"]).text_or("").value();
    let names = certificates.at(&["serverAltDNSNames"]);
    if let (Some(true), Some(first)) = (own.map(|name| !name.is_empty()), names.items().next()) {
        reporter
            .report(
                first,
                "`serverAltDNSNames` is refused beside `serverTLSSecret`",
                "for certificates that the operator makes",
            )
            .at_field(names.path())
            .help("remove it, and have the names in your own certificate");
    }
}
