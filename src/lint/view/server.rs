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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Documents;
    use crate::lint::context::Context;
    use crate::lint::tests::settings;
    use crate::lint::{Environment, Target};

    fn ask<T>(spec: &str, question: impl FnOnce(Object<'_>) -> T) -> T {
        let head = "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: main\n";
        let text = format!("{head}spec:\n  instances: 3\n{spec}");
        let mut documents = Documents::default();
        assert_eq!(documents.add("0.yaml", text.as_bytes()), []);
        let settings = settings(Environment::Prod, Target::newest());
        question(Context::new(&documents, &settings).clusters()[0])
    }

    #[test]
    fn the_major_is_that_of_the_image_or_of_the_catalog() {
        let image = "  imageName: ghcr.io/cloudnative-pg/postgresql:17.5-standard-trixie\n";
        assert_eq!(ask(image, majors), [17]);
        assert_eq!(ask("  imageCatalogRef: {major: 16}\n", majors), [16]);
        assert!(ask("  imageName: postgres:9.6\n", majors).is_empty());
        let any: Vec<u8> = MAJORS.collect();
        assert_eq!(ask("", majors), any);
        assert_eq!(
            ask("  imageName: example.org/postgres:latest\n", majors),
            any
        );
    }

    #[test]
    fn a_library_is_loaded_if_it_is_listed_or_a_parameter_of_it_is_set() {
        let loads = |spec: &str| ask(spec, |cluster| loads(cluster, "pg_stat_statements"));
        assert_eq!(loads(""), Some(false));
        let listed = "  postgresql: {shared_preload_libraries: [pg_stat_statements.so]}\n";
        assert_eq!(loads(listed), Some(true));
        let set = "  postgresql: {parameters: {pg_stat_statements.max: \"1000\"}}\n";
        assert_eq!(loads(set), Some(true));
        assert_eq!(
            loads("  postgresql: {parameters: {pgaudit.log: all}}\n"),
            Some(false)
        );
        let later = "  postgresql: {shared_preload_libraries: [\"${LIBRARY}\"]}\n";
        assert_eq!(loads(later), None);
    }
}
