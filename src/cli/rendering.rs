//! From a spec's path to what it renders, in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::Error;
use super::input;
use super::terminal::{self, Stream};
use crate::lint::Severity;
use crate::plan::{self, Layout, Plan, Recovery};
use crate::render::{self, Options, Override, RenderError, Rendered};
use crate::report::{self, Mistake, Unknowns};
use crate::spec::{self, DIR, Origin, OriginId, Problem, Sourced, Spec};
use crate::tree::Scope;

/// What the file of a spec is called where nobody says otherwise.
pub(super) const SPEC: &str = "pgspec.yaml";

/// The largest template that is read, in bytes; the stage itself draws a closer line.
const MAX_TEMPLATE: u64 = 1 << 20;

/// A spec, and what carries it out.
#[derive(Debug)]
pub(super) struct Planned {
    /// The spec's path, as it is shown.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What it says.
    pub spec: Spec,
    /// What carries it out.
    pub plan: Plan,
}

impl Planned {
    /// Reads and plans a spec. Its problems are drawn on `stderr`.
    ///
    /// # Errors
    ///
    /// The spec cannot be read, or is wrong.
    pub(super) fn open(path: &Path, stderr: &mut dyn Write) -> Result<Self, Error> {
        Self::laid_out(path, None, stderr)
    }

    /// The same for a layout other than that of the spec.
    fn laid_out(
        path: &Path,
        layout: Option<Layout>,
        stderr: &mut dyn Write,
    ) -> Result<Self, Error> {
        let name = input::shown(path);
        let text = input::text(path)?;
        let problems = Problems {
            name: &name,
            text: &text,
        };
        let mut spec = match spec::parse(&name, &text) {
            Ok(spec) => spec,
            Err(found) => return Err(problems.draw(&found, stderr)?),
        };
        if let Some(layout) = layout {
            spec.output.layout = Some(Sourced::new(layout, OriginId::UNKNOWN));
        }
        let plan = match plan::plan(&spec) {
            Ok(plan) => plan,
            Err(found) => return Err(problems.draw(&found, stderr)?),
        };
        Ok(Self {
            name,
            text,
            spec,
            plan,
        })
    }

    /// Draws warnings about the spec on `stderr`.
    pub(super) fn warn(&self, problems: &[Problem], stderr: &mut dyn Write) -> Result<(), Error> {
        let (name, text) = (&self.name, &self.text);
        Problems { name, text }.tell(problems, Severity::Warning, stderr)
    }

    /// The environments that are meant: all, if none is named.
    ///
    /// # Errors
    ///
    /// The spec does not have one of them.
    pub(super) fn scope(&self, environments: &[String]) -> Result<Scope, Error> {
        scope(&self.spec, environments)
    }

    /// The applications of all environments.
    pub(super) fn apps(&self) -> BTreeSet<&str> {
        let environments = self.plan.environments.iter();
        let clusters = environments.flat_map(|environment| &environment.clusters);
        let apps = clusters.flat_map(|cluster| &cluster.apps);
        apps.map(|app| app.value.as_str()).collect()
    }
}

/// A spec, and all that was made of it.
#[derive(Debug)]
pub(super) struct Rendering {
    /// The spec's path, as it is shown.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What it says.
    pub spec: Spec,
    /// What carries it out.
    pub plan: Plan,
    /// The files that do.
    pub rendered: Rendered,
    /// The output folder.
    pub folder: PathBuf,
    /// Whether it refers to what is rendered elsewhere.
    pub part: bool,
}

impl Rendering {
    /// Reads, plans and renders a spec. Its problems are drawn on `stderr`.
    ///
    /// # Errors
    ///
    /// The spec cannot be read, or is wrong.
    pub(super) fn open(
        path: &Path,
        layout: Option<Layout>,
        stderr: &mut dyn Write,
    ) -> Result<Self, Error> {
        let Planned {
            name,
            text,
            spec,
            plan,
        } = Planned::laid_out(path, layout, stderr)?;
        let problems = Problems {
            name: &name,
            text: &text,
        };
        let beside = path.parent().unwrap_or(Path::new(""));
        let options = options(&spec, beside)?;
        let rendered = problems.rendered(&spec, &plan, &options, stderr)?;
        let dir = spec
            .output
            .dir
            .as_ref()
            .map_or(DIR, |dir| dir.value.as_str());
        Ok(Self {
            folder: beside.join(dir),
            part: false,
            name,
            text,
            spec,
            plan,
            rendered,
        })
    }

