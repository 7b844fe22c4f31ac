//! The kinds that pgspec reads and writes, as the API server knows them: their
//! schemas, scopes and versions, for every operator release in the tables.
//!
//! The tables are text that is compiled in (`schemas/kinds`, made by
//! `tests/tables`). [`lookup`] opens the one of the group that it is asked for,
//! and a schema node is parsed when it is first met: a run pays for what its
//! documents use.

use std::fmt;

mod pattern;
mod release;
mod schema;
mod table;

pub use pattern::Pattern;
pub use release::{Fit, Release};
pub use schema::{Facts, List, Rule, Schema, Type};
use table::SOURCES;

/// Which releases the manifests are for. `None` is the newest known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The release of the operator.
    pub operator: Option<Release>,
    /// The release of the Barman Cloud plugin.
    pub plugin: Option<Release>,
}

/// What the tables say about a kind.
#[derive(Clone, Copy, Debug)]
pub enum Lookup {
    /// The server knows it.
    Known(Kind),
    /// The group has this kind, but not in this version of its API.
    OtherVersion(Kind),
    /// The group has this kind, but not in this release. `since` is the first
    /// known release that has it.
    OtherRelease {
        /// The first known release that has it.
        since: &'static str,
        /// The release that was asked for, as far as it is known.
        release: &'static str,
    },
    /// The group is wholly known and has no such kind.
    NoSuchKind,
    /// Nothing is known about it.
    Foreign,
}

/// A kind in one version of its API, as one release serves it.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Kind {
    /// The group of the API, empty for the core.
    pub group: &'static str,
    /// The version of the API.
    pub version: &'static str,
    /// The kind as manifests name it.
    pub name: &'static str,
    /// The name of the resource, as role rules and URLs have it.
    pub plural: &'static str,
    /// Whether its objects belong to a namespace.
    pub namespaced: bool,
    /// The release of the project whose table is used.
    pub release: &'static str,
    /// How that release relates to the one asked for.
    pub fit: Fit,
    /// A mutating webhook decodes the object before the schema is checked, and
    /// before its status is dropped.
    pub decoded_first: bool,
    /// That webhook also writes the object anew: what the schema is checked
    /// against has passed through the operator's Go structs, with a zero value
    /// for each required scalar that lacks.
    pub rewritten: bool,
    /// The object is decoded into Go structs by a webhook or the server itself.
    pub decoded: bool,
    /// What a manifest says of `status` is dropped before the schema is checked.
    pub status_dropped: bool,
    /// The field that the scale resource sets, an integer of 32 bits.
    pub scale: Option<&'static str>,
    /// It is no custom resource: the server has a Go struct for it.
    pub builtin: bool,
    schema: Schema,
    entry: &'static table::Entry,
    table: &'static table::Table,
}

/// When a field was or will be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From this release on; without the patch if it came with a minor.
    From(&'static str),
    /// Up to this release; without the patch if it went with a minor.
    Until(&'static str),
}

impl Kind {
    /// The schema of the whole object.
    pub fn schema(&self) -> Schema {
        self.schema
    }

    /// The nearest release that has a field which this one lacks, those to come
    /// first. `path` is as for [`Schema::at`].
    pub fn other_release(&self, path: &[&str]) -> Option<When> {
        let releases = self.table.releases();
        let here = releases
            .iter()
            .position(|known| known.name == self.release)?;
        let has = |known: &&release::Known| {
            let mut roots = self.entry.roots.iter();
            let root = roots.find(|it| it.release == known.name && it.version == self.version);
            root.is_some_and(|root| self.table.root(root).at(path).is_some())
        };
        let (before, after) = releases.split_at_checked(here)?;
        if let Some(first) = after.iter().find(has) {
            let last_without = releases.iter().rfind(|it| it.numbers < first.numbers)?;
            return Some(When::From(first.apart_from(last_without)));
        }
        let last = before.iter().rfind(has)?;
        let first_without = releases.iter().find(|it| it.numbers > last.numbers)?;
        Some(When::Until(last.apart_from(first_without)))
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            group,
            version,
            name,
            release,
            ..
        } = self;
        write!(out, "{group}/{version} {name} of {release}")
    }
}

/// What is known about a kind in a version of a group's API, for a target.
///
/// The release used is the one asked for. Without a patch it is the newest
/// known patch of that minor; a patch that is not in the tables is judged as
/// the nearest known one below it, or above it if there is none; what is newer
/// than all known releases is judged as the newest.
pub fn lookup(group: &str, version: &str, kind: &str, target: &Target) -> Lookup {
    let Some(source) = SOURCES.iter().find(|source| source.groups.contains(&group)) else {
        return Lookup::Foreign;
    };
    let table = source.table();
    let Some(entry) = table
        .kinds()
        .iter()
        .find(|entry| entry.group == group && entry.kind == kind)
    else {
        return if source.complete {
            Lookup::NoSuchKind
        } else {
            Lookup::Foreign
        };
    };
    let Some((release, fit)) = release::choose(table.releases(), source.wanted(target)) else {
        return Lookup::Foreign;
    };
    let release = release.name;
    let mut roots = entry
        .roots
        .iter()
        .filter(|root| root.release == release)
        .peekable();
    if roots.peek().is_none() {
        let since = entry.roots.first().map_or(release, |root| root.release);
        return Lookup::OtherRelease { since, release };
    }
    let known = |root| table::kind(table, entry, root, fit);
    match roots.clone().find(|root| root.version == version) {
        Some(root) => Lookup::Known(known(root)),
        // Nobody knows which release of such a project is meant.
        None if !source.complete => Lookup::Foreign,
        None => roots
            .next()
            .map_or(Lookup::NoSuchKind, |root| Lookup::OtherVersion(known(root))),
    }
}

/// The schema of `metadata`, the same for all kinds.
pub fn object_meta() -> Option<Schema> {
    let source = SOURCES.iter().find(|source| source.name == "kubernetes")?;
    let table = source.table();
    let entry = table
        .kinds()
        .iter()
        .find(|entry| entry.kind == "ObjectMeta")?;
    let root = entry.roots.last()?;
    Some(table::kind(table, entry, root, Fit::Exact).schema)
}

/// Every kind that a target serves, by group and name.
pub fn all(target: &Target) -> Vec<Kind> {
    let mut all = Vec::new();
    for source in &SOURCES {
        let table = source.table();
        let Some((release, fit)) = release::choose(table.releases(), source.wanted(target)) else {
            continue;
        };
        let served = |entry: &&table::Entry| source.groups.contains(&entry.group);
        for entry in table.kinds().iter().filter(served) {
            let roots = entry
                .roots
                .iter()
                .filter(|root| root.release == release.name);
            all.extend(roots.map(|root| table::kind(table, entry, root, fit)));
        }
    }
    all
}

/// The releases of the operator that have a table, oldest first.
pub fn operator_releases() -> impl Iterator<Item = &'static str> {
    releases_of("cloudnative-pg")
}

/// The releases of the Barman Cloud plugin that have a table, oldest first.
pub fn plugin_releases() -> impl Iterator<Item = &'static str> {
    releases_of("plugin-barman-cloud")
}

fn releases_of(name: &'static str) -> impl Iterator<Item = &'static str> {
    let source = SOURCES.iter().filter(move |source| source.name == name);
    source
        .flat_map(|source| source.table().releases())
        .map(|known| known.name)
}

#[cfg(test)]
mod tests;
