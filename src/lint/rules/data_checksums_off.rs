//! `data-checksums-off`: a new database notices damage of its files.

use crate::lint::kind::CLUSTER;
use crate::lint::view::server;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("data-checksums-off"),
    family: Family::Practice,
    topic: Topic::Postgresql,
    severities: Severities::of(Level::Off, Level::Info, Level::Info).untold(Level::Off),
    summary: "a new database has checksums for its pages",
    rationale: "
Without checksums the server does not notice when a volume returns something else
than was written, and replicates and backs up the damage. They are decided on when
the database is made; PostgreSQL makes them by default from 18 on.
",
    sources: &[
        Source {
            title: "PostgreSQL, Data Checksums",
            url: "https://www.postgresql.org/docs/current/checksums.html",
        },
        Source {
            title: "CloudNativePG, Bootstrap, Passing Options to initdb",
            url: "https://cloudnative-pg.io/documentation/current/bootstrap/#passing-options-to-initdb",
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
  imageName: ghcr.io/cloudnative-pg/postgresql:17.6-standard-trixie
  storage:
    size: 10Gi
  bootstrap:
    initdb:  #~
      database: app
      owner: app
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:18.6-standard-trixie
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      dataChecksums: false  #~
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
  imageName: ghcr.io/cloudnative-pg/postgresql:17.6-standard-trixie
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      dataChecksums: true
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:18.6-standard-trixie
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      database: app
      owner: app
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:17.6-standard-trixie
  storage:
    size: 10Gi
  bootstrap:
    initdb:
      options:
        - --data-checksums
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

/// The first major that makes checksums by default.
const BY_DEFAULT: u8 = 18;

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let initdb = cluster.slot(&["spec", "bootstrap", "initdb"]);
    // With options of the user's own, the other fields do not count.
    if initdb.node().is_none() || initdb.at(&["options"]).is_present() != Some(false) {
        return;
    }
    let majors = server::majors(cluster);
    let checksums = initdb.at(&["dataChecksums"]);
    let off = if majors.iter().all(|major| *major < BY_DEFAULT) {
        checksums.boolean_or(false).value() == Some(false)
    } else {
        checksums.boolean_or(true).value() == Some(false)
    };
    if majors.is_empty() || !off {
        return;
    }
    reporter
        .report(
            checksums,
            "a new database does not notice damage of its files",
            "no checksums",
        )
        .help("set `dataChecksums: true` before the cluster is made; later it changes nothing");
}
