//! `server-name-missing`: what is recovered is named.

use crate::lint::kind::CLUSTER;
use crate::lint::view::archive::Archive;
use crate::lint::view::backup::{self, Archiver};
use crate::lint::view::external::{self, External};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("server-name-missing"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Warning),
    summary: "an external cluster of the Barman Cloud plugin has a `serverName`",
    rationale: r#"
The plugin falls back to the name of the cluster that it runs in, not to that of
the external cluster. A recovery or a replica then looks for its own backups,
which are not there yet: "no target backup found".
"#,
    sources: &[
        Source {
            title: "Barman Cloud plugin, config.go",
            url: "https://github.com/cloudnative-pg/plugin-barman-cloud/blob/main/internal/cnpgi/operator/config/config.go",
        },
        Source {
            title: "Barman Cloud plugin, Usage, Restoring a cluster",
            url: "https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/#restoring-a-cluster",
        },
    ],
    bad: &["
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
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups  #~
"],
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
    recovery:
      source: main-origin
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups
          serverName: main-origin
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
        serverName: main-2
  externalClusters:
    - name: main-origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
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
  bootstrap:
    recovery:
      source: main
  externalClusters:
    - name: main
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: main-backups
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let sources = [
        external::recovery_source(cluster),
        external::replica_source(cluster),
    ];
    let [first, second] = sources.map(|source| source.and_then(External::name));
    for (index, source) in sources.into_iter().flatten().enumerate() {
        if index == 1 && first == second {
            return;
        }
        let (Some(plugin), Some(name), Some(own)) =
            (source.plugin(), source.name(), cluster.name())
        else {
            continue;
        };
        let server = plugin.server_name();
        let defaults = plugin.is_barman() && server.is_present() == Some(false) && name != own;
        // Whoever archives under another name has kept its own for the old server.
        let kept = match backup::archiver(cluster) {
            Some(Archiver::Nothing) => false,
            Some(Archiver::Plugin(_) | Archiver::InTree(_)) | None => {
                Archive::written(cx, cluster).is_none_or(|written| written.server != own)
            }
        };
        if !defaults || kept {
            continue;
        }
        reporter
            .report(
                plugin.object_store(),
                format!("`{name}` is looked for under `{own}`, the name of this cluster"),
                "has no `serverName` next to it",
            )
            .at_field(server.path())
            .explain("spec.plugins")
            .help(format!(
                "add `serverName: {name}`, or what the source archives as"
            ));
    }
}
