//! `synchronous-stops-writes`: losing one instance does not stop all writes.

use crate::lint::kind::CLUSTER;
use crate::lint::view::placement;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Operators, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("synchronous-stops-writes"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::of(Level::Info, Level::Warning, Level::Error),
    summary: "synchronous replication can do without one of the standbys",
    rationale: "
With `dataDurability: required` a transaction waits until `number` standbys have
it. Where that is all of them, one standby that restarts, is upgraded or is lost
stops all writes: the cluster is less available than a single instance.
",
    sources: &[
        Source {
            title: "CloudNativePG, Replication, Data durability and synchronous replication",
            url: "https://cloudnative-pg.io/documentation/current/replication/#data-durability-and-synchronous-replication",
        },
        Source {
            title: "CloudNativePG, issue 5793",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/5793",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 2
  storage:
    size: 10Gi
  postgresql:
    synchronous:
      method: any
      number: 1  #~
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
  postgresql:
    synchronous:
      method: any
      number: 1
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 2
  storage:
    size: 10Gi
  postgresql:
    synchronous:
      method: any
      number: 1
      dataDurability: preferred
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 2
  storage:
    size: 10Gi
  postgresql:
    synchronous:
      method: any
      number: 1
      standbyNamesPre:
        - main-elsewhere
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["synchronous-impossible"],
        operators: Operators::ALL,
    },
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let synchronous = cluster.slot(&["spec", "postgresql", "synchronous"]);
    let number = synchronous.at(&["number"]).integer();
    let durability = synchronous.at(&["dataDurability"]).text_or("required");
    let Some(number_set) = number.written().flatten() else {
        return;
    };
    let others = [
        synchronous.at(&["standbyNamesPre"]).is_present(),
        synchronous.at(&["standbyNamesPost"]).is_present(),
    ];
    let Some(instances) = placement::instances(cluster) else {
        return;
    };
    let all = number_set >= instances - 1 && others == [Some(false); 2];
    if all && reporter.need(durability) == Some("required") {
        let one = instances == 2;
        let finding = reporter.report(
            number,
            "writes stop as soon as one standby is away",
            if one {
                "the only standby"
            } else {
                "as many as there are standbys"
            },
        );
        let count = cluster.slot(&["spec", "instances"]);
        if count.node().is_some() {
            finding.relate(
                count.span(),
                format!("leaves {} to wait for", instances - 1),
            );
        }
        finding.help(format!(
            "set `instances: {}`, or `dataDurability: preferred`",
            number_set.saturating_add(2)
        ));
    }
}
