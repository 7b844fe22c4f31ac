//! Distributed topologies: clusters that know each other.

use super::replica::own_name;
use super::{external, list};
use crate::kube::Image;
use crate::lint::context::Context;
use crate::lint::object::Object;

/// The members of a cluster's topology that come before it in the run.
///
/// Two clusters with a `replica.primary` are members of one topology when each
/// has the other among its external clusters.
pub fn earlier_members<'c, 'a>(
    cx: &'c Context<'a>,
    cluster: Object<'a>,
) -> impl Iterator<Item = Object<'a>> + use<'c, 'a> {
    let all = if is_member(cluster) {
        cx.clusters()
    } else {
        &[]
    };
    let earlier = all.iter().copied();
    let earlier = earlier.take_while(move |other| other.id() != cluster.id());
    earlier.filter(move |other| {
        is_member(*other)
            && own_name(*other) != own_name(cluster)
            && knows(cluster, *other)
            && knows(*other, cluster)
    })
}

fn is_member(cluster: Object<'_>) -> bool {
    let primary = cluster.slot(&["spec", "replica", "primary"]);
    primary.node().is_some()
}

/// Whether a cluster has another among its external clusters.
fn knows(cluster: Object<'_>, other: Object<'_>) -> bool {
    own_name(other).is_some_and(|name| external::named(cluster, name).is_some())
}

/// The major version of a cluster's image, as far as its name tells.
pub fn major(cluster: Object<'_>) -> Option<u64> {
    let image = cluster.slot(&["spec", "imageName"]).text().written()??;
    Some(Image::parse(image).postgres_version().ok()?.major)
}

/// The names of a cluster's tablespaces, sorted; nothing where nobody can tell.
pub fn tablespaces(cluster: Object<'_>) -> Option<Vec<&str>> {
    let listed = list(cluster.slot(&["spec", "tablespaces"]))?;
    let names = listed
        .into_iter()
        .map(|slot| slot.at(&["name"]).text().written()?);
    let mut names: Vec<&str> = names.collect::<Option<_>>()?;
    names.sort_unstable();
    Some(names)
}
