//! Kustomizations around what is given: a patch that is given alone, as a hook of
//! git does, is a patch all the same.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::input::{self, STDIN};
use crate::document::Documents;
use crate::lint;

/// The files that kustomizations in the folders around some paths name as patches,
/// up to the folder of the repository.
pub(super) fn patches(paths: &[PathBuf]) -> HashSet<String> {
    let paths = paths.iter().filter(|path| path.as_os_str() != STDIN);
    let folders: BTreeSet<&Path> = paths.flat_map(|path| around(path)).collect();
    let files = folders.into_iter().flat_map(|folder| {
        let files = lint::KUSTOMIZATIONS.iter().map(|name| folder.join(name));
        files.filter(|file| file.is_file())
    });
    let files: Vec<PathBuf> = files.collect();
    let mut documents = Documents::default();
    for parsed in input::read(&files).into_iter().flatten() {
        // What is wrong in a file that nobody asked about is not reported.
        let _ = documents.push(parsed);
    }
    lint::patches(&documents)
}

/// The folders around a file or folder, the nearest first.
fn around(path: &Path) -> impl Iterator<Item = &Path> {
    let mut inside = true;
    path.ancestors().skip(1).take_while(move |folder| {
        let was_inside = inside;
        inside = was_inside && !folder.join(".git").exists();
        was_inside
    })
}

#[cfg(test)]
mod tests {
    use super::patches;

    #[test]
    fn a_kustomization_above_tells_patches_up_to_the_repository() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("repo/app/patches")).unwrap();
        std::fs::create_dir(root.join("repo/.git")).unwrap();
        let patch = root.join("repo/app/patches/a.yaml");
        let name = |path: &std::path::Path| path.to_str().unwrap().replace('\\', "/");
        std::fs::write(
            root.join("kustomization.yaml"),
            "patches: [{path: repo/app/patches/b.yaml}]\n",
        )
        .unwrap();
        assert!(patches(std::slice::from_ref(&patch)).is_empty());
        std::fs::write(
            root.join("repo/app/kustomization.yaml"),
            "patches: [{path: patches/a.yaml}]\n",
        )
        .unwrap();
        let found = patches(&[patch.clone(), "-".into()]);
        assert_eq!(Vec::from_iter(found), [name(&patch)]);
    }
}
