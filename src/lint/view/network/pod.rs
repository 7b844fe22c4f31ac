//! Pods that the operator makes, by what is known of their labels.

use std::fmt;

use super::selector::{self, Has};
use crate::knowledge::operator::labels::{self, Values};
use crate::knowledge::operator::ports;
use crate::kube::version::OperatorVersion;
use crate::lint::context::Context;
use crate::lint::kind::POOLER;
use crate::lint::object::Object;
use crate::lint::slot::{Found, Slot};

pub use labels::Pod as PodKind;

/// A pod that the operator makes.
#[derive(Clone, Copy, Debug)]
pub struct Pod<'a> {
    /// Which kind of pod.
    pub kind: PodKind,
    /// The Cluster or Pooler that it is made for.
    pub owner: Object<'a>,
    /// The name of its Cluster, where it is known.
    cluster: Option<&'a str>,
    version: &'a OperatorVersion,
}

impl fmt::Display for Pod<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self.kind {
            PodKind::Instance => "the instances",
            PodKind::Job => "the Jobs that make instances",
            PodKind::Pooler => "the poolers",
        })
    }
}

impl<'a> Pod<'a> {
    /// A pod of a Cluster: an instance or a Job.
    pub fn of_cluster(cx: &Context<'a>, kind: PodKind, cluster: Object<'a>) -> Self {
        Self {
            kind,
            owner: cluster,
            cluster: cluster.name(),
            version: &cx.target().operator,
        }
    }

    /// A pod of a Pooler.
    pub fn of_pooler(cx: &Context<'a>, pooler: Object<'a>) -> Self {
        let cluster = pooler.slot(&["spec", "cluster", "name"]).text();
        Self {
            kind: PodKind::Pooler,
            owner: pooler,
            cluster: cluster.written().flatten(),
            version: &cx.target().operator,
        }
    }

    /// The pods of a Cluster and of the Poolers that use it.
    pub fn all_of(cx: &Context<'a>, cluster: Object<'a>) -> Vec<Self> {
        let own = [PodKind::Instance, PodKind::Job].map(|kind| Self::of_cluster(cx, kind, cluster));
        let poolers = cx.referring(&POOLER, cluster).objects.into_iter();
        own.into_iter()
            .chain(poolers.map(|pooler| Self::of_pooler(cx, pooler)))
            .collect()
    }

    /// What is known of a label of the pod.
    pub fn label(&self, key: &str) -> Has<'a> {
        let made = labels::of_pod(self.kind).iter();
        let known = |text: Option<&'a str>| text.map_or(Has::Something, Has::Value);
        for label in made.filter(|label| label.since.reached(self.version)) {
            if label.key == key {
                return match label.values {
                    Values::OneOf([one]) => Has::Value(one),
                    Values::OneOf(several) => Has::OneOf(several),
                    Values::Cluster => known(self.cluster),
                    Values::Pooler => known(self.owner.name()),
                    Values::Instance | Values::Version => Has::Something,
                };
            }
        }
        self.added(key)
    }

    /// Whether a selector matches the pod; nothing where nobody can tell.
    pub fn is_selected(&self, selector: Slot<'_>) -> Option<bool> {
        selector::matches(selector, |key| self.label(key))
    }

    /// The number of a port of the pod that is called by its name.
    pub fn port(&self, name: &str) -> Option<u16> {
        let named: &[ports::Named] = match self.kind {
            PodKind::Instance => &ports::INSTANCE,
            PodKind::Pooler => &ports::POOLER,
            PodKind::Job => &[],
        };
        let found = named.iter().find(|port| port.name == name);
        found.map(|port| port.port)
    }

    /// What people add to the pod's labels: by the object, or by letting the
    /// operator hand down some labels of it (`INHERITED_LABELS`).
    fn added(&self, key: &str) -> Has<'a> {
        let given = match self.kind {
            PodKind::Instance | PodKind::Job => {
                self.owner.slot(&["spec", "inheritedMetadata", "labels"])
            }
            PodKind::Pooler => self.owner.slot(&["spec", "template", "metadata", "labels"]),
        };
        let handed = self.owner.slot(&["metadata", "labels"]);
        match (value(&given, key), value(&handed, key)) {
            (Has::Nothing, Has::Nothing) => Has::Nothing,
            (given @ Has::Value(_), _) => given,
            _ => Has::Unknown,
        }
    }
}

/// What a mapping of labels says of one.
fn value<'a>(labels: &Slot<'a>, key: &str) -> Has<'a> {
    match labels.found() {
        Found::Absent => Has::Nothing,
        Found::Node(node) if node.is_map() => match node.get(key) {
            Some(value) => value.as_str().map_or(Has::Unknown, Has::Value),
            None if labels.object().is_partial() => Has::Unknown,
            None => Has::Nothing,
        },
        Found::Node(_) | Found::Unknown => Has::Unknown,
    }
}
