//! Checks of single numbers and switches beyond their range, as the check
//! hooks of `guc_tables.c` make them.

use super::{Parameter, Reason, Unit, Value, find};

/// The most backends that a server can have (`MAX_BACKENDS`).
const MAX_BACKENDS: i64 = 0x3_FFFF;

/// The parameters whose sum `MAX_BACKENDS` limits.
const BACKENDS: [&str; 4] = [
    "autovacuum_max_workers",
    "max_connections",
    "max_wal_senders",
    "max_worker_processes",
];

/// Judges a value that is of the right type and in range.
pub(super) fn check(parameter: &Parameter, value: &Value) -> Result<(), Reason> {
    match (parameter.name, value) {
        ("default_with_oids", Value::Bool(true)) => Err(Reason::Grammar(
            "tables with OIDs exist no more since PostgreSQL 12".to_owned(),
        )),
        ("bonjour", Value::Bool(true)) => {
            Err(Reason::Grammar("it is not built in on Linux".to_owned()))
        }
        ("vacuum_buffer_usage_limit", Value::Integer(1..128)) => Err(Reason::Grammar(
            "it must be 0 or at least 128 kB".to_owned(),
        )),
        (name, Value::Integer(count)) if is_slru(name) && count % 16 != 0 => Err(Reason::Grammar(
            "it must be a multiple of 16 blocks".to_owned(),
        )),
        (name, Value::Integer(count)) if parameter.major < 18 && BACKENDS.contains(&name) => {
            backends(parameter, i64::from(*count))
        }
        _ => Ok(()),
    }
}

/// The buffers of the simple LRU caches, in banks of 16 since PostgreSQL 17.
fn is_slru(name: &str) -> bool {
    matches!(
        name,
        "commit_timestamp_buffers"
            | "multixact_member_buffers"
            | "multixact_offset_buffers"
            | "notify_buffers"
            | "serializable_buffers"
            | "subtransaction_buffers"
            | "transaction_buffers"
    )
}

/// Up to PostgreSQL 17 each of [`BACKENDS`] is judged with the others as they
/// are; here with their defaults.
fn backends(parameter: &Parameter, count: i64) -> Result<(), Reason> {
    let others: i64 = BACKENDS
        .iter()
        .filter(|name| **name != parameter.name)
        .filter_map(|name| find(name, parameter.major)?.default.parse::<i64>().ok())
        .sum();
    // One is the autovacuum launcher.
    if count + others < MAX_BACKENDS {
        return Ok(());
    }
    Err(Reason::OutOfRange {
        value: count.to_string(),
        min: parameter.min.unwrap_or("0").to_owned(),
        max: (MAX_BACKENDS - others - 1).to_string(),
    })
}

/// Whether a value above zero was rounded down to zero, which for most
/// parameters means off: `500us` of a parameter in milliseconds.
pub fn rounds_to_zero(parameter: &Parameter, text: &str) -> bool {
    let integer = super::check(parameter, text) == Ok(Value::Integer(0));
    integer
        && parameter.unit.is_some_and(Unit::is_time)
        && text.contains(|digit| matches!(digit, '1'..='9'))
}
