//! Which connections the `NetworkPolicies` of a deployment let through.
//!
//! Policies add up: pods that one of them selects are isolated in its direction,
//! and what any of them allows is allowed. What cannot be told (a block of
//! addresses, the labels of another namespace) counts as allowed.

mod pod;
mod policy;
pub mod selector;
#[cfg(test)]
mod tests;

use crate::lint::context::Context;
use crate::lint::kind::NETWORK_POLICY;
use crate::lint::object::Object;
use crate::lint::place::Key;
use crate::lint::reporter::Collector;

pub use pod::{Pod, PodKind};
pub use policy::{Direction, End, Gate, Policy};

/// A connection that a pod needs.
#[derive(Clone, Copy, Debug)]
pub struct Need<'a> {
    /// The pod.
    pub pod: Pod<'a>,
    /// Whether it is made to the pod or by it.
    pub direction: Direction,
    /// The other end.
    pub far: End<'a>,
    /// The port at the end that is connected to.
    pub gate: Gate,
}

/// Connections that are needed and do not pass.
#[derive(Clone, Debug)]
pub struct Cut<'a> {
    /// The policy that isolates the pods.
    pub policy: Policy<'a>,
    /// The first connection.
    pub need: Need<'a>,
    /// The Clusters whose connections do not pass.
    pub clusters: Vec<Object<'a>>,
}

impl Cut<'_> {
    /// Reports the cut at the policy that isolates the pods.
    pub fn tell(&self, all: &mut Collector<'_>, message: &str, help: &str) {
        let mut reporter = all.on(self.policy.object);
        let selector = self.policy.selector();
        let label = "these pods are isolated, and no policy allows it";
        let finding = match selector.node() {
            Some(node) => reporter.report(Key(node), message, label),
            None => reporter.report(selector, message, label),
        };
        finding.help(help);
        for cluster in self.clusters.iter().take(3) {
            finding.relate(cluster.grip(), "needed by this cluster");
        }
    }
}

/// The needs that no policy lets pass, one cut per policy.
pub fn cuts<'a>(
    cx: &Context<'a>,
    needs: impl Fn(&Context<'a>, Object<'a>) -> Vec<Need<'a>>,
) -> Vec<Cut<'a>> {
    let mut cuts: Vec<Cut<'a>> = Vec::new();
    if !is_complete(cx) {
        return cuts;
    }
    let clusters = cx.clusters().iter().copied();
    for cluster in clusters.filter(|cluster| !cx.is_open(*cluster) && !cluster.is_partial()) {
        for need in needs(cx, cluster) {
            let Some(policy) = cutting(cx, &need) else {
                continue;
            };
            let known = |cut: &&mut Cut<'a>| cut.policy.object.id() == policy.object.id();
            match cuts.iter_mut().find(known) {
                Some(cut) if cut.clusters.iter().any(|other| other.id() == cluster.id()) => {}
                Some(cut) => cut.clusters.push(cluster),
                None => cuts.push(Cut {
                    policy,
                    need,
                    clusters: vec![cluster],
                }),
            }
        }
    }
    cuts
}

/// The policies of the run.
pub fn policies<'c, 'a>(cx: &'c Context<'a>) -> impl Iterator<Item = Policy<'a>> + use<'c, 'a> {
    let objects = cx.objects(&NETWORK_POLICY).iter();
    objects.map(|object| Policy { object: *object })
}

/// The policy that isolates the pod, if none lets the connection pass.
fn cutting<'a>(cx: &Context<'a>, need: &Need<'a>) -> Option<Policy<'a>> {
    let mut isolating = None;
    for object in cx.near(&NETWORK_POLICY, need.pod.owner) {
        let policy = Policy { object };
        let governs = policy.governs(need.direction);
        let selects = policy.selects(&need.pod);
        if governs == Some(false) || selects == Some(false) {
            continue;
        }
        if policy.may_pass(&need.pod, need.direction, need.far, need.gate) {
            return None;
        }
        if governs == Some(true) && selects == Some(true) && isolating.is_none() {
            isolating = Some(policy);
        }
    }
    isolating
}

/// Whether all policies can be read: there are no patches of them, and none in
/// the languages of network plugins.
fn is_complete(cx: &Context<'_>) -> bool {
    let partial = policies(cx).any(|policy| policy.object.is_partial());
    let foreign = |object: &Object<'_>| {
        let group = object.document().group().unwrap_or_default();
        ["cilium.io", "projectcalico.org", "policy.networking.k8s.io"]
            .iter()
            .any(|plugin| group.ends_with(plugin))
    };
    !partial && !cx.all().iter().any(foreign)
}
