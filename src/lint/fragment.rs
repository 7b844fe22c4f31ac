//! Tells parts of objects from objects by what they hold and are called: patches
//! that no kustomization here names, and what a test expects to find.

use crate::document::{Document, Node};
use crate::knowledge::kinds;

/// From how many required fields on it tells a patch that all of them are
/// missing; one or two, somebody may have forgotten.
const SEVERAL: usize = 3;

/// How the names of files end in which kuttl and Chainsaw look for what must be
/// there, or must not.
const EXPECTATIONS: [&str; 2] = ["assert", "errors"];

/// Whether a document cannot be meant as a whole object.
pub(super) fn is_one(document: Document<'_>, served: Option<kinds::Kind>) -> bool {
    let root = document.root();
    let file = document.source().name();
    is_expectation(file)
        || is_called_patch(file)
        || is_expected(root)
        || served.is_some_and(|kind| lacks_all(root, kind))
}

/// Whether a file is named as tests name what they expect: `00-assert.yaml`.
fn is_expectation(file: &str) -> bool {
    let last = stem(file).rsplit('-').next();
    last.is_some_and(|last| EXPECTATIONS.contains(&last))
}

/// Whether a file is named as people name patches: `patches/cluster.yaml`,
/// `cluster-patch.yaml`, `patch_cluster.yaml`.
fn is_called_patch(file: &str) -> bool {
    let folder = file.rsplit('/').nth(1);
    let mut words = stem(file).split(['-', '_', '.']);
    let ends = [words.next(), words.next_back()];
    folder == Some("patches") || ends.contains(&Some("patch"))
}

/// The name of a file without its folder and ending.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or_default();
    let stem = name.strip_suffix(".yaml");
    stem.or_else(|| name.strip_suffix(".yml")).unwrap_or(name)
}

/// Whether only a status is written, which nobody applies, and no server wrote it.
fn is_expected(root: Node<'_>) -> bool {
    let status = root
        .get("status")
        .and_then(|status| status.entries().next());
    status.is_some() && root.get("spec").is_none() && root.at(&["metadata", "uid"]).is_none()
}

/// Whether a spec says something, and nothing of several fields that it must have.
fn lacks_all(root: Node<'_>, kind: kinds::Kind) -> bool {
    let (Some(spec), Some(schema)) = (root.get("spec"), kind.schema().property("spec")) else {
        return false;
    };
    let required = &schema.facts().required;
    required.len() >= SEVERAL
        && spec.entries().next().is_some()
        && required.iter().all(|name| spec.get(name).is_none())
}

#[cfg(test)]
mod tests {
    use super::is_one;
    use crate::document::Documents;
    use crate::knowledge::kinds;

    fn judge(file: &str, text: &str) -> bool {
        let text = format!("apiVersion: postgresql.cnpg.io/v1\nkind: Database\n{text}");
        let mut documents = Documents::default();
        assert_eq!(documents.add(file, text.as_bytes()), []);
        let target = kinds::Target::default();
        let kinds::Lookup::Known(kind) =
            kinds::lookup("postgresql.cnpg.io", "v1", "Database", &target)
        else {
            panic!("there is no such kind");
        };
        is_one(documents.iter().next().unwrap(), Some(kind))
    }

    #[test]
    fn a_spec_that_lacks_all_it_must_have_is_a_patch() {
        assert!(judge("a.yaml", "spec: {extensions: []}\n"));
        assert!(!judge("a.yaml", "spec: {extensions: [], name: orders}\n"));
        assert!(!judge("a.yaml", "spec: {}\n"));
        assert!(!judge("a.yaml", "metadata: {name: main}\n"));
    }

    #[test]
    fn a_status_alone_is_what_a_test_expects() {
        assert!(judge("a.yaml", "status: {applied: true}\n"));
        assert!(!judge("a.yaml", "status: {}\n"));
        assert!(!judge(
            "a.yaml",
            "metadata: {uid: a}\nstatus: {applied: true}\n"
        ));
        assert!(judge("tests/01-assert.yaml", "spec: {name: orders}\n"));
        assert!(!judge("tests/assert-01.yaml", "spec: {name: orders}\n"));
    }

    #[test]
    fn a_file_that_is_called_a_patch_is_one() {
        let text = "spec: {name: orders}\n";
        for file in [
            "patches/a.yaml",
            "a/b-patch.yml",
            "patch_a.yaml",
            "patch.yaml",
        ] {
            assert!(judge(file, text), "{file}");
        }
        for file in [
            "dispatch.yaml",
            "patches.d/a.yaml",
            "a-patch/b.yaml",
            "a-patch-b.yaml",
        ] {
            assert!(!judge(file, text), "{file}");
        }
    }
}
