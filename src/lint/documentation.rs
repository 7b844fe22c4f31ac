//! What `pgspec explain` and `pgspec rules` print, made from the rules' own fields.

use std::fmt::Write as _;

use super::rule::{Family, FixSafety, Rule};
use super::rules;
use super::selection::level;
use super::severity::Environment;

/// The forms in which rules are described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentationFormat {
    /// For a terminal.
    Text,
    /// For programs.
    Json,
    /// For a page.
    Markdown,
}

impl Rule {
    /// Everything there is to say about the rule; ends in one newline.
    #[must_use]
    pub fn documentation(&self, format: DocumentationFormat) -> String {
        match format {
            DocumentationFormat::Text => self.as_text(),
            DocumentationFormat::Json => pretty(&self.as_json()),
            DocumentationFormat::Markdown => self.as_markdown(),
        }
    }

    /// Why the rule is there, what satisfies it, and on whose word; without a
    /// heading, so that it can stand under one.
    #[must_use]
    pub fn explanation(&self) -> String {
        let mut text = format!("{}\n", self.rationale());
        for (title, example) in [("Instead of", self.bad), ("Write", self.good)] {
            if let Some(example) = example.first() {
                let example = unmarked(example);
                let _ = write!(text, "\n{title}\n\n```yaml\n{example}```\n");
            }
        }
        text.push_str("\nSources\n\n");
        for source in self.sources {
            let _ = writeln!(text, "- [{}]({})", source.title, source.url);
        }
        text
    }

    fn as_markdown(&self) -> String {
        format!(
            "# `{}`\n\nRequires that {}.\n\n{}\n\n{}",
            self.id,
            self.summary,
            self.facts("  \n"),
            self.explanation()
        )
    }

    fn as_text(&self) -> String {
        let mut text = format!("{}: requires that {}\n\n", self.id, self.summary);
        let _ = writeln!(text, "{}\n\n{}", self.facts("\n"), self.rationale());
        for (title, example) in [("Instead of:", self.bad), ("Write:", self.good)] {
            if let Some(example) = example.first() {
                let _ = write!(text, "\n{title}\n\n{}", indented(&unmarked(example)));
            }
        }
        text.push_str("\nSources:\n");
        for source in self.sources {
            let _ = writeln!(text, "  {}\n    {}", source.title, source.url);
        }
        text
    }

    /// Family, topic, severity and fix, one a line.
    fn facts(&self, newline: &str) -> String {
        let mut facts = format!(
            "Family: {} ({}){newline}Topic: {}{newline}Severity: {}",
            self.family.as_str(),
            meaning(self.family),
            self.topic.as_str(),
            self.severity_text(),
        );
        if let Some(fix) = self.fix_text() {
            let _ = write!(facts, "{newline}Fix: {fix}");
        }
        facts
    }

    /// The severities in words: one if they agree, else one for each environment.
    #[must_use]
    pub fn severity_text(&self) -> String {
        let Some(one) = self.severities.uniform() else {
            let each = Environment::ALL.map(|environment| {
                let level = self.severities.at(environment);
                format!("{} in {}", level.as_str(), environment.as_str())
            });
            let untold = self.severities.untold;
            let untold = untold.map(|level| format!(", {} where it is not known", level.as_str()));
            return each.join(", ") + &untold.unwrap_or_default();
        };
        one.as_str().to_owned()
    }

    fn fix_text(&self) -> Option<&'static str> {
        match self.fix {
            FixSafety::None => None,
            FixSafety::Safe => Some("`--fix` puts it right"),
            FixSafety::Unsafe => Some("`--fix --unsafe-fixes` puts it right"),
        }
    }

    fn as_json(&self) -> serde_json::Value {
        let severity = Environment::ALL.map(|environment| {
            let level = self.severities.at(environment);
            (environment.as_str().to_owned(), level.as_str().into())
        });
        let untold = level(self, None).as_str().into();
        let severity = severity.into_iter().chain([("unknown".to_owned(), untold)]);
        let sources: Vec<_> = self
            .sources
            .iter()
            .map(|source| serde_json::json!({ "title": source.title, "url": source.url }))
            .collect();
        serde_json::json!({
            "id": self.id.as_str(),
            "family": self.family.as_str(),
            "topic": self.topic.as_str(),
            "severities": severity.collect::<serde_json::Map<_, _>>(),
            "summary": self.summary,
            "rationale": self.rationale(),
            "sources": sources,
            "bad": self.bad.iter().map(|text| unmarked(text)).collect::<Vec<_>>(),
            "good": self.good.iter().map(|text| unmarked(text)).collect::<Vec<_>>(),
            "fix": self.fix.as_str(),
        })
    }
}

