//! Synchronous replication.

use serde::Serialize;

use super::ledger::Ledger;
use super::target::Operator;
use crate::spec::{DataDurability, Problem, Settings, Sourced, SynchronousMethod};

/// Synchronous replication, in the words of the operator since 1.24.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Synchronous {
    /// How the standbys that confirm are chosen.
    pub method: Sourced<SynchronousMethod>,
    /// How many standbys confirm a commit.
    pub number: Sourced<u32>,
    /// What happens while too few standbys are there.
    pub data_durability: Sourced<DataDurability>,
    /// Whether a failover needs a quorum of those that confirm. The operator has
    /// the field since 1.28.
    pub failover_quorum: Option<Sourced<bool>>,
}

/// What a cluster has of it.
pub(super) fn of(
    ledger: &mut Ledger,
    operator: &Operator,
    settings: &Settings,
    cluster: &Sourced<String>,
    instances: Sourced<u32>,
) -> Option<Synchronous> {
    let settings = settings.synchronous.as_ref()?.on()?;
    let standbys = instances.value.saturating_sub(1);
    let method = settings.method.as_ref();
    let method = ledger.or(
        method,
        SynchronousMethod::Any,
        "whichever standby is the fastest",
    );
    let durability = settings.data_durability.as_ref();
    let durability = ledger.or(
        durability,
        DataDurability::Required,
        "a commit that is confirmed is safe",
    );
    let number = settings.number.unwrap_or_else(|| {
        let why = format!("1 of {standbys} standbys confirms, so that others may be away");
        ledger.derived(1, why, [instances.origin])
    });
    holds(ledger, cluster, instances, number, durability)?;
    let asked = settings.failover_quorum.filter(|asked| asked.value);
    let asked = asked.map(|asked| asked.origin);
    let knows = operator.has_failover_quorum(ledger, asked);
    let quorum = settings.failover_quorum.unwrap_or_else(|| {
        let quorum = durability.value == DataDurability::Required && 1 < standbys;
        let why = if quorum {
            "a standby that lacks a confirmed commit must not take over"
        } else {
            "with `preferred`, or a single standby, a quorum says nothing"
        };
        ledger.derived(quorum, why, [durability.origin, instances.origin])
    });
    Some(Synchronous {
        method,
        number,
        data_durability: durability,
        failover_quorum: knows.then_some(quorum),
    })
}

/// Whether commits can be confirmed at all, and go on while one standby is away,
/// unless the spec itself would rather wait.
fn holds(
    ledger: &mut Ledger,
    cluster: &Sourced<String>,
    instances: Sourced<u32>,
    number: Sourced<u32>,
    durability: Sourced<DataDurability>,
) -> Option<()> {
    let standbys = instances.value.saturating_sub(1);
    let waits = durability.value == DataDurability::Required
        && ledger.origins.in_spec(durability.origin).is_none();
    let confirming = count(number.value, "standby has", "standbys have");
    let there = count(instances.value, "instance", "instances");
    let (message, instead) = if standbys < number.value {
        let message = format!(
            "{confirming} to confirm each commit of `{cluster}`, but {there} {} {standbys}",
            if instances.value == 1 {
                "leaves"
            } else {
                "leave"
            },
        );
        (message, "`synchronous: false`")
    } else if waits && standbys == number.value {
        let message = format!(
            "writes to `{cluster}` would stop while one standby is away: {confirming} to confirm each commit, of {standbys} with {there}"
        );
        (message, "`synchronous: { dataDurability: preferred }`")
    } else {
        return Some(());
    };
    let least = number.value.saturating_add(2);
    // Where a profile asks for it, the instances are what the spec is about.
    let place = [number.origin, instances.origin, cluster.origin];
    let place = place
        .iter()
        .find_map(|origin| ledger.origins.in_spec(*origin));
    let problem = Problem::new(place.unwrap_or_default(), message)
        .help(format!("set `instances` to {least} or more, or {instead}"));
    ledger.report(problem);
    None
}

fn count(number: u32, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}
