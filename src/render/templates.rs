//! The templates that come with pgspec.

/// A template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its file name, by which another one replaces it.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// The ending of every template.
const ENDING: &str = ".yaml.j2";

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        &[$(Template {
            name: concat!($name, ".yaml.j2"),
            text: include_str!(concat!("../../templates/", $name, ".yaml.j2")),
        }),*]
    };
}

/// One for each kind of object, by name.
static TEMPLATES: &[Template] = templates![
    "application",
    "certificate",
    "cluster",
    "database",
    "databaserole",
    "externalsecret",
    "issuer",
    "job",
    "namespace",
    "networkpolicy",
    "objectstore",
    "password",
    "poddisruptionbudget",
    "podmonitor",
    "pooler",
    "prometheusrule",
    "resourcequota",
    "scheduledbackup",
    "subscription",
];

/// All built-in templates, by name.
pub fn all() -> &'static [Template] {
    TEMPLATES
}

/// The file name of a template that the plan calls by its kind in lower case.
/// One that does not exist keeps the name without an ending, and is told of when
/// it is rendered.
pub(super) fn file_name(template: &'static str) -> &'static str {
    let named = |known: &&Template| known.name.strip_suffix(ENDING) == Some(template);
    TEMPLATES
        .iter()
        .find(named)
        .map_or(template, |known| known.name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_of_the_folder_is_in_the_table() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let files: BTreeSet<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let table: BTreeSet<String> = all().iter().map(|known| known.name.to_owned()).collect();
        assert_eq!(files, table);
    }
}
