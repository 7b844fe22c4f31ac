//! `merge-overwrites-key`: what is merged in does not overwrite what is written.

use crate::document::Oddity;
use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities, Source,
    Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("merge-overwrites-key"),
    family: Family::NoEffect,
    topic: Topic::Schema,
    severities: Severities::all(Level::Warning),
    summary: "no merge key (`<<`) stands below a key that it overwrites",
    rationale: "
YAML says that a key in a mapping wins over one that is merged in. `kubectl`
reads the entries in their order, so that a merge below a key overwrites it. The
same file means two things, by which tool reads it.
",
    sources: &[
        Source {
            title: "YAML, Merge Key Language-Independent Type",
            url: "https://yaml.org/type/merge.html",
        },
        Source {
            title: "kubernetes-sigs/yaml, README",
            url: "https://github.com/kubernetes-sigs/yaml",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage: &main-volume
    size: 10Gi
  walStorage:
    size: 5Gi  #~
    <<: *main-volume
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage: &main-volume
    size: 10Gi
  walStorage:
    <<: *main-volume
    size: 5Gi
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage: &main-volume
    size: 10Gi
  walStorage:
    storageClass: fast
    <<: *main-volume
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Text(check),
};

fn check(oddity: &Oddity, _: Object, reporter: &mut Reporter) {
    if let Oddity::MergeOverwrites { key, merge } = *oddity {
        let name = key.text().unwrap_or_default();
        reporter
            .report(
                key,
                format!("the merge below overwrites `{name}`"),
                "overwritten",
            )
            .relate(merge.span(), "by what is merged in here")
            .help("put the merge above the keys that it must not overwrite");
    }
}
