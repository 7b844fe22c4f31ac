//! kustomize builds the kustomize layout, and prints what the manifests layout holds.

use crate::common::{accepted, assert_same, examples, files, name, objects, objects_below, render};

#[test]
fn every_kustomization_builds_to_what_the_manifests_hold() {
    for example in examples() {
        let (kustomized, manifests) =
            (render(&example, "kustomize"), render(&example, "manifests"));
        let kustomizations = files(kustomized.path(), |file| name(file) == "kustomization.yaml");
        assert!(!kustomizations.is_empty(), "{}", example.display());
        for kustomization in kustomizations {
            let folder = kustomization.parent().unwrap();
            let built = objects(&accepted("kustomize", &["build", "."], folder));
            let twin = manifests
                .path()
                .join(folder.strip_prefix(kustomized.path()).unwrap());
            assert_same(&built, &objects_below(&twin), &folder.display().to_string());
        }
    }
}
