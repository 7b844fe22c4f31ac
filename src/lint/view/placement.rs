//! Where the instances of a cluster may run.

use super::list;
use crate::knowledge::operator::defaults::{ANTI_AFFINITY, TOPOLOGY_KEY};
use crate::lint::object::Object;
use crate::lint::slot::Slot;

/// The label of nodes that names their zone.
pub const ZONE: &str = "topology.kubernetes.io/zone";

/// The number of instances; nothing where nobody can tell.
pub fn instances(cluster: Object<'_>) -> Option<i64> {
    cluster.slot(&["spec", "instances"]).integer_or(1).value()
}

/// The operator's own anti-affinity between instances.
pub fn anti_affinity(cluster: Object<'_>) -> Slot<'_> {
    cluster.slot(&["spec", "affinity", "enablePodAntiAffinity"])
}

/// Whether one node may run two instances, as far as anything that is written
/// forbids it; nothing where nobody can tell.
///
/// Rules of the user's own (`additionalPodAntiAffinity`) count as forbidding.
pub fn may_share_a_node(cluster: Object<'_>) -> Option<bool> {
    let affinity = cluster.slot(&["spec", "affinity"]);
    if affinity.at(&["additionalPodAntiAffinity"]).is_present()? || spreads(cluster, true)? {
        return Some(false);
    }
    let kind = affinity.at(&["podAntiAffinityType"]);
    let kind = kind.text_or(ANTI_AFFINITY).value()?;
    let key = affinity.at(&["topologyKey"]).text_or("").value()?;
    let apart = key.is_empty() || key == TOPOLOGY_KEY || key == ZONE;
    let required = anti_affinity(cluster).boolean_or(true).value()? && kind == "required";
    Some(!(required && apart))
}

/// Whether anything that is written speaks of zones: a constraint that spreads
/// instances over them, or a choice of nodes; nothing where nobody can tell.
pub fn considers_zones(cluster: Object<'_>) -> Option<bool> {
    let affinity = cluster.slot(&["spec", "affinity"]);
    let fields: [&'static [&'static str]; 3] = [
        &["additionalPodAntiAffinity"],
        &["additionalPodAffinity"],
        &["nodeAffinity"],
    ];
    for field in fields {
        if affinity.at(field).is_present()? {
            return Some(true);
        }
    }
    if affinity.at(&["nodeSelector"]).key(ZONE).is_present()? {
        return Some(true);
    }
    let key = affinity.at(&["topologyKey"]).text_or("").value()?;
    Some(is_zone(key) || spreads(cluster, false)?)
}

/// Whether a constraint spreads instances over nodes, strictly, or over zones;
/// nothing where nobody can tell.
fn spreads(cluster: Object<'_>, over_nodes: bool) -> Option<bool> {
    for constraint in list(cluster.slot(&["spec", "topologySpreadConstraints"]))? {
        let key = constraint.at(&["topologyKey"]).text_or("").value()?;
        let found = if over_nodes {
            let otherwise = constraint.at(&["whenUnsatisfiable"]);
            key == TOPOLOGY_KEY && otherwise.text_or("DoNotSchedule").value()? == "DoNotSchedule"
        } else {
            is_zone(key)
        };
        if found {
            return Some(true);
        }
    }
    Some(false)
}

/// Whether a label of nodes tells a place larger than a node.
fn is_zone(key: &str) -> bool {
    !key.is_empty() && key != TOPOLOGY_KEY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Documents;
    use crate::lint::context::Context;
    use crate::lint::tests::settings;
    use crate::lint::{Environment, Target};

    fn judge(spec: &str) -> [Option<bool>; 2] {
        let head = "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: main\n";
        let text = format!("{head}spec:\n  instances: 3\n{spec}");
        let mut documents = Documents::default();
        assert_eq!(documents.add("0.yaml", text.as_bytes()), []);
        let settings = settings(Environment::Prod, Target::newest());
        let cx = Context::new(&documents, &settings);
        let cluster = cx.clusters()[0];
        [may_share_a_node(cluster), considers_zones(cluster)]
    }

    #[test]
    fn only_what_is_required_keeps_instances_apart() {
        assert_eq!(judge(""), [Some(true), Some(false)]);
        let required = "  affinity: {podAntiAffinityType: required}\n";
        assert_eq!(judge(required), [Some(false), Some(false)]);
        let off = "  affinity: {podAntiAffinityType: required, enablePodAntiAffinity: false}\n";
        assert_eq!(judge(off), [Some(true), Some(false)]);
    }

    #[test]
    fn constraints_spread_over_what_they_name() {
        let by = |key: &str| format!("  topologySpreadConstraints: [{{topologyKey: {key}}}]\n");
        assert_eq!(judge(&by(TOPOLOGY_KEY)), [Some(false), Some(false)]);
        assert_eq!(judge(&by(ZONE)), [Some(true), Some(true)]);
        assert_eq!(judge(&by("\"${KEY}\"")), [None, None]);
    }
}
