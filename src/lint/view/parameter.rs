//! Parameters of the server that a cluster runs.

use crate::knowledge::operator::parameters::in_force;
use crate::knowledge::parameters::{self, Value};
use crate::knowledge::tuning::Bytes;
use crate::lint::context::Context;
use crate::lint::object::Object;
use crate::lint::slot::Slot;

/// A major that all parameters asked for here are the same for.
const ANY_MAJOR: u8 = 17;

/// The field that sets a parameter.
pub fn slot<'a>(cluster: Object<'a>, name: &'static str) -> Slot<'a> {
    cluster
        .slot(&["spec", "postgresql", "parameters"])
        .key(name)
}

/// The value in force for a parameter; nothing where nobody can tell.
fn value(cx: &Context<'_>, cluster: Object<'_>, name: &'static str) -> Option<Value> {
    let parameter = parameters::find(name, ANY_MAJOR)?;
    let set = slot(cluster, name).text().value()?;
    let text = in_force(name, set, ANY_MAJOR, &cx.target().operator)?;
    parameters::check(&parameter, text).ok()
}

/// The amount in force for a parameter that holds one, none if it is unlimited
/// (`-1`); nothing where nobody can tell.
pub fn bytes(cx: &Context<'_>, cluster: Object<'_>, name: &'static str) -> Option<Option<Bytes>> {
    let unit = parameters::find(name, ANY_MAJOR)?.unit?;
    let bytes = value(cx, cluster, name)?.bytes(unit)?;
    Some(u64::try_from(bytes).ok().map(Bytes))
}

/// The whole number in force for a parameter; nothing where nobody can tell.
pub fn integer(cx: &Context<'_>, cluster: Object<'_>, name: &'static str) -> Option<i32> {
    match value(cx, cluster, name)? {
        Value::Integer(number) => Some(number),
        Value::Bool(_) | Value::Real(_) | Value::Text(_) => None,
    }
}
