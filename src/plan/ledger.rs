//! What planning notes down on its way: where values come from, and what is wrong.

use std::ops::Range;

use crate::spec::{OriginId, Origins, Problem, Sourced};

/// The origins of a plan's values and the problems met while it is made.
#[derive(Debug)]
pub(super) struct Ledger {
    /// The origins: those of the spec, then those that planning adds.
    pub(super) origins: Origins,
    problems: Vec<Problem>,
}

impl Ledger {
    /// A ledger that goes on where the spec's origins end.
    pub(super) fn new(origins: Origins) -> Self {
        Self {
            origins,
            problems: Vec::new(),
        }
    }

    /// A value that nobody asked for, and why it is a good one.
    pub(super) fn default<T>(&mut self, value: T, why: &str) -> Sourced<T> {
        Sourced::new(value, self.origins.default_because(why))
    }

    /// A value that follows from others, and how.
    pub(super) fn derived<T>(
        &mut self,
        value: T,
        why: impl Into<String>,
        from: impl IntoIterator<Item = OriginId>,
    ) -> Sourced<T> {
        Sourced::new(value, self.origins.derived(why, from))
    }

    /// The setting, or a default and why it is a good one.
    pub(super) fn or<T: Clone>(
        &mut self,
        setting: Option<&Sourced<T>>,
        value: T,
        why: &str,
    ) -> Sourced<T> {
        match setting {
            Some(setting) => setting.clone(),
            None => self.default(value, why),
        }
    }

    /// The place in the spec that a value goes back to; the start of the spec for
    /// one that goes back to none.
    pub(super) fn span(&self, origin: OriginId) -> Range<usize> {
        self.origins.in_spec(origin).unwrap_or(0..0)
    }

    /// Notes a problem.
    pub(super) fn report(&mut self, problem: Problem) {
        // One mistake may be met on several ways; it is told once.
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// The origins and the problems, in the order of the spec.
    pub(super) fn close(mut self) -> (Origins, Vec<Problem>) {
        self.problems.sort_by_key(|problem| problem.span.start);
        (self.origins, self.problems)
    }
}