    /// A cluster that is restored from the archive of another, as manifests beside
    /// this rendering. Overrides of the other are its own too.
    ///
    /// # Errors
    ///
    /// What is restored contradicts itself, or a template or an override is wrong.
    pub(super) fn recovered(
        self,
        path: &Path,
        recovery: &Recovery,
        stderr: &mut dyn Write,
    ) -> Result<Self, Error> {
        let problems = Problems {
            name: &self.name,
            text: &self.text,
        };
        let plan = match plan::recover(&self.spec, recovery) {
            Ok(plan) => plan,
            Err(found) => return Err(problems.draw(&found, stderr)?),
        };
        let beside = path.parent().unwrap_or(Path::new(""));
        let mut options = options(&self.spec, beside)?;
        options.layout = Layout::Manifests;
        for last_word in &mut options.overrides {
            let name = last_word.name.as_ref();
            let rest = name.and_then(|name| name.strip_prefix(&recovery.cluster));
            if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('-')) {
                last_word.name = Some(format!("{}{rest}", recovery.name));
            }
        }
        options
            .overrides
            .retain(|last_word| is_about(last_word, &plan));
        let rendered = problems.rendered(&self.spec, &plan, &options, stderr)?;
        Ok(Self {
            plan,
            rendered,
            part: true,
            ..self
        })
    }

    /// Where in the spec a byte of a rendered file comes from: the place that its
    /// value goes back to, or else what asked for the object.
    pub(super) fn cause(&self, path: &str, offset: usize) -> std::ops::Range<usize> {
        let in_spec = |origin| self.plan.origins.in_spec(OriginId::from_u32(origin));
        self.rendered
            .origin_at(path, offset)
            .and_then(in_spec)
            .or_else(|| self.root(path).and_then(in_spec))
            .unwrap_or(0..0)
    }

    /// Draws warnings about the spec on `stderr`.
    pub(super) fn warn(&self, problems: &[Problem], stderr: &mut dyn Write) -> Result<(), Error> {
        let (name, text) = (&self.name, &self.text);
        Problems { name, text }.tell(problems, Severity::Warning, stderr)
    }

    /// The environments that are meant: all, if none is named.
    ///
    /// # Errors
    ///
    /// The spec does not have one of them.
    pub(super) fn scope<'n>(
        &self,
        environments: impl IntoIterator<Item = &'n String>,
    ) -> Result<Scope, Error> {
        scope(&self.spec, environments)
    }

    /// The origin of an object as a whole.
    fn root(&self, path: &str) -> Option<u32> {
        let mut objects = self.rendered.objects.iter();
        let object = objects.find(|object| object.manifest.path == path)?;
        Some(object.tree().origin)
    }
}

/// The environments that are meant: all, if none is named.
fn scope<'n>(
    spec: &Spec,
    environments: impl IntoIterator<Item = &'n String>,
) -> Result<Scope, Error> {
    let environments: BTreeSet<String> = environments.into_iter().cloned().collect();
    if environments.is_empty() {
        return Ok(Scope::Whole);
    }
    let known: Vec<String> = spec.environments.keys().map(ToString::to_string).collect();
    match environments.iter().find(|name| !known.contains(name)) {
        None => Ok(Scope::Environments(environments)),
        Some(unknown) => Err(Error::usage(
            format!("the spec has no environment `{unknown}`"),
            format!("it has {}", known.join(", ")),
        )),
    }
}

/// Problems of a spec, drawn with its text.
struct Problems<'a> {
    name: &'a str,
    text: &'a str,
}

impl Problems<'_> {
    /// Draws them as errors, and gives the one that ends the run.
    fn draw(&self, problems: &[Problem], stderr: &mut dyn Write) -> Result<Error, Error> {
        self.tell(problems, Severity::Error, stderr)?;
        Ok(Error::Spec {
            name: self.name.to_owned(),
            problems: problems.len(),
        })
    }

    /// Renders a plan; mistakes of templates and overrides are drawn.
    fn rendered(
        &self,
        spec: &Spec,
        plan: &Plan,
        options: &Options,
        stderr: &mut dyn Write,
    ) -> Result<Rendered, Error> {
        match render::render(plan, options) {
            Ok(rendered) => Ok(rendered),
            Err(errors) => {
                let found: Vec<Problem> = errors
                    .iter()
                    .map(|error| problem(spec, plan, error))
                    .collect();
                Err(self.draw(&found, stderr)?)
            }
        }
    }

    fn tell(
        &self,
        problems: &[Problem],
        severity: Severity,
        stderr: &mut dyn Write,
    ) -> Result<(), Error> {
        let look = terminal::look(Stream::Stderr, Unknowns::Hidden);
        for problem in problems {
            let label = problem.label.as_deref().unwrap_or("");
            let mut labels = vec![(problem.span.clone(), label)];
            let related = problem.related.iter();
            labels.extend(related.map(|(span, text)| (span.clone(), text.as_str())));
            let mistake = Mistake {
                name: self.name,
                text: self.text,
                severity,
                message: &problem.message,
                help: problem.help.as_deref(),
                labels,
            };
            report::draw(&mistake, look, stderr)?;
        }
        Ok(())
    }
}

