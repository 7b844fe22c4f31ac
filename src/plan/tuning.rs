//! PostgreSQL itself: its image, its libraries, and its parameters, derived from
//! the pod, then as the spec has them.

use super::ledger::Ledger;
use super::metadata::{Map, table};
use super::names::text;
use super::placement::Allotment;
use super::sizes::Sizes;
use super::target::Operator;
use super::tenant::Tenant;
use crate::knowledge::images::extensions::Preload;
use crate::knowledge::images::{self, extensions};
use crate::knowledge::operator::parameters as managed;
use crate::knowledge::tuning::{Bytes, Pod, WalVolume, Workload, derive};
use crate::kube::Quantity;
use crate::kube::image::Flavor;
use crate::spec::{OriginId, Problem, Settings, Sourced};

/// Parameters by which PostgreSQL shows what it is doing, and why each is good.
const OBSERVED: &[(&str, &str, &str)] = &[
    ("log_lock_waits", "on", "says who waits for whom"),
    ("log_temp_files", "0", "says which queries spill to disk"),
    (
        "pg_stat_statements.max",
        "10000",
        "enough to see the queries of a large application",
    ),
    (
        "pg_stat_statements.track",
        "all",
        "queries inside functions count too",
    ),
];

/// PostgreSQL's default, for an override that cannot be read.
const MAX_CONNECTIONS: u32 = 100;

/// The image of PostgreSQL, by its digest: the same wherever and whenever it is
/// pulled. Where backups are the plugin's, it need not hold the tools for them.
pub(super) fn image(
    ledger: &mut Ledger,
    settings: &Settings,
    operator: &Operator,
    major: Sourced<u32>,
) -> Option<Sourced<String>> {
    let flavor = if operator.has_barman_plugin() {
        Flavor::Standard
    } else {
        Flavor::System
    };
    let pinned = major_of(major).and_then(|major| images::postgresql(major, flavor));
    let Some(given) = &settings.image else {
        let Some(pinned) = pinned else {
            let message = format!("no image of PostgreSQL {major} is known");
            let help = "name one with `image`, or choose another major";
            ledger.report(Problem::new(ledger.span(major.origin), message).help(help));
            return None;
        };
        let why = "the newest build of the major that pgspec knows, by its digest";
        return Some(ledger.derived(pinned.reference(), why, [major.origin]));
    };
    // The operator goes by the tag; so do parameters, which differ by major.
    if let Ok(version) = given.value.postgres_version()
        && version.major != u64::from(major.value)
    {
        let message = format!("the image is of PostgreSQL {}, not {major}", version.major);
        let problem = Problem::new(ledger.span(given.origin), message)
            .help(format!("set `postgres: {}` beside it", version.major))
            .related(ledger.span(major.origin), "the major");
        ledger.report(problem);
    }
    Some(text(given))
}

