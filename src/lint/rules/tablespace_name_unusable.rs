//! `tablespace-name-unusable`: a tablespace has a volume.

use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("tablespace-name-unusable"),
    family: Family::NoEffect,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "the name of a tablespace can be that of a volume",
    rationale: "
The operator makes the name of a volume of each tablespace: `tbs-` and its name,
with hyphens for `_` and `$`. The webhook checks that the name is one of
PostgreSQL. If it ends in `_` or `$` or has more than 59 characters, Kubernetes
refuses the volume, and no pod starts.
",
    sources: &[
        Source {
            title: "CloudNativePG, volumes.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/specs/volumes.go",
        },
        Source {
            title: "Kubernetes, Object Names and IDs, RFC 1123 Label Names",
            url: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names",
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
  tablespaces:
    - name: main_  #~
      storage:
        size: 1Gi
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
  tablespaces:
    - name: main_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  #~
      storage:
        size: 1Gi
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
  tablespaces:
    - name: main
      storage:
        size: 1Gi
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
  tablespaces:
    - name: _main
      storage:
        size: 1Gi
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
  tablespaces:
    - name: main_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      storage:
        size: 1Gi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

/// What Kubernetes takes as the name of a volume at most, without `tbs-`.
const LONGEST: usize = 63 - "tbs-".len();

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    for tablespace in cluster.slot(&["spec", "tablespaces"]).items() {
        let slot = tablespace.at(&["name"]).text();
        let Some(Some(name)) = slot.written() else {
            continue;
        };
        // Longer names than PostgreSQL takes are refused when they are applied.
        let label = if (LONGEST + 1..=63).contains(&name.len()) {
            format!("has {} characters, {LONGEST} fit", name.len())
        } else if name.ends_with(['_', '$']) {
            "ends in what becomes a hyphen".to_owned()
        } else {
            continue;
        };
        reporter
            .report(
                slot,
                "no pod starts, as Kubernetes refuses the volume of this tablespace",
                label,
            )
            .help(format!(
                "choose a name of at most {LONGEST} characters that ends in a letter or a digit"
            ));
    }
}
