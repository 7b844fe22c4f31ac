//! `plugin-name-unknown`: the Barman Cloud plugin is called by its name.

use crate::knowledge::operator::defaults::BARMAN_PLUGIN;
use crate::lint::kind::CLUSTER;
use crate::lint::view::external;
use crate::lint::view::plugin::{self, Plugin};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("plugin-name-unknown"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "no plugin has a name that is nearly that of the Barman Cloud plugin",
    rationale: r#"
Plugins are found by the exact name that they register with. For any other name
the operator stops working on the Cluster: "Cluster cannot proceed to
reconciliation due to an unknown plugin being required". The name of the
plugin's project, image or chart is not the name that it registers with.
"#,
    sources: &[
        Source {
            title: "Barman Cloud plugin, Usage",
            url: "https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/",
        },
        Source {
            title: "CloudNativePG, cluster_types.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/api/v1/cluster_types.go",
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
    - name: plugin-barman-cloud  #~
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
  bootstrap:
    recovery:
      source: main-origin
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnativepg.io  #~
        parameters:
          barmanObjectName: main-backups
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
    - name: cnpg-plugin-wal-g.example.com
      isWALArchiver: true
    - name: cnpg-i-scale-to-zero.xata.io
  storage:
    size: 10Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let externals = external::of(cluster).unwrap_or_default().into_iter();
    let theirs = externals.filter_map(external::External::plugin);
    for plugin in plugin::enabled(cluster).chain(theirs) {
        judge(&plugin, reporter);
    }
}

fn judge(plugin: &Plugin, reporter: &mut Reporter) {
    /// How alike a name must be to be a slip, from 0 to 1.
    const ALIKE: f64 = 0.8;
    let Some(name) = plugin.name() else { return };
    let alike = strsim::normalized_damerau_levenshtein(name, BARMAN_PLUGIN) >= ALIKE;
    // What the project, its chart, its Deployment and its API group are called.
    let called = [
        "barman",
        "barman-cloud",
        "barman-cloud-plugin",
        "barmancloud.cnpg.io",
        "plugin-barman-cloud",
    ];
    if plugin.is_barman() || !(alike || called.contains(&name)) {
        return;
    }
    reporter
        .report(
            plugin.slot.at(&["name"]),
            format!("no plugin is called `{name}`"),
            "unknown to the operator",
        )
        .help(format!("write `{BARMAN_PLUGIN}`"));
}
