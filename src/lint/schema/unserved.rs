//! Kinds that the release does not serve.

use super::text::nearest;
use super::{Class, Violation};
use crate::document::{Document, Node};
use crate::knowledge::kinds::{self, Lookup, Target};

/// What is wrong with the kind of a document that the target does not serve;
/// nothing for kinds that nobody here knows, or not wholly.
pub fn unserved(document: Document<'_>, target: &Target) -> Option<Violation> {
    let (group, name) = (document.group()?, document.kind()?);
    let version = document.api_version()?.rsplit('/').next()?;
    let root = document.root();
    let (field, message, help) = match kinds::lookup(group, version, name, target) {
        Lookup::Known(_) | Lookup::Foreign => return None,
        Lookup::NoSuchKind => {
            let message = format!("`{group}` has no kind `{name}`");
            let kinds = kinds::all(target);
            let near = nearest(
                name,
                kinds
                    .iter()
                    .filter(|kind| kind.group == group)
                    .map(|it| it.name),
            );
            let help = near.map_or_else(
                || "remove the object; no release of it has such a kind".to_owned(),
                |near| format!("write `{near}`"),
            );
            ("kind", message, help)
        }
        Lookup::OtherRelease { since, release } => {
            let message = format!("release {release} does not have the kind `{name}`");
            let since = since.strip_suffix(".0").unwrap_or(since);
            ("kind", message, format!("it comes with {since}"))
        }
        Lookup::OtherVersion(kind) => {
            let message = format!("there is no version `{version}` of the kind `{name}`");
            let help = format!("write `{group}/{}`", kind.version);
            ("apiVersion", message, help)
        }
    };
    let place = root.get(field).map_or_else(|| root.span(), Node::span);
    let mut violation = Violation::new(Class::UnknownKind, place, field.to_owned(), message);
    violation.label("the server refuses it").help(help);
    Some(violation)
}
