//! What several rules ask of an object, with the operator's defaults.

pub mod archive;
pub mod backup;
pub mod external;
pub mod plugin;
pub mod replica;

use super::slot::{Found, Slot};

/// The items of a list, none if there is no list; nothing where nobody can tell.
pub fn list(slot: Slot<'_>) -> Option<Vec<Slot<'_>>> {
    match slot.found() {
        Found::Node(node) if node.is_seq() => Some(slot.items().collect()),
        Found::Absent => Some(Vec::new()),
        Found::Node(_) | Found::Unknown => None,
    }
}
