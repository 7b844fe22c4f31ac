//! Runs the rules: each over the objects it is about, in parallel where there
//! are many, and brings what they say into one order.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::document::Documents;
use crate::knowledge::kinds;
use crate::lint::cause;
use crate::lint::check::{Check, CheckAll, CheckOne, CheckText};
use crate::lint::context::Context;
use crate::lint::finding::Finding;
use crate::lint::kind::{self, Kind};
use crate::lint::object::Object;
use crate::lint::outcome::{Counts, Outcome, PassedOver, Why};
use crate::lint::reporter::{Collector, Said};
use crate::lint::rule::Rule;
use crate::lint::rules;
use crate::lint::schema::{self, Class};
use crate::lint::selection::level;
use crate::lint::settings::Settings;
use crate::lint::severity::Level;
use crate::lint::suppression;
use crate::lint::survey::ENVIRONMENT;

/// From how many objects on the work is spread over all processors: starting
/// threads costs more than judging a few.
const MANY: usize = 64;

/// Judges all documents together.
pub fn run(documents: &Documents, settings: &Settings) -> Outcome {
    let context = Context::new(documents, settings);
    let rules = Running::new(settings);
    let mut said = if context.all().len() < MANY {
        let judged = context
            .all()
            .iter()
            .map(|object| rules.judge(&context, *object));
        gather(judged.collect())
    } else {
        let judged = context
            .all()
            .par_iter()
            .map(|object| rules.judge(&context, *object));
        gather(judged.collect())
    };
    for (rule, check) in &rules.set {
        check(&context, &mut Collector::new(rule, &mut said));
    }
    finish(&context, &rules, said)
}

