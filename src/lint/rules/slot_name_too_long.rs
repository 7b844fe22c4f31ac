//! `slot-name-too-long`: slots have names.

use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("slot-name-too-long"),
    family: Family::NoEffect,
    topic: Topic::Availability,
    severities: Severities::all(Level::Error),
    summary: "the names of replication slots fit into 63 characters",
    rationale: "
A slot for an instance is named `slotPrefix` and the name of its pod. PostgreSQL
refuses names of more than 63 characters: the slot is never made, and a replica
that falls behind cannot catch up.
",
    sources: &[
        Source {
            title: "PostgreSQL, Replication, Replication Slots",
            url: "https://www.postgresql.org/docs/current/warm-standby.html#STREAMING-REPLICATION-SLOTS",
        },
        Source {
            title: "CloudNativePG, Replication, Replication slots",
            url: "https://cloudnative-pg.io/documentation/current/replication/#replication-slots",
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
  replicationSlots:
    highAvailability:
      slotPrefix: slot_slot_slot_slot_slot_slot_slot_slot_slot_slot_slot_slot_  #~
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
  replicationSlots:
    highAvailability:
      slotPrefix: slot_slot_slot_slot_slot_slot_slot_slot_slot_slot_slot_
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
  replicationSlots:
    highAvailability:
      slotPrefix: _main_
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

/// What PostgreSQL takes as a name at most.
const LONGEST: usize = 63;

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let slots = cluster.slot(&["spec", "replicationSlots", "highAvailability"]);
    let prefix = slots.at(&["slotPrefix"]).text();
    let on = slots.at(&["enabled"]).boolean_or(true);
    let (Some(Some(text)), Some(true), Some(name)) = (prefix.written(), on.value(), cluster.name())
    else {
        return;
    };
    let length = text.len() + name.len() + "-1".len();
    if length > LONGEST {
        reporter
            .report(
                prefix,
                "no replication slot is made, as their names are too long",
                format!("makes names of {length} characters, {LONGEST} fit"),
            )
            .help("shorten the prefix, or remove it: the default is `_cnpg_`");
    }
}
