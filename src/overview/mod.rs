//! What a plan amounts to, for the people who decide about it: what goes where, what
//! it takes, what it would take otherwise, and what losing a part of it costs.
//!
//! The numbers are those of the plan; nothing is decided here.

mod compare;
mod json;
mod loss;
mod measure;
mod mermaid;
mod svg;
#[cfg(test)]
mod tests;
mod text;
mod words;

pub use compare::{Comparison, Outcome, Way};
pub use loss::{Failure, Loss};
pub use measure::{Cluster, Pooler, Totals};

use crate::plan::{Plan, Prerequisite};
use crate::spec::Spec;

/// What a plan amounts to.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The project.
    pub project: String,
    /// The release of the operator that the manifests are for.
    pub operator: String,
    /// The environments that are asked for, by name.
    pub environments: Vec<Environment>,
    /// What must be there before anything works.
    pub prerequisites: Vec<Prerequisite>,
    /// How many last words of the spec change what is rendered; the numbers do not
    /// know of them.
    pub overrides: usize,
}

/// What an environment amounts to.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// Its clusters, by name.
    pub clusters: Vec<Cluster>,
    /// What they take together.
    pub totals: Totals,
    /// The same applications, placed otherwise.
    pub comparison: Comparison,
}

/// The forms of an overview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// A flowchart for Markdown.
    Mermaid,
    /// A drawing.
    Svg,
}

/// What a plan amounts to: all of its environments, where none is named.
///
/// Each environment is planned again for every way of placing its applications.
pub fn of(spec: &Spec, plan: &Plan, environments: &[String]) -> Overview {
    let is_meant = |name: &str| environments.is_empty() || environments.iter().any(|n| n == name);
    let meant = plan
        .environments
        .iter()
        .filter(|environment| is_meant(&environment.name.value));
    let meant: Vec<Environment> = meant
        .map(|environment| {
            let clusters: Vec<Cluster> =
                environment.clusters.iter().map(measure::cluster).collect();
            Environment {
                name: environment.name.value.clone(),
                totals: clusters.iter().map(|cluster| &cluster.totals).sum(),
                comparison: compare::compare(spec, &environment.name.value, &clusters),
                clusters,
            }
        })
        .collect();
    let mut prerequisites = plan.prerequisites();
    prerequisites.retain(|needed| needed.environments.iter().any(|name| is_meant(name)));
    Overview {
        project: spec.project.value.to_string(),
        operator: plan.operator.release(),
        environments: meant,
        prerequisites,
        overrides: spec.overrides.len(),
    }
}

/// An overview in a form, with a line feed at the end.
pub fn write(overview: &Overview, format: Format) -> String {
    match format {
        Format::Text => text::write(overview),
        Format::Json => json::write(overview),
        Format::Mermaid => mermaid::write(overview),
        Format::Svg => svg::write(overview),
    }
}
