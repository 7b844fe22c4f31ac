//! `initdb-options-override`: what `initdb` gets is said in one way.

use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("initdb-options-override"),
    family: Family::NoEffect,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Warning),
    summary: "`initdb.options` stands beside no setting that it makes the operator ignore",
    rationale: "
If `initdb.options` has items, the operator passes those to `initdb` and nothing
else: data checksums, encoding, locales and the size of WAL segments that are
written beside it are accepted and ignored. They cannot be changed afterwards.
",
    sources: &[
        Source {
            title: "CloudNativePG, jobs.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/specs/jobs.go",
        },
        Source {
            title: "CloudNativePG, API reference, BootstrapInitDB",
            url: "https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/#bootstrapinitdb",
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
    initdb:
      database: app
      owner: app
      encoding: UTF8  #~
      dataChecksums: true
      options:
        - --locale=C
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
    initdb:
      database: app
      owner: app
      encoding: UTF8
      dataChecksums: true
      localeCollate: C
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
      database: app
      owner: app
      options:
        - --data-checksums
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
      encoding: UTF8
      options: []
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

/// What the operator makes options of, if there are none.
const SETTINGS: [&str; 10] = [
    "builtinLocale",
    "dataChecksums",
    "encoding",
    "icuLocale",
    "icuRules",
    "locale",
    "localeCType",
    "localeCollate",
    "localeProvider",
    "walSegmentSize",
];

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let initdb = cluster.slot(&["spec", "bootstrap", "initdb"]);
    let options = initdb.at(&["options"]);
    if options.items().next().is_none() {
        return;
    }
    let ignored = initdb.entries().filter_map(|(name, slot)| {
        let node = slot.node()?;
        SETTINGS.contains(&name.as_ref()).then_some((name, node))
    });
    let ignored: Vec<_> = ignored.collect();
    let Some((_, first)) = ignored.first() else {
        return;
    };
    let names: Vec<String> = ignored
        .iter()
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    reporter
        .report(
            Key(*first),
            format!(
                "`initdb.options` makes the operator ignore {}",
                names.join(", ")
            ),
            "has no effect",
        )
        .relate(options.span(), "is all that `initdb` gets")
        .help("say all of it in fields, and remove `options`");
}
