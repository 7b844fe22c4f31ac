//! Which parameters suit a pod: derived from its memory, its CPU and the
//! volume that its WAL lies on, each with the formula that gave it.
//!
//! The basis is pgtune ([`formulas`]). Where a pod differs from a machine, so
//! do the numbers, and each says why:
//!
//! - a pod cannot borrow memory, so connections follow from it;
//! - WAL that fills its volume stops the server, so sizes follow from that;
//! - `io_method: io_uring` and `huge_pages: try` fail under the usual security
//!   profile and without a request for huge pages, so they stay as they are;
//! - the operator's 32 workers are not lowered, nor is `wal_level`.

mod bytes;
pub mod capacity;
pub mod formulas;
pub mod pools;
#[cfg(test)]
mod tests;

pub use bytes::Bytes;
pub use formulas::Workload;

/// What the formulas start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pod {
    /// The pod's memory limit.
    pub memory: Bytes,
    /// The pod's CPU in thousandths of a core.
    pub cpu: u64,
    /// Where WAL lies, if that is known.
    pub wal: Option<WalVolume>,
    /// The major of PostgreSQL.
    pub major: u8,
    /// What the database is used for.
    pub workload: Workload,
    /// `max_connections`, where somebody set it.
    pub connections: Option<u32>,
}

/// The volume that WAL lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalVolume {
    /// One of its own, of that size.
    Own(Bytes),
    /// The data volume, of that size; WAL may fill half of it.
    WithData(Bytes),
}

impl WalVolume {
    /// How much WAL may fill.
    pub const fn room(self) -> Bytes {
        match self {
            Self::Own(size) => size,
            Self::WithData(size) => size.part(1, 2),
        }
    }

    /// The volume in the words of a formula.
    fn words(self) -> String {
        match self {
            Self::Own(size) => format!("the WAL volume {size}"),
            Self::WithData(size) => format!("half the volume {size} that data and WAL share"),
        }
    }
}

/// A parameter that follows from the pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The parameter's name.
    pub name: &'static str,
    /// Its value, as a configuration file has it.
    pub value: String,
    /// How the value came about, as a phrase: `25 % of memory 4Gi`.
    pub formula: String,
}

/// What the operator keeps for standbys where nobody says otherwise.
const WAL_KEEP_SIZE: Bytes = Bytes::mb(512);

/// The memory that one connection is planned with.
const PER_CONNECTION: Bytes = Bytes::mb(40);

/// The fewest connections that leave some beside those that PostgreSQL, the
/// operator and its exporter use.
const FEWEST_CONNECTIONS: u32 = 20;

/// Every parameter that follows from the pod, in the order in which
/// PostgreSQL's documentation treats them.
#[must_use]
pub fn derive(pod: &Pod) -> Vec<Derived> {
    let mut derived = memory(pod);
    if let Some(volume) = pod.wal {
        derived.extend(wal(volume, pod.workload));
    }
    derived.extend(processors(cores(pod.cpu), pod));
    derived.extend(planner(pod));
    derived
}

/// How many connections a pod's memory bears: one for every 40 MB, within
/// bounds that depend on the workload.
pub fn connections(memory: Bytes, workload: Workload) -> u32 {
    let by_memory = u32::try_from(memory.0 / PER_CONNECTION.0).unwrap_or(u32::MAX);
    // Multiples of ten, as people choose them.
    (by_memory / 10 * 10).clamp(
        FEWEST_CONNECTIONS,
        workload.connections().max(FEWEST_CONNECTIONS),
    )
}

/// The whole cores in thousandths of one, at least one.
pub fn cores(millis: u64) -> u32 {
    u32::try_from(millis / 1000).unwrap_or(u32::MAX).max(1)
}

fn memory(pod: &Pod) -> Vec<Derived> {
    let Pod {
        memory, workload, ..
    } = *pod;
    let mut derived = Vec::new();
    let connections = pod.connections.unwrap_or_else(|| {
        let count = connections(memory, workload);
        let formula = format!(
            "1 for every 40MB of memory {memory}, {FEWEST_CONNECTIONS} to {}",
            workload.connections()
        );
        derived.push(Derived::new("max_connections", count.to_string(), formula));
        count
    });
    let share = formulas::maintenance_share(workload);
    let maintenance = formulas::maintenance_work_mem(memory, workload);
    let cores = cores(pod.cpu);
    let workers = formulas::workers(cores);
    let sorts = 3 * formulas::work_mem_divisor(workload);
    derived.extend([
        Derived::size("shared_buffers", formulas::shared_buffers(memory), format!("25 % of memory {memory}")),
        Derived::size(
            "work_mem",
            formulas::work_mem(memory, connections, cores, workload),
            format!("75 % of memory {memory} / ({connections} connections + {workers} workers) / {sorts}, at least 4MB"),
        ),
        Derived::size("maintenance_work_mem", maintenance, format!("1/{share} of memory {memory}, at most 8GB")),
    ]);
    if maintenance >= Bytes::gb(2) {
        let formula = "2GB where maintenance_work_mem is larger".to_owned();
        derived.push(Derived::size("autovacuum_work_mem", Bytes::gb(2), formula));
    }
    derived
}