/// The list of all rules; ends in one newline.
#[must_use]
pub fn list(format: DocumentationFormat) -> String {
    match format {
        DocumentationFormat::Text => text_list(),
        DocumentationFormat::Json => {
            pretty(&rules::ALL.iter().map(|rule| rule.as_json()).collect())
        }
        DocumentationFormat::Markdown => markdown_list(),
    }
}

fn text_list() -> String {
    let width = |of: fn(&Rule) -> usize| rules::ALL.iter().map(|rule| of(rule)).max().unwrap_or(0);
    let (ids, families) = (
        width(|rule| rule.id.as_str().len()),
        width(|rule| rule.family.as_str().len()),
    );
    let mut text = String::new();
    for rule in rules::ALL {
        let (id, family) = (rule.id, rule.family.as_str());
        let _ = writeln!(text, "{id:ids$}  {family:families$}  {}", rule.summary);
    }
    text
}

fn markdown_list() -> String {
    let mut text = String::from(
        "| Rule | Family | Topic | Severity | Requires that |\n| --- | --- | --- | --- | --- |\n",
    );
    for rule in rules::ALL {
        let (id, family, topic) = (rule.id, rule.family.as_str(), rule.topic.as_str());
        let (severity, summary) = (rule.severity_text(), rule.summary);
        let _ = writeln!(
            text,
            "| `{id}` | {family} | {topic} | {severity} | {summary} |"
        );
    }
    text
}

/// What a family stands for, in a few words.
fn meaning(family: Family) -> &'static str {
    match family {
        Family::Admission => "it is refused, or a field is dropped",
        Family::NoEffect => "it is accepted, but does not do what it says",
        Family::Practice => "it works, but not as it should be run",
        Family::Meta => "about suppressions",
    }
}

/// An example as users should see it: without the marks of the tests.
pub(super) fn unmarked(example: &str) -> String {
    let mut text = String::with_capacity(example.len());
    for line in example.trim_matches('\n').lines() {
        text.push_str(line.strip_suffix("#~").unwrap_or(line).trim_end());
        text.push('\n');
    }
    text
}

fn indented(text: &str) -> String {
    text.lines().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        out
    })
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}

#[cfg(test)]
mod tests {
    use super::{DocumentationFormat, list, unmarked};
    use crate::lint::rules;

    #[test]
    fn the_marks_of_the_tests_are_not_shown() {
        assert_eq!(unmarked("\na: 1  #~\nb: 2\n"), "a: 1\nb: 2\n");
    }

    #[test]
    fn every_rule_is_listed_and_described_in_every_format() {
        let formats = [
            DocumentationFormat::Text,
            DocumentationFormat::Json,
            DocumentationFormat::Markdown,
        ];
        for format in formats {
            let all = list(format);
            for rule in rules::ALL {
                let documentation = rule.documentation(format);
                for text in [&all, &documentation] {
                    assert!(text.contains(rule.id().as_str()), "{}", rule.id());
                    assert!(text.ends_with('\n'));
                    assert!(!text.contains("#~"));
                }
                assert!(documentation.contains(rule.sources()[0].url));
            }
        }
    }

    #[test]
    fn the_json_forms_are_json() {
        let list: serde_json::Value =
            serde_json::from_str(&list(DocumentationFormat::Json)).unwrap();
        assert_eq!(list.as_array().unwrap().len(), rules::ALL.len());
    }

    #[test]
    fn the_documentation_of_a_rule_reads_well() {
        let rule = rules::find("superuser-access").unwrap();
        insta::with_settings!({
            snapshot_path => "../../tests/snapshots/lint",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("explain-text", rule.documentation(DocumentationFormat::Text));
            insta::assert_snapshot!("explain-json", rule.documentation(DocumentationFormat::Json));
            insta::assert_snapshot!("explain-markdown", rule.documentation(DocumentationFormat::Markdown));
        });
    }
}
