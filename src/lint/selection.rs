//! Which rules run, and how grave their findings are.

use super::rule::{Family, Rule, RuleId};
use super::rules;
use super::severity::{Environment, Level};

/// What the user chose among the rules. Later words win over earlier ones.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// If given, only these rules run.
    only: Option<Vec<RuleId>>,
    /// These rules do not run.
    without: Vec<RuleId>,
}

/// A name that no rule has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no rule is called `{name}`")]
pub struct UnknownRule {
    /// The name as it was given.
    pub name: String,
    /// The rule that may have been meant.
    pub suggestion: Option<&'static str>,
}

impl UnknownRule {
    /// An error that names the rule that may have been meant.
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            suggestion: rules::nearest(name).map(|rule| rule.id().as_str()),
        }
    }

    /// What to do about it, in one line.
    pub fn help(&self) -> String {
        self.suggestion.map_or_else(
            || "`pgspec rules` lists all rules".to_owned(),
            |rule| format!("the closest is `{rule}`; `pgspec rules` lists all"),
        )
    }
}

impl Selection {
    /// The rules of `select`, or all if it is empty, but for those of `ignore`.
    ///
    /// Every name that no rule has is an error of its own.
    pub fn new<S: AsRef<str>>(select: &[S], ignore: &[S]) -> Result<Self, Vec<UnknownRule>> {
        let mut unknown = Vec::new();
        let mut known = |names: &[S]| {
            let mut ids = Vec::new();
            for name in names.iter().map(AsRef::as_ref) {
                match rules::find(name) {
                    Some(rule) => ids.push(rule.id()),
                    None => unknown.push(UnknownRule::new(name)),
                }
            }
            ids
        };
        let (only, without) = (known(select), known(ignore));
        if !unknown.is_empty() {
            return Err(unknown);
        }
        Ok(Self {
            only: (!select.is_empty()).then_some(only),
            without,
        })
    }

    /// Only this rule.
    #[cfg(test)]
    pub(super) fn one(rule: &Rule) -> Self {
        Self {
            only: Some(vec![rule.id()]),
            without: Vec::new(),
        }
    }

    /// Whether the rule runs at all.
    pub(super) fn has(&self, rule: &Rule) -> bool {
        self.only
            .as_ref()
            .is_none_or(|only| only.contains(&rule.id()))
            && !self.without.contains(&rule.id())
    }
}

/// The level of a rule's findings about an object of this environment.
///
/// An object whose environment nobody told is judged as production, but its
/// practice is not called an error, and some of it is milder still.
pub(super) fn level(rule: &Rule, environment: Option<Environment>) -> Level {
    match environment {
        Some(environment) => rule.severities.at(environment),
        None => untold(rule),
    }
}

/// The level where nobody told the environment.
fn untold(rule: &Rule) -> Level {
    let highest = match rule.family {
        Family::Practice => Level::Warning,
        Family::Admission | Family::NoEffect | Family::Meta => Level::Error,
    };
    let severities = rule.severities;
    severities.untold.unwrap_or(severities.prod).min(highest)
}

#[cfg(test)]
mod tests {
    use super::{Selection, UnknownRule};
    use crate::lint::rules;

    #[test]
    fn without_words_every_rule_runs() {
        let all = Selection::new::<&str>(&[], &[]).unwrap();
        assert!(rules::ALL.iter().all(|rule| all.has(rule)));
    }

    #[test]
    fn only_the_selected_rules_run_and_the_ignored_never() {
        let some =
            Selection::new(&["superuser-access", "unknown-field"], &["unknown-field"]).unwrap();
        let run: Vec<&str> = rules::ALL
            .iter()
            .filter(|rule| some.has(rule))
            .map(|rule| rule.id().as_str())
            .collect();
        assert_eq!(run, ["superuser-access"]);
    }

    #[test]
    fn every_unknown_name_is_an_error_that_suggests_a_known_one() {
        let errors = Selection::new(&["superuser-acces"], &["what-is-this-even"]).unwrap_err();
        let suggested: Vec<_> = errors
            .iter()
            .map(|error: &UnknownRule| error.suggestion)
            .collect();
        assert_eq!(suggested, [Some("superuser-access"), None]);
        assert_eq!(errors[0].to_string(), "no rule is called `superuser-acces`");
    }
}
