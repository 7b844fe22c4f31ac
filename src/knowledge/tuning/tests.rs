use super::*;
use crate::knowledge::parameters;

const POD: Pod = Pod {
    memory: Bytes::gb(4),
    cpu: 2000,
    wal: Some(WalVolume::Own(Bytes::gb(10))),
    major: 18,
    workload: Workload::Web,
    connections: None,
};

fn value(pod: &Pod, name: &str) -> Option<String> {
    derive(pod)
        .into_iter()
        .find(|derived| derived.name == name)
        .map(|derived| derived.value)
}

#[test]
fn a_pod_of_4_gi_gets_what_its_formulas_say() {
    let shown: Vec<String> = derive(&POD)
        .iter()
        .map(|derived| format!("{} = {} ({})", derived.name, derived.value, derived.formula))
        .collect();
    assert_eq!(
        shown,
        [
            "max_connections = 100 (1 for every 40MB of memory 4Gi, 20 to 200)",
            "shared_buffers = 1GB (25 % of memory 4Gi)",
            "work_mem = 9709kB (75 % of memory 4Gi / (100 connections + 8 workers) / 3, at least 4MB)",
            "maintenance_work_mem = 256MB (1/16 of memory 4Gi, at most 8GB)",
            "max_wal_size = 2560MB (25 % of the WAL volume 10Gi, at most 4GB)",
            "min_wal_size = 640MB (25 % of max_wal_size 2560MB)",
            "max_slot_wal_keep_size = 5GB (50 % of the WAL volume 10Gi)",
            "effective_cache_size = 3GB (75 % of memory 4Gi)",
            "random_page_cost = 1.1 (volumes are SSDs)",
            "effective_io_concurrency = 200 (volumes are SSDs)",
            "wal_compression = lz4 (WAL volume and archive are worth the CPU)",
            "jit = off (short queries cost more to compile than to run)",
        ]
    );
}

#[test]
fn connections_that_somebody_set_are_kept_and_share_the_memory() {
    let pod = Pod {
        connections: Some(400),
        ..POD
    };
    assert_eq!(value(&pod, "max_connections"), None);
    assert_eq!(value(&pod, "work_mem").as_deref(), Some("4MB"));
}

#[test]
fn small_volumes_keep_less_wal_and_shared_ones_leave_room_for_data() {
    let of = |wal, name| {
        value(
            &Pod {
                wal: Some(wal),
                ..POD
            },
            name,
        )
    };
    assert_eq!(
        of(WalVolume::Own(Bytes::gb(2)), "max_wal_size").as_deref(),
        Some("512MB")
    );
    assert_eq!(
        of(WalVolume::Own(Bytes::gb(2)), "wal_keep_size").as_deref(),
        Some("128MB")
    );
    assert_eq!(
        of(WalVolume::WithData(Bytes::gb(20)), "max_wal_size").as_deref(),
        Some("2560MB")
    );
    assert_eq!(value(&Pod { wal: None, ..POD }, "max_wal_size"), None);
}

#[test]
fn every_value_is_one_that_the_server_takes() {
    for major in 14..=19 {
        for workload in [
            Workload::Web,
            Workload::Oltp,
            Workload::Warehouse,
            Workload::Mixed,
        ] {
            for (memory, cpu) in [(1, 250), (8, 4000), (64, 16000), (512, 64_000)] {
                let wal = Some(WalVolume::Own(Bytes::gb(memory)));
                let pod = Pod {
                    memory: Bytes::gb(memory),
                    cpu,
                    wal,
                    major,
                    workload,
                    connections: None,
                };
                for derived in derive(&pod) {
                    let parameter = parameters::find(derived.name, major).unwrap();
                    assert!(
                        parameters::check(&parameter, &derived.value).is_ok(),
                        "{derived:?}"
                    );
                }
            }
        }
    }
}
