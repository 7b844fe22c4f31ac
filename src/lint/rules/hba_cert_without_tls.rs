//! `hba-cert-without-tls`: certificates are asked for where there are any.

use crate::lint::kind::CLUSTER;
use crate::lint::view::hba;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("hba-cert-without-tls"),
    family: Family::NoEffect,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Error),
    summary: "lines of `pg_hba` with the method `cert` are for TLS connections",
    rationale: "
Only who uses TLS shows a certificate, so PostgreSQL takes the method `cert`
only on `hostssl` lines. The operator does not look: the server refuses the whole
file, keeps the old one, and does not start again.
",
    sources: &[
        Source {
            title: "PostgreSQL, hba.c, parse_hba_line",
            url: "https://github.com/postgres/postgres/blob/REL_17_STABLE/src/backend/libpq/hba.c",
        },
        Source {
            title: "PostgreSQL, Certificate Authentication",
            url: "https://www.postgresql.org/docs/current/auth-cert.html",
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
    pg_hba:
      - host app app 10.0.0.0/8 cert  #~
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
    pg_hba:
      - hostnossl all all all cert map=main  #~
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
    pg_hba:
      - hostssl app app 10.0.0.0/8 cert
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
    pg_hba:
      - host cert cert 10.0.0.0/8 scram-sha-256
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    for line in cluster.slot(&["spec", "postgresql", "pg_hba"]).items() {
        let Some(record) = line.text().written().flatten().and_then(hba::read) else {
            continue;
        };
        if record.method == "cert" && record.kind != "hostssl" {
            reporter
                .report(
                    line,
                    "PostgreSQL takes `cert` only on `hostssl` lines",
                    format!("`{}` may come without a certificate", record.kind),
                )
                .help(format!("write `hostssl` in place of `{}`", record.kind));
        }
    }
}
