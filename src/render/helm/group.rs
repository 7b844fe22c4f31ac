//! The objects of a chart by kind: which key of the values holds them.

use crate::render::object::Object;

/// Kinds of which a cluster has one, as a rule: they are a key of the values by
/// themselves. Others are a map by name even where there is only one, so that a
/// second one does not move the first.
const SINGLE: &[&str] = &["Cluster", "ImageCatalog", "ObjectStore", "PrometheusRule"];

/// The objects of one kind in a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Their API version.
    pub(super) api_version: String,
    /// Their kind.
    pub(super) kind: String,
    /// The key that holds them in the values: `cluster`, `poolers`.
    pub(super) key: String,
    /// Whether they are a map by name.
    pub(super) by_name: bool,
}

impl Group {
    /// The groups of a chart, in the order of the objects.
    pub(super) fn all(environments: &[(&str, Vec<&Object>)]) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for object in environments.iter().flat_map(|(_, objects)| objects) {
            if groups.iter().any(|group| group.holds(object)) {
                continue;
            }
            let by_name = !SINGLE.contains(&object.kind.as_str())
                || environments.iter().any(|(_, objects)| {
                    let same = |other: &&&Object| other.kind == object.kind;
                    1 < objects.iter().filter(same).count()
                });
            let mut key = camel(&object.kind);
            if by_name {
                key = plural(&key);
            }
            // Another API group has a kind of the same name.
            while groups.iter().any(|group| group.key == key) {
                let owner = object.api_version.split(['.', '/']).next();
                key.push_str(owner.unwrap_or("x"));
            }
            groups.push(Self {
                api_version: object.api_version.clone(),
                kind: object.kind.clone(),
                key,
                by_name,
            });
        }
        groups
    }

    /// Whether an object is one of them.
    pub(super) fn holds(&self, object: &Object) -> bool {
        self.kind == object.kind && self.api_version == object.api_version
    }

    /// The name of their template, without its ending.
    pub(super) fn file(&self) -> String {
        self.key.to_lowercase()
    }
}

fn camel(kind: &str) -> String {
    let mut chars = kind.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if word.ends_with(['s', 'x']) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_become_keys() {
        let keys = [
            "Cluster",
            "PodMonitor",
            "NetworkPolicy",
            "Pooler",
            "Gateway",
            "Ingress",
        ]
        .map(|kind| (camel(kind), plural(&camel(kind))));
        let expected = [
            ("cluster", "clusters"),
            ("podMonitor", "podMonitors"),
            ("networkPolicy", "networkPolicies"),
            ("pooler", "poolers"),
            ("gateway", "gateways"),
            ("ingress", "ingresses"),
        ];
        assert_eq!(
            keys,
            expected.map(|(one, many)| (one.to_owned(), many.to_owned()))
        );
    }
}
