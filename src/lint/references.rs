//! Which objects name which cluster as theirs.

use std::collections::{HashMap, HashSet};

use super::context::{Context, Lookup};
use super::kind::{self, Kind};
use super::object::{Object, ObjectId};

/// The kinds whose objects name their cluster in `spec.cluster.name`.
static REFERRING: &[&Kind] = &[
    &kind::BACKUP,
    &kind::DATABASE,
    &kind::DATABASE_ROLE,
    &kind::POOLER,
    &kind::PUBLICATION,
    &kind::SCHEDULED_BACKUP,
    &kind::SUBSCRIPTION,
];

/// Which objects name which cluster as theirs.
#[derive(Debug)]
pub(super) struct References {
    /// By cluster.
    to: HashMap<ObjectId, Vec<ObjectId>>,
    /// Clusters that an object of the kind may mean.
    maybe: HashSet<(ObjectId, Kind)>,
}

impl References {
    /// The references of all objects of the run.
    pub(super) fn new(context: &Context<'_>) -> Self {
        let mut references = Self {
            to: HashMap::new(),
            maybe: HashSet::new(),
        };
        for kind in REFERRING {
            for object in context.objects(kind) {
                if !object.is_partial() {
                    references.add(context, *object, kind);
                }
            }
        }
        references
    }

    /// The objects that name the cluster.
    pub(super) fn to(&self, cluster: ObjectId) -> &[ObjectId] {
        self.to.get(&cluster).map_or(&[], Vec::as_slice)
    }

    /// Whether an object of the kind may mean the cluster, or may not.
    pub(super) fn maybe_to(&self, cluster: ObjectId, kind: &Kind) -> bool {
        self.maybe.contains(&(cluster, *kind))
    }

    fn add(&mut self, context: &Context<'_>, object: Object<'_>, kind: &Kind) {
        let name = object.slot(&["spec", "cluster", "name"]).text().value();
        let found = match name {
            Some(Some(name)) => context.find(object, &kind::CLUSTER, name),
            Some(None) => Lookup::Absent,
            None => Lookup::Unknown,
        };
        match found {
            Lookup::Found(cluster) => self.to.entry(cluster.id()).or_default().push(object.id()),
            Lookup::Absent => {}
            Lookup::Unknown => {
                let meant = |cluster: &&Object<'_>| {
                    let named = match (name.flatten(), cluster.name()) {
                        (Some(name), Some(own)) => name == own,
                        _ => true,
                    };
                    named && fits(cluster.namespace(), object.namespace())
                };
                let clusters = context.clusters().iter().filter(meant);
                self.maybe
                    .extend(clusters.map(|cluster| (cluster.id(), *kind)));
            }
        }
    }
}

/// Whether two namespaces may be the same: one that is not written is filled in
/// when the object is applied.
pub(super) fn fits(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}
