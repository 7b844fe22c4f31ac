//! `tls-parameter-weakened`: TLS is not set back to what is broken.

use crate::lint::kind::CLUSTER;
use crate::lint::view::parameter;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Operators, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("tls-parameter-weakened"),
    family: Family::Practice,
    topic: Topic::Security,
    severities: Severities::of(Level::Info, Level::Warning, Level::Warning),
    summary: "no parameter lets clients use versions or ciphers of TLS that are broken",
    rationale: "
The operator asks clients for TLS 1.3. Older clients may need TLS 1.2, but
versions before it are deprecated for their weaknesses (RFC 8996), as are ciphers
that do not encrypt, do not authenticate the server, or can be broken.
",
    sources: &[
        Source {
            title: "CloudNativePG, Client TLS/SSL connections, About TLS protocol versions",
            url: "https://cloudnative-pg.io/documentation/current/ssl_connections/#about-tls-protocol-versions",
        },
        Source {
            title: "IETF, RFC 8996, Deprecating TLS 1.0 and TLS 1.1",
            url: "https://www.rfc-editor.org/rfc/rfc8996",
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
  postgresql:
    parameters:
      ssl_min_protocol_version: TLSv1  #~
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
  postgresql:
    parameters:
      ssl_min_protocol_version: TLSv1.2
      ssl_ciphers: HIGH:RC4-SHA:!MD5  #~
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
  postgresql:
    parameters:
      ssl_min_protocol_version: TLSv1.2
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
  postgresql:
    parameters:
      ssl_min_protocol_version: TLSv1.2
      ssl_ciphers: HIGH:MEDIUM:+3DES:!aNULL:!RC4
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
  postgresql:
    parameters:
      ssl_ciphers: ALL:RC4
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["fixed-parameter", "parameter-value-invalid"],
        operators: Operators::ALL,
    },
    check: Check::Each(&[&CLUSTER], check),
};

/// Parts of the names of ciphers, and classes of them, that are broken.
const BROKEN: [&str; 13] = [
    "NULL", "ENULL", "ANULL", "ADH", "AECDH", "EXP", "EXPORT", "EXPORT40", "EXPORT56", "LOW",
    "RC4", "DES", "MD5",
];

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    for name in ["ssl_min_protocol_version", "ssl_max_protocol_version"] {
        let version = parameter::slot(cluster, name).text();
        let text = reporter.need(version).flatten().unwrap_or_default();
        if is_broken(text) {
            reporter
                .report(
                    version,
                    format!("connections may use `{text}`, which is deprecated for its weaknesses"),
                    "broken for years",
                )
                .help("write `TLSv1.2`, or remove the line: the operator sets `TLSv1.3`");
        }
    }
    let minimum = parameter::slot(cluster, "ssl_min_protocol_version").text();
    // TLS 1.3, the default, has ciphers of its own.
    if minimum
        .written()
        .flatten()
        .is_none_or(|version| version.eq_ignore_ascii_case("TLSv1.3"))
    {
        return;
    }
    let ciphers = parameter::slot(cluster, "ssl_ciphers").text();
    let list = reporter.need(ciphers).flatten().unwrap_or_default();
    if let Some(cipher) = broken_cipher(list) {
        reporter
            .report(
                ciphers,
                format!("`{cipher}` among the ciphers does not protect what it carries"),
                "broken ciphers",
            )
            .help(format!(
                "take `{cipher}` out, or remove the line: PostgreSQL has a sound default"
            ));
    }
}

/// Whether a version of TLS is deprecated.
fn is_broken(version: &str) -> bool {
    ["TLSv1", "TLSv1.1"]
        .iter()
        .any(|broken| version.eq_ignore_ascii_case(broken))
}

/// The first item of OpenSSL's list that adds broken ciphers.
fn broken_cipher(list: &str) -> Option<&str> {
    let mut items = list.split([':', ',', ' ']);
    let excluded: Vec<String> = list
        .split([':', ',', ' '])
        .filter_map(|item| item.strip_prefix('!'))
        .map(str::to_ascii_uppercase)
        .collect();
    items.find(|item| {
        // `+` and `-` before an item only move or remove what others add.
        let adds = !item.starts_with(['!', '-', '+', '@']);
        let upper = item.to_ascii_uppercase();
        let mut parts = upper.split(['-', '+']);
        adds && parts.any(|part| BROKEN.contains(&part) && !excluded.iter().any(|it| it == part))
    })
}
