//! What the operator makes for a cluster, as applications ask for it by name.

use super::secret::mentions;
use super::workload;
use crate::document::Span;
use crate::knowledge::operator::names::{Service, service_of_host};
use crate::lint::context::{Context, Lookup};
use crate::lint::kind::{CLUSTER, CNPG};
use crate::lint::object::Object;

/// How names end that others use, and the Service that is meant.
const FOREIGN: [(&str, Service); 10] = [
    ("-primary", Service::ReadWrite),
    ("-master", Service::ReadWrite),
    ("-leader", Service::ReadWrite),
    ("-readwrite", Service::ReadWrite),
    ("-replica", Service::ReadOnly),
    ("-replicas", Service::ReadOnly),
    ("-repl", Service::ReadOnly),
    ("-standby", Service::ReadOnly),
    ("-readonly", Service::ReadOnly),
    ("", Service::ReadWrite),
];

/// A Service that is asked for and not made.
#[derive(Clone, Debug)]
pub struct Missing<'a> {
    /// Its name.
    pub service: &'a str,
    /// The cluster that it would be of.
    pub cluster: Object<'a>,
    /// The Service that is meant; none if that one is disabled.
    pub meant: Option<String>,
}

/// The Service that a host means, seen from a workload, if it would be a
/// cluster's and the operator makes none of this name. The name of a cluster is
/// taken for that of a Service only if `or_cluster`.
pub fn missing_service<'a>(
    cx: &Context<'a>,
    from: Object<'a>,
    host: &'a str,
    or_cluster: bool,
) -> Option<Missing<'a>> {
    let here = from.namespace().unwrap_or_default();
    let (service, namespace) = service_of_host(host, here)?;
    let namespace = Some(namespace).filter(|name| !name.is_empty());
    let find = |name: &str| cx.find_in(from, &CLUSTER, namespace, name).found();
    let disabled = Service::ALL.into_iter().find_map(|made| {
        let cluster = find(service.strip_suffix(made.suffix())?)?;
        is_disabled(cluster, made).then_some((cluster, None))
    });
    let foreign = || {
        FOREIGN.into_iter().find_map(|(suffix, meant)| {
            let name = service.strip_suffix(suffix)?;
            let cluster = (or_cluster || !suffix.is_empty()).then(|| find(name))??;
            Some((cluster, Some(meant.name(name))))
        })
    };
    let (cluster, meant) = disabled.or_else(foreign)?;
    (!is_there(cx, cluster, service)).then_some(Missing {
        service,
        cluster,
        meant,
    })
}

/// Whether a cluster does without one of its Services.
fn is_disabled(cluster: Object<'_>, service: Service) -> bool {
    let disabled = cluster.slot(&["spec", "managed", "services", "disabledDefaultServices"]);
    let mut names = disabled.items().map(|item| item.text().written().flatten());
    names.any(|name| name == service.suffix().strip_prefix('-'))
}

/// Whether some other object has the name, or the cluster adds a Service with it.
fn is_there(cx: &Context<'_>, cluster: Object<'_>, service: &str) -> bool {
    let mut others = cx.all().iter().filter(|object| !object.is(&CLUSTER));
    let added = cluster.slot(&["spec", "managed", "services", "additional"]);
    let mut added = added.items().map(|it| {
        let name = it.at(&["serviceTemplate", "metadata", "name"]).text();
        // Nobody can tell what a name is that is filled in later.
        name.value().flatten().is_none_or(|name| name == service)
    });
    others.any(|object| object.name() == Some(service)) || added.any(|same| same)
}

/// The cluster that a Secret of this name would be made for.
pub fn cluster_of_secret<'a>(
    cx: &Context<'a>,
    workload: Object<'_>,
    name: &str,
) -> Option<(Object<'a>, &'static str)> {
    ["-app", "-superuser"].into_iter().find_map(|suffix| {
        match cx.find(workload, &CLUSTER, name.strip_suffix(suffix)?) {
            Lookup::Found(cluster) => Some((cluster, suffix)),
            Lookup::Absent | Lookup::Unknown => None,
        }
    })
}

/// What there is instead of a Secret that the operator could make.
#[derive(Clone, Debug)]
pub enum Instead {
    /// Nothing: it is made.
    Nothing,
    /// Nobody can tell.
    Unknown,
    /// Something else, which is written there, and what to do.
    This(Span, String),
}

/// What a cluster has instead of the Secret whose name ends so.
pub fn instead(cluster: Object<'_>, suffix: &str) -> Instead {
    let access = cluster
        .slot(&["spec", "enableSuperuserAccess"])
        .boolean_or(false);
    let named = if suffix == "-superuser" {
        match access.value() {
            None => return Instead::Unknown,
            Some(false) => {
                let help = "read `<cluster>-app`, the Secret of the database's owner";
                return Instead::This(access.slot().span(), help.to_owned());
            }
            Some(true) => cluster.slot(&["spec", "superuserSecret", "name"]),
        }
    } else {
        let bootstrap = cluster.slot(&["spec", "bootstrap"]);
        let methods = ["recovery", "pg_basebackup", "initdb"].map(|method| bootstrap.key(method));
        let used = methods.iter().find(|it| it.is_present() != Some(false));
        match used {
            None => return Instead::Nothing,
            Some(used) => used.at(&["secret", "name"]),
        }
    };
    match named.text().value() {
        None => Instead::Unknown,
        Some(None) => Instead::Nothing,
        Some(Some(name)) => Instead::This(
            named.span(),
            format!("read `{name}`, which the cluster names"),
        ),
    }
}

/// Whether something other than a workload or the operator's objects knows the
/// name, and so may make the Secret.
pub fn is_known_to_others(cx: &Context<'_>, secret: &str) -> bool {
    cx.all().iter().any(|object| {
        let group = object.document().group();
        group != Some(CNPG)
            && !workload::is_one(*object)
            && mentions(object.document().root(), secret)
    })
}
