//! `in-tree-barman`: backups are made by what will still be there.

use crate::document::Node;
use crate::knowledge::releases::{self, InTreeBarman};
use crate::lint::kind::CLUSTER;
use crate::lint::view::{backup, external};
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Operators, Reporter, Rule,
    RuleId, Severities, Slot, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("in-tree-barman"),
    family: Family::Practice,
    topic: Topic::Migration,
    severities: Severities::of(Level::Info, Level::Warning, Level::Warning),
    summary: "no cluster uses `barmanObjectStore`, which the operator gives up",
    rationale: "
Since 1.26 the operator's own support for object stores is deprecated in favor
of the Barman Cloud plugin, and 1.31 is announced to be without it. A cluster
that still depends on it archives nothing after that upgrade.
",
    sources: &[
        Source {
            title: "Barman Cloud plugin, Migration",
            url: "https://cloudnative-pg.io/plugin-barman-cloud/docs/migration/",
        },
        Source {
            title: "CloudNativePG, Release notes for 1.30",
            url: "https://cloudnative-pg.io/documentation/current/release_notes/v1.30/",
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
  backup:
    barmanObjectStore:  #~
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
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
    recovery:
      source: main-origin
  externalClusters:
    - name: main-origin
      barmanObjectStore:  #~
        destinationPath: s3://main/
        s3Credentials:
          inheritFromIAMRole: true
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
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
  backup:
    volumeSnapshot:
      className: fast
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        operators: Operators::since(1, 26),
        ..Limits::NONE
    },
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let externals = external::of(cluster).unwrap_or_default().into_iter();
    let stores = externals.map(external::External::in_tree);
    let keys = std::iter::once(backup::in_tree(cluster)).chain(stores);
    let mut keys = keys.filter_map(Slot::node);
    let Some(first) = keys.next() else { return };
    let gone = releases::in_tree_barman(&cx.target().operator) == InTreeBarman::Removed;
    let message = if gone {
        "the operator no longer reads `barmanObjectStore`"
    } else {
        "`barmanObjectStore` is deprecated, and announced to be removed with 1.31"
    };
    let finding = reporter.report(Key(first), message, "used here");
    finding.help(
        "describe the store as an ObjectStore and name it in the plugin \
         `barman-cloud.cloudnative-pg.io`, with the same server name",
    );
    for other in keys {
        finding.relate(
            Node::key_span(other).unwrap_or_else(|| other.span()),
            "and here",
        );
    }
}
