//! The third stage: a plan becomes the files that carry it out.
//!
//! A template gives an object's text, the text is parsed into the tree that the
//! linter reads, overrides patch that tree, and one emitter writes it. Every
//! value keeps the number of its origin on the way, so that a place in the
//! output leads back to the line of the spec that it goes back to.

mod context;
mod engine;
mod error;
mod file;
mod helm;
mod kustomize;
mod manifests;
mod marks;
mod merge_keys;
mod object;
mod options;
mod patch;
mod path;
mod templates;
#[cfg(test)]
mod tests;
mod tie;

use minijinja::value::{Serde, Value};
use rayon::prelude::*;

use crate::plan::{Layout, Placed, Plan};

pub use error::RenderError;
pub use file::File;
pub use helm::CHARTS;
pub use object::Object;
pub use options::{Options, Override};
pub use templates::{Template, all as templates};

use engine::Engine;
use object::Order;
use patch::Patch;

/// From how many objects on rendering is spread over all processors: starting
/// threads costs more than rendering a few.
const MANY: usize = 16;

/// What a plan was rendered to.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The objects, environment by environment, cluster by cluster.
    pub objects: Vec<Object>,
    layout: Layout,
    /// The files of the layout that are no manifests.
    others: Vec<File>,
}

/// Renders a plan.
///
/// # Errors
///
/// Every template that gives no sound object, once, and every override that is
/// about nothing or does not fit.
pub fn render(plan: &Plan, options: &Options) -> Result<Rendered, Vec<RenderError>> {
    let engine = Engine::with(&options.templates)?;
    let patches: Vec<Patch> = options.overrides.iter().map(Override::patch).collect();
    let placed: Vec<Placed<'_>> = plan.objects().collect();
    let mut errors = idle(&patches, &placed);
    let one = |placed: &Placed<'_>| {
        let (order, context) = (order(placed), Value::from(Serde(placed.object)));
        let about = |patch: &&Patch| patch.matches(order.environment, order.kind, order.name);
        let patches: Vec<&Patch> = patches.iter().filter(about).collect();
        object::render(&engine, &order, &context, &patches)
    };
    let results: Vec<_> = if placed.len() < MANY {
        placed.iter().map(one).collect()
    } else {
        placed.par_iter().map(one).collect()
    };
    let mut objects = Vec::with_capacity(results.len());
    for result in results {
        match result {
            Ok(object) => objects.extend(object),
            // A template is wrong once, however many objects it is for.
            Err(error) if errors.contains(&error) => {}
            Err(error) => errors.push(error),
        }
    }
    if let Err(error) = manifests::write(&mut objects) {
        errors.push(error);
    }
    if errors.is_empty() {
        Ok(Rendered::new(objects, plan, options))
    } else {
        Err(errors)
    }
}

fn order<'p>(placed: &Placed<'p>) -> Order<'p> {
    let Placed {
        environment,
        cluster,
        object,
    } = *placed;
    Order {
        template: templates::file_name(object.template()),
        kind: object.kind(),
        name: object.name(),
        environment: &environment.value,
        cluster: cluster.map(|cluster| cluster.value.as_str()),
        origin: object.origin.as_u32(),
    }
}

/// The overrides that are about no object of the plan.
fn idle(patches: &[Patch], placed: &[Placed<'_>]) -> Vec<RenderError> {
    let about = |patch: &Patch, placed: &Placed<'_>| {
        let object = placed.object;
        patch.matches(&placed.environment.value, object.kind(), object.name())
    };
    patches
        .iter()
        .filter(|patch| !placed.iter().any(|placed| about(patch, placed)))
        .map(|patch| RenderError::from(patch.idle()))
        .collect()
}

impl Rendered {
    fn new(objects: Vec<Object>, plan: &Plan, options: &Options) -> Self {
        let others = match options.layout {
            Layout::Manifests => Vec::new(),
            Layout::Kustomize => kustomize::files(&objects),
            Layout::Helm => {
                let mut charts = helm::cluster_charts(&objects, plan);
                charts.extend(helm::operator_chart(&plan.operator));
                charts
            }
        };
        Self {
            objects,
            layout: options.layout,
            others,
        }
    }

    /// The files to write. With the layout `helm`, what an environment has once
    /// are manifests as ever, and the clusters are charts.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        let charts = self.layout == Layout::Helm;
        self.objects
            .iter()
            .filter(move |object| !charts || object.cluster.is_none() || object.is_gitops())
            .map(|object| &object.manifest)
            .chain(&self.others)
    }

    /// The manifest or other file at a path below the output folder.
    pub fn file(&self, path: &str) -> Option<&File> {
        let manifests = self.objects.iter().map(|object| &object.manifest);
        manifests.chain(&self.others).find(|file| file.path == path)
    }

    /// The number of the origin of a byte of a file.
    pub fn origin_at(&self, path: &str, offset: usize) -> Option<u32> {
        self.file(path)?.origin_at(offset)
    }
}