/// Sizes that together stay below 85 % of the volume: a quarter for
/// checkpoints, half for slots, at most a sixteenth for standbys.
fn wal(volume: WalVolume, workload: Workload) -> Vec<Derived> {
    let (room, words) = (volume.room(), volume.words());
    let most = workload.max_wal_size();
    let max = room.part(1, 4).min(most).whole_mb();
    let mut derived = vec![
        Derived::size(
            "max_wal_size",
            max,
            format!("25 % of {words}, at most {}", most.setting()),
        ),
        Derived::size(
            "min_wal_size",
            max.part(1, 4).whole_mb(),
            format!("25 % of max_wal_size {}", max.setting()),
        ),
    ];
    let keep = room.part(1, 16).min(WAL_KEEP_SIZE).whole_mb();
    if keep < WAL_KEEP_SIZE {
        let formula = format!(
            "1/16 of {words}, at most the operator's {}",
            WAL_KEEP_SIZE.setting()
        );
        derived.push(Derived::size("wal_keep_size", keep, formula));
    }
    derived.push(Derived::size(
        "max_slot_wal_keep_size",
        room.part(1, 2).whole_mb(),
        format!("50 % of {words}"),
    ));
    derived
}

fn processors(cores: u32, pod: &Pod) -> Vec<Derived> {
    let most = if pod.workload == Workload::Warehouse {
        ""
    } else {
        ", at most 4"
    };
    let count = |name, count: Option<u32>, formula: String| {
        count.map(|count| Derived::new(name, count.to_string(), formula))
    };
    [
        count(
            "max_parallel_workers_per_gather",
            formulas::workers_per_gather(cores, pod.workload),
            format!("half of {cores} cores{most}"),
        ),
        count(
            "max_parallel_maintenance_workers",
            formulas::maintenance_workers(cores),
            format!("half of {cores} cores, at most 4"),
        ),
        count(
            "max_worker_processes",
            (cores > 32).then_some(cores),
            format!("1 for each of {cores} cores"),
        ),
        count(
            "max_parallel_workers",
            (cores > 32).then_some(cores),
            format!("1 for each of {cores} cores"),
        ),
        count(
            "autovacuum_max_workers",
            formulas::autovacuum_workers(cores),
            format!("more than 3 for {cores} cores"),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn planner(pod: &Pod) -> Vec<Derived> {
    let Pod {
        memory,
        major,
        workload,
        ..
    } = *pod;
    let cache = formulas::effective_cache_size(memory);
    let warehouse = workload == Workload::Warehouse;
    let mut derived = vec![
        Derived::size(
            "effective_cache_size",
            cache,
            format!("75 % of memory {memory}"),
        ),
        Derived::new(
            "random_page_cost",
            if warehouse { "4" } else { "1.1" },
            if warehouse {
                "scans preferred for a warehouse"
            } else {
                "volumes are SSDs"
            },
        ),
        Derived::new("effective_io_concurrency", "200", "volumes are SSDs"),
        if major < 15 {
            Derived::new(
                "wal_compression",
                "on",
                "WAL volume and archive are worth the CPU",
            )
        } else {
            Derived::new(
                "wal_compression",
                "lz4",
                "WAL volume and archive are worth the CPU",
            )
        },
    ];
    if warehouse {
        derived.push(Derived::new(
            "default_statistics_target",
            "500",
            "long queries are worth better plans",
        ));
    }
    // Off by itself from PostgreSQL 19 on.
    if !warehouse && major < 19 {
        derived.push(Derived::new(
            "jit",
            "off",
            "short queries cost more to compile than to run",
        ));
    }
    derived
}

impl Derived {
    fn new(name: &'static str, value: impl Into<String>, formula: impl Into<String>) -> Self {
        Self {
            name,
            value: value.into(),
            formula: formula.into(),
        }
    }

    fn size(name: &'static str, size: Bytes, formula: String) -> Self {
        Self::new(name, size.setting(), formula)
    }
}
