//! Alerts about backups that are not taken, and WAL that is not archived.

use super::{Alert, Scope, Severity, seconds, threshold};
use crate::kube::Duration;
use crate::plan::store::Store;
use crate::spec::OriginId;

/// How much longer than its interval a backup may take before it is late.
const GRACE_SECONDS: u64 = 2 * 3600;

/// The longest that a day without a known interval may be.
const DAY_SECONDS: u64 = 24 * 3600;

/// How many WAL files may wait, where nobody says: 1 GiB.
const BACKLOG: u32 = 64;

/// How much older than the retention the oldest backup may be: the one before it
/// is needed until the next one is there.
const SLACK_DAYS: u32 = 7;

/// The metrics of backups, by their end: the plugin's, or the operator's own.
fn plugin(scope: &Scope<'_>, end: &str) -> String {
    let of = if scope.site.operator.has_barman_plugin() {
        "barman_cloud_cloudnative_pg_io"
    } else {
        "cnpg_collector"
    };
    scope.of(&format!("{of}_{end}"))
}

pub(super) fn alerts(scope: &Scope<'_>) -> Vec<Alert> {
    let Some(store) = &scope.site.store else {
        return Vec::new();
    };
    let mut alerts = base(scope, store);
    alerts.extend(retention(scope, store));
    alerts.extend(archive(scope));
    alerts
}

fn base(scope: &Scope<'_>, store: &Store<'_>) -> Vec<Alert> {
    let name = &scope.site.name;
    let (age, from) = age(scope, store);
    let last = plugin(scope, "last_available_backup_timestamp");
    let failed = plugin(scope, "last_failed_backup_timestamp");
    vec![
        scope.alert(
            "CNPGNoBackup",
            "without a base backup the archive cannot be restored",
            format!("max({last}) == 0"),
            Duration::from_seconds(age).as_str(),
            Severity::Critical,
            format!("{name} has no usable base backup"),
            &from,
        ),
        scope.alert(
            "CNPGBackupStale",
            "the older the base backup, the longer a restore takes",
            format!("time() - (max({last}) > 0) > {age}"),
            "30m",
            Severity::Critical,
            format!("The last base backup of {name} is {{{{ $value | humanizeDuration }}}} old"),
            &from,
        ),
        scope.alert(
            "CNPGBackupFailed",
            "a backup that fails once may fail again",
            format!("max({failed}) > max({last})"),
            "5m",
            Severity::Warning,
            format!("The latest base backup of {name} failed"),
            &[],
        ),
        scope.alert(
            "CNPGBackupMetricsAbsent",
            "other alerts about backups are blind without these metrics",
            format!("absent({last})"),
            "1h",
            Severity::Warning,
            format!("{name} has no metrics of its backups, so what takes them may be missing"),
            &[],
        ),
    ]
}

/// How old the newest base backup may be: what the settings say, or the schedule's
/// longest interval and some time to take it.
fn age(scope: &Scope<'_>, store: &Store<'_>) -> (u64, Vec<OriginId>) {
    let given = scope
        .thresholds
        .and_then(|thresholds| thresholds.backup_age.as_ref());
    let schedule = store.backup.schedule.as_ref();
    let interval = schedule.and_then(|schedule| schedule.value.cron().timing().interval());
    let longest = interval.map_or(DAY_SECONDS, |interval| interval.longest);
    let (age, mut from) = seconds(given, longest.saturating_add(GRACE_SECONDS));
    from.extend(
        schedule
            .filter(|_| given.is_none())
            .map(|schedule| schedule.origin),
    );
    (age, from)
}

fn retention(scope: &Scope<'_>, store: &Store<'_>) -> Option<Alert> {
    let retention = store.backup.retention.as_ref()?;
    let days = retention.value.days().saturating_add(SLACK_DAYS);
    let first = plugin(scope, "first_recoverability_point");
    Some(scope.alert(
        "CNPGRetentionNotApplied",
        "backups that are not removed cost money, and may have to go by law",
        format!("time() - (max({first}) > 0) > {}", u64::from(days) * DAY_SECONDS),
        "6h",
        Severity::Warning,
        format!("The oldest backup of {} is {{{{ $value | humanizeDuration }}}} old, with a retention of {retention}", scope.site.name),
        &[retention.origin],
    ))
}

fn archive(scope: &Scope<'_>) -> [Alert; 2] {
    let backlog = scope
        .thresholds
        .and_then(|thresholds| thresholds.wal_backlog.as_ref());
    let (backlog, from) = threshold(backlog, BACKLOG);
    let failed = scope.of("cnpg_pg_stat_archiver_last_failed_time");
    let archived = scope.of("cnpg_pg_stat_archiver_last_archived_time");
    // A standby that was the primary keeps what it counted then.
    let primary = format!(
        "and on (pod) {} == 0",
        scope.of("cnpg_pg_replication_in_recovery")
    );
    let waiting = scope.with("cnpg_collector_pg_wal_archive_status", r#"value="ready""#);
    [
        scope.alert(
            "CNPGWALArchivingFailing",
            "WAL that is not archived cannot be restored, and fills the volume",
            format!("{failed} > {archived} {primary}"),
            "15m",
            Severity::Critical,
            "{{ $labels.pod }} cannot archive WAL".to_owned(),
            &[],
        ),
        scope.alert(
            "CNPGWALArchiveBacklog",
            "WAL that waits for the archive is lost with the volume, and fills it",
            format!("max by (pod) ({waiting}) > {backlog}"),
            "10m",
            Severity::Warning,
            "{{ $value }} WAL files wait for the archive on {{ $labels.pod }}".to_owned(),
            &from,
        ),
    ]
}
