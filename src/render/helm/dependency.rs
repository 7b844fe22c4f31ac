//! Charts that another chart depends on.

use crate::document::Tree;
use crate::plan::Chart;

/// The entry of a chart in `Chart.yaml`.
pub(super) fn in_chart(chart: &Chart) -> Tree {
    let Chart {
        name,
        version,
        repository,
    } = *chart;
    entry([
        ("name", name),
        ("version", version),
        ("repository", repository),
    ])
}

/// Its entry in `Chart.lock`, in Helm's order.
pub(super) fn in_lock(chart: &Chart) -> Tree {
    let Chart {
        name,
        version,
        repository,
    } = *chart;
    entry([
        ("name", name),
        ("repository", repository),
        ("version", version),
    ])
}

fn entry(fields: [(&str, &str); 3]) -> Tree {
    let mut tree = Tree::map();
    for (key, value) in fields {
        tree.insert(key, value.into());
    }
    tree
}
