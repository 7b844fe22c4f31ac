//! Findings that somebody accepted, in a comment or an annotation, with a reason.
//!
//! A suppression has an effect only if it names a rule that exists, gives a
//! reason, and has not expired. Each that has no effect is itself a finding.

mod directive;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use directive::Directive;

use super::context::Context;
use super::engine::Running;
use super::finding::Finding;
use super::object::{Object, ObjectId};
use super::outcome::Suppressed;
use super::reporter::{Collector, Said};
use super::rule::{Rule, RuleId};
use super::rules;
use super::selection::UnknownRule;
use crate::document::{Comment, Document, Node, Span};
use crate::kube::civil::Date;

/// The start of the name of an annotation that suppresses a rule.
const ANNOTATION: &str = "pgspec/ignore.";

/// The label that says who manages an object.
const MANAGED_BY: &str = "app.kubernetes.io/managed-by";

/// All suppressions of a run, and which of them were needed.
#[derive(Debug)]
pub(super) struct Suppressions<'a> {
    orders: Vec<Order<'a>>,
    /// The orders with an effect, by the rule that they silence.
    live: HashMap<RuleId, Vec<usize>>,
    today: Date,
}

/// One rule that somebody wants silent somewhere.
#[derive(Debug)]
struct Order<'a> {
    /// The object that it stands in.
    object: ObjectId,
    /// Where it is written.
    place: Span,
    reach: Reach,
    /// Which rule, and until when, and why; or what is wrong with the order.
    content: Result<Content<'a>, String>,
    /// Whether pgspec rendered the object, so that others may carry the same order.
    rendered: bool,
    used: bool,
}

#[derive(Debug)]
struct Content<'a> {
    name: &'a str,
    rule: Option<&'static Rule>,
    until: Option<Date>,
    reason: &'a str,
}

/// What an annotation says: the rule, until when, and why.
type Text<'a> = (&'a str, Option<Date>, &'a str);

impl<'a> Order<'a> {
    /// What it says, if it is an annotation that pgspec rendered.
    fn text(&self) -> Option<Text<'a>> {
        let content = self.content.as_ref().ok()?;
        match self.reach {
            Reach::Object(_) if self.rendered => {
                Some((content.name, content.until, content.reason))
            }
            Reach::Object(_) | Reach::Span(_) => None,
        }
    }
}

/// What an order is about.
#[derive(Clone, Copy, Debug)]
enum Reach {
    Span(Span),
    Object(ObjectId),
}

impl Reach {
    fn covers(self, object: ObjectId, span: Span) -> bool {
        match self {
            Self::Span(within) => within.contains(span),
            Self::Object(within) => within == object,
        }
    }
}

impl<'a> Suppressions<'a> {
    /// The suppressions that stand in the documents.
    pub(super) fn of(context: &Context<'a>) -> Self {
        let mut all = Self {
            orders: Vec::new(),
            live: HashMap::new(),
            today: context.today(),
        };
        for comment in context.documents().comments() {
            all.read_comment(context, comment);
        }
        for object in context.all() {
            all.read_annotations(*object);
        }
        all
    }

    /// Notes which suppressions are needed for what was said, or may be needed
    /// where nobody can tell.
    pub(super) fn mark(&mut self, said: &Said) {
        for finding in &said.findings {
            self.mark_one(finding.rule.id(), finding.object, finding.primary.span);
        }
        for unknown in &said.unknowns {
            self.mark_one(unknown.rule, unknown.object, unknown.span);
        }
    }

    fn mark_one(&mut self, rule: RuleId, object: ObjectId, span: Span) {
        for index in self.live.get(&rule).into_iter().flatten() {
            if let Some(order) = self.orders.get_mut(*index) {
                order.used |= order.reach.covers(object, span);
            }
        }
    }

    /// The findings that stand, and those that somebody accepted.
    pub(super) fn divide(&self, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Suppressed>) {
        let (mut standing, mut suppressed) = (Vec::new(), Vec::new());
        for finding in findings {
            match self.reason(&finding) {
                Some(reason) => suppressed.push(Suppressed {
                    finding,
                    reason: reason.to_owned(),
                }),
                None => standing.push(finding),
            }
        }
        (standing, suppressed)
    }

    /// What is wrong with the suppressions themselves.
    pub(super) fn findings(&self, context: &Context<'_>, rules: &Running) -> Vec<Finding> {
        let mut said = Said::default();
        let needed = self.needed();
        for order in &self.orders {
            if let Some(object) = context.object(order.object) {
                self.judge(order, object, rules, &needed, &mut said);
            }
        }
        said.findings
    }

