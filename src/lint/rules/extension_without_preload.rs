//! `extension-without-preload`: the library of an extension is loaded.

use crate::knowledge::images::extensions::{self, Preload};
use crate::lint::kind::{CLUSTER, DATABASE};
use crate::lint::view::{server, sql};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Lookup, Object, Reporter, Rule, RuleId,
    Severities, Slot, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("extension-without-preload"),
    family: Family::NoEffect,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Error),
    summary: "an extension that needs its library at start is created where that is loaded",
    rationale: "
Some extensions work only if the server has loaded their library when it
started. Otherwise they cannot be created, and a new cluster never gets through
its initialization, or each use of them fails.
",
    sources: &[
        Source {
            title: "CloudNativePG, PostgreSQL Configuration, Shared preload libraries",
            url: "https://cloudnative-pg.io/documentation/current/postgresql_conf/#shared-preload-libraries",
        },
        Source {
            title: "PostgreSQL, Client Connection Defaults, shared_preload_libraries",
            url: "https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-SHARED-PRELOAD-LIBRARIES",
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
  bootstrap:
    initdb:
      postInitSQL:
        - CREATE EXTENSION pg_cron  #~
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
---
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-db
spec:
  cluster:
    name: main
  name: orders
  owner: orders
  extensions:
    - name: pg_stat_statements  #~
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
  bootstrap:
    initdb:
      postInitSQL:
        - CREATE EXTENSION pg_cron
  postgresql:
    shared_preload_libraries:
      - pg_cron
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
  bootstrap:
    initdb:
      postInitApplicationSQL:
        - CREATE EXTENSION vector
        - CREATE EXTENSION pg_ivm
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
      pg_stat_statements.track: all
---
apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata:
  name: main-db
spec:
  cluster:
    name: main
  name: orders
  owner: orders
  extensions:
    - name: pg_stat_statements
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &DATABASE], check),
};

fn check(cx: &Context, object: Object, reporter: &mut Reporter) {
    if object.is(&DATABASE) {
        let name = object.slot(&["spec", "cluster", "name"]).text().written();
        let found = name.flatten().map(|name| cx.find(object, &CLUSTER, name));
        let Some(cluster) = found.and_then(Lookup::found) else {
            return;
        };
        for item in object.slot(&["spec", "extensions"]).items() {
            let ensure = item.at(&["ensure"]).text_or("present").value();
            let name = item.at(&["name"]).text();
            if let (Some("present"), Some(text)) = (ensure, name.written().flatten()) {
                judge(cluster, text, &name.slot(), reporter);
            }
        }
        return;
    }
    let initdb = object.slot(&["spec", "bootstrap", "initdb"]);
    for list in [
        "postInitSQL",
        "postInitApplicationSQL",
        "postInitTemplateSQL",
    ] {
        for statement in initdb.key(list).items() {
            for name in sql::created_extensions(statement.text_or("").value().unwrap_or_default()) {
                judge(object, &name, &statement, reporter);
            }
        }
    }
}

/// Speaks if the server of a cluster does not load what an extension needs.
fn judge(cluster: Object, name: &str, place: &Slot, reporter: &mut Reporter) {
    let extension = extensions::find(name).filter(|found| found.preload == Preload::Always);
    let Some(library) = extension.and_then(|found| found.library) else {
        return;
    };
    if server::loads(cluster, library) == Some(false) {
        reporter
            .report(
                place,
                format!("extension `{name}` does not work without its library"),
                format!("needs `{library}` when the server starts"),
            )
            .help(format!(
                "add `{library}` to `postgresql.shared_preload_libraries` of the cluster"
            ));
    }
}
