//! One `NetworkPolicy`: which pods it isolates, and what may pass.

use std::ops::RangeInclusive;

use super::pod::Pod;
use super::selector::{self, Has};
use crate::knowledge::operator::defaults;
use crate::knowledge::operator::labels;
use crate::knowledge::operator::ports;
use crate::lint::object::Object;
use crate::lint::slot::Slot;
use crate::lint::view::list;

/// The label that every namespace has: its name.
const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// To pods, or away from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the pods that a policy selects.
    Ingress,
    /// Away from them.
    Egress,
}

/// The far end of a connection.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one at a time, on the stack"
)]
pub enum End<'a> {
    /// A pod of the same deployment.
    Pod(Pod<'a>),
    /// The operator, in a namespace that is seldom known.
    Operator,
    /// The API server, which is no pod.
    ApiServer,
    /// The DNS of Kubernetes.
    Dns,
    /// Something else, inside or outside of Kubernetes: an object store, Prometheus.
    Elsewhere,
}

/// The ports that would do.
#[derive(Clone, Copy, Debug)]
pub enum Gate {
    /// This one, by TCP.
    Tcp(u16),
    /// Any that is not known to belong to something else, by TCP: ports are
    /// judged behind Services, where they may be others.
    OtherTcp,
    /// Any, by UDP: DNS often listens behind a Service on another port than 53.
    Udp,
}

impl Gate {
    /// Whether a range of ports contains one that would do.
    fn is_in(self, range: &RangeInclusive<u16>) -> bool {
        const KNOWN: [u16; 5] = [
            53,
            ports::POSTGRES,
            ports::STATUS,
            ports::INSTANCE_METRICS,
            ports::POOLER_METRICS,
        ];
        match self {
            Self::Tcp(port) => range.contains(&port),
            Self::OtherTcp => range.start() != range.end() || !KNOWN.contains(range.start()),
            Self::Udp => true,
        }
    }
}

/// A `NetworkPolicy`.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    /// The object.
    pub object: Object<'a>,
}

impl<'a> Policy<'a> {
    /// Its selector of pods.
    pub fn selector(self) -> Slot<'a> {
        self.object.slot(&["spec", "podSelector"])
    }

    /// Whether it is about a direction; nothing where nobody can tell.
    pub fn governs(self, direction: Direction) -> Option<bool> {
        let types = list(self.object.slot(&["spec", "policyTypes"]))?;
        if types.is_empty() {
            return match direction {
                Direction::Ingress => Some(true),
                Direction::Egress => self.rules(direction).is_present(),
            };
        }
        let wanted = match direction {
            Direction::Ingress => "Ingress",
            Direction::Egress => "Egress",
        };
        let is_wanted = |slot: Slot<'_>| Some(slot.text().written()?? != wanted);
        selector::all(types.into_iter().map(is_wanted)).map(|none| !none)
    }

    /// Whether it selects a pod; nothing where nobody can tell.
    pub fn selects(self, pod: &Pod<'_>) -> Option<bool> {
        let selected = pod.is_selected(self.selector())?;
        match (self.object.namespace(), pod.owner.namespace()) {
            (Some(one), Some(other)) if one != other => Some(false),
            (Some(_), Some(_)) => Some(selected),
            (None, None) if self.is_beside(pod.owner) => Some(selected),
            _ if selected => None,
            _ => Some(false),
        }
    }

    /// Whether it may let a pod that it selects connect to the far end, or the
    /// far end to it.
    pub fn may_pass(self, pod: &Pod<'_>, direction: Direction, far: End<'_>, gate: Gate) -> bool {
        let Some(rules) = list(self.rules(direction)) else {
            return true;
        };
        let listening = match (direction, far) {
            (Direction::Ingress, _) => Some(*pod),
            (Direction::Egress, End::Pod(far)) => Some(far),
            (Direction::Egress, _) => None,
        };
        rules.into_iter().any(|rule| {
            let peers = match direction {
                Direction::Ingress => rule.at(&["from"]),
                Direction::Egress => rule.at(&["to"]),
            };
            any_or_all(&peers, |peer| self.may_mean(peer, far))
                && any_or_all(&rule.at(&["ports"]), |port| {
                    may_be(port, gate, listening.as_ref())
                })
        })
    }

    fn rules(self, direction: Direction) -> Slot<'a> {
        match direction {
            Direction::Ingress => self.object.slot(&["spec", "ingress"]),
            Direction::Egress => self.object.slot(&["spec", "egress"]),
        }
    }

    /// Whether a peer of a rule may mean the far end.
    fn may_mean(self, peer: &Slot<'_>, far: End<'_>) -> bool {
        let namespaces = peer.at(&["namespaceSelector"]);
        let pods = peer.at(&["podSelector"]);
        if peer.at(&["ipBlock"]).is_present() != Some(false) {
            return true;
        }
        let own = namespaces.is_present() == Some(false);
        match far {
            End::Pod(pod) => {
                let here = own || selector::matches(namespaces, |key| self.own(key)) != Some(false);
                here && pod.is_selected(pods) != Some(false)
            }
            End::Operator => {
                let named = pods.node().is_some_and(|pods| !pods.is_empty());
                let here = !own || named || self.may_hold_operator();
                let there = own || !is_of_others(&namespaces, self.object.namespace());
                here && there && selector::matches(pods, operator) != Some(false)
            }
            End::ApiServer | End::Dns => !own,
            End::Elsewhere => !own || selector::matches(pods, strange) != Some(false),
        }
    }

    /// What is known of a label of the policy's own namespace.
    fn own(self, key: &str) -> Has<'a> {
        match self.object.namespace() {
            Some(namespace) if key == NAMESPACE_NAME => Has::Value(namespace),
            _ => Has::Unknown,
        }
    }

    /// Whether the operator may run in the policy's own namespace.
    fn may_hold_operator(self) -> bool {
        let (usual, _) = defaults::OPERATOR;
        let namespace = self.object.namespace().unwrap_or_default();
        namespace == usual
            || ["operator", "cnpg", "cloudnative"]
                .iter()
                .any(|word| namespace.contains(word))
    }

    /// Whether both are surely applied to one namespace, though neither names
    /// it: they are in one folder.
    fn is_beside(self, other: Object<'_>) -> bool {
        let folder = |object: Object<'_>| {
            let name = object.document().source().name();
            name.rsplit_once('/')
                .map_or("", |(folder, _)| folder)
                .to_owned()
        };
        folder(self.object) == folder(other)
    }
}

