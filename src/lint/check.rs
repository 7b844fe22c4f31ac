//! How a rule looks at the objects of a run.

use super::context::Context;
use super::kind::Kind;
use super::object::Object;
use super::reporter::{Collector, Reporter};
use super::schema::Class;
use crate::document::Oddity;

/// How a rule looks at the objects of a run.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// At each object of some kinds, one at a time, with all others at hand.
    Each(&'static [&'static Kind], CheckOne),
    /// At all objects at once; for rules whose findings are about no single kind.
    Set(CheckAll),
    /// At what the schemas of the kinds say of an object: one class of it.
    Schema(Class),
    /// At what the text of an object says and Kubernetes hides.
    Text(CheckText),
    /// At what the engine itself finds: in suppressions.
    Engine,
}

/// The check of a rule that looks at one object at a time.
pub type CheckOne = for<'a> fn(&Context<'a>, Object<'a>, &mut Reporter<'_>);

/// The check of a rule that looks at what Kubernetes hides of a text.
pub type CheckText = for<'a> fn(&Oddity<'a>, Object<'a>, &mut Reporter<'_>);

/// The check of a rule that looks at all objects at once.
pub type CheckAll = for<'a> fn(&Context<'a>, &mut Collector<'_>);
