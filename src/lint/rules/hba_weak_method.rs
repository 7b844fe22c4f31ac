//! `hba-weak-method`: no line of `pg_hba` asks for a password in clear or as an MD5 hash.

use crate::lint::kind::CLUSTER;
use crate::lint::view::hba;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("hba-weak-method"),
    family: Family::Practice,
    topic: Topic::Security,
    severities: Severities::of(Level::Off, Level::Info, Level::Warning),
    summary: "no line of `pg_hba` asks for a password in clear or as an MD5 hash",
    rationale: "

`password` sends the password as it is, and `md5` is deprecated since PostgreSQL
18: a later release drops it. `scram-sha-256` sends nothing that could be used
again. The operator stores passwords for it by default.
",
    sources: &[
        Source {
            title: "PostgreSQL, Password Authentication",
            url: "https://www.postgresql.org/docs/current/auth-password.html",
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
  postgresql:
    pg_hba:
      - host all all all md5  #~
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
      - host app app 10.0.0.0/8 password  #~
  storage:
    size: 10Gi
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
  postgresql:
    pg_hba:
      - hostssl all all all scram-sha-256
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
      - local all all md5
      - hostssl md5 password all scram-sha-256
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
        let Some(record) = line.text().written().flatten().and_then(hba::read) else {
            continue;
        };
        let message = match record.method {
            _ if record.is_local() => continue,
            "md5" => "passwords are checked by MD5, which is deprecated",
            "password" => "passwords are sent in clear",
            _ => continue,
        };
        reporter
            .report(line, message, "a weak method")
            .help(format!(
                "write `scram-sha-256` in place of `{}`",
                record.method
            ));
    }
}
