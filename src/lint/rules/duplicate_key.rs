//! `duplicate-key`: a key stands once in its mapping.

use crate::document::Oddity;
use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities, Source,
    Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("duplicate-key"),
    family: Family::NoEffect,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "no key stands twice in a mapping",
    rationale: "
`kubectl apply -f` keeps the last of two equal keys and drops the other without a
word; `kubectl apply -k` refuses the file. What is dropped was meant by somebody,
often in another part of a long file.
",
    sources: &[
        Source {
            title: "YAML 1.2, Mapping",
            url: "https://yaml.org/spec/1.2.2/#nodes",
        },
        Source {
            title: "kubernetes-sigs/yaml, README",
            url: "https://github.com/kubernetes-sigs/yaml",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 1  #~
  storage:
    size: 10Gi
  instances: 3
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:  #~
    size: 10Gi
  storage:
    size: 20Gi
    storageClass: fast
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
  walStorage:
    size: 10Gi
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
    <<: *main-volume
    size: 5Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Text(check),
};

fn check(oddity: &Oddity, _: Object, reporter: &mut Reporter) {
    if let Oddity::DuplicateKey { dropped, kept } = *oddity {
        let name = kept.text().unwrap_or_default();
        reporter
            .report(
                dropped,
                format!("`{name}` stands twice, and this value is dropped"),
                "dropped",
            )
            .relate(kept.span(), "this one holds")
            .help("remove one of them");
    }
}
