//! `tls-version-range-empty`: the oldest version of TLS is not newer than the newest one.

use crate::lint::kind::CLUSTER;
use crate::lint::view::parameter;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Operators, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("tls-version-range-empty"),
    family: Family::NoEffect,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Error),
    summary: "`ssl_min_protocol_version` is not above `ssl_max_protocol_version`",
    rationale: r#"
The operator sets both to `TLSv1.3`, so that lowering only
`ssl_max_protocol_version` leaves no version at all. It is accepted, and the server
does not start: "could not set SSL protocol version range".
"#,
    sources: &[
        Source {
            title: "PostgreSQL, be-secure-openssl.c, be_tls_init",
            url: "https://github.com/postgres/postgres/blob/REL_17_STABLE/src/backend/libpq/be-secure-openssl.c",
        },
        Source {
            title: "CloudNativePG, Client TLS/SSL connections, About TLS protocol versions",
            url: "https://cloudnative-pg.io/documentation/current/ssl_connections/#about-tls-protocol-versions",
        },
    ],
    bad: &["
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
      ssl_max_protocol_version: TLSv1.2  #~
"],
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
      ssl_max_protocol_version: TLSv1.2
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
",
        r#"
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
      ssl_max_protocol_version: ""
      ssl_min_protocol_version: TLSv1.3
"#,
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["fixed-parameter", "parameter-value-invalid"],
        operators: Operators::ALL,
    },
    check: Check::Each(&[&CLUSTER], check),
};

/// The version that the operator sets for both.
const DEFAULT: &str = "TLSv1.3";

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let lowest = parameter::slot(cluster, "ssl_min_protocol_version").text_or(DEFAULT);
    let highest = parameter::slot(cluster, "ssl_max_protocol_version").text_or(DEFAULT);
    let (Some(low), Some(high)) = (reporter.need(lowest), reporter.need(highest)) else {
        return;
    };
    let (Some(from), Some(to)) = (rank(low), rank(high)) else {
        return;
    };
    if from <= to || highest.is_default() {
        return;
    }
    let finding = reporter.report(
        highest,
        "no version of TLS is left: the server does not start",
        format!("the newest is `{high}`, the oldest `{low}`"),
    );
    if lowest.is_default() {
        finding.help(format!(
            "set `ssl_min_protocol_version` too: the operator sets it to `{DEFAULT}`"
        ));
    } else {
        finding
            .relate(lowest.slot().span(), "the oldest")
            .help("write the older version into `ssl_min_protocol_version`");
    }
}

/// The place of a version among all; none for one that PostgreSQL does not know.
fn rank(version: &str) -> Option<usize> {
    let known = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];
    known
        .iter()
        .position(|known| version.eq_ignore_ascii_case(known))
}
