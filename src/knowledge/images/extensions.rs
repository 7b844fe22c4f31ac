//! Extensions and libraries of PostgreSQL: where they are found, what must be
//! loaded for them, and which need others.

use std::ops::RangeInclusive;

use crate::knowledge::lines::{self, Lines};

static TABLE: &str = include_str!("../data/extensions.tsv");

/// An extension, or a library that is loaded without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The name in `CREATE EXTENSION`, or of the library.
    pub name: &'static str,
    /// Whether there is something to create; else it is only loaded.
    pub created: bool,
    /// Where it is installed.
    pub found: Found,
    /// The library to name in `shared_preload_libraries`, if there is one.
    pub library: Option<&'static str>,
    /// Whether the library must be there.
    pub preload: Preload,
    /// The name in the project's catalogs of image volumes.
    pub catalog: Option<&'static str>,
    /// Whether its library must come before all others.
    pub first: bool,
    requires: &'static str,
    majors: &'static str,
}

/// Where an extension is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// With PostgreSQL, in every image.
    Contrib,
    /// In standard and system images.
    Standard,
    /// In none of the project's PostgreSQL images.
    Elsewhere,
}

/// Whether a library must be loaded when the server starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preload {
    /// It need not.
    No,
    /// A part of what it does needs that.
    Feature,
    /// What it is for needs that, or some of its releases do; it can be created and
    /// used without, or with a library that a session loads.
    Wanted,
    /// It does not work otherwise.
    Always,
}

impl Extension {
    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        let (name, kind) = (next(), next());
        let found = match next() {
            "contrib" => Found::Contrib,
            "standard" => Found::Standard,
            _ => Found::Elsewhere,
        };
        let library = next();
        let preload = match next() {
            "always" => Preload::Always,
            "feature" => Preload::Feature,
            "wanted" => Preload::Wanted,
            _ => Preload::No,
        };
        let (requires, majors, catalog, order) = (next(), next(), next(), next());
        let some = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        Some(Self {
            name: some(name)?,
            created: kind == "extension",
            found,
            library: some(library),
            preload,
            catalog: some(catalog),
            first: order == "first",
            requires,
            majors,
        })
    }

    /// The extensions that must exist before it.
    pub fn requires(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.requires.split(',').filter(|name| !name.is_empty())
    }

    /// The majors of PostgreSQL that have it, of those that are known.
    pub fn majors(&self) -> RangeInclusive<u8> {
        let (first, last) = lines::range(self.majors).unwrap_or((0, u8::MAX));
        first..=last
    }
}

/// The extension or library of that name. Extensions' names have case.
pub fn find(name: &str) -> Option<Extension> {
    Lines::of(TABLE)
        .find(name)
        .filter_map(Extension::read)
        .find(|extension| extension.name == name)
}

/// Every extension and library, sorted by name.
pub fn all() -> impl Iterator<Item = Extension> {
    Lines::of(TABLE).iter().filter_map(Extension::read)
}

/// What an entry of `shared_preload_libraries` loads: `vchord`, `vchord.so` and
/// `$libdir/vchord` are the same.
pub fn by_library(entry: &str) -> Option<Extension> {
    let library = library(entry);
    all().find(|extension| extension.library == Some(library))
}

/// The library that an entry of `shared_preload_libraries` names.
pub fn library(entry: &str) -> &str {
    let entry = entry.trim();
    let entry = entry.strip_prefix("$libdir/").unwrap_or(entry);
    entry.strip_suffix(".so").unwrap_or(entry)
}

/// The names in an order in which each comes after those that it needs, else as
/// they stand; those that it needs are not added.
pub fn creation_order<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let mut ordered: Vec<&'a str> = Vec::with_capacity(names.len());
    for name in names {
        place(name, names, &mut ordered, names.len());
    }
    ordered
}

/// The libraries in an order that all of them bear: those that must be first,
/// then those that others build on, else as they stand.
pub fn preload_order<'a>(libraries: &[&'a str]) -> Vec<&'a str> {
    let rank = |entry: &&'a str| match by_library(entry) {
        Some(extension) if extension.first => 0,
        // Others read the identifiers that it gives to statements.
        Some(extension) if extension.name == "pg_stat_statements" => 1,
        _ => 2,
    };
    let mut ordered = libraries.to_vec();
    ordered.sort_by_key(rank);
    ordered
}

/// Adds a name after those that it needs. The depth bounds a circle, of which
/// the table has none.
fn place<'a>(name: &'a str, names: &[&'a str], ordered: &mut Vec<&'a str>, depth: usize) {
    if ordered.contains(&name) {
        return;
    }
    if let Some(depth) = depth.checked_sub(1) {
        for needed in find(name)
            .into_iter()
            .flat_map(|extension| extension.requires())
        {
            if let Some(listed) = names.iter().find(|listed| **listed == needed) {
                place(listed, names, ordered, depth);
            }
        }
    }
    ordered.push(name);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::parameters;

    #[test]
    fn every_line_is_read_and_what_it_needs_is_known() {
        assert_eq!(all().count(), 119);
        for extension in all() {
            assert_eq!(find(extension.name), Some(extension));
            for needed in extension.requires() {
                assert!(find(needed).is_some(), "{} needs {needed}", extension.name);
            }
            assert!(
                extension.preload == Preload::No || extension.library.is_some(),
                "{extension:?}"
            );
        }
    }

    #[test]
    fn the_library_of_a_parameter_is_a_known_one() {
        for library in parameters::all(18).filter_map(|parameter| parameter.library) {
            assert!(find(library).is_some(), "{library}");
        }
    }

    #[test]
    fn a_library_is_recognized_in_every_spelling() {
        for entry in ["vchord", "vchord.so", "$libdir/vchord", " vchord.so "] {
            assert_eq!(by_library(entry).unwrap().name, "vchord");
        }
        assert_eq!(by_library("pg_partman_bgw").unwrap().name, "pg_partman");
        assert_eq!(by_library("nonsense"), None);
    }

    #[test]
    fn what_an_extension_needs_comes_before_it() {
        assert_eq!(
            creation_order(&["earthdistance", "pg_trgm", "cube"]),
            ["cube", "earthdistance", "pg_trgm"]
        );
        assert_eq!(creation_order(&["vchord"]), ["vchord"]);
        assert_eq!(
            preload_order(&["pg_stat_kcache", "pg_stat_statements", "timescaledb"]),
            ["timescaledb", "pg_stat_statements", "pg_stat_kcache"]
        );
    }

    #[test]
    fn pgvector_needs_no_library_and_pg_cron_does() {
        assert_eq!(find("vector").unwrap().preload, Preload::No);
        assert_eq!(find("pg_cron").unwrap().preload, Preload::Always);
        // From PostgreSQL 17 on it works without.
        assert_eq!(find("pg_search").unwrap().preload, Preload::Wanted);
        assert_eq!(find("adminpack").unwrap().majors(), 13..=16);
    }
}
