//! The layout `kustomize`: the manifests, and a `kustomization.yaml` in each
//! folder that lists what is in it.

use std::collections::{BTreeMap, BTreeSet};

use super::file::File;
use super::manifests;
use super::object::Object;
use crate::document::Tree;

/// The name that Kustomize looks for in a folder.
const FILE_NAME: &str = "kustomization.yaml";

/// The files that make folders of manifests into kustomizations: one for each
/// cluster, one for what an environment has once, and one for all of an
/// environment.
pub(super) fn files(objects: &[Object]) -> Vec<File> {
    let mut folders: BTreeMap<(&str, String), BTreeSet<&str>> = BTreeMap::new();
    let mut environments: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for object in objects.iter().filter(|object| !object.is_gitops()) {
        let environment = object.environment.as_str();
        let folder = manifests::folder(object);
        let inner = folder.rsplit('/').next().unwrap_or_default().to_owned();
        let file = object.manifest.path.rsplit('/').next().unwrap_or_default();
        folders
            .entry((environment, folder))
            .or_default()
            .insert(file);
        environments.entry(environment).or_default().insert(inner);
    }
    let inner = folders
        .into_iter()
        .map(|((environment, folder), files)| kustomization(&folder, environment, files));
    let outer = environments
        .into_iter()
        .map(|(environment, folders)| kustomization(environment, environment, folders));
    inner.chain(outer).collect()
}

fn kustomization<S: Into<String>>(
    folder: &str,
    environment: &str,
    resources: impl IntoIterator<Item = S>,
) -> File {
    let resources: Tree = resources
        .into_iter()
        .map(|name| Tree::from(name.into()))
        .collect();
    let mut tree = Tree::map();
    tree.insert("apiVersion", "kustomize.config.k8s.io/v1beta1".into());
    tree.insert("kind", "Kustomization".into());
    tree.insert("resources", resources);
    manifests::file(format!("{folder}/{FILE_NAME}"), &[environment], tree)
}
