//! Kubernetes' and PostgreSQL's own value grammars, one file each.
//!
//! Every type here is a text that somebody else's program parses: what is
//! accepted, and what it means, is what that program does, recorded from it in
//! `tests/data`. Nothing here knows of manifests, files or the spec; a parser
//! takes a text and gives a value or a reason.

pub mod format;
pub mod quantity;
mod text;

pub use quantity::Quantity;
