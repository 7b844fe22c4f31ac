//! `object-store-not-found`: every `ObjectStore` that is named is there.

use crate::lint::kind::CLUSTER;
use crate::lint::kind::OBJECT_STORE;
use crate::lint::view::external;
use crate::lint::view::plugin::{self, Plugin};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Lookup, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("object-store-not-found"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "every ObjectStore that a plugin names is in the namespace of its cluster",
    rationale: "
The Barman Cloud plugin looks for its ObjectStore in the namespace of the
Cluster. Where there is none of that name, no sidecar is set up and nothing is
archived or restored. The rule speaks when everything that will be applied was
given.
",
    sources: &[Source {
        title: "Barman Cloud plugin, Usage",
        url: "https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/",
    }],
    bad: &["
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
        barmanObjectName: main-backup  #~
---
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: s3://main/
    s3Credentials:
      inheritFromIAMRole: true
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
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
---
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
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
  plugins:
    - name: plugin.main.example.com
      parameters:
        barmanObjectName: main-backups
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let externals = external::of(cluster).unwrap_or_default().into_iter();
    let theirs = externals.filter_map(external::External::plugin);
    for plugin in plugin::enabled(cluster).chain(theirs) {
        judge(cx, &plugin, reporter);
    }
}

fn judge(cx: &Context, plugin: &Plugin, reporter: &mut Reporter) {
    let slot = plugin.object_store();
    let Some(name) = slot.text().written().flatten() else {
        return;
    };
    let cluster = slot.object();
    let Lookup::Absent = cx.find(cluster, &OBJECT_STORE, name) else {
        return;
    };
    if !plugin.is_barman() {
        return;
    }
    let namespace = cluster.namespace().unwrap_or("its namespace");
    let finding = reporter.report(
        slot,
        format!("there is no ObjectStore `{name}` in {namespace}"),
        "named here",
    );
    let stores = cx.objects(&OBJECT_STORE).iter().copied();
    let mut stores = stores.filter(|store| !store.is_partial());
    let elsewhere = stores.clone().find(|store| store.name() == Some(name));
    let near = stores.find(|store| {
        store
            .name()
            .is_some_and(|other| strsim::damerau_levenshtein(other, name) <= 2)
    });
    if let Some(store) = elsewhere {
        finding
            .relate(store.grip(), "this one is in another namespace")
            .help("add an ObjectStore to the namespace of the cluster");
    } else if let Some(near) = near.and_then(Object::name) {
        finding.help(format!("write `{near}`"));
    } else {
        finding.help("add the ObjectStore, or name one that is there");
    }
}