/// Whether an entry of a list fits, or the list is empty or not known, which
/// means all.
fn any_or_all<'a>(slot: &Slot<'a>, fits: impl Fn(&Slot<'a>) -> bool) -> bool {
    match list(*slot) {
        Some(entries) => entries.is_empty() || entries.iter().any(fits),
        None => true,
    }
}

/// Whether an entry of a rule's ports may open the gate.
fn may_be(entry: &Slot<'_>, gate: Gate, listening: Option<&Pod<'_>>) -> bool {
    let protocol = match gate {
        Gate::Tcp(_) | Gate::OtherTcp => "TCP",
        Gate::Udp => "UDP",
    };
    let written = entry.at(&["protocol"]).text_or("TCP").value();
    if written.is_some_and(|written| written != protocol) {
        return false;
    }
    let port = entry.at(&["port"]);
    let Some(node) = port.node() else { return true };
    let number = match (node.as_i64(), node.as_str()) {
        (Some(number), _) => u16::try_from(number).ok(),
        (None, Some(name)) => match listening {
            Some(pod) => {
                return pod
                    .port(name)
                    .is_some_and(|port| gate.is_in(&(port..=port)));
            }
            None => None,
        },
        (None, None) => None,
    };
    let Some(first) = number else { return true };
    let last = entry.at(&["endPort"]).integer_or(i64::from(first)).value();
    let last = last.and_then(|last| u16::try_from(last).ok());
    last.is_none_or(|last| gate.is_in(&(first..=last)))
}

/// What is known of a label of the operator's pod; its chart lets people add some.
fn operator(key: &str) -> Has<'static> {
    let (name, value) = labels::OPERATOR;
    match key {
        _ if key == name => Has::Value(value),
        "app" | "component" | "k8s-app" | "name" | "role" | "tier" => Has::Nothing,
        _ if key.starts_with("cnpg.io/") => Has::Nothing,
        _ => Has::Unknown,
    }
}

/// What is known of a label of a pod that the operator has not made.
fn strange(key: &str) -> Has<'static> {
    if key.starts_with("cnpg.io/") {
        Has::Nothing
    } else {
        Has::Unknown
    }
}

/// Whether a selector of namespaces surely means one where the operator does
/// not run: the policy's own, or one of a monitoring or ingress system.
fn is_of_others(namespaces: &Slot<'_>, own: Option<&str>) -> bool {
    const OTHERS: [&str; 6] = [
        "grafana",
        "ingress",
        "monitor",
        "observability",
        "prometheus",
        "traefik",
    ];
    let mut labels = namespaces.at(&["matchLabels"]).entries();
    labels.any(|(key, value)| {
        let value = value.text().written().flatten();
        let named = key == NAMESPACE_NAME || key == "name";
        named
            && value.is_some_and(|value| {
                let is_own = Some(value) == own && !value.contains("operator");
                is_own || OTHERS.iter().any(|word| value.contains(word))
            })
    })
}
