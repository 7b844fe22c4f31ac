//! Clusters that a rendering gives up, and what becomes of their data.
//!
//! What was a cluster is told from what the files hold that are about to be replaced
//! or deleted: a manifest holds one, and so do the values of a chart. So it is told in
//! every layout, and a change of the layout alone gives up none.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::document::{Documents, Tree};
use crate::render::{CHARTS, Rendered};
use crate::tree::{Changes, FilePath};

/// The kind that has data.
const KIND: &str = "Cluster";

/// Its key in the values of a chart.
const KEY: &str = "cluster";

/// The largest file that is looked into, in bytes: pgspec writes no larger manifest.
const MAX_FILE: u64 = 1 << 20;

/// A cluster, as Kubernetes knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Known {
    /// The environment.
    pub(super) environment: String,
    /// The namespace and the name.
    pub(super) name: String,
}

/// The clusters of the files that the changes replace or delete and that are rendered
/// no more. To be asked before the changes are made.
pub(super) fn given_up(folder: &Path, changes: &Changes, rendered: &Rendered) -> BTreeSet<Known> {
    let replaced = changes.write.iter();
    let replaced = replaced.filter_map(|(path, before)| before.map(|_| path));
    let files = replaced.chain(changes.prune.keys());
    let mut known: BTreeSet<Known> = files.filter_map(|path| cluster(folder, path)).collect();
    if known.is_empty() {
        return known;
    }
    for object in &rendered.objects {
        if object.kind == KIND
            && let Some(cluster) = of(&object.environment, &object.tree().to_json(), &Json::Null)
        {
            known.remove(&cluster);
        }
    }
    known
}

/// The cluster that a file describes, if it does.
fn cluster(folder: &Path, path: &FilePath) -> Option<Known> {
    let path = path.as_str();
    let Some(chart) = path
        .strip_prefix(CHARTS)
        .and_then(|path| path.strip_prefix('/'))
    else {
        let manifest = read(folder, path)?;
        let is_cluster = manifest.get("kind").and_then(Json::as_str) == Some(KIND);
        let environment = environment(&manifest)?;
        return of(environment, &manifest, &Json::Null).filter(|_| is_cluster);
    };
    let (chart, file) = chart.split_once('/')?;
    let _environment = file.strip_prefix("values-")?;
    let own = read(folder, path)?;
    let shared = read(folder, &format!("{CHARTS}/{chart}/values.yaml"));
    let own = own.get(KEY)?;
    let none = Json::Null;
    let shared = shared.as_ref().and_then(|values| values.get(KEY));
    of(environment(own)?, own, shared.unwrap_or(&none))
}

/// The cluster of an object; what it does not say itself is in `shared`.
fn of(environment: &str, object: &Json, shared: &Json) -> Option<Known> {
    let field = |path: &str| object.pointer(path).or_else(|| shared.pointer(path));
    let namespace = field("/metadata/namespace").and_then(Json::as_str)?;
    let name = field("/metadata/name").and_then(Json::as_str)?;
    Some(Known {
        environment: environment.to_owned(),
        name: format!("{namespace}/{name}"),
    })
}

/// The environment of an object, which everything that is rendered says.
fn environment(object: &Json) -> Option<&str> {
    object
        .pointer("/metadata/annotations/pgspec~1environment")?
        .as_str()
}

/// What a file holds that could describe a cluster. One that cannot be read was not
/// written by pgspec, which is told elsewhere.
fn read(folder: &Path, path: &str) -> Option<Json> {
    let file = folder.join(path);
    let is_yaml = file.extension().is_some_and(|ending| ending == "yaml");
    if !is_yaml || MAX_FILE < fs::metadata(&file).ok()?.len() {
        return None;
    }
    let bytes = fs::read(file).ok()?;
    let mut documents = Documents::default();
    let _ = documents.add(path, &bytes);
    let document = documents.iter().next()?;
    Some(Tree::from_document(document, &mut |_| 0).to_json())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::cli::error::Exit;

    const SPEC: &str = "version: 1
project: acme
environments:
  dev: { placement: per-app, backup: false }
  staging: { placement: per-app, backup: false }
apps: { odoo: {}, wiki: {} }
";

    /// Renders a spec; what it said of data.
    fn render(folder: &Path, spec: &str, layout: &str) -> String {
        let path = folder.join("pgspec.yaml");
        fs::write(&path, spec).unwrap();
        let args = [
            "pgspec",
            "render",
            path.to_str().unwrap(),
            "--layout",
            layout,
        ];
        let args = args.into_iter().map(OsString::from);
        let mut stderr = Vec::new();
        let exit = crate::cli::run(args, &mut "".as_bytes(), &mut Vec::new(), &mut stderr);
        let said = String::from_utf8(stderr).unwrap();
        assert_eq!(exit, Exit::Clean, "{said}");
        let warnings = said
            .lines()
            .filter(|line| line.contains("rendered no more"));
        warnings.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_data_of_a_cluster_that_is_rendered_no_more_is_told_of_in_every_layout() {
        for layout in ["manifests", "kustomize", "helm"] {
            let folder = tempfile::tempdir().unwrap();
            assert_eq!(render(folder.path(), SPEC, layout), "", "{layout}");
            let fewer = SPEC.replace("wiki: {}", "wiki: { only: [dev] }");
            let said = render(folder.path(), &fewer, layout);
            assert_eq!(said.lines().count(), 1, "{layout}: {said}");
            assert!(said.contains("`acme-staging/wiki`"), "{layout}: {said}");
            let said = render(folder.path(), SPEC, layout);
            assert_eq!(said, "", "{layout}");
            let moved = SPEC.replace("staging: {", "staging: { namespace: databases,");
            let said = render(folder.path(), &moved, layout);
            assert_eq!(said.lines().count(), 2, "{layout}: {said}");
            assert!(said.contains("`acme-staging/odoo`"), "{layout}: {said}");
        }
    }

    #[test]
    fn another_layout_gives_up_no_cluster() {
        let folder = tempfile::tempdir().unwrap();
        for layout in ["manifests", "helm", "kustomize", "helm", "manifests"] {
            assert_eq!(render(folder.path(), SPEC, layout), "", "{layout}");
        }
    }
}
