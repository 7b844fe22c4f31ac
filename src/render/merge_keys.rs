//! By which keys the items of a list are known, for lists that overrides merge.
//!
//! The API server's own list types are not enough: the operator's resources mark
//! a few of their lists only, and neither `plugins` nor `managed.roles`, of
//! which nobody writes two with one name. So the lists of the kinds that are
//! rendered stand here, by what identifies an item for the program that reads it.

/// Everything about a list of any kind: its field, and the fields of its items
/// that tell them apart.
const ANYWHERE: &[(&str, &[&str])] = &[
    ("containers", &["name"]),
    ("env", &["name"]),
    ("imagePullSecrets", &["name"]),
    ("initContainers", &["name"]),
    // Kubernetes merges constraints by their topology key.
    ("topologySpreadConstraints", &["topologyKey"]),
    ("volumeMounts", &["mountPath"]),
    ("volumes", &["name"]),
];

/// Lists of one kind.
const OF_KIND: &[(&str, &str, &[&str])] = &[
    ("Cluster", "extensions", &["name"]),
    ("Cluster", "externalClusters", &["name"]),
    ("Cluster", "plugins", &["name"]),
    ("Cluster", "podSelectorRefs", &["name"]),
    ("Cluster", "roles", &["name"]),
    ("Cluster", "tablespaces", &["name"]),
    ("Database", "extensions", &["name"]),
    ("Database", "fdws", &["name"]),
    ("Database", "schemas", &["name"]),
    ("Database", "servers", &["name"]),
    ("ImageCatalog", "componentImages", &["key"]),
    ("ImageCatalog", "extensions", &["name"]),
    ("ImageCatalog", "images", &["major"]),
    ("Pooler", "ports", &["port"]),
    ("PrometheusRule", "groups", &["name"]),
    ("PrometheusRule", "rules", &["alert"]),
];

/// The fields that tell the items of a list apart; none if the list is replaced
/// as a whole. `field` is the name of the list.
pub(super) fn merge_keys(kind: &str, field: &str) -> Option<&'static [&'static str]> {
    let anywhere = ANYWHERE.iter().find(|(list, _)| *list == field);
    let of_kind = || {
        OF_KIND
            .iter()
            .find(|(of, list, _)| *of == kind && *list == field)
    };
    anywhere
        .map(|(_, keys)| *keys)
        .or_else(|| of_kind().map(|(_, _, keys)| *keys))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_known_by_its_kind_and_field() {
        assert_eq!(merge_keys("Cluster", "plugins"), Some(&["name"][..]));
        assert_eq!(merge_keys("Pooler", "containers"), Some(&["name"][..]));
        assert_eq!(merge_keys("Cluster", "pg_hba"), None);
        assert_eq!(merge_keys("Database", "roles"), None);
    }
}
