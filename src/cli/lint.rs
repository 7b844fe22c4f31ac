//! `pgspec lint`: check manifests against the rules.

use std::path::{Path, PathBuf};

use super::Streams;
use super::around;
use super::error::{Error, Exit};
use super::input::{self, Found};
use super::judge;
use super::rendering::{Rendering, SPEC};
use super::terminal::{self, Stream};
use super::today::today;
use crate::document::{Documents, Parsed};
use crate::kube::version::OperatorVersion;
use crate::lint::{self, Environment, Environments, Scope, Selection, Settings, Severity, Target};
use crate::report::{self, Format, InputError, Report, Unknowns};

/// Check manifests against the rules
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files, folders, or `-` for standard input
    ///
    /// Without a path: the spec, if there is a `pgspec.yaml` here, else this folder.
    #[arg(value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<PathBuf>,

    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format())]
    format: Format,

    /// The severity from which on a finding makes the run fail
    #[arg(long, value_enum, default_value_t, value_name = "SEVERITY")]
    fail_on: FailOn,

    /// The environment that the manifests are for: dev, staging or prod
    ///
    /// Without it, that of the label or annotation `pgspec/environment` counts.
    /// For a spec: only this one of its environments.
    #[arg(long = "env", value_name = "ENV")]
    environment: Option<String>,

    /// The release of CloudNativePG that is meant, `1.30` or `1.30.1`
    #[arg(long, value_name = "VERSION")]
    operator_version: Option<String>,

    /// Run only these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,

    /// What standard input is called in the report
    #[arg(long, value_name = "NAME", default_value = "<stdin>")]
    stdin_filename: String,

    /// Tell which checks lacked their input
    #[arg(short, long)]
    verbose: bool,
}

/// From which severity on a finding makes the run fail.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum FailOn {
    /// Errors
    #[default]
    Error,
    /// Warnings and errors
    Warning,
    /// Every finding
    Info,
    /// None
    Never,
}

impl FailOn {
    fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => true,
            Self::Never => false,
        }
    }
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    match args.paths.as_slice() {
        [] if Path::new(SPEC).is_file() => spec(args, Path::new(SPEC), streams),
        [] => manifests(args, &[PathBuf::from(".")], streams),
        paths => manifests(args, paths, streams),
    }
}

/// Checks what a spec renders; findings are at the lines of the spec.
fn spec(args: &Args, path: &Path, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let rendering = Rendering::open(path, None, streams.stderr)?;
    let scope = rendering.scope(args.environment.as_slice())?;
    let judged = judge::judge(&rendering, &scope, selection(args)?, target(args)?);
    finish(args, &judged.report(), streams)
}

/// Checks manifests as they are. A file given alone may turn out to be a spec.
fn manifests(args: &Args, paths: &[PathBuf], streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let found = input::find(paths);
    if found.files.is_empty() && !found.stdin && found.unreadable.is_empty() {
        let shown: Vec<String> = paths
            .iter()
            .map(|path| format!("`{}`", input::shown(path)))
            .collect();
        let paths = shown.join(", ");
        return Err(Error::NothingMatched { paths });
    }
    let (folders, stdin) = (found.folders, found.stdin);
    let mut set = Set::default();
    set.read(found, args, streams);
    if let [path] = paths
        && !(folders || stdin)
        && set.is_spec()
    {
        return spec(args, path, streams);
    }
    let settings = settings(args, paths, folders)?;
    let outcome = lint::run(&set.documents, &settings);
    let report = Report {
        documents: &set.documents,
        outcome: &outcome,
        target: &settings.target,
        files: set.files,
        errors: &set.errors,
        templates: &set.templates,
    };
    finish(args, &report, streams)
}

/// Writes the report; how the run ends.
fn finish(args: &Args, report: &Report<'_>, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let unknowns = if args.verbose {
        Unknowns::Shown
    } else {
        Unknowns::Hidden
    };
    let look = terminal::look(Stream::Stdout, unknowns);
    report::write(args.format, report, look, streams.stdout)?;
    let gravest = report.outcome.gravest();
    let failed = gravest.is_some_and(|gravest| args.fail_on.fails(gravest));
    Ok(match (report.errors.is_empty(), failed) {
        (false, _) => Exit::Input,
        (true, true) => Exit::Findings,
        (true, false) => Exit::Clean,
    })
}

fn format() -> impl clap::builder::TypedValueParser<Value = Format> {
    use clap::builder::TypedValueParser as _;
    let names = Format::ALL.map(Format::as_str);
    clap::builder::PossibleValuesParser::new(names).try_map(|name| name.parse::<Format>())
}

fn settings(args: &Args, paths: &[PathBuf], folders: bool) -> Result<Settings, Error> {
    let forced = args.environment.as_deref().map(environment).transpose()?;
    Ok(Settings {
        target: target(args)?.unwrap_or_else(Target::newest),
        environments: Environments {
            forced,
            ..Environments::default()
        },
        selection: selection(args)?,
        scope: if folders { Scope::Whole } else { Scope::Part },
        patches: around::patches(paths),
        today: today(),
    })
}

/// The rules that the user chose.
fn selection(args: &Args) -> Result<Selection, Error> {
    Selection::new(&args.select, &args.ignore).map_err(|unknown| {
        let hint = unknown.first().map(lint::UnknownRule::help);
        let names: Vec<String> = unknown.iter().map(ToString::to_string).collect();
        Error::Usage {
            message: names.join("; "),
            hint,
        }
    })
}

/// The operator that the user named.
fn target(args: &Args) -> Result<Option<Target>, Error> {
    let parse = |version: &String| {
        OperatorVersion::parse(version)
            .map(Target::of_operator)
            .map_err(|error| Error::usage(error.to_string(), "write it as `1.30` or `1.30.1`"))
    };
    args.operator_version.as_ref().map(parse).transpose()
}

fn environment(name: &str) -> Result<Environment, Error> {
    Environment::named(name).ok_or_else(|| {
        Error::usage(
            format!("no environment is called `{name}`"),
            "there are `dev`, `staging` and `prod`",
        )
    })
}

/// What was read.
#[derive(Debug, Default)]
struct Set {
    documents: Documents,
    errors: Vec<InputError>,
    templates: Vec<String>,
    files: usize,
}

impl Set {
    fn read(&mut self, found: Found, args: &Args, streams: &mut Streams<'_>) {
        if found.stdin {
            self.add(input::read_stdin(streams.stdin, &args.stdin_filename));
        }
        for parsed in input::read(&found.files) {
            self.add(parsed);
        }
        for unreadable in found.unreadable {
            self.add(Err(unreadable));
        }
    }

    /// Whether what was read is a spec, not a manifest: it names a project and
    /// applications, and no kind.
    fn is_spec(&self) -> bool {
        let Some(document) = self.documents.iter().next() else {
            return false;
        };
        let has = |key| document.root().get(key).is_some();
        has("project") && has("apps") && !has("kind")
    }

    fn add(&mut self, parsed: Result<Parsed, input::Unreadable>) {
        self.files += 1;
        match parsed {
            Ok(parsed) if input::is_template(&parsed) => {
                self.templates.push(parsed.source().name().to_owned());
            }
            Ok(parsed) => {
                let errors = self.documents.push(parsed);
                self.errors
                    .extend(errors.into_iter().map(InputError::Syntax));
            }
            Err(input::Unreadable { name, message }) => {
                self.errors.push(InputError::File { name, message });
            }
        }
    }
}
