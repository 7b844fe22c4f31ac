//! `pgspec recover`: write the manifests of a restore.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{Error, Exit};
use super::rendering::{Rendering, SPEC};
use super::write::Output;
use super::{Streams, input, judge, render};
use crate::kube::{ClusterName, TargetTime};
use crate::lint::Selection;
use crate::plan::{ClusterPlan, Plan, Recovery, Target};
use crate::tree::{Desired, Scope};

/// The longest name of a restore point, in bytes (PostgreSQL's `MAXFNAMELEN`).
const RESTORE_POINT_BYTES: usize = 63;

/// Write the manifests of a cluster restored from a backup, beside the one that runs
///
/// The new cluster reads the archive of the old one, up to its end or a point before,
/// and writes to an archive of its own. The old one is left as it is.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The environment, and the cluster in it whose archive is read: `prod/odoo`
    #[arg(value_name = "ENV/CLUSTER")]
    place: String,

    /// Up to a point in time, with its offset from UTC: `2026-11-20 11:14:21+01:00`
    #[arg(long, value_name = "TIME", conflicts_with = "restore_point")]
    to: Option<String>,

    /// From this base backup, by its id (`20261120T020000`); alone, as it was then
    #[arg(long, value_name = "ID")]
    backup: Option<String>,

    /// Up to a named restore point; needs the backup to start from
    #[arg(long = "name", value_name = "NAME", requires = "backup")]
    restore_point: Option<String>,

    /// A cluster to be thrown away, and a Job that checks whether all of it can be read
    #[arg(long)]
    verify: bool,

    /// The name of the new cluster, instead of `CLUSTER-restore` or `CLUSTER-verify`
    #[arg(long = "as", value_name = "NEW")]
    name: Option<String>,

    /// The folder to write to, one of its own; standard output without it
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    out: Option<PathBuf>,

    /// The spec
    #[arg(long, value_name = "SPEC", default_value = SPEC, value_hint = clap::ValueHint::FilePath)]
    spec: PathBuf,
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let target = target(args)?;
    let rendering = Rendering::open(&args.spec, None, streams.stderr)?;
    let recovery = recovery(args, &rendering, target)?;
    let running = rendering.folder.clone();
    let mut restored = rendering.recovered(&args.spec, &recovery, streams.stderr)?;
    if let Some(folder) = &args.out {
        restored.folder.clone_from(folder);
    }
    let judged = judge::judge(&restored, &Scope::Whole, Selection::default(), None);
    if render::tell(&judged, streams.stderr)? {
        writeln!(
            streams.stderr,
            "nothing was written: the operator would refuse or misread it"
        )?;
        return Ok(Exit::Findings);
    }
    match &args.out {
        None => render::print(&restored, &Scope::Whole, streams.stdout)?,
        Some(folder) => {
            let desired = render::desired(&restored);
            its_own(folder, &running, &desired)?;
            let exit = render::write(folder, &restored, &desired, &Scope::Whole, streams)?;
            if exit != Exit::Clean {
                return Ok(exit);
            }
        }
    }
    guide(&recovery, &restored, streams)?;
    Ok(Exit::Clean)
}

/// Where recovery is to stop.
fn target(args: &Args) -> Result<Target, Error> {
    if let Some(time) = &args.to {
        let parsed = TargetTime::parse(time)
            .map_err(|error| Error::usage(error.to_string(), error.help()))?;
        if !parsed.has_time || !parsed.has_zone {
            return Err(Error::usage(
                format!("`{time}` may mean different times"),
                "write date, time and offset from UTC as `2026-11-20 11:14:21+01:00`",
            ));
        }
    }
    if let Some(id) = args.backup.as_ref().filter(|id| !is_backup_id(id)) {
        return Err(Error::usage(
            format!("`{id}` is not the id of a backup"),
            "ids look like `20261120T020000`; that of a Backup is its `status.backupId`",
        ));
    }
    if let Some(name) = args.restore_point.as_ref()
        && (name.is_empty()
            || RESTORE_POINT_BYTES < name.len()
            || name.bytes().any(|byte| byte.is_ascii_control()))
    {
        return Err(Error::usage(
            format!("no restore point can be named `{}`", name.escape_debug()),
            format!("a name has 1 to {RESTORE_POINT_BYTES} bytes, and no control characters"),
        ));
    }
    Ok(Target {
        time: args.to.clone(),
        backup: args.backup.clone(),
        name: args.restore_point.clone(),
    })
}

/// Whether a text is `YYYYMMDDTHHMMSS`, the only form of id that Barman gives out.
fn is_backup_id(text: &str) -> bool {
    let is_digits =
        |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    text.split_once('T')
        .is_some_and(|(date, time)| is_digits(date, 8) && is_digits(time, 6))
}

