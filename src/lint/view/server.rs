//! The server that a cluster runs, and what it loads.

use super::list;
use crate::knowledge::images::extensions;
use crate::knowledge::operator::parameters::managed;
use crate::knowledge::parameters::MAJORS;
use crate::kube::image::Image;
use crate::lint::object::Object;

/// The majors that a cluster may run: the one that its image or its entry in a
/// catalog tells, else every known one. None if that one is not known.
pub fn majors(cluster: Object<'_>) -> Vec<u8> {
    let image = cluster.slot(&["spec", "imageName"]).text();
    let of_image = image.written().flatten().and_then(|name| {
        let version = Image::parse(name).postgres_version().ok()?;
        u8::try_from(version.major).ok()
    });
    let major = cluster
        .slot(&["spec", "imageCatalogRef", "major"])
        .integer();
    let of_catalog = major
        .written()
        .flatten()
        .and_then(|it| u8::try_from(it).ok());
    let told = of_image.or(of_catalog);
    MAJORS
        .filter(|major| told.is_none_or(|told| told == *major))
        .collect()
}

/// Whether the server loads a library when it starts, because it is listed or
/// because the operator adds it; nothing where nobody can tell.
pub fn loads(cluster: Object<'_>, library: &str) -> Option<bool> {
    let postgresql = cluster.slot(&["spec", "postgresql"]);
    for entry in list(postgresql.at(&["shared_preload_libraries"]))? {
        if extensions::library(entry.text().value()??) == library {
            return Some(true);
        }
    }
    let parameters = postgresql.at(&["parameters"]);
    parameters.is_present()?;
    let added = parameters
        .entries()
        .any(|(name, _)| managed(&name).is_some_and(|managed| managed.library == library));
    Some(added)
}
