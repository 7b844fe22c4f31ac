//! Paths into objects, as the API server writes them.

use crate::document::Tree;

/// The value at a path: keys after dots, indexes and keys in brackets
/// (`spec.managed.roles[1].name`, `metadata.annotations[a.b/c]`).
pub(super) fn at<'t>(tree: &'t Tree, path: &str) -> Option<&'t Tree> {
    let mut tree = tree;
    let mut rest = path.strip_prefix('.').unwrap_or(path);
    while !rest.is_empty() {
        if let Some(bracket) = rest.strip_prefix('[') {
            let (step, after) = bracket.split_once(']')?;
            tree = match step.parse::<usize>() {
                Ok(index) if !tree.items().is_empty() => tree.items().get(index)?,
                _ => tree.get(step.trim_matches(['"', '\'']))?,
            };
            rest = after.strip_prefix('.').unwrap_or(after);
            continue;
        }
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (step, after) = rest.split_at(end);
        // A key that has dots itself, written without brackets.
        let whole = tree.get(rest);
        if whole.is_some() {
            return whole;
        }
        tree = tree.get(step)?;
        rest = after.strip_prefix('.').unwrap_or(after);
    }
    Some(tree)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_leads_through_keys_and_indexes() {
        let tree = Tree::from(json!({
            "spec": { "roles": [{ "name": "a" }, { "name": "b" }] },
            "metadata": { "annotations": { "x.y/z": "c" } },
        }));
        let text = |path| at(&tree, path).and_then(Tree::as_str);
        assert_eq!(text("spec.roles[1].name"), Some("b"));
        assert_eq!(text(".spec.roles[0].name"), Some("a"));
        assert_eq!(text("metadata.annotations[x.y/z]"), Some("c"));
        assert_eq!(text("metadata.annotations.x.y/z"), Some("c"));
        assert_eq!(text("spec.roles[2].name"), None);
        assert_eq!(text("spec.roles.name"), None);
        assert!(at(&tree, "").is_some());
        for odd in [
            "[",
            "spec[",
            "..",
            "spec..roles",
            "]",
            "[0]",
            "spec.roles[x]",
        ] {
            let _ = at(&tree, odd);
        }
    }
}
