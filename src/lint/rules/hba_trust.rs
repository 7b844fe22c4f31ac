//! `hba-trust`: no line of `pg_hba` trusts whoever connects from elsewhere.

use crate::lint::kind::CLUSTER;
use crate::lint::view::hba;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("hba-trust"),
    family: Family::NoEffect,
    topic: Topic::Security,
    severities: Severities::of(Level::Warning, Level::Error, Level::Error),
    summary: "no line of `pg_hba` trusts whoever connects from elsewhere",
    rationale: "

`trust` asks for no password and no certificate: whoever reaches the port is
whichever user he says, `postgres` included. Lines of the Cluster come before
those that the operator ends the file with.
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
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  postgresql:
    pg_hba:
      - host all all 10.0.0.0/8 trust  #~
      - hostssl app app all scram-sha-256
  storage:
    size: 10Gi
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  postgresql:
    pg_hba:
      - hostssl all all 10.0.0.0/8 scram-sha-256
      - hostssl app app all scram-sha-256
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
  postgresql:
    pg_hba:
      - local all all trust
      - host all all 127.0.0.1/32 trust
      - host trust all 10.0.0.0/8 cert
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    for line in cluster.slot(&["spec", "postgresql", "pg_hba"]).items() {
        let record = line.text().written().flatten().and_then(hba::read);
        if record.is_some_and(|record| record.method == "trust" && !record.is_local()) {
            reporter
                .report(
                    line,
                    "anybody can log in as anybody",
                    "asks for no password",
                )
                .help("write `scram-sha-256` or `cert` in place of `trust`");
        }
    }
}
