//! What kustomizations say of other files: which are patches, and where more is
//! taken in than is here.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::document::{Document, Documents, Node};

/// The names under which kustomize looks for its file.
pub const FILES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// The files that the kustomizations among some documents name as patches.
#[must_use]
pub fn patches(documents: &Documents) -> HashSet<String> {
    Kustomizations::of(documents).patches
}

/// What the kustomizations of a run say of other files.
#[derive(Debug, Default)]
pub(super) struct Kustomizations {
    patches: HashSet<String>,
    /// Folders whose kustomization takes in what is not here, each with a slash at its end.
    open: Vec<String>,
}

impl Kustomizations {
    pub(super) fn of(documents: &Documents) -> Self {
        let mut all = Self::default();
        let here = OnceCell::new();
        for document in documents.iter() {
            let name = document.source().name();
            if is_kustomization(name) {
                let (folder, _) = split(name);
                all.read(here.get_or_init(|| paths(documents)), folder, document);
            }
        }
        all
    }

    /// The same, with other files that are known to be patches.
    pub(super) fn with_patches(mut self, patches: &HashSet<String>) -> Self {
        self.patches.extend(patches.iter().cloned());
        self
    }

    /// Whether the file of this name is a patch.
    pub(super) fn is_patch(&self, file: &str) -> bool {
        !self.patches.is_empty() && self.patches.contains(&resolve("", file))
    }

    /// Whether more is applied around the file of this name than is here.
    pub(super) fn is_open(&self, file: &str) -> bool {
        if self.open.is_empty() {
            return false;
        }
        let file = resolve("", file);
        self.open
            .iter()
            .any(|folder| file.starts_with(folder.as_str()))
    }

    fn read(&mut self, here: &HashSet<String>, folder: &str, document: Document<'_>) {
        let root = document.root();
        for list in ["patches", "patchesJson6902"] {
            let paths = items(root, list).filter_map(|patch| patch.get("path")?.as_str());
            self.patches.extend(paths.map(|path| resolve(folder, path)));
        }
        let paths = items(root, "patchesStrategicMerge").filter_map(Node::as_str);
        self.patches.extend(paths.map(|path| resolve(folder, path)));
        if ["helmCharts", "generators"]
            .iter()
            .any(|list| items(root, list).next().is_some())
        {
            self.open(folder);
        }
        for list in ["resources", "bases", "components"] {
            let paths = items(root, list).filter_map(Node::as_str);
            if paths
                .map(|path| resolve(folder, path))
                .any(|path| !here.contains(&path))
            {
                self.open(folder);
            }
        }
    }

    fn open(&mut self, folder: &str) {
        let folder = resolve("", folder);
        let slash = if folder.is_empty() { "" } else { "/" };
        self.open.push(format!("{folder}{slash}"));
    }
}

fn items<'a>(root: Node<'a>, list: &str) -> impl Iterator<Item = Node<'a>> {
    root.get(list).into_iter().flat_map(Node::items)
}

/// The paths of all files, and of all folders around them.
fn paths(documents: &Documents) -> HashSet<String> {
    let mut paths = HashSet::from([String::new()]);
    for source in documents.sources() {
        let path = resolve("", source.name());
        let mut end = path.len();
        while !paths.contains(path.get(..end).unwrap_or_default()) {
            let part = path.get(..end).unwrap_or_default();
            paths.insert(part.to_owned());
            end = part.rfind('/').unwrap_or(0);
        }
    }
    paths
}

/// Whether kustomize reads a file of this name by itself.
pub(super) fn is_kustomization(name: &str) -> bool {
    FILES.contains(&split(name).1)
}

/// The folder and the name of a file.
fn split(file: &str) -> (&str, &str) {
    file.rsplit_once('/').unwrap_or(("", file))
}

/// The path that a kustomization in `folder` writes as `path`.
fn resolve(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder
        .split('/')
        .filter(|part| !matches!(*part, "" | "."))
        .collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let from_root = folder.starts_with('/') || (folder.is_empty() && path.starts_with('/'));
    let root = if from_root { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn paths_are_resolved_as_kustomize_does() {
        let cases = [
            ("a/b", "patch.yaml", "a/b/patch.yaml"),
            ("a/b", "./x/../patch.yaml", "a/b/patch.yaml"),
            ("a/b", "../../base", "base"),
            ("", "../base", "../base"),
            ("", "patch.yaml", "patch.yaml"),
            ("../a", "../../base", "../../base"),
            ("/tmp/a", "../b", "/tmp/b"),
            (".", "b", "b"),
            ("", "/tmp/a/../b", "/tmp/b"),
        ];
        for (folder, path, expected) in cases {
            assert_eq!(resolve(folder, path), expected, "{folder} {path}");
        }
    }
}
