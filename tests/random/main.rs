//! Random specs, most of them valid: whatever a spec says, it is refused with a way
//! out, or what is rendered is the same each time and nothing that the operator
//! would refuse or ignore.
//!
//! `PROPTEST_CASES=2000 cargo test --test random` tries as many; `PGSPEC_KEEP=DIR`
//! writes the manifests down, one folder a spec, for other judges.

mod specs;

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use pgspec::lint::{self, Environments, Family, Scope, Selection, Settings, Severity, Target};
use pgspec::plan::{self, Layout};
use pgspec::render::{self, Options, Rendered};
use pgspec::{document, spec};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// What became of a spec.
enum Fate {
    /// It contradicts itself, and every problem has a way out.
    Refused,
    /// It has a rendering with nothing to say against it.
    Rendered,
}

#[test]
fn what_is_rendered_is_accepted_and_does_what_it_says() {
    // 64 in every run of the tests; CI asks for thousands.
    let cases = std::env::var("PROPTEST_CASES").ok();
    let cases = cases.and_then(|cases| cases.parse().ok()).unwrap_or(64);
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let (all, rendered) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let run = TestRunner::new(config).run(&specs::any(), |given| {
        let text = serde_json::to_string_pretty(&given).unwrap();
        let number = all.fetch_add(1, Ordering::Relaxed);
        match judged(&text, number) {
            Ok(Fate::Refused) => {}
            Ok(Fate::Rendered) => {
                rendered.fetch_add(1, Ordering::Relaxed);
            }
            Err(problem) => return Err(TestCaseError::fail(format!("{problem}\n{text}"))),
        }
        Ok(())
    });
    if let Err(problem) = run {
        panic!("{problem}");
    }
    let (all, rendered) = (all.into_inner(), rendered.into_inner());
    // A test of specs that are all refused would show nothing.
    assert!(2 * all < 3 * rendered, "only {rendered} of {all} are valid");
}

/// Plans, renders and lints a spec, which has the right form.
fn judged(text: &str, number: usize) -> Result<Fate, String> {
    let spec = match spec::parse("pgspec.yaml", text) {
        Ok(spec) => spec,
        Err(problems) => {
            let first = problems.first().map(|problem| problem.message.clone());
            return Err(first.unwrap_or_default());
        }
    };
    let plan = match plan::plan(&spec) {
        Ok(plan) => plan,
        Err(problems) => return refused(&problems),
    };
    let layout = spec.output.layout.map(|layout| layout.value);
    let layout = layout.unwrap_or_default();
    let texts = |rendered: Rendered| -> Vec<(String, String)> {
        let files = rendered.files();
        files
            .map(|file| (file.path.clone(), file.text.clone()))
            .collect()
    };
    if texts(rendered(&plan, layout)?) != texts(rendered(&plan, layout)?) {
        return Err("two renderings differ".to_owned());
    }
    let manifests = rendered(&plan, Layout::Manifests)?;
    keep(&manifests, number);
    let found = lint(&plan, &manifests);
    if found.is_empty() {
        Ok(Fate::Rendered)
    } else {
        Err(found.join("\n"))
    }
}

/// Whether every problem of a spec has a way out.
fn refused(problems: &[spec::Problem]) -> Result<Fate, String> {
    let lost = problems.iter().find(|problem| problem.help.is_none());
    match lost {
        Some(problem) => Err(format!("no way out of: {}", problem.message)),
        None => Ok(Fate::Refused),
    }
}

fn rendered(plan: &plan::Plan, layout: Layout) -> Result<Rendered, String> {
    let options = Options {
        layout,
        ..Options::default()
    };
    render::render(plan, &options).map_err(|errors| format!("{errors:?}"))
}

/// What the linter calls refused or without effect.
fn lint(plan: &plan::Plan, rendered: &Rendered) -> Vec<String> {
    let mut documents = document::Documents::default();
    for object in &rendered.objects {
        let manifest = &object.manifest;
        let parsed = document::parse(&manifest.path, manifest.text.as_bytes());
        if !documents.push(parsed).is_empty() {
            return vec![format!("{} cannot be read", manifest.path)];
        }
    }
    let settings = Settings {
        target: Target::of_operator(plan.operator.version.value.clone()),
        environments: Environments::default(),
        selection: Selection::default(),
        scope: Scope::Whole,
        patches: HashSet::new(),
        today: pgspec::kube::civil::Date::from_days(20_782),
    };
    let outcome = lint::run(&documents, &settings);
    let bad = outcome.findings.iter().filter(|finding| {
        let family = finding.rule().family();
        finding.severity() == Severity::Error
            && matches!(family, Family::Admission | Family::NoEffect)
    });
    bad.map(|finding| format!("{}: {}", finding.rule().id(), finding.message()))
        .collect()
}

/// Writes the manifests down for another judge, if one is waiting.
fn keep(rendered: &Rendered, number: usize) {
    let Some(folder) = std::env::var_os("PGSPEC_KEEP") else {
        return;
    };
    for object in &rendered.objects {
        let path = std::path::Path::new(&folder)
            .join(number.to_string())
            .join(&object.manifest.path);
        let written = path
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&path, &object.manifest.text));
        assert!(written.is_ok(), "{}", path.display());
    }
}
