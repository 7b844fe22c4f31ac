//! `pgspec why`: tell where a rendered value comes from.

use std::path::PathBuf;

use super::Streams;
use super::error::{Error, Exit};
use super::rendering::{self, Rendering, SPEC};
use crate::render::Object;
use crate::spec::OriginId;

/// Tell where a value of a rendered object comes from
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The environment, and the cluster in it: `prod/odoo`, or `prod` for what it has once
    #[arg(value_name = "ENV/CLUSTER")]
    place: String,

    /// The kind of the object, or `KIND/NAME`
    #[arg(value_name = "KIND")]
    kind: String,

    /// The path of the value: `spec.instances`
    #[arg(value_name = "PATH")]
    path: String,

    /// The spec
    #[arg(long, value_name = "SPEC", default_value = SPEC)]
    spec: PathBuf,
}

pub(super) fn run(args: &Args, streams: &mut Streams<'_>) -> Result<Exit, Error> {
    let rendering = Rendering::open(&args.spec, None, streams.stderr)?;
    let objects = found(args, &rendering);
    if objects.is_empty() {
        let known: Vec<String> = rendering.rendered.objects.iter().map(place).collect();
        return Err(Error::usage(
            format!("nothing is rendered as `{} {}`", args.place, args.kind),
            format!("there are {}", known.join(", ")),
        ));
    }
    for object in objects {
        let Some(tree) = object.at(&args.path) else {
            return Err(Error::usage(
                format!("{} `{}` has no `{}`", object.kind, object.name, args.path),
                "write it as the API server does: `spec.managed.roles[0].name`",
            ));
        };
        let origin = OriginId::from_u32(tree.origin);
        let told = rendering::told(&rendering, origin);
        writeln!(
            streams.stdout,
            "{} {} {}: {}\n  {}",
            object.kind,
            object.name,
            args.path,
            tree.to_json(),
            told.replace('\n', "\n  ")
        )?;
    }
    Ok(Exit::Clean)
}

/// The objects that are meant.
fn found<'r>(args: &Args, rendering: &'r Rendering) -> Vec<&'r Object> {
    let (environment, cluster) = match args.place.split_once('/') {
        Some((environment, cluster)) => (environment, Some(cluster)),
        None => (args.place.as_str(), None),
    };
    let (kind, name) = match args.kind.split_once('/') {
        Some((kind, name)) => (kind, Some(name)),
        None => (args.kind.as_str(), None),
    };
    let objects = rendering.rendered.objects.iter();
    objects
        .filter(|object| object.environment == environment && object.cluster.as_deref() == cluster)
        .filter(|object| object.kind.eq_ignore_ascii_case(kind))
        .filter(|object| name.is_none_or(|name| object.name == name))
        .collect()
}

/// An object as the command line names it.
fn place(object: &Object) -> String {
    let cluster = object
        .cluster
        .as_ref()
        .map_or_else(String::new, |cluster| format!("/{cluster}"));
    format!(
        "`{}{cluster} {}/{}`",
        object.environment, object.kind, object.name
    )
}
