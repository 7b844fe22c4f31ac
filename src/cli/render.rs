//! `pgspec render`: write what a spec renders.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use similar::{Algorithm, TextDiff};

use super::data::{self, Known};
use super::error::{Error, Exit};
use super::judge::{self, Judged};
use super::rendering::{Rendering, SPEC};
use super::terminal::{self, Stream};
use super::write::{self, Output, Pending, Recovered, WriteError};
use super::{Streams, input, torn};
use crate::lint::{Family, Selection, Severity};
use crate::plan::{Layout, Prerequisite};
use crate::report::{self, Format, Unknowns};
use crate::tree::{Changes, Conflict, Desired, Owners, Scope};

/// How long one file may be compared before its difference is told roughly.
const DIFF_TIMEOUT: Duration = Duration::from_secs(2);

/// Write the manifests, kustomizations or charts of a spec
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The spec
    #[arg(value_name = "SPEC", default_value = SPEC, value_hint = clap::ValueHint::FilePath)]
    spec: PathBuf,

    /// The folder to write to, instead of the one that the spec names
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,

    /// Only this environment; may be given several times
    #[arg(long = "env", value_name = "ENV")]
    environments: Vec<String>,

    /// The form of the files, instead of the one that the spec names
    #[arg(long, value_enum, value_name = "LAYOUT")]
    layout: Option<Layout>,

    /// Write nothing; fail with a diff if the folder is not as rendered
    #[arg(long, group = "mode")]
    check: bool,

    /// Write nothing; show what would change
    #[arg(long, group = "mode")]
    diff: bool,

    /// Write all manifests to standard output, whatever the layout
    #[arg(long, group = "mode")]
    stdout: bool,
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let rendering = Rendering::open(&args.spec, args.layout, streams.stderr)?;
    let scope = rendering.scope(&args.environments)?;
    let judged = judge::judge(&rendering, &scope, Selection::default(), None);
    let refused = tell(&judged, streams.stderr)?;
    if refused {
        writeln!(
            streams.stderr,
            "nothing was written: the operator would refuse or misread it"
        )?;
        return Ok(Exit::Findings);
    }
    if args.stdout {
        print(&rendering, &scope, streams.stdout)?;
        return Ok(Exit::Clean);
    }
    let folder = args.out.as_ref().unwrap_or(&rendering.folder);
    let desired = desired(&rendering);
    if args.check || args.diff {
        compare(args, folder, &desired, &scope, streams)
    } else {
        write(folder, &rendering, &desired, &scope, streams)
    }
}

/// Tells what lint found in the rendering, and whether it may not be written.
pub(super) fn tell(judged: &Judged, stderr: &mut dyn Write) -> Result<bool, Error> {
    if judged.outcome.findings.is_empty() {
        return Ok(false);
    }
    let look = terminal::look(Stream::Stderr, Unknowns::Hidden);
    report::write(Format::Human, &judged.report(), look, stderr)?;
    let refused = judged.outcome.findings.iter().any(|finding| {
        finding.severity() == Severity::Error
            && matches!(
                finding.rule().family(),
                Family::Admission | Family::NoEffect
            )
    });
    Ok(refused)
}

/// Writes the manifests as one stream.
pub(super) fn print(
    rendering: &Rendering,
    scope: &Scope,
    stdout: &mut dyn Write,
) -> Result<(), Error> {
    for object in &rendering.rendered.objects {
        if judge::is_in(scope, object) {
            stdout.write_all(object.manifest.text.as_bytes())?;
        }
    }
    Ok(())
}

/// The files that the output folder should hold.
pub(super) fn desired(rendering: &Rendering) -> Desired {
    let mut desired = Desired::default();
    for file in rendering.rendered.files() {
        let owners = Owners::of(file.environments.iter().map(String::as_str));
        desired.add(&file.path, owners, file.text.clone().into_bytes());
    }
    desired
}

pub(super) fn write(
    folder: &Path,
    rendering: &Rendering,
    desired: &Desired,
    scope: &Scope,
    streams: &mut Streams<'_>,
) -> Result<Exit, Error> {
    if write::recover(folder).map_err(stopped)? == Recovered::Finished {
        writeln!(streams.stderr, "finished an interrupted rendering first")?;
    }
    let output = Output::look(folder, desired).map_err(stopped)?;
    let changes = match output.changes(desired, scope) {
        Ok(changes) => changes,
        Err(conflicts) => {
            show(&conflicts, streams.stderr)?;
            return Ok(Exit::Usage);
        }
    };
    if *scope != Scope::Whole && refuses_to_tear(&output, desired, &changes, streams.stderr)? {
        return Ok(Exit::Usage);
    }
    let given_up = data::given_up(folder, &changes, &rendering.rendered);
    output.apply(desired, &changes).map_err(stopped)?;
    warn_of_data(&given_up, streams.stderr)?;
    writeln!(
        streams.stderr,
        "{}: {} written, {} removed, {} unchanged",
        input::shown(folder),
        changes.write.len(),
        changes.prune.len(),
        changes.keep.len() + changes.adopt.len()
    )?;
    if !changes.write.is_empty() {
        tell_of_surroundings(rendering, scope, streams.stderr)?;
    }
    Ok(Exit::Clean)
}

