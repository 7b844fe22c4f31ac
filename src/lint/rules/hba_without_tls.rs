//! `hba-without-tls`: no line of `pg_hba` lets clients in just because they do not use TLS.

use crate::lint::kind::{CLUSTER, POOLER};
use crate::lint::view::hba;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Operators, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("hba-without-tls"),
    family: Family::Practice,
    topic: Topic::Security,
    severities: Severities::of(Level::Info, Level::Warning, Level::Warning),
    summary: "no line of `pg_hba` lets clients from elsewhere in without TLS that others keep out",
    rationale: "
The first line that fits a connection decides. A `hostnossl` line admits only
clients without TLS, who send everything in clear; and a `host` line before
`hostnossl all all all reject` admits those whom that line is there to keep out.
",
    sources: &[
        Source {
            title: "PostgreSQL, The pg_hba.conf File",
            url: "https://www.postgresql.org/docs/current/auth-pg-hba-conf.html",
        },
        Source {
            title: "CloudNativePG, PostgreSQL Configuration, The pg_hba section",
            url: "https://cloudnative-pg.io/documentation/current/postgresql_conf/#the-pg_hba-section",
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
      - host app app 10.0.0.0/8 scram-sha-256  #~
      - hostnossl all all all reject
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
      - hostnossl app app all scram-sha-256  #~
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 3
  type: rw
  pgbouncer:
    poolMode: session
    pg_hba:
      - hostnossl app app 0.0.0.0/0 scram-sha-256  #~
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
      - hostssl app app 10.0.0.0/8 scram-sha-256
      - hostnossl all all all reject
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
      - hostnossl all all all reject
      - host app app 10.0.0.0/8 scram-sha-256
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
      - host app app 10.0.0.0/8 scram-sha-256
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
      - hostnossl all all 127.0.0.1/32 trust
      - host app app 10.0.0.0/8 reject
      - hostnossl all all all reject
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["hba-trust", "hba-cert-without-tls"],
        operators: Operators::ALL,
    },
    check: Check::Each(&[&CLUSTER, &POOLER], check),
};

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    let lines = if object.is(&CLUSTER) {
        object.slot(&["spec", "postgresql", "pg_hba"])
    } else {
        object.slot(&["spec", "pgbouncer", "pg_hba"])
    };
    let records: Vec<_> = lines
        .items()
        .filter_map(|line| Some((line, hba::read(line.text().written()??)?)))
        .collect();
    let shut = records.iter().position(|(_, record)| {
        record.kind == "hostnossl" && record.is_for_all() && record.method == "reject"
    });
    for (index, (line, record)) in records.iter().enumerate() {
        if record.method == "reject" || record.is_local() {
            continue;
        }
        let shut = shut
            .filter(|shut| index < *shut)
            .and_then(|shut| records.get(shut));
        let message = match (record.kind, shut) {
            ("hostnossl", _) => "clients are let in only if they do not use TLS",
            ("host", Some(_)) => {
                "clients are let in without TLS, before a line that keeps them out"
            }
            _ => continue,
        };
        let finding = reporter.report(line, message, "passwords and data in clear");
        if let Some((shut, _)) = shut {
            finding.relate(shut.span(), "keeps out who does not use TLS");
        }
        finding.help(format!("write `hostssl` in place of `{}`", record.kind));
    }
}