    fn read_comment(&mut self, context: &Context<'a>, comment: Comment<'a>) {
        let Some(order) = directive::of_comment(comment.text()) else {
            return;
        };
        let document = comment.document().map(Document::id);
        if let Some(object) = document.and_then(|id| context.object_of(id)) {
            let reach = Reach::Span(comment.governs());
            self.add(object, comment.span(), reach, order);
        }
    }

    fn read_annotations(&mut self, object: Object<'a>) {
        let annotations = object.document().root().at(&["metadata", "annotations"]);
        for entry in annotations.into_iter().flat_map(Node::entries) {
            let key = entry.key();
            let rule = key.text().and_then(|name| name.strip_prefix(ANNOTATION));
            if let (Some(rule), Some(value)) = (rule, entry.value().as_str()) {
                let order = directive::of_annotation(rule, value);
                self.add(object, key.span(), Reach::Object(object.id()), order);
            }
        }
    }

    fn add(
        &mut self,
        object: Object<'_>,
        place: Span,
        reach: Reach,
        directive: Result<Directive<'a>, String>,
    ) {
        let labels = object.document().root().at(&["metadata", "labels"]);
        let managed = labels.and_then(|labels| labels.at(&[MANAGED_BY]));
        let rendered = managed.and_then(Node::as_str) == Some("pgspec");
        let object = object.id();
        let order = |content| Order {
            object,
            rendered,
            place,
            reach,
            content,
            used: false,
        };
        let Directive {
            rules,
            until,
            reason,
        } = match directive {
            Ok(directive) => directive,
            Err(problem) => {
                self.orders.push(order(Err(problem)));
                return;
            }
        };
        for name in rules {
            let rule = rules::find(name);
            let expired = until.is_some_and(|until| until < self.today);
            if let Some(rule) = rule
                && !reason.is_empty()
                && !expired
            {
                let index = self.orders.len();
                self.live.entry(rule.id()).or_default().push(index);
            }
            self.orders.push(order(Ok(Content {
                name,
                rule,
                until,
                reason,
            })));
        }
    }

    /// What the annotations say that some object needs. An acceptance of a spec is
    /// rendered into every object that it may be about, word by word the same: it
    /// is needed if one of them needs it.
    fn needed(&self) -> HashSet<Text<'a>> {
        let used = self.orders.iter().filter(|order| order.used);
        used.filter_map(Order::text).collect()
    }

    /// Why somebody accepted the finding, if anybody did.
    fn reason(&self, finding: &Finding) -> Option<&'a str> {
        let live = self.live.get(&finding.rule.id())?;
        let mut orders = live.iter().filter_map(|index| self.orders.get(*index));
        let order =
            orders.find(|order| order.reach.covers(finding.object, finding.primary.span))?;
        order.content.as_ref().ok().map(|content| content.reason)
    }

    /// Reports the one thing that is wrong with an order, if anything is.
    fn judge(
        &self,
        order: &Order<'_>,
        object: Object<'_>,
        rules: &Running,
        needed: &HashSet<Text<'_>>,
        said: &mut Said,
    ) {
        let mut report = |rule: &'static Rule, message: String, label: &str, help: String| {
            if rules.judges(rule, object) {
                let mut collector = Collector::new(rule, said);
                collector
                    .on(object)
                    .report(order.place, message, label)
                    .help(help);
            }
        };
        let content = match &order.content {
            Ok(content) => content,
            Err(problem) => {
                let help = "write `# pgspec: ignore[rule] -- why`".to_owned();
                return report(
                    &rules::ignore_malformed::RULE,
                    problem.clone(),
                    "has no effect",
                    help,
                );
            }
        };
        let name = content.name;
        let Some(rule) = content.rule else {
            let unknown = UnknownRule::new(name);
            return report(
                &rules::ignore_unknown_rule::RULE,
                unknown.to_string(),
                "has no effect",
                unknown.help(),
            );
        };
        if content.reason.is_empty() {
            let message = format!("nothing says why `{name}` is ignored");
            let help =
                "add the reason: `-- why` in a comment, the value of an annotation".to_owned();
            return report(
                &rules::ignore_without_reason::RULE,
                message,
                "has no effect without one",
                help,
            );
        }
        if let Some(until) = content.until.filter(|until| *until < self.today) {
            let message = format!("`{name}` was to be ignored until {until}, which is past");
            let help = "put the finding right, or write a later day".to_owned();
            return report(
                &rules::ignore_expired::RULE,
                message,
                "has no effect any more",
                help,
            );
        }
        let elsewhere = order.text().is_some_and(|text| needed.contains(&text));
        if !order.used && !elsewhere && rules.judges(rule, object) {
            let message = format!("`{name}` has nothing to ignore here");
            report(
                &rules::ignore_unused::RULE,
                message,
                "not needed",
                "remove it".to_owned(),
            );
        }
    }
}
