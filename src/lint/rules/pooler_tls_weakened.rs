//! `pooler-tls-weakened`: poolers use TLS, and know the server that they talk to.

use crate::lint::kind::POOLER;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Operators, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("pooler-tls-weakened"),
    family: Family::Practice,
    topic: Topic::Security,
    severities: Severities::of(Level::Info, Level::Warning, Level::Warning),
    summary: "no pooler gives up TLS, or the check of the server",
    rationale: "
The operator lets PgBouncer offer TLS to clients (`client_tls_sslmode: prefer`)
and check the certificate of the server (`server_tls_sslmode: verify-ca`). Since
1.25.4, 1.26.2 and 1.27.1 a Pooler may set both, and may so send passwords in
clear, or to a server that only pretends to be the right one.
",
    sources: &[
        Source {
            title: "PgBouncer, Configuration, server_tls_sslmode",
            url: "https://www.pgbouncer.org/config.html#server_tls_sslmode",
        },
        Source {
            title: "CloudNativePG, Connection Pooling, PgBouncer configuration options",
            url: "https://cloudnative-pg.io/documentation/current/connection_pooling/#pgbouncer-configuration-options",
        },
    ],
    bad: &[
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
    parameters:
      client_tls_sslmode: disable  #~
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
    parameters:
      server_tls_sslmode: require  #~
",
    ],
    good: &[
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
    parameters:
      client_tls_sslmode: require
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
    parameters:
      client_tls_sslmode: prefer
      server_tls_sslmode: verify-full
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
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["pooler-parameter-refused"],
        operators: Operators::ALL,
    },
    check: Check::Each(&[&POOLER], check),
};

fn check(_: &Context, pooler: Object, reporter: &mut Reporter) {
    let parameters = pooler.slot(&["spec", "pgbouncer", "parameters"]);
    let client = parameters.at(&["client_tls_sslmode"]).text_or("prefer");
    if reporter.need(client) == Some("disable") {
        reporter
            .report(
                client,
                "clients of the pooler cannot use TLS",
                "passwords and data in clear",
            )
            .help("write `require`; without the line, clients may use TLS and need not");
    }
    let server = parameters.at(&["server_tls_sslmode"]).text_or("verify-ca");
    let message = match reporter.need(server) {
        Some("disable") => "the pooler talks to the server without TLS",
        Some("allow" | "prefer") => "the pooler falls back to no TLS",
        Some("require") => "the pooler does not check which server it talks to",
        _ => return,
    };
    reporter
        .report(server, message, "less than the operator sets")
        .help("remove the line: the operator sets `verify-ca`");
}