/// The rules that run, by what they look at.
#[derive(Debug, Default)]
pub(super) struct Running {
    all: Vec<&'static Rule>,
    each: HashMap<Kind, Vec<(&'static Rule, CheckOne)>>,
    shape: Vec<(Class, &'static Rule)>,
    text: Vec<(&'static Rule, CheckText)>,
    set: Vec<(&'static Rule, CheckAll)>,
}

impl Running {
    fn new(settings: &Settings) -> Self {
        let mut running = Self::default();
        let operator = settings.target.operator.release();
        for rule in rules::ALL.iter().copied() {
            if settings.selection.has(rule) && rule.limits.operators.contains(operator) {
                running.add(rule);
            }
        }
        running
    }

    fn add(&mut self, rule: &'static Rule) {
        self.all.push(rule);
        match rule.check {
            Check::Each(kinds, check) => {
                for kind in kinds {
                    self.each.entry(**kind).or_default().push((rule, check));
                }
            }
            Check::Set(check) => self.set.push((rule, check)),
            Check::Schema(class) => self.shape.push((class, rule)),
            Check::Text(check) => self.text.push((rule, check)),
            Check::Engine => {}
        }
    }

    /// Whether the rule runs, and makes something of an object like this one.
    pub(super) fn judges(&self, rule: &Rule, object: Object<'_>) -> bool {
        let runs = self.all.iter().any(|running| running.id() == rule.id());
        runs && level(rule, object.environment()) != Level::Off
    }

    /// What the rules that look at one object at a time say about this one.
    fn judge(&self, context: &Context<'_>, object: Object<'_>) -> Said {
        let mut said = Said::default();
        self.judge_shape(object, &context.target().of_kinds(), &mut said);
        self.judge_text(object, &mut said);
        let rules = object.kind.and_then(|kind| self.each.get(kind));
        for (rule, check) in rules.into_iter().flatten() {
            if level(rule, object.environment()) != Level::Off {
                let mut collector = Collector::new(rule, &mut said);
                check(context, object, &mut collector.on(object));
            }
        }
        said
    }

    /// Says of one object what the schema of its kind says against it.
    fn judge_shape(&self, object: Object<'_>, target: &kinds::Target, said: &mut Said) {
        if self.shape.is_empty() {
            return;
        }
        let violations = match object.served {
            Some(kind) => schema::check(object.document(), &kind),
            None => Vec::from_iter(schema::unserved(object.document(), target)),
        };
        for violation in violations {
            let missed_in_patch = violation.class == Class::MissingField && object.is_partial();
            let rule = self
                .shape
                .iter()
                .find(|(class, _)| *class == violation.class);
            if let Some((_, rule)) = rule.filter(|_| !missed_in_patch) {
                Collector::new(rule, said).on(object).violation(violation);
            }
        }
    }

    /// Says of one object what Kubernetes hides of its text.
    fn judge_text(&self, object: Object<'_>, said: &mut Said) {
        if self.text.is_empty() || !is_known(object) {
            return;
        }
        for oddity in object.document().oddities() {
            for (rule, check) in &self.text {
                check(&oddity, object, &mut Collector::new(rule, said).on(object));
            }
        }
    }
}

fn gather(all: Vec<Said>) -> Said {
    all.into_iter().fold(Said::default(), |mut said, more| {
        said.extend(more);
        said
    })
}

/// Brings what was said into one order, without what was accepted or said twice.
fn finish(context: &Context<'_>, rules: &Running, said: Said) -> Outcome {
    let mut suppressions = suppression::Suppressions::of(context);
    suppressions.mark(&said);
    let Said {
        findings,
        mut unknowns,
        ..
    } = said;
    let (mut findings, mut suppressed) = suppressions.divide(cause::nearest(findings));
    findings.extend(suppressions.findings(context, rules));
    findings.sort_by(|one, other| order(one).cmp(&order(other)));
    suppressed.sort_by(|one, other| order(&one.finding).cmp(&order(&other.finding)));
    unknowns.sort();
    unknowns.dedup();
    let known = context
        .all()
        .iter()
        .filter(|object| is_known(**object))
        .count();
    Outcome {
        findings,
        suppressed,
        notes: notes(context),
        unknowns,
        passed_over: passed_over(context),
        counts: Counts {
            documents: context.all().len(),
            known,
        },
    }
}

/// The order of findings: total, so that it is the same however they were found.
fn order(finding: &Finding) -> impl Ord + '_ {
    (
        finding.primary.span,
        finding.rule.id(),
        finding.object,
        finding.path.as_deref(),
        finding.message.as_str(),
    )
}

/// Whether a rule or schema is about objects of this kind.
fn is_known(object: Object<'_>) -> bool {
    object.kind.is_some() || object.served.is_some()
}

fn passed_over(context: &Context<'_>) -> Vec<PassedOver> {
    let why = |object: Object<'_>| {
        if object.is_partial() {
            return Some(Why::Partial);
        }
        (!is_known(object)).then_some(Why::UnknownKind)
    };
    let objects = context.all().iter();
    let passed = objects.filter_map(|object| {
        let why = why(*object)?;
        Some(PassedOver {
            object: object.id(),
            why,
        })
    });
    passed.collect()
}

/// What concerns the whole run.
fn notes(context: &Context<'_>) -> Vec<String> {
    let strange = context.survey().strange.iter().map(|name| {
        format!(
            "`{ENVIRONMENT}: {name}` is none of `dev`, `staging` and `prod`, and nothing says what it stands for"
        )
    });
    let mut notes: Vec<String> = strange.collect();
    let operator = |object: &&Object<'_>| object.kind.is_some_and(|kind| kind.group == kind::CNPG);
    let objects = context.all().iter().filter(operator);
    let unknown = objects
        .filter(|object| object.environment().is_none())
        .count();
    if unknown > 0 {
        let objects = if unknown == 1 { "object" } else { "objects" };
        notes.push(format!(
            "the environment of {unknown} {objects} is unknown: judged as production, but milder; \
             tell it with `--env`, the configuration, or the label or \
             annotation `{ENVIRONMENT}`"
        ));
    }
    notes
}
