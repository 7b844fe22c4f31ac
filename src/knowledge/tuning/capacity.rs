//! Whether memory and WAL volume suffice for a set of parameters.
//!
//! Worst cases are sums that PostgreSQL's documentation explains ("Resource
//! Consumption", "WAL Configuration") and assumptions that are named as such.

use super::bytes::Bytes;

/// The private memory of a connection that has run a few queries: its catalog
/// caches. An assumption; 5 to 15 MB are usual.
pub const PER_BACKEND: Bytes = Bytes::mb(8);

/// The parameters that decide how much memory a server takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MemorySettings {
    /// The major of PostgreSQL.
    pub major: u8,
    /// `shared_buffers`.
    pub shared_buffers: Bytes,
    /// `work_mem`.
    pub work_mem: Bytes,
    /// `hash_mem_multiplier`.
    pub hash_mem_multiplier: f64,
    /// `maintenance_work_mem`.
    pub maintenance_work_mem: Bytes,
    /// `autovacuum_work_mem`, or none for `maintenance_work_mem`.
    pub autovacuum_work_mem: Option<Bytes>,
    /// `autovacuum_max_workers`.
    pub autovacuum_max_workers: u32,
    /// `max_connections`.
    pub max_connections: u32,
    /// `max_parallel_workers`.
    pub max_parallel_workers: u32,
}

impl MemorySettings {
    /// What a server of that major has under the operator where nothing is set.
    pub fn defaults(major: u8) -> Self {
        Self {
            major,
            shared_buffers: Bytes::mb(128),
            work_mem: Bytes::mb(4),
            hash_mem_multiplier: if major < 15 { 1.0 } else { 2.0 },
            maintenance_work_mem: Bytes::mb(64),
            autovacuum_work_mem: None,
            autovacuum_max_workers: 3,
            max_connections: 100,
            max_parallel_workers: 32,
        }
    }
}

/// How much memory a server takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footprint {
    /// Shared memory: `shared_buffers`, the structures that grow with it and
    /// with connections, and the rest.
    pub shared: Bytes,
    /// All workers of autovacuum at once.
    pub autovacuum: Bytes,
    /// One `CREATE INDEX` or the like.
    pub maintenance: Bytes,
    /// All connections, idle.
    pub idle: Bytes,
    /// A quarter of the connections with one sort or hash each.
    pub usual: Bytes,
    /// Every connection and every parallel worker with one sort or hash.
    pub most: Bytes,
}

impl Footprint {
    /// The memory taken before the first query.
    pub const fn fixed(&self) -> Bytes {
        self.shared.plus(self.autovacuum).plus(self.maintenance)
    }

    /// The memory taken under usual load.
    pub const fn typical(&self) -> Bytes {
        self.fixed().plus(self.idle).plus(self.usual)
    }

    /// The memory taken when everything happens at once.
    pub const fn maximum(&self) -> Bytes {
        self.fixed().plus(self.idle).plus(self.most)
    }
}

/// The memory that a server with these settings takes.
#[must_use]
pub fn footprint(settings: &MemorySettings) -> Footprint {
    let connections = u64::from(settings.max_connections);
    // Measured with the operator's other parameters (`postgres -C
    // shared_memory_size`, 15 to 18), from 128 MB to 16 GB.
    let per_connection = if settings.major < 18 {
        Bytes::kb(50)
    } else {
        Bytes::kb(80)
    };
    let shared = settings
        .shared_buffers
        .part(1025, 1000)
        .plus(Bytes::mb(15))
        .plus(per_connection.times(connections));
    let operation = scaled(settings.work_mem, settings.hash_mem_multiplier);
    let autovacuum = settings
        .autovacuum_work_mem
        .unwrap_or(settings.maintenance_work_mem);
    Footprint {
        shared,
        autovacuum: autovacuum.times(settings.autovacuum_max_workers.into()),
        maintenance: settings.maintenance_work_mem,
        idle: PER_BACKEND.times(connections),
        usual: operation.times(connections.div_ceil(4)),
        most: operation.times(connections + u64::from(settings.max_parallel_workers)),
    }
}

/// The parameters that decide how much WAL is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WalSettings {
    /// `max_wal_size`.
    pub max_wal_size: Bytes,
    /// `wal_keep_size`.
    pub wal_keep_size: Bytes,
    /// `wal_segment_size`.
    pub segment: Bytes,
    /// `max_slot_wal_keep_size`: none for no limit, [`Bytes`] of 0 where no
    /// slot can exist.
    pub slots: Option<Bytes>,
    /// What an outage of the archive may pile up; 0 without an archive or
    /// where nobody says how much WAL is written.
    pub outage: Bytes,
}

impl WalSettings {
    /// What a server has under the operator where nothing is set, with slots
    /// for its standbys.
    pub const DEFAULTS: Self = Self {
        max_wal_size: Bytes::gb(1),
        wal_keep_size: Bytes::mb(512),
        segment: Bytes::mb(16),
        slots: None,
        outage: Bytes(0),
    };

    /// WAL that is there on a usual day. The operator does not start a server
    /// that lacks room for two more segments.
    pub const fn base(&self) -> Bytes {
        self.max_wal_size
            .plus(self.wal_keep_size)
            .plus(self.segment.times(2))
    }

    /// WAL that may be there on a bad day; none where nothing limits it.
    pub fn need(&self) -> Option<Bytes> {
        Some(self.base().plus(self.slots?).plus(self.outage))
    }

    /// The largest `max_slot_wal_keep_size` that leaves a volume 15 % free;
    /// none where the rest alone needs more.
    pub fn slots_that_fit(&self, volume: Bytes) -> Option<Bytes> {
        let left = usable(volume)
            .minus(self.base())
            .minus(self.outage)
            .whole_mb();
        (left > Bytes(0)).then_some(left)
    }
}