/// What is to be restored, if it can be.
fn recovery(args: &Args, rendering: &Rendering, target: Target) -> Result<Recovery, Error> {
    let (environment, cluster) = source(args, &rendering.plan)?;
    let suffix = if args.verify { "verify" } else { "restore" };
    let name = args
        .name
        .clone()
        .unwrap_or_else(|| format!("{cluster}-{suffix}"));
    ClusterName::parse(&name).map_err(|error| {
        Error::usage(
            error.to_string(),
            format!("name it with `--as`; {}", error.help()),
        )
    })?;
    let of_environment = rendering.plan.environments.iter();
    let mut taken = of_environment
        .filter(|known| known.name.value == environment)
        .flat_map(|known| &known.clusters);
    if taken.any(|known| known.name.value == name) {
        return Err(Error::usage(
            format!("`{environment}` has a cluster `{name}`"),
            "a cluster is not restored in its place: the new one gets another name with `--as`",
        ));
    }
    Ok(Recovery {
        environment,
        cluster,
        name,
        target,
        verify: args.verify,
    })
}

/// The environment and the cluster whose archive is read.
fn source(args: &Args, plan: &Plan) -> Result<(String, String), Error> {
    let clusters = plan.environments.iter().flat_map(|environment| {
        let clusters = environment.clusters.iter();
        clusters.map(move |cluster| (environment.name.value.as_str(), cluster))
    });
    let (archived, plain): (Vec<_>, Vec<_>) =
        clusters.partition(|(_, cluster)| cluster.is_archived());
    let is_meant = |(environment, cluster): &&(&str, &ClusterPlan)| {
        args.place == format!("{environment}/{}", cluster.name)
    };
    if let Some((environment, cluster)) = archived.iter().find(is_meant) {
        return Ok(((*environment).to_owned(), cluster.name.value.clone()));
    }
    let known: Vec<String> = archived
        .iter()
        .map(|(environment, cluster)| format!("`{environment}/{}`", cluster.name))
        .collect();
    let hint = if known.is_empty() {
        "no cluster of the spec has backups".to_owned()
    } else {
        format!("clusters with backups are {}", known.join(", "))
    };
    let message = if plain.iter().any(|known| is_meant(&known)) {
        format!("`{}` has no backups", args.place)
    } else {
        format!("the spec has no cluster `{}`", args.place)
    };
    Err(Error::usage(message, hint))
}

/// Refuses a folder that holds something else: what a restore does not want there
/// would be removed.
fn its_own(folder: &Path, running: &Path, desired: &Desired) -> Result<(), Error> {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let is_other = if real(folder) == real(running) {
        true
    } else {
        let output = Output::look(folder, desired).map_err(render::stopped)?;
        let changes = output.changes(desired, &Scope::Whole);
        changes.is_ok_and(|changes| !changes.prune.is_empty())
    };
    if is_other {
        let folder = input::shown(folder);
        return Err(Error::usage(
            format!("`{folder}` holds another rendering"),
            "give a restore a folder of its own",
        ));
    }
    Ok(())
}

/// Says what to do with what was written.
fn guide(
    recovery: &Recovery,
    restored: &Rendering,
    streams: &mut Streams<'_>,
) -> Result<(), Error> {
    let Recovery {
        environment,
        cluster,
        name,
        ..
    } = recovery;
    let objects = &restored.rendered.objects;
    let namespace = objects
        .iter()
        .find_map(|object| object.namespace.as_deref());
    let namespace = namespace.unwrap_or_default();
    let clusters = restored
        .plan
        .environments
        .iter()
        .flat_map(|known| &known.clusters);
    let apps = clusters.flat_map(|cluster| &cluster.apps);
    let apps: Vec<&str> = apps.map(|app| app.value.as_str()).collect();
    let apps = apps.join(", ");
    let text = if recovery.verify {
        format!(
            "apply it where `{cluster}` runs; the Job `{name}` waits for the restore and checks it:
  kubectl -n {namespace} wait --for=condition=Complete --timeout=24h job/{name}
  kubectl -n {namespace} logs job/{name}
then delete it: the cluster `{name}` is of no other use, and has no archive"
        )
    } else {
        format!(
            "apply it where `{cluster}` runs; `{name}` reads its archive through the ObjectStore `{namespace}/{cluster}`
  kubectl -n {namespace} wait --for=condition=Ready --timeout=24h cluster/{name}
then look at it, and have clients connect to `{name}-rw`; `{cluster}` is left as it is
to keep it, name it in the spec: `environments: {{ {environment}: {{ clusters: {{ {name}: {{ apps: [{apps}] }} }} }} }}`"
        )
    };
    writeln!(streams.stderr, "{text}")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_time_at_which_the_backup_began() {
        assert!(is_backup_id("20261120T020000"));
        for other in [
            "odoo-backup-20261120020000",
            "20261120",
            "20261120T0200",
            "",
        ] {
            assert!(!is_backup_id(other), "{other}");
        }
    }
}
