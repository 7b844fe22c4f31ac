//! From a spec as written to a spec as meant: levels merged, names looked up.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::Range;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::builtin::Builtin;
use super::file::{File, OverrideEntry};
use super::tree::{Content, Entry, Tree};
use super::{App, Environment, NamedCluster, Origin, Origins, Override, Problem, Sourced, Spec};
use super::{level, profile};
use crate::kube::DnsLabel;

/// Keys of a level that are no settings.
const ENVIRONMENT_FRAME: &[&str] = &["profile", "clusters"];
const CLUSTER_FRAME: &[&str] = &["apps"];
const APP_FRAME: &[&str] = &["only", "except", "environments"];

/// Resolves a tree that passed every check. What still goes wrong is a problem
/// too, at the level that it is about.
pub(super) fn resolve(tree: &Tree) -> Result<Spec, Problem> {
    let mut origins = Origins::default();
    let builtin = Builtin::read(&mut origins);
    let overrides = tree.get("overrides").map(|tree| tree.span.clone());
    let origin = |span: Range<usize>| match &overrides {
        Some(all) if all.contains(&span.start) => Origin::Override(span),
        _ => Origin::Spec(span),
    };
    let whole = level::wrap(tree, &tree.span, &mut origins, &origin);
    let file: File = typed(&whole, &tree.span)?;
    let mut levels = Levels {
        sizes: sizes(&builtin, &whole),
        builtin,
        whole: &whole,
        origins,
    };
    let environments = environments(tree, &mut levels)?;
    // Destructured, so that a new key cannot be read and then forgotten.
    let File {
        version: _,
        project,
        target,
        output,
        defaults: _,
        profiles: _,
        sizes: _,
        object_stores,
        environments: _,
        apps: _,
        overrides,
        templates,
        accept: _,
    } = file;
    Ok(Spec {
        origins: levels.origins,
        project,
        target: target.unwrap_or_default(),
        output: output.unwrap_or_default(),
        object_stores: object_stores.unwrap_or_default(),
        environments,
        overrides: overrides
            .into_iter()
            .flat_map(|list| list.value)
            .map(override_of)
            .collect(),
        templates,
    })
}

/// Reads a value into its type.
fn typed<T: DeserializeOwned>(value: &Value, span: &Range<usize>) -> Result<T, Problem> {
    T::deserialize(value).map_err(|error| Problem::new(span.clone(), error.to_string()))
}

fn override_of(entry: OverrideEntry) -> Override {
    let OverrideEntry {
        origin,
        environment,
        kind,
        name,
        patch,
    } = entry;
    Override {
        origin,
        environment,
        kind,
        name,
        patch: Value::Object(patch),
    }
}

/// The named sizes: the built-in ones, and those of the spec over them.
fn sizes(builtin: &Builtin, whole: &Value) -> Value {
    let mut sizes = builtin.sizes.clone();
    if let Some(own) = whole.get("sizes").filter(|own| own.is_object()) {
        level::merge(&mut sizes, own);
    }
    sizes
}

/// What settings are merged from.
struct Levels<'w> {
    builtin: Builtin,
    sizes: Value,
    whole: &'w Value,
    origins: Origins,
}

impl Levels<'_> {
    /// A level of the spec, its size written out; an empty one if there is none.
    fn level(&mut self, path: &[&str], frame: &[&str]) -> Value {
        let found = path
            .iter()
            .try_fold(self.whole, |value, key| value.get(key));
        match found.filter(|found| found.is_object()) {
            Some(found) => self.sized(level::without(found, frame)),
            None => Value::Object(Map::new()),
        }
    }

    fn sized(&mut self, mut level: Value) -> Value {
        level::expand_size(&mut level, &self.sizes, &mut self.origins);
        level
    }

    /// The settings that an environment with a profile starts from, and the
    /// built-in profile that it goes back to.
    fn start(&mut self, profile: &str) -> (Value, Option<&'static str>) {
        let mut settings = self.sized(self.builtin.base.clone());
        let mut stage = None;
        let extends = |name: &str| {
            let parent = self.whole.get("profiles")?.get(name)?;
            Some(
                parent
                    .get("extends")
                    .and_then(level::bare)?
                    .as_str()?
                    .to_owned(),
            )
        };
        let own = |name: &str| {
            self.whole
                .get("profiles")
                .is_some_and(|own| own.get(name).is_some())
        };
        for step in profile::chain(profile, own, extends).into_iter().rev() {
            let level = match step {
                profile::Step::Own(name) => self.level(&["profiles", &name], &["extends"]),
                profile::Step::Builtin(name) => {
                    let Some((name, level)) = self.builtin.profile(&name) else {
                        continue;
                    };
                    stage = Some(name);
                    let level = level.clone();
                    self.sized(level)
                }
            };
            level::merge(&mut settings, &level);
        }
        // Acceptances of the whole spec count everywhere.
        if let Some(accept) = self.whole.get("accept") {
            let accept = [("accept", accept.clone())].into_iter().collect();
            level::merge(&mut settings, &accept);
        }
        let defaults = self.level(&["defaults"], &[]);
        level::merge(&mut settings, &defaults);
        (settings, stage)
    }

    /// A name at a place of the spec.
    fn name<T: FromStr<Err: Display>>(
        &mut self,
        text: &str,
        span: &Range<usize>,
    ) -> Result<Sourced<T>, Problem> {
        let origin = self.origins.add(Origin::Spec(span.clone()));
        match text.parse() {
            Ok(name) => Ok(Sourced::new(name, origin)),
            Err(error) => Err(Problem::new(span.clone(), error.to_string())),
        }
    }

    /// The name that is the key of an entry.
    fn key<T: FromStr<Err: Display>>(&mut self, entry: &Entry) -> Result<Sourced<T>, Problem> {
        self.name(&entry.key, &entry.key_span)
    }
}

