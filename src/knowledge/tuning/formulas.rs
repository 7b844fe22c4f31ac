//! The formulas of pgtune (le0pard/pgtune, MIT), restated: the sizes that suit
//! a server that has its memory for itself.

use super::bytes::Bytes;

/// What the database is mostly used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workload {
    /// Many short queries of a web application.
    #[default]
    Web,
    /// Many short transactions that write.
    Oltp,
    /// Few long queries over much data.
    Warehouse,
    /// A bit of each.
    Mixed,
}

impl Workload {
    /// The connections that it is given where nobody says otherwise.
    pub const fn connections(self) -> u32 {
        match self {
            Self::Web => 200,
            Self::Oltp => 300,
            Self::Warehouse => 40,
            Self::Mixed => 100,
        }
    }

    /// How much WAL a checkpoint may span.
    pub const fn max_wal_size(self) -> Bytes {
        match self {
            Self::Web | Self::Mixed => Bytes::gb(4),
            Self::Oltp => Bytes::gb(8),
            Self::Warehouse => Bytes::gb(16),
        }
    }
}

/// `shared_buffers`: a quarter of the memory.
pub const fn shared_buffers(memory: Bytes) -> Bytes {
    memory.part(1, 4)
}

/// `effective_cache_size`: three quarters of the memory.
pub const fn effective_cache_size(memory: Bytes) -> Bytes {
    memory.part(3, 4)
}

/// `maintenance_work_mem`: a sixteenth of the memory, an eighth for a
/// warehouse, at most 8 GB.
pub fn maintenance_work_mem(memory: Bytes, workload: Workload) -> Bytes {
    memory
        .part(1, maintenance_share(workload))
        .min(Bytes::gb(8))
}

/// The part of the memory that [`maintenance_work_mem`] is.
pub(super) const fn maintenance_share(workload: Workload) -> u64 {
    match workload {
        Workload::Warehouse => 8,
        Workload::Web | Workload::Oltp | Workload::Mixed => 16,
    }
}

/// `work_mem`: what is left beside `shared_buffers`, shared among three sorts
/// in every connection and parallel worker; half of it for workloads with
/// several sorts in a query; at least 4 MB.
pub fn work_mem(memory: Bytes, connections: u32, cores: u32, workload: Workload) -> Bytes {
    let sorts = u64::from(connections)
        .saturating_add(u64::from(workers(cores)))
        .saturating_mul(3);
    let left = memory.minus(shared_buffers(memory));
    left.part(1, sorts.saturating_mul(work_mem_divisor(workload)))
        .max(Bytes::mb(4))
}

/// By how much [`work_mem`] is divided for the workload.
pub(super) const fn work_mem_divisor(workload: Workload) -> u64 {
    match workload {
        Workload::Web | Workload::Oltp => 1,
        Workload::Warehouse | Workload::Mixed => 2,
    }
}

/// The parallel workers that are counted with the connections.
pub(super) const fn workers(cores: u32) -> u32 {
    if cores >= 4 { cores } else { 8 }
}

/// `max_parallel_workers_per_gather` from four cores on: half of them, at most
/// four except for a warehouse.
pub fn workers_per_gather(cores: u32, workload: Workload) -> Option<u32> {
    let half = cores.div_ceil(2);
    let most = if workload == Workload::Warehouse {
        half
    } else {
        half.min(4)
    };
    (cores >= 4).then_some(most)
}

/// `max_parallel_maintenance_workers` from four cores on: half of them, at most four.
pub fn maintenance_workers(cores: u32) -> Option<u32> {
    (cores >= 4).then_some(cores.div_ceil(2).min(4))
}

/// `autovacuum_max_workers`: more than the default on many cores.
pub const fn autovacuum_workers(cores: u32) -> Option<u32> {
    match cores {
        32.. => Some(5),
        16..32 => Some(4),
        0..16 => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What pgtune answers for SSDs on Linux.
    const ANSWERS: &str = include_str!("../../../tests/data/pgtune.tsv");

    #[test]
    fn pgtune_gives_the_same_numbers() {
        let mut count = 0;
        for line in ANSWERS.lines().filter(|line| !line.starts_with('#')) {
            count += 1;
            let fields: Vec<&str> = line.split('\t').collect();
            let number = |at: usize| fields.get(at).and_then(|text| text.parse::<u32>().ok());
            let workload = match fields[0] {
                "web" => Workload::Web,
                "oltp" => Workload::Oltp,
                "dw" => Workload::Warehouse,
                _ => Workload::Mixed,
            };
            let memory = Bytes::mb(number(1).unwrap().into());
            let cores = number(2).unwrap_or(0);
            let connections = workload.connections();
            assert_eq!(Some(connections), number(3), "{line}");
            assert_eq!(shared_buffers(memory).setting(), fields[4], "{line}");
            assert_eq!(effective_cache_size(memory).setting(), fields[5], "{line}");
            assert_eq!(
                maintenance_work_mem(memory, workload).setting(),
                fields[6],
                "{line}"
            );
            assert_eq!(
                work_mem(memory, connections, cores, workload).setting(),
                fields[7],
                "{line}"
            );
            assert_eq!(workload.max_wal_size().setting(), fields[8], "{line}");
            assert_eq!(workers_per_gather(cores, workload), number(9), "{line}");
            assert_eq!(maintenance_workers(cores), number(10), "{line}");
            assert_eq!(autovacuum_workers(cores), number(11), "{line}");
        }
        assert_eq!(count, 308);
    }
}
