//! Runs the rules over documents and collects findings.
//!
//! In come documents, and what the run is told beside them ([`Settings`]): the
//! versions they are judged for, their environments, the selection of rules,
//! whether everything was given, and the day. Out comes an [`Outcome`]: the
//! findings in a total order, what was suppressed and why, what could not be
//! told, and what was passed over. Nothing here can fail, reads a file, or asks
//! for the time.
//!
//! A rule is one file under [`rules`], which says how to write one.

mod archives;
mod cause;
mod check;
mod context;
mod documentation;
mod engine;
mod finding;
mod fragment;
pub mod kind;
mod known;
mod kustomize;
mod object;
mod outcome;
mod place;
mod references;
mod reporter;
mod rule;
pub mod rules;
pub mod schema;
mod selection;
mod settings;
mod severity;
mod slot;
mod suppression;
mod survey;
mod target;
#[cfg(test)]
mod tests;
pub mod view;

pub use check::{Check, CheckAll, CheckOne, CheckText};
pub use context::{Context, Lookup, Referring};
pub use documentation::{DocumentationFormat, list};
pub use engine::run;
pub use finding::{Finding, Fix, Label};
pub use kind::Kind;
pub use known::Known;
pub use kustomize::{FILES as KUSTOMIZATIONS, patches};
pub use object::{Extent, Object, ObjectId};
pub use outcome::{Counts, Outcome, PassedOver, Suppressed, Why};
pub use place::{Key, Place};
pub use reporter::{Collector, Reporter, Unknown};
pub use rule::{Family, FixSafety, Limits, Operators, Rule, RuleId, Source, Topic};
pub use selection::{Selection, UnknownRule};
pub use settings::{Environments, Scope, Settings};
pub use severity::{Environment, Level, Severities, Severity};
pub use slot::{Found, Slot};
pub use survey::ENVIRONMENT;
pub use target::Target;
