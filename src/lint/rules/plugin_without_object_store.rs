//! `plugin-without-object-store`: the Barman Cloud plugin is told where to put backups.

use crate::document::Node;
use crate::lint::kind::CLUSTER;
use crate::lint::view::external;
use crate::lint::view::plugin::{self, Plugin};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("plugin-without-object-store"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "the Barman Cloud plugin names its ObjectStore",
    rationale: "
Without `barmanObjectName` the plugin logs that its configuration is invalid and
leaves the cluster alone: no sidecar is added, nothing is archived, and the
Cluster shows no error.
",
    sources: &[
        Source {
            title: "Barman Cloud plugin, lifecycle.go",
            url: "https://github.com/cloudnative-pg/plugin-barman-cloud/blob/main/internal/cnpgi/operator/lifecycle.go",
        },
        Source {
            title: "Barman Cloud plugin, Plugin parameters",
            url: "https://cloudnative-pg.io/plugin-barman-cloud/docs/parameters/",
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io  #~
      isWALArchiver: true
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
  bootstrap:
    recovery:
      source: main-origin
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:  #~
          serverName: main-origin
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      enabled: false
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    for plugin in plugin::enabled(cluster) {
        judge(&plugin, reporter);
    }
    for external in external::of(cluster).unwrap_or_default() {
        if let Some(plugin) = external.plugin() {
            judge(&plugin, reporter);
        }
    }
}

fn judge(plugin: &Plugin, reporter: &mut Reporter) {
    let store = plugin.object_store();
    if !plugin.is_barman() || store.is_present() != Some(false) {
        return;
    }
    let parameters = plugin.slot.at(&["parameters"]).node();
    let key = parameters.and_then(Node::key_span);
    reporter
        .report(
            key.unwrap_or_else(|| plugin.slot.at(&["name"]).span()),
            "the plugin is not told which ObjectStore to use, and does nothing",
            "`barmanObjectName` is missing",
        )
        .at_field(store.path())
        .help("add `barmanObjectName` with the name of an ObjectStore to `parameters`");
}
