//! The same applications, placed otherwise: what teams argue about.

use super::measure::{self, Cluster, Totals};
use super::words;
use crate::plan;
use crate::spec::{Environment, Placement, Sourced, Spec};

/// The cluster that takes what no other takes, where applications share.
const SHARED: &str = "shared";

/// The ways of placing the applications of an environment.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// How the spec places them.
    pub written: Way,
    /// Every way: all in one cluster, one each, and as written if that is neither.
    pub outcomes: Vec<Outcome>,
}

/// A way of placing applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// All share a cluster.
    Shared,
    /// Each has its own.
    PerApp,
    /// Some share.
    Hybrid,
}

/// What a way of placing amounts to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The way.
    pub way: Way,
    /// What it takes; why it cannot be, where the spec says what cannot hold there.
    pub result: Result<Placed, Vec<String>>,
}

/// Applications in clusters, and what they take.
#[derive(Clone, Debug)]
pub struct Placed {
    /// What the clusters take.
    pub totals: Totals,
    /// The applications of each cluster: they fail, are restored and are upgraded
    /// together.
    pub together: Vec<Vec<String>>,
}

impl Way {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::PerApp => "per-app",
            Self::Hybrid => "hybrid",
        }
    }
}

impl Placed {
    fn of(clusters: &[Cluster]) -> Self {
        Self {
            totals: clusters.iter().map(|cluster| &cluster.totals).sum(),
            together: clusters
                .iter()
                .map(|cluster| cluster.apps.clone())
                .collect(),
        }
    }

    /// The most applications that one failure takes along.
    pub fn blast_radius(&self) -> usize {
        self.together.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// What fails together, in words.
    pub fn fails(&self) -> String {
        let shared = self.share("fail together, and compete for CPU, memory and connections");
        shared.unwrap_or_else(|| "each application fails alone".to_owned())
    }

    /// What can be restored by itself, in words.
    pub fn restores(&self) -> String {
        self.share("go back in time together").map_or_else(
            || "each application goes back to a moment of its own".to_owned(),
            |shared| format!("{shared}; one alone is copied out of a restored cluster by hand"),
        )
    }

    /// What is upgraded together, in words.
    pub fn upgrades(&self) -> String {
        let clusters = words::count(self.totals.clusters, "cluster", "clusters");
        self.share("have one major, and change it on one day")
            .map_or_else(
                || format!("{clusters} to upgrade, each when its application is ready"),
                |shared| format!("{clusters} to upgrade; {shared}"),
            )
    }

    /// What applications of the same cluster share; none if none has company.
    fn share(&self, what: &str) -> Option<String> {
        let mut sharing = self.together.iter().filter(|apps| 1 < apps.len());
        let mut text = format!("{} {what}", words::and(sharing.next()?));
        for apps in sharing {
            text.push_str("; so do ");
            text.push_str(&words::and(apps));
        }
        Some(text)
    }
}

/// Plans an environment in every way. `clusters` is what it has as written.
pub(super) fn compare(spec: &Spec, name: &str, clusters: &[Cluster]) -> Comparison {
    let written = way(clusters);
    let mut outcomes = Vec::new();
    for way in [Way::Shared, Way::PerApp, Way::Hybrid] {
        let result = if way == written {
            Ok(Placed::of(clusters))
        } else if way == Way::Hybrid {
            continue;
        } else {
            planned(spec, name, way)
        };
        outcomes.push(Outcome { way, result });
    }
    Comparison { written, outcomes }
}

/// How clusters came about.
fn way(clusters: &[Cluster]) -> Way {
    let mut shared = clusters
        .iter()
        .map(|cluster| cluster.placement == Placement::Shared);
    match clusters {
        [one] if one.placement == Placement::Shared => Way::Shared,
        _ if shared.any(|shared| shared) => Way::Hybrid,
        _ => Way::PerApp,
    }
}

/// The environment, planned with its applications placed otherwise.
fn planned(spec: &Spec, name: &str, way: Way) -> Result<Placed, Vec<String>> {
    let mut spec = spec.clone();
    spec.environments
        .retain(|_, environment| environment.name.value.as_str() == name);
    for environment in spec.environments.values_mut() {
        place(environment, way);
    }
    let plan = plan::plan(&spec).map_err(|problems| {
        let mut messages: Vec<String> = problems
            .into_iter()
            .map(|problem| problem.message)
            .collect();
        messages.dedup();
        messages
    })?;
    let clusters = plan
        .environments
        .iter()
        .flat_map(|environment| &environment.clusters);
    let clusters: Vec<Cluster> = clusters.map(measure::cluster).collect();
    Ok(Placed::of(&clusters))
}

fn place(environment: &mut Environment, way: Way) {
    let placement = match way {
        Way::Shared => Placement::Shared,
        Way::PerApp | Way::Hybrid => Placement::PerApp,
    };
    // What is said of the cluster that all share holds when all share it.
    environment
        .clusters
        .retain(|name, _| way == Way::Shared && name.as_str() == SHARED);
    let written = |given: Option<Sourced<Placement>>| {
        let origin = given.map(|given| given.origin).unwrap_or_default();
        Some(Sourced::new(placement, origin))
    };
    environment.settings.placement = written(environment.settings.placement);
    for app in environment.apps.values_mut() {
        app.cluster = None;
        app.settings.placement = written(app.settings.placement);
    }
}
