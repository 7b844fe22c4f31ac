//! Lints what a spec renders, and leads the findings back to the spec.

use std::collections::HashSet;
use std::ops::Range;

use super::rendering::Rendering;
use super::today::today;
use crate::document::{self, Documents};
use crate::lint::{
    self, Environment, Environments, Label, Outcome, Scope, Selection, Settings, Target,
};
use crate::render::Object;
use crate::report::Report;
use crate::tree::Scope as Written;

/// What lint says of a rendering.
#[derive(Debug)]
pub(super) struct Judged {
    /// The rendered manifests, and the spec after them.
    pub documents: Documents,
    /// What was found, at the places in the spec that lead to it.
    pub outcome: Outcome,
    /// What the manifests were judged for.
    pub target: Target,
    /// How many manifests there are.
    pub files: usize,
}

impl Judged {
    /// What there is to report of it: what pgspec writes can be read, and is no
    /// template.
    pub(super) fn report(&self) -> Report<'_> {
        Report {
            documents: &self.documents,
            outcome: &self.outcome,
            target: &self.target,
            files: self.files,
            errors: &[],
            templates: &[],
        }
    }
}

/// Lints the manifests of the environments that are meant.
pub(super) fn judge(
    rendering: &Rendering,
    meant: &Written,
    selection: Selection,
    target: Option<Target>,
) -> Judged {
    let mut documents = Documents::default();
    let mut paths = Vec::new();
    for object in &rendering.rendered.objects {
        if !is_in(meant, object) {
            continue;
        }
        let path = object.manifest.path.as_str();
        let name = format!("{}/{path}", super::input::shown(&rendering.folder));
        // What pgspec writes can be read; if it could not, nothing would be judged.
        let _ = documents.push(document::parse(&name, object.manifest.text.as_bytes()));
        paths.push(path);
    }
    let target = target
        .unwrap_or_else(|| Target::of_operator(rendering.plan.operator.version.value.clone()));
    let settings = Settings {
        target: target.clone(),
        environments: environments(rendering),
        selection,
        scope: if rendering.part {
            Scope::Part
        } else {
            Scope::Whole
        },
        patches: HashSet::new(),
        today: today(),
    };
    let mut outcome = lint::run(&documents, &settings);
    let files = paths.len();
    lead_back(rendering, &paths, &mut documents, &mut outcome);
    Judged {
        documents,
        outcome,
        target,
        files,
    }
}

/// Whether an environment is among those that are meant.
pub(super) fn is_meant(meant: &Written, environment: &str) -> bool {
    match meant {
        Written::Whole => true,
        Written::Environments(names) => names.contains(environment),
    }
}

/// Whether an object is for an environment that is meant, or for all.
pub(super) fn is_in(meant: &Written, object: &Object) -> bool {
    let environments = object.environments();
    environments.is_empty() || environments.iter().any(|name| is_meant(meant, name))
}

/// What the names of the spec's environments stand for.
fn environments(rendering: &Rendering) -> Environments {
    let named = rendering
        .spec
        .environments
        .iter()
        .filter_map(|(name, given)| {
            let stage = Environment::named(given.stage?)?;
            Some((name.to_string(), stage))
        });
    Environments {
        forced: None,
        named: named.collect(),
    }
}

/// Moves each finding to the place in the spec that leads to it.
fn lead_back(
    rendering: &Rendering,
    paths: &[&str],
    documents: &mut Documents,
    outcome: &mut Outcome,
) {
    let causes: Vec<Option<Range<usize>>> = outcome
        .findings
        .iter()
        .map(|finding| {
            let span = finding.primary().span;
            let path = paths.get(span.source().index())?;
            Some(rendering.cause(path, span.start() as usize))
        })
        .collect();
    // The spec is a source to show, not one to judge.
    let _ = documents.push(document::parse(&rendering.name, rendering.text.as_bytes()));
    let Some(spec) = documents.sources().last() else {
        return;
    };
    for (finding, cause) in outcome.findings.iter_mut().zip(causes) {
        let Some(cause) = cause else { continue };
        let text = finding.primary().text.clone();
        let span = spec.span(cause);
        finding.move_to(Label { span, text }, "rendered here");
    }
    // What one line of the spec brings into several objects is one mistake.
    let mut told = HashSet::new();
    outcome.findings.retain(|finding| {
        let span = finding.primary().span;
        let place = (span.source().index(), span.start());
        told.insert((finding.rule().id(), place, finding.message().to_owned()))
    });
}
