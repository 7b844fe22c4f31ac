//! What several rules ask of an object, with the operator's defaults.

pub mod archive;
pub mod backup;
pub mod configuration;
pub mod external;
pub mod gitops;
pub mod hba;
pub mod made;
pub mod memory;
pub mod network;
pub mod parameter;
pub mod placement;
pub mod plugin;
pub mod pool;
pub mod replica;
pub mod secret;
pub mod server;
pub mod sql;
pub mod topology;
pub mod volume;
pub mod workload;

use super::slot::{Found, Slot};

/// The items of a list, none if there is no list; nothing where nobody can tell.
pub fn list(slot: Slot<'_>) -> Option<Vec<Slot<'_>>> {
    match slot.found() {
        Found::Node(node) if node.is_seq() => Some(slot.items().collect()),
        Found::Absent => Some(Vec::new()),
        Found::Node(_) | Found::Unknown => None,
    }
}

/// A number of seconds as people say it: `5 minutes`.
pub fn period(seconds: u64) -> String {
    let units = [
        (86_400, "day"),
        (3600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    let unit = units.into_iter().find(|(length, _)| seconds >= *length);
    let (length, name) = unit.unwrap_or((1, "second"));
    match seconds / length {
        1 => format!("1 {name}"),
        count => format!("{count} {name}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::period;

    #[test]
    fn a_period_is_told_in_its_largest_unit() {
        let told = [1, 59, 60, 3600, 7300, 86_400, 604_800].map(period);
        let expected = [
            "1 second",
            "59 seconds",
            "1 minute",
            "1 hour",
            "2 hours",
            "1 day",
            "7 days",
        ];
        assert_eq!(told, expected);
    }
}
