//! Runs one rule, or all, over texts; for tests.

use std::collections::HashSet;

use super::{
    Check, Environment, Environments, Family, Finding, Level, Outcome, Rule, Scope, Selection,
    Settings, Target, run,
};
use crate::document::Documents;
use crate::kube::version::OperatorVersion;
use crate::report::{self, Format, Look, Report};

/// What a run found, with what it ran over.
pub(super) struct Run {
    documents: Documents,
    outcome: Outcome,
}

impl Run {
    /// The findings of one rule over files of these texts, which are named
    /// `0.yaml`, `1.yaml` and so on; a text that starts with a kustomization's
    /// kind is named as such.
    pub(super) fn of(rule: &'static Rule, texts: &[&str]) -> Self {
        // What the engine finds depends on what all rules find.
        let selection = match rule.check {
            Check::Engine => Selection::default(),
            Check::Each(..) | Check::Set(_) | Check::Schema(_) | Check::Text(_) => {
                Selection::one(rule)
            }
        };
        let settings = Settings {
            selection,
            ..settings(gravest_environment(rule), operator_for(rule))
        };
        Self::with(&settings, Some(rule), texts)
    }

    /// What the schemas of the kinds say against a text.
    pub(super) fn of_shape(text: &str) -> Self {
        let mut run = Self::with(
            &settings(Environment::Prod, Target::newest()),
            None,
            &[text],
        );
        let shape = |finding: &Finding| finding.rule().family() == Family::Admission;
        run.outcome
            .findings
            .retain(|finding| shape(finding) && matches!(finding.rule().check, Check::Schema(_)));
        run
    }

    /// The findings of a run with these settings.
    fn with(settings: &Settings, rule: Option<&'static Rule>, texts: &[&str]) -> Self {
        let names: Vec<String> = (0..texts.len())
            .map(|index| format!("{index}.yaml"))
            .collect();
        let files = texts.iter().zip(&names).map(|(text, name)| {
            let is_kustomization = text.starts_with("kind: Kustomization");
            let name = if is_kustomization {
                "kustomization.yaml"
            } else {
                name.as_str()
            };
            (name, *text)
        });
        let mut run = Self::of_files(settings, &files.collect::<Vec<_>>());
        if let Some(rule) = rule {
            let same = |finding: &Finding| finding.rule().id() == rule.id();
            run.outcome.findings.retain(same);
        }
        run
    }

    /// What is found in files of these names and texts.
    pub(super) fn of_files(settings: &Settings, files: &[(&str, &str)]) -> Self {
        let documents = documents(files);
        let outcome = run(&documents, settings);
        Self { documents, outcome }
    }

    /// What was found.
    pub(super) fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The rules of the findings, each with its severity: `error[rule]`.
    pub(super) fn rules(&self) -> Vec<String> {
        let findings = self.findings().iter();
        let name = |finding: &Finding| format!("{}[{}]", finding.severity(), finding.rule().id());
        findings.map(name).collect()
    }

    /// The findings.
    pub(super) fn findings(&self) -> &[Finding] {
        &self.outcome.findings
    }

    /// The lines, from 1, on which findings start, each once.
    pub(super) fn lines(&self) -> Vec<usize> {
        let line = |finding: &Finding| {
            let span = finding.primary().span;
            let source = self.documents.source(span.source());
            source.line_col(span.start()).0 as usize
        };
        let mut lines: Vec<usize> = self.findings().iter().map(line).collect();
        lines.dedup();
        lines
    }

    /// What the findings say.
    pub(super) fn messages(&self) -> Vec<String> {
        let findings = self.findings().iter();
        findings
            .map(|finding| finding.message().to_owned())
            .collect()
    }

    /// The findings as people see them.
    pub(super) fn human(&self) -> String {
        let report = Report {
            documents: &self.documents,
            outcome: &self.outcome,
            target: &Target::newest(),
            files: self.documents.sources().count(),
            errors: &[],
            templates: &[],
        };
        let mut out = Vec::new();
        report::write(Format::Human, &report, Look::PLAIN, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}

/// Files of these names and texts.
pub(super) fn documents(files: &[(&str, &str)]) -> Documents {
    let mut documents = Documents::default();
    for (name, text) in files {
        let errors = documents.add(name, without_marks(text).as_bytes());
        assert_eq!(errors, [], "{text}");
    }
    documents
}

/// The text of an example without the marks of lines with findings, which must
/// not become part of a comment.
fn without_marks(text: &str) -> String {
    let lines = text.split('\n');
    let unmarked = lines.map(|line| line.strip_suffix("#~").map_or(line, str::trim_end));
    unmarked.collect::<Vec<_>>().join("\n")
}

/// Settings of tests: everything is there, and the day is fixed.
pub(super) fn settings(environment: Environment, target: Target) -> Settings {
    Settings {
        target,
        environments: Environments {
            forced: Some(environment),
            ..Environments::default()
        },
        selection: Selection::default(),
        scope: Scope::Whole,
        patches: HashSet::new(),
        today: "2027-01-01".parse().unwrap(),
    }
}

/// Whether a text may start with a capital letter: with a name that has one.
pub(super) fn may_be_upper(text: &str) -> bool {
    let first = text.split([' ', ',', ':']).next().unwrap_or_default();
    let capitals = first.chars().filter(|c| c.is_uppercase()).count();
    capitals > 1 || ["Kubernetes", "Barman", "Flux", "Helm", "Argo"].contains(&first)
}

/// The environment in which the rule is gravest.
fn gravest_environment(rule: &Rule) -> Environment {
    let level = |environment: &Environment| rule.severities().at(*environment);
    let gravest = Environment::ALL.into_iter().max_by_key(level).unwrap();
    assert_ne!(level(&gravest), Level::Off, "{} is always off", rule.id());
    gravest
}

/// The newest operator that the rule speaks about.
fn operator_for(rule: &Rule) -> Target {
    let newest = Target::newest();
    let (major, minor) = newest.operator.release();
    if rule.operators().contains((major, minor)) {
        return newest;
    }
    let minors = (0..=minor).rev();
    let found = minors
        .map(|minor| (major, minor))
        .find(|release| rule.operators().contains(*release));
    let (major, minor) = found.unwrap();
    Target::of_operator(OperatorVersion::new(major, minor, None))
}