fn environments(
    tree: &Tree,
    levels: &mut Levels<'_>,
) -> Result<BTreeMap<DnsLabel, Environment>, Problem> {
    let mut environments = BTreeMap::new();
    for entry in entries(tree, "environments") {
        let environment = environment(tree, entry, levels)?;
        environments.insert(environment.name.value.clone(), environment);
    }
    Ok(environments)
}

fn environment(
    tree: &Tree,
    entry: &Entry,
    levels: &mut Levels<'_>,
) -> Result<Environment, Problem> {
    let path = ["environments", entry.key.as_str()];
    let profile: Sourced<String> = match entry.value.get("profile").and_then(named) {
        Some((text, span)) => levels.name(text, span)?,
        None => levels.key(entry)?,
    };
    let (mut settings, stage) = levels.start(&profile.value);
    level::merge(&mut settings, &levels.level(&path, ENVIRONMENT_FRAME));
    let mut given = Vec::new();
    for cluster in entries(&entry.value, "clusters") {
        let [environments, name] = path;
        let path = [environments, name, "clusters", &cluster.key];
        let own = levels.level(&path, CLUSTER_FRAME);
        given.push(GivenCluster { cluster, own });
    }
    let mut apps = BTreeMap::new();
    for app in entries(tree, "apps") {
        if is_in(&app.value, &entry.key) {
            let app = app_in(app, &entry.key, &settings, &given, levels)?;
            apps.insert(app.name.value.clone(), app);
        }
    }
    let mut clusters = BTreeMap::new();
    for cluster in &given {
        let cluster = cluster.resolve(&settings, levels)?;
        clusters.insert(cluster.name.value.clone(), cluster);
    }
    Ok(Environment {
        name: levels.key(entry)?,
        profile,
        stage,
        settings: typed(&settings, &entry.key_span)?,
        clusters,
        apps,
    })
}

fn entries<'t>(tree: &'t Tree, key: &str) -> &'t [Entry] {
    tree.get(key).map_or(&[], Tree::entries)
}

/// The text of a value, and its place.
fn named(tree: &Tree) -> Option<(&str, &Range<usize>)> {
    Some((tree.text()?, &tree.span))
}

/// Whether an application is in an environment.
pub(super) fn is_in(app: &Tree, environment: &str) -> bool {
    let lists = |key: &str| {
        let list = app.get(key).filter(|list| list.content != Content::Null)?;
        let mut items = list.items().iter();
        Some(items.any(|item| item.text() == Some(environment)))
    };
    lists("only").unwrap_or(true) && !lists("except").unwrap_or(false)
}

/// A cluster under an environment, and its level.
struct GivenCluster<'t> {
    cluster: &'t Entry,
    own: Value,
}

impl GivenCluster<'_> {
    /// The names of its applications, with their places.
    fn apps(&self) -> impl Iterator<Item = (&str, &Range<usize>)> {
        let apps = self.cluster.value.get("apps");
        apps.map_or(&[][..], Tree::items).iter().filter_map(named)
    }

    fn resolve(
        &self,
        environment: &Value,
        levels: &mut Levels<'_>,
    ) -> Result<NamedCluster, Problem> {
        let mut settings = environment.clone();
        level::merge(&mut settings, &self.own);
        let apps = self
            .apps()
            .map(|(text, span)| levels.name(text, span))
            .collect::<Result<_, _>>()?;
        Ok(NamedCluster {
            name: levels.key(self.cluster)?,
            apps,
            settings: typed(&settings, &self.cluster.key_span)?,
            own: typed(&self.own, &self.cluster.key_span)?,
        })
    }
}

fn app_in(
    app: &Entry,
    environment: &str,
    settings: &Value,
    clusters: &[GivenCluster<'_>],
    levels: &mut Levels<'_>,
) -> Result<App, Problem> {
    let mut settings = settings.clone();
    let mut cluster = None;
    for given in clusters {
        if let Some((_, span)) = given.apps().find(|(name, _)| *name == app.key) {
            level::merge(&mut settings, &level::without_size(&given.own));
            cluster = Some(levels.name(&given.cluster.key, span)?);
        }
    }
    let mut own = levels.level(&["apps", &app.key], APP_FRAME);
    let here = levels.level(&["apps", &app.key, "environments", environment], &[]);
    level::merge(&mut own, &here);
    level::merge(&mut settings, &own);
    Ok(App {
        name: levels.key(app)?,
        cluster,
        settings: typed(&settings, &app.key_span)?,
        own: typed(&own, &app.key_span)?,
    })
}
