//! Alerts about standbys that do not follow.

use super::{Alert, Scope, Severity, seconds};
use crate::knowledge::parameters;

/// How far a standby may lag behind, where nobody says.
const LAG_SECONDS: u64 = 30;

pub(super) fn alerts(scope: &Scope<'_>) -> Vec<Alert> {
    let site = scope.site;
    if !site.has_standbys() {
        return Vec::new();
    }
    let name = &site.name;
    let standbys = site.instances.value - 1;
    let asked = [site.instances.origin];
    let streaming = scope.of("cnpg_pg_replication_streaming_replicas");
    let mut alerts = vec![scope.alert(
        "CNPGReplicasNotStreaming",
        "a standby that does not stream falls behind",
        format!("max({streaming}) < {standbys}"),
        "10m",
        Severity::Warning,
        format!("{{{{ $value }}}} of {standbys} standbys of {name} stream"),
        &asked,
    )];
    if let Some(synchronous) = &site.synchronous {
        let number = synchronous.number;
        alerts.push(scope.alert(
            "CNPGSyncStandbysMissing",
            "commits wait for standbys that are not there",
            format!("max({streaming}) < {number}"),
            "2m",
            Severity::Critical,
            format!("{{{{ $value }}}} of {number} synchronous standbys of {name} stream, so commits may hang"),
            &[number.origin],
        ));
    }
    alerts.extend(lag(scope));
    alerts.extend(slots(scope));
    alerts
}

fn lag(scope: &Scope<'_>) -> [Alert; 2] {
    let given = scope
        .thresholds
        .and_then(|thresholds| thresholds.replication_lag.as_ref());
    let (seconds, from) = seconds(given, LAG_SECONDS);
    let lag = scope.of("cnpg_pg_replication_lag");
    let alert = |name, severity, seconds: u64| {
        scope.alert(
            name,
            "a standby that lags has old data, and takes long to take over",
            format!("max by (pod) ({lag}) > {seconds}"),
            "5m",
            severity,
            "{{ $labels.pod }} is {{ $value | humanizeDuration }} behind".to_owned(),
            &from,
        )
    };
    [
        alert("CNPGReplicationLagWarning", Severity::Warning, seconds),
        alert(
            "CNPGReplicationLagCritical",
            Severity::Critical,
            seconds.saturating_mul(10),
        ),
    ]
}

fn slots(scope: &Scope<'_>) -> Vec<Alert> {
    // Slots that are kept the same on standbys are never active there.
    let primary = format!(
        "and on (pod) {} == 0",
        scope.of("cnpg_pg_replication_in_recovery")
    );
    let active = scope.of("cnpg_pg_replication_slots_active");
    let mut alerts =
        vec![
            scope.alert(
                "CNPGReplicationSlotInactive",
                "a slot that nobody reads keeps WAL until the volume is full",
                format!("{active} == 0 {primary}"),
                "1h",
                Severity::Warning,
                "Slot {{ $labels.slot_name }} on {{ $labels.pod }} is inactive and keeps WAL"
                    .to_owned(),
                &[],
            ),
        ];
    let kept = scope.site.parameters.get("max_slot_wal_keep_size");
    let parameter = parameters::find("max_slot_wal_keep_size", 18);
    if let (Some(kept), Some(parameter)) = (kept, parameter)
        && let (Ok(value), Some(unit)) =
            (parameters::check(&parameter, &kept.value), parameter.unit)
        && let Some(bytes @ 1..) = value.bytes(unit)
    {
        let diff = scope.of("cnpg_pg_replication_slots_pg_wal_lsn_diff");
        alerts.push(scope.alert(
            "CNPGReplicationSlotRetention",
            "a slot that falls further behind is lost, and its standby made anew",
            format!("{diff} > {} {primary}", bytes / 2),
            "10m",
            Severity::Warning,
            format!("Slot {{{{ $labels.slot_name }}}} on {{{{ $labels.pod }}}} keeps {{{{ $value | humanize1024 }}}}B of WAL, more than half of max_slot_wal_keep_size ({kept})"),
            &[kept.origin],
        ));
    }
    alerts
}
