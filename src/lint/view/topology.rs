//! Distributed topologies: clusters that know each other.

use super::external;
use super::replica::own_name;
use crate::lint::context::Context;
use crate::lint::object::Object;

/// The members of a cluster's topology that come before it in the run.
///
/// Two clusters with a `replica.primary` are members of one topology when each
/// has the other among its external clusters.
pub fn earlier_members<'a>(
    cx: &Context<'a>,
    cluster: Object<'a>,
) -> impl Iterator<Item = Object<'a>> {
    let all: Vec<Object<'a>> = cx.clusters().to_vec();
    let earlier = all
        .into_iter()
        .take_while(move |other| other.id() != cluster.id());
    earlier.filter(move |other| {
        is_member(*other)
            && is_member(cluster)
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