/// The part of a volume that may be planned with: 85 %.
pub const fn usable(volume: Bytes) -> Bytes {
    volume.part(85, 100)
}

/// The smallest volume for WAL where nobody says how much is written: three
/// times what is there on a usual day.
pub const fn advisable_volume(settings: &WalSettings) -> Bytes {
    settings.base().times(3)
}

/// An amount times a factor that a server takes, 1 to 1000.
fn scaled(amount: Bytes, factor: f64) -> Bytes {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the factor is clamped to a small positive range"
    )]
    let thousandths = (factor.clamp(0.0, 1000.0) * 1000.0) as u64;
    amount.part(thousandths, 1000)
}

#[cfg(test)]
mod tests {
    use super::super::{Derived, Pod, WalVolume, Workload, cores, derive, formulas};
    use super::*;

    fn settings(pod: &Pod) -> MemorySettings {
        let connections = super::super::connections(pod.memory, pod.workload);
        let maintenance = formulas::maintenance_work_mem(pod.memory, pod.workload);
        MemorySettings {
            shared_buffers: formulas::shared_buffers(pod.memory),
            work_mem: formulas::work_mem(pod.memory, connections, cores(pod.cpu), pod.workload),
            maintenance_work_mem: maintenance,
            autovacuum_work_mem: (maintenance >= Bytes::gb(2)).then_some(Bytes::gb(2)),
            autovacuum_max_workers: formulas::autovacuum_workers(cores(pod.cpu)).unwrap_or(3),
            max_connections: connections,
            ..MemorySettings::defaults(pod.major)
        }
    }

    #[test]
    fn derived_parameters_fit_the_memory_that_they_come_from() {
        for workload in [Workload::Web, Workload::Oltp, Workload::Mixed] {
            for megabytes in [
                512, 1024, 1536, 2048, 3072, 4096, 8192, 12_288, 16_384, 65_536, 262_144,
            ] {
                let memory = Bytes::mb(megabytes);
                let pod = Pod {
                    memory,
                    cpu: megabytes / 2,
                    wal: None,
                    major: 18,
                    workload,
                    connections: None,
                };
                let typical = footprint(&settings(&pod)).typical();
                assert!(typical <= memory, "{workload:?} {memory}: {typical}");
            }
        }
    }

    #[test]
    fn derived_wal_sizes_fit_their_volume() {
        for gigabytes in [1, 2, 4, 5, 8, 10, 20, 100, 1000] {
            let volume = Bytes::gb(gigabytes);
            let pod = Pod {
                memory: Bytes::gb(4),
                cpu: 1000,
                wal: Some(WalVolume::Own(volume)),
                major: 18,
                workload: Workload::Web,
                connections: None,
            };
            let derived = derive(&pod);
            let size = |name: &str| {
                derived
                    .iter()
                    .find(|derived| derived.name == name)
                    .map(bytes)
            };
            let wal = WalSettings {
                max_wal_size: size("max_wal_size").unwrap(),
                wal_keep_size: size("wal_keep_size").unwrap_or(Bytes::mb(512)),
                slots: size("max_slot_wal_keep_size"),
                ..WalSettings::DEFAULTS
            };
            assert!(wal.need().unwrap() <= usable(volume), "{volume}: {wal:?}");
            assert!(
                gigabytes < 2 || advisable_volume(&wal) <= volume,
                "{volume}: {wal:?}"
            );
        }
    }

    fn bytes(derived: &Derived) -> Bytes {
        let parameter = crate::knowledge::parameters::find(derived.name, 18).unwrap();
        let value = crate::knowledge::parameters::check(&parameter, &derived.value).unwrap();
        Bytes(
            value
                .bytes(parameter.unit.unwrap())
                .unwrap()
                .try_into()
                .unwrap(),
        )
    }

    #[test]
    fn the_operators_defaults_need_five_gigabytes_of_wal_volume() {
        let wal = WalSettings::DEFAULTS;
        assert_eq!(wal.base(), Bytes::mb(1568));
        assert_eq!(wal.need(), None);
        assert!(advisable_volume(&wal) < Bytes::gb(5));
        assert_eq!(wal.slots_that_fit(Bytes::gb(1)), None);
        assert_eq!(wal.slots_that_fit(Bytes::gb(10)), Some(Bytes::mb(7136)));
    }

    #[test]
    fn shared_memory_is_near_what_servers_report() {
        // `shared_memory_size` in MB by major, shared_buffers and connections.
        for (major, buffers, connections, reported) in [
            (15, 128, 100, 145),
            (15, 1024, 1000, 1119),
            (16, 16_384, 500, 16_792),
            (18, 128, 1000, 198),
            (18, 4096, 100, 4255),
            (18, 16_384, 1000, 16_898),
        ] {
            let settings = MemorySettings {
                shared_buffers: Bytes::mb(buffers),
                max_connections: connections,
                ..MemorySettings::defaults(major)
            };
            let shared = footprint(&settings).shared;
            let reported = Bytes::mb(reported);
            assert!(
                shared >= reported.part(95, 100) && shared <= reported.part(115, 100),
                "{shared} {reported}"
            );
        }
    }

    #[test]
    fn nothing_overflows_whatever_the_settings() {
        let settings = MemorySettings {
            shared_buffers: Bytes(u64::MAX),
            work_mem: Bytes(u64::MAX),
            max_connections: u32::MAX,
            ..MemorySettings::defaults(18)
        };
        assert!(footprint(&settings).maximum() > Bytes::gb(1));
    }
}
