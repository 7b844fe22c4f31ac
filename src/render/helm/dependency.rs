//! Charts that another chart depends on.

use crate::document::Tree;

/// A chart, in one version, from one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Its name.
    pub name: String,
    /// Its exact version.
    pub version: String,
    /// The repository it is in.
    pub repository: String,
}

impl Dependency {
    /// Its entry in `Chart.yaml`.
    pub(super) fn in_chart(&self) -> Tree {
        self.entry(["name", "version", "repository"])
    }

    /// Its entry in `Chart.lock`, in Helm's order.
    pub(super) fn in_lock(&self) -> Tree {
        self.entry(["name", "repository", "version"])
    }

    fn entry(&self, order: [&str; 3]) -> Tree {
        let mut tree = Tree::map();
        for key in order {
            let value = match key {
                "name" => &self.name,
                "version" => &self.version,
                _ => &self.repository,
            };
            tree.insert(key, value.as_str().into());
        }
        tree
    }
}
