//! Namespaces.

use super::ledger::Ledger;
use super::metadata::Common;
use super::object::{Body, Object};
use crate::spec::{OriginId, Sourced};

/// How strict the admission of pods is: whatever the operator makes fits it.
const LEVEL: &str = "pod-security.kubernetes.io/enforce";

/// A namespace.
pub(super) fn object(
    ledger: &mut Ledger,
    common: &Common<'_>,
    name: Sourced<String>,
    guarded: Option<OriginId>,
    origin: OriginId,
) -> Object {
    let mut metadata = common.metadata(ledger, name, None);
    if let Some(guard) = guarded {
        metadata = metadata.guarded_by(ledger, guard);
    }
    let why = "the operator's pods need no privileges, so none are allowed";
    let level = ledger.default("restricted".to_owned(), why);
    metadata.labels.insert(LEVEL.to_owned(), level);
    Object::new(metadata, Body::Namespace {}, origin)
}
