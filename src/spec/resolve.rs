//! From a spec as written to a spec as meant: levels merged, names looked up.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::builtin::Builtin;
use super::file::{File, OverrideEntry};
use super::tree::{Entry, Tree};
use super::{App, Environment, NamedCluster, Origin, Origins, Override, Problem, Sourced, Spec};
use super::{level, profile};

/// Keys of a level that are no settings.
const ENVIRONMENT_FRAME: &[&str] = &["profile", "clusters"];
const CLUSTER_FRAME: &[&str] = &["apps"];
const APP_FRAME: &[&str] = &["only", "except", "environments"];

/// Resolves a tree that passed every check. What still goes wrong is a problem
/// too, at the level that it is about.
pub(super) fn resolve(tree: &Tree) -> Result<Spec, Problem> {
    let mut origins = Origins::default();
    let builtin = Builtin::read(&mut origins);
    let whole = level::wrap(tree, &tree.span, &mut origins, &Origin::Spec);
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

    fn name(&mut self, entry: &Entry) -> Sourced<String> {
        let origin = self.origins.add(Origin::Spec(entry.key_span.clone()));
        Sourced::new(entry.key.clone(), origin)
    }
}

fn environments(
    tree: &Tree,
    levels: &mut Levels<'_>,
) -> Result<BTreeMap<String, Environment>, Problem> {
    let mut environments = BTreeMap::new();
    for entry in tree.get("environments").map_or(&[][..], Tree::entries) {
        let environment = environment(tree, entry, levels)?;
        environments.insert(entry.key.clone(), environment);
    }
    Ok(environments)
}

fn environment(
    tree: &Tree,
    entry: &Entry,
    levels: &mut Levels<'_>,
) -> Result<Environment, Problem> {
    let path = ["environments", entry.key.as_str()];
    let name = levels.name(entry);
    let profile = match entry
        .value
        .get("profile")
        .filter(|tree| tree.text().is_some())
    {
        Some(given) => {
            let origin = levels.origins.add(Origin::Spec(given.span.clone()));
            Sourced::new(given.text().unwrap_or_default().to_owned(), origin)
        }
        None => name.clone(),
    };
    let (mut settings, stage) = levels.start(&profile.value);
    level::merge(&mut settings, &levels.level(&path, ENVIRONMENT_FRAME));
    let mut clusters = BTreeMap::new();
    for cluster in entry.value.get("clusters").map_or(&[][..], Tree::entries) {
        let own = levels.level(&[path[0], path[1], "clusters", &cluster.key], CLUSTER_FRAME);
        clusters.insert(cluster.key.clone(), (cluster, own));
    }
    let mut apps = BTreeMap::new();
    for app in tree.get("apps").map_or(&[][..], Tree::entries) {
        if is_in(&app.value, &entry.key) {
            let app_settings = app_in(app, &entry.key, &settings, &clusters, levels)?;
            apps.insert(app.key.clone(), app_settings);
        }
    }
    let clusters = clusters
        .into_iter()
        .map(|(key, (cluster, own))| Ok((key, named(cluster, &own, &settings, levels)?)))
        .collect::<Result<_, Problem>>()?;
    Ok(Environment {
        name,
        profile,
        stage,
        settings: typed(&settings, &entry.key_span)?,
        clusters,
        apps,
    })
}

/// Whether an application is in an environment.
pub(super) fn is_in(app: &Tree, environment: &str) -> bool {
    let lists = |key: &str| {
        let list = app.get(key)?;
        Some(
            list.items()
                .iter()
                .any(|item| item.text() == Some(environment)),
        )
    };
    lists("only").unwrap_or(true) && !lists("except").unwrap_or(false)
}

fn named(
    cluster: &Entry,
    own: &Value,
    environment: &Value,
    levels: &mut Levels<'_>,
) -> Result<NamedCluster, Problem> {
    let mut settings = environment.clone();
    level::merge(&mut settings, own);
    let apps = cluster.value.get("apps").map_or(&[][..], Tree::items);
    let apps = apps
        .iter()
        .map(|app| {
            let origin = levels.origins.add(Origin::Spec(app.span.clone()));
            Sourced::new(app.text().unwrap_or_default().to_owned(), origin)
        })
        .collect();
    Ok(NamedCluster {
        name: levels.name(cluster),
        apps,
        settings: typed(&settings, &cluster.key_span)?,
        own: typed(own, &cluster.key_span)?,
    })
}

fn app_in(
    app: &Entry,
    environment: &str,
    settings: &Value,
    clusters: &BTreeMap<String, (&Entry, Value)>,
    levels: &mut Levels<'_>,
) -> Result<App, Problem> {
    let mut settings = settings.clone();
    let cluster = clusters.values().find_map(|(cluster, level)| {
        let apps = cluster.value.get("apps").map_or(&[][..], Tree::items);
        let item = apps.iter().find(|item| item.text() == Some(&app.key))?;
        Some((cluster.key.clone(), item.span.clone(), level))
    });
    let cluster = cluster.map(|(name, span, level)| {
        level::merge(&mut settings, &level::without_size(level));
        Sourced::new(name, levels.origins.add(Origin::Spec(span)))
    });
    let mut own = levels.level(&["apps", &app.key], APP_FRAME);
    let here = levels.level(&["apps", &app.key, "environments", environment], &[]);
    level::merge(&mut own, &here);
    level::merge(&mut settings, &own);
    Ok(App {
        name: levels.name(app),
        cluster,
        settings: typed(&settings, &app.key_span)?,
        own: typed(&own, &app.key_span)?,
    })
}