fn options(spec: &Spec, beside: &Path) -> Result<Options, Error> {
    let layout = spec.output.layout.map(|layout| layout.value);
    let templates = spec.templates.as_ref();
    Ok(Options {
        layout: layout.unwrap_or_default(),
        templates: templates.map_or_else(
            || Ok(BTreeMap::new()),
            |folder| read_templates(&beside.join(folder.value.as_str())),
        )?,
        overrides: spec.overrides.iter().map(last_word).collect(),
    })
}

fn last_word(given: &spec::Override) -> Override {
    Override {
        origin: given.origin.as_u32(),
        environment: given.environment.as_ref().map(|name| name.value.clone()),
        kind: given.kind.value.to_string(),
        name: given.name.as_ref().map(|name| name.value.to_string()),
        patch: given.patch.clone(),
    }
}

/// Whether an override is about an object of a plan.
fn is_about(last_word: &Override, plan: &Plan) -> bool {
    let is = |wanted: Option<&String>, name: &str| wanted.is_none_or(|wanted| wanted == name);
    plan.objects().any(|placed| {
        is(last_word.environment.as_ref(), &placed.environment.value)
            && last_word.kind == placed.object.kind()
            && is(last_word.name.as_ref(), placed.object.name())
    })
}

/// The templates of a folder, by file name.
fn read_templates(folder: &Path) -> Result<BTreeMap<String, String>, Error> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Read { path, source }
    };
    let mut templates = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        let is_template = path.extension().is_some_and(|ending| ending == "j2");
        let Some(name) = path.file_name().filter(|_| is_template) else {
            continue;
        };
        let size = fs::metadata(&path).map_err(unreadable(&path))?.len();
        if size > MAX_TEMPLATE {
            let message = format!("`{}` is too large for a template", input::shown(&path));
            return Err(Error::usage(message, "split it"));
        }
        templates.insert(name.to_string_lossy().into_owned(), input::text(&path)?);
    }
    Ok(templates)
}

/// A mistake of a template or an override, at the place in the spec that leads to it.
fn problem(spec: &Spec, plan: &Plan, error: &RenderError) -> Problem {
    let origin = match error {
        RenderError::Override { origin, .. } => Some(OriginId::from_u32(*origin)),
        RenderError::Template { .. }
        | RenderError::Unknown { .. }
        | RenderError::TooLarge { .. }
        | RenderError::Control { .. }
        | RenderError::Untied { .. }
        | RenderError::Cut { .. }
        | RenderError::Nameless { .. }
        | RenderError::SameFile { .. }
        | RenderError::NoCompiler => spec.templates.as_ref().map(|templates| templates.origin),
    };
    // The plan's arena starts with the origins of the spec.
    let span = origin.and_then(|origin| plan.origins.in_spec(origin));
    let problem = Problem::new(span.unwrap_or(0..0), error.to_string());
    match error.hint() {
        Some(hint) => problem.help(hint),
        None => problem,
    }
}

/// Where a value comes from, in a sentence.
pub(super) fn told(rendering: &Rendering, origin: OriginId) -> String {
    let origins = &rendering.plan.origins;
    match origins.get(origin) {
        Origin::Unknown => "the template itself".to_owned(),
        Origin::Spec(span) => format!("{}, {}", rendering.name, line(&rendering.text, span.start)),
        Origin::Override(span) => format!(
            "an override in {}, {}",
            rendering.name,
            line(&rendering.text, span.start)
        ),
        Origin::Profile { name, .. } => format!("the profile `{name}`"),
        Origin::Builtin(_) => "the settings that every profile starts from".to_owned(),
        Origin::Default(why) => format!("a default: {why}"),
        Origin::Derived { why, from } => {
            let mut text = format!("derived: {why}");
            for origin in from {
                text.push_str("\n  from ");
                text.push_str(&told(rendering, *origin).replace('\n', "\n  "));
            }
            text
        }
    }
}

fn line(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let number = before.matches('\n').count() + 1;
    let line = text.lines().nth(number - 1).unwrap_or("").trim();
    format!("line {number}: `{line}`")
}