/// Refuses to leave charts at odds with themselves, and says what else to do.
fn refuses_to_tear(
    output: &Output,
    desired: &Desired,
    changes: &Changes,
    stderr: &mut dyn Write,
) -> Result<bool, Error> {
    if torn::shared(changes).is_empty() {
        return Ok(false);
    }
    let whole = match output.changes(desired, &Scope::Whole) {
        Ok(whole) => whole,
        Err(conflicts) => {
            show(&conflicts, stderr)?;
            return Ok(true);
        }
    };
    let torn = torn::torn(changes, &whole);
    for (chart, environments) in &torn {
        let flags: Vec<String> = environments
            .iter()
            .map(|name| format!("--env {name}"))
            .collect();
        writeln!(
            stderr,
            "error: the chart `{chart}` changes for {}, too\n  help: add `{}`, or render everything",
            environments.join(" and "),
            flags.join(" ")
        )?;
    }
    if !torn.is_empty() {
        writeln!(stderr, "nothing was written")?;
    }
    Ok(!torn.is_empty())
}

/// Says what happens to the data of clusters that are rendered no more.
fn warn_of_data(given_up: &BTreeSet<Known>, stderr: &mut dyn Write) -> Result<(), Error> {
    for Known { environment, name } in given_up {
        writeln!(
            stderr,
            "warning: the Cluster `{name}` of `{environment}` is rendered no more: once it is deleted from \
             Kubernetes, the operator deletes its volumes with it; its backups stay in the object store"
        )?;
    }
    Ok(())
}

/// Tells what must be there before what was written works, and where it cannot go.
fn tell_of_surroundings(
    rendering: &Rendering,
    scope: &Scope,
    stderr: &mut dyn Write,
) -> Result<(), Error> {
    rendering.warn(&rendering.plan.overlaps(), stderr)?;
    let needed = rendering.plan.prerequisites();
    let meant = |needed: &&Prerequisite| {
        let mut environments = needed.environments.iter();
        environments.any(|name| judge::is_meant(scope, name))
    };
    let count = needed.iter().filter(meant).count();
    if 0 < count {
        let things = if count == 1 { "thing" } else { "things" };
        writeln!(
            stderr,
            "{count} {things} must be there before it is applied: `pgspec plan` lists them"
        )?;
    }
    Ok(())
}

fn compare(
    args: &Args,
    folder: &Path,
    desired: &Desired,
    scope: &Scope,
    streams: &mut Streams<'_>,
) -> Result<Exit, Error> {
    if write::pending(folder) != Pending::Nothing {
        writeln!(
            streams.stderr,
            "an interrupted rendering is left in `{}`: `pgspec render` finishes it",
            input::shown(folder)
        )?;
        return Ok(if args.check {
            Exit::Findings
        } else {
            Exit::Clean
        });
    }
    let output = Output::look(folder, desired).map_err(stopped)?;
    let changes = match output.changes(desired, scope) {
        Ok(changes) => changes,
        Err(conflicts) => {
            show(&conflicts, streams.stderr)?;
            let stale = |conflict: &Conflict| {
                matches!(
                    conflict,
                    Conflict::Changed { .. } | Conflict::ChangedOrphan { .. }
                )
            };
            return Ok(if args.check && conflicts.iter().all(stale) {
                Exit::Findings
            } else {
                Exit::Usage
            });
        }
    };
    let text = differences(folder, desired, &changes)?;
    streams.stdout.write_all(text.as_bytes())?;
    if changes.is_empty() || args.diff {
        return Ok(Exit::Clean);
    }
    writeln!(
        streams.stderr,
        "`{}` is not as rendered: {} to write, {} to remove; run `pgspec render`",
        input::shown(folder),
        changes.write.len(),
        changes.prune.len()
    )?;
    Ok(Exit::Findings)
}

/// What would change, as a unified diff.
fn differences(folder: &Path, desired: &Desired, changes: &Changes) -> Result<String, Error> {
    let mut text = String::new();
    let old = |path: &str| -> Result<String, Error> {
        let path = folder.join(path);
        match fs::read(&path) {
            Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            Err(source) => Err(Error::Read { path, source }),
        }
    };
    for path in changes.write.keys() {
        let new = desired.get(path).map_or(&[][..], |file| &file.bytes);
        difference(
            path.as_str(),
            &old(path.as_str())?,
            &String::from_utf8_lossy(new),
            &mut text,
        );
    }
    for path in changes.prune.keys() {
        difference(path.as_str(), &old(path.as_str())?, "", &mut text);
    }
    Ok(text)
}

fn difference(path: &str, old: &str, new: &str, text: &mut String) {
    let side = |prefix: &str, content: &str| {
        if content.is_empty() {
            "/dev/null".to_owned()
        } else {
            format!("{prefix}/{path}")
        }
    };
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .timeout(DIFF_TIMEOUT)
        .diff_lines(old, new);
    let (old, new) = (side("a", old), side("b", new));
    // Writing to a string cannot fail.
    let _ = write!(text, "{}", diff.unified_diff().header(&old, &new));
}

fn show(conflicts: &[Conflict], stderr: &mut dyn Write) -> Result<(), Error> {
    for conflict in conflicts {
        writeln!(stderr, "error: {conflict}\n  help: {}", conflict.help())?;
    }
    writeln!(stderr, "nothing was written")?;
    Ok(())
}

pub(super) fn stopped(error: WriteError) -> Error {
    Error::Output(Box::new(error))
}