/// The parameters of a cluster.
pub(super) fn parameters(
    ledger: &mut Ledger,
    settings: &Settings,
    tenants: &[Tenant<'_>],
    sizes: &Sizes,
    major: Sourced<u32>,
    workload: Option<Sourced<Workload>>,
) -> Map {
    let given = given(ledger, settings, tenants);
    let mut parameters = Map::new();
    for (name, value, why) in OBSERVED {
        let value = ledger.default((*value).to_owned(), why);
        parameters.insert((*name).to_owned(), value);
    }
    let pod = Pod {
        memory: bytes(&sizes.memory.value),
        cpu: u64::try_from(sizes.cpu.value.millis()).unwrap_or(u64::MAX),
        wal: Some(match &sizes.wal {
            Some(wal) => WalVolume::Own(bytes(&wal.value)),
            None => WalVolume::WithData(bytes(&sizes.storage.value)),
        }),
        major: major_of(major).unwrap_or(u8::MAX),
        workload: workload.map_or_else(Workload::default, |workload| workload.value),
        connections: number(&given, "max_connections"),
    };
    let volume = sizes.wal.as_ref().unwrap_or(&sizes.storage);
    let mut from: Vec<OriginId> = vec![sizes.memory.origin, sizes.cpu.origin, volume.origin];
    from.extend(workload.map(|workload| workload.origin));
    for derived in derive(&pod) {
        let value = ledger.derived(derived.value, derived.formula, from.iter().copied());
        parameters.insert(derived.name.to_owned(), value);
    }
    parameters.extend(given);
    parameters
}

/// What a cluster is used for: what is said for it, else what its applications have
/// in common, else a bit of each.
pub(super) fn workload(
    ledger: &mut Ledger,
    allotment: &Allotment<'_>,
) -> Option<Sourced<Workload>> {
    if let Some(own) = allotment.own.and_then(|own| own.workload) {
        return Some(own.map(known));
    }
    let given = allotment.apps.iter().map(|app| &app.settings.workload);
    let given: Vec<&Option<Sourced<_>>> = given.collect();
    let usual = |workload: &Option<Sourced<_>>| {
        workload.map_or_else(Workload::default, |workload: Sourced<_>| {
            known(workload.value)
        })
    };
    let (first, rest) = given.split_first()?;
    if rest.iter().all(|other| usual(other) == usual(first)) {
        return first.map(|workload| workload.map(known));
    }
    let from = given
        .iter()
        .filter_map(|workload| Some((**workload)?.origin));
    let why = "the applications of the cluster use it differently";
    Some(ledger.derived(Workload::Mixed, why, from))
}

/// The number of connections that the parameters allow.
pub(super) fn max_connections(parameters: &Map) -> Sourced<u32> {
    let origin = parameters
        .get("max_connections")
        .map_or(OriginId::UNKNOWN, |value| value.origin);
    let value = number(parameters, "max_connections").unwrap_or(MAX_CONNECTIONS);
    Sourced::new(value, origin)
}

/// The libraries to preload: those of the spec, and those without which an
/// extension does not work, but for those that the operator adds by itself.
pub(super) fn libraries(
    ledger: &mut Ledger,
    settings: &Settings,
    tenants: &[Tenant<'_>],
    parameters: &Map,
) -> Vec<Sourced<String>> {
    let owns = tenants.iter().map(|tenant| &tenant.app.own);
    let given = std::iter::once(settings).chain(owns);
    let given = given.filter_map(|settings| settings.preload_libraries.as_ref());
    let mut libraries: Vec<Sourced<String>> = Vec::new();
    for library in given.flat_map(|list| &list.value) {
        add(&mut libraries, parameters, text(library));
    }
    let databases = tenants
        .iter()
        .filter_map(|tenant| tenant.app.settings.database.as_ref());
    for name in databases
        .filter_map(|database| database.extensions.as_ref())
        .flat_map(|list| &list.value)
    {
        let Some(known) = extensions::find(name.value.as_str()) else {
            continue;
        };
        let why = match known.preload {
            Preload::Always => format!("the extension `{name}` does not work without it"),
            Preload::Wanted => format!("the extension `{name}` is meant to be used with it"),
            Preload::No | Preload::Feature => continue,
        };
        if let Some(library) = known.library {
            let library = ledger.derived(library.to_owned(), why, [name.origin]);
            add(&mut libraries, parameters, library);
        }
    }
    let names: Vec<&str> = libraries
        .iter()
        .map(|library| library.value.as_str())
        .collect();
    let ordered = extensions::preload_order(&names);
    ordered
        .iter()
        .filter_map(|name| libraries.iter().find(|library| library.value == **name))
        .cloned()
        .collect()
}

/// A quantity as the formulas take it.
pub(super) fn bytes(quantity: &Quantity) -> Bytes {
    Bytes(u64::try_from(quantity.bytes()).unwrap_or(u64::MAX))
}

fn add(libraries: &mut Vec<Sourced<String>>, parameters: &Map, library: Sourced<String>) {
    let of = |parameter: &str| managed::managed(parameter).map(|managed| managed.library);
    let added = parameters
        .keys()
        .any(|name| of(name) == Some(library.value.as_str()));
    if !added && !libraries.iter().any(|known| known.value == library.value) {
        libraries.push(library);
    }
}

/// What the spec says: for the cluster, and for the applications in it, which
/// must agree.
fn given(ledger: &mut Ledger, settings: &Settings, tenants: &[Tenant<'_>]) -> Map {
    let mut given = table(settings.parameters.as_ref());
    let cluster = given.clone();
    for tenant in tenants {
        for (name, value) in table(tenant.app.own.parameters.as_ref()) {
            // A cluster of one application has its settings.
            let Some(other) = given.insert(name.clone(), value.clone()) else {
                continue;
            };
            if other.value == value.value {
                continue;
            }
            let whose = match cluster.get(&name) {
                Some(cluster) if cluster == &other => "the cluster that it shares",
                _ => "another application of its cluster",
            };
            let message = format!(
                "`{name}` cannot be `{value}` for `{}` and `{other}` for {whose}",
                tenant.name
            );
            let problem = Problem::new(ledger.span(value.origin), message)
                .related(ledger.span(other.origin), "the other value")
                .help("a parameter holds for the whole cluster: set it there, or give the application a cluster of its own (`placement: per-app`)");
            ledger.report(problem);
        }
    }
    given
}

fn number(parameters: &Map, name: &str) -> Option<u32> {
    parameters.get(name)?.value.parse().ok()
}

fn major_of(major: Sourced<u32>) -> Option<u8> {
    u8::try_from(major.value).ok()
}

fn known(workload: crate::spec::Workload) -> Workload {
    match workload {
        crate::spec::Workload::Web => Workload::Web,
        crate::spec::Workload::Oltp => Workload::Oltp,
        crate::spec::Workload::Warehouse => Workload::Warehouse,
        crate::spec::Workload::Mixed => Workload::Mixed,
    }
}
