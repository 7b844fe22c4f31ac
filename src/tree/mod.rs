//! Which files of the output folder a rendering owns, writes and prunes.
//!
//! In go the [`Lock`] of the last rendering, the files that are [`Desired`] and
//! what was [`Found`] on disk; out come [`Changes`], or every [`Conflict`] that
//! forbids them. Nothing here touches a file: the command line looks, asks,
//! and carries out.

mod changes;
mod conflict;
mod desired;
mod hash;
mod journal;
mod lock;
mod path;
mod steps;
#[cfg(test)]
mod tests;

pub use changes::{Changes, Found, State, changes, of_interest};
pub use conflict::Conflict;
pub use desired::{Desired, File};
pub use hash::Hash;
pub use journal::{Journal, JournalError, Rename};
pub use lock::{Entry, Lock, LockError, LockErrorKind, Owners, Scope};
pub use path::{FilePath, LOCK_NAME, STAGING_NAME};
pub use steps::{
    Content, Folder, JOURNAL_NAME, Left, PLAN_NAME, Place, Step, recovery, steps, undo,
};
