//! Environments that cannot be in one Kubernetes cluster.

use std::collections::BTreeSet;

use super::object::Body;
use super::{Environment, Plan};
use crate::spec::Problem;

impl Plan {
    /// The pairs of environments that have a `Cluster` of the same name in the same
    /// namespace. That is right where each has a Kubernetes cluster of its own, which
    /// a spec does not say; in one, the second takes the place of the first.
    pub fn overlaps(&self) -> Vec<Problem> {
        let mut overlaps = Vec::new();
        let mut earlier: Vec<(&Environment, BTreeSet<String>)> = Vec::new();
        for environment in &self.environments {
            let clusters = clusters(environment);
            for (other, theirs) in &earlier {
                let both: Vec<String> = clusters.intersection(theirs).cloned().collect();
                if !both.is_empty() {
                    overlaps.push(self.overlap(environment, other, &both));
                }
            }
            earlier.push((environment, clusters));
        }
        overlaps
    }

    fn overlap(&self, one: &Environment, other: &Environment, clusters: &[String]) -> Problem {
        let place = |environment: &Environment| {
            let place = self.origins.in_spec(environment.name.origin);
            place.unwrap_or_default()
        };
        let message = format!(
            "`{}` and `{}` have the same Cluster {} in the same namespace",
            other.name,
            one.name,
            clusters.join(", ")
        );
        Problem::new(place(one), message)
            .label("this environment")
            .related(place(other), "and this one")
            .help("apply them to different Kubernetes clusters, or set another `namespace` for one")
    }
}

/// The clusters of an environment: `NAMESPACE/NAME`, in backticks.
fn clusters(environment: &Environment) -> BTreeSet<String> {
    environment
        .placed()
        .map(|placed| placed.object)
        .filter(|object| matches!(object.body, Body::Cluster(_)))
        .map(|object| {
            let namespace = object.namespace().unwrap_or_default();
            format!("`{namespace}/{}`", object.name())
        })
        .collect()
}
