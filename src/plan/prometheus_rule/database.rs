//! Alerts about what goes on in databases.

use super::{Alert, Scope, Severity, nearly, seconds, share, threshold};

/// How many of the connections may be in use, where nobody says, in percent.
const CONNECTIONS: u32 = 80;

/// How long a transaction may run, where nobody says.
const TRANSACTION_SECONDS: u64 = 3600;

/// Backends that wait for locks, and deadlocks within a quarter of an hour, that
/// an application does not produce by chance.
const WAITING: u32 = 20;
const DEADLOCKS: u32 = 5;

/// Ages of transaction ids at which vacuuming has failed to keep up: PostgreSQL
/// forces it from 200 million on, and stops taking writes at 2 billion.
const AGE_WARNING: &str = "500e6";
const AGE_CRITICAL: &str = "1.2e9";

pub(super) fn alerts(scope: &Scope<'_>) -> Vec<Alert> {
    let mut alerts = connections(scope).to_vec();
    alerts.extend(activity(scope));
    alerts.extend(wraparound(scope));
    let updates = scope.of("cnpg_pg_extensions_update_available");
    alerts.push(scope.alert(
        "CNPGExtensionUpdateAvailable",
        "an extension stays at its old version until somebody updates it",
        format!("max by (datname, extname) ({updates}) == 1"),
        "24h",
        Severity::Info,
        "{{ $labels.extname }} in {{ $labels.datname }} can be updated".to_owned(),
        &[],
    ));
    alerts
}

fn connections(scope: &Scope<'_>) -> [Alert; 2] {
    let given = scope
        .thresholds
        .and_then(|thresholds| thresholds.connection_use.as_ref());
    let (percent, from) = threshold(given, CONNECTIONS);
    let used = scope.of("cnpg_backends_total");
    let most = scope.with("cnpg_pg_settings_setting", r#"name="max_connections""#);
    let alert = |name, severity, percent: u32| {
        scope.alert(
            name,
            "clients are refused when connections run out",
            format!(
                "sum by (pod) ({used}) / max by (pod) ({most}) > {}",
                share(percent)
            ),
            "5m",
            severity,
            "{{ $labels.pod }} uses {{ $value | humanizePercentage }} of max_connections"
                .to_owned(),
            &from,
        )
    };
    [
        alert("CNPGConnectionsWarning", Severity::Warning, percent),
        alert(
            "CNPGConnectionsCritical",
            Severity::Critical,
            nearly(percent),
        ),
    ]
}

fn activity(scope: &Scope<'_>) -> Vec<Alert> {
    let given = scope
        .thresholds
        .and_then(|thresholds| thresholds.transaction_age.as_ref());
    let (seconds, from) = seconds(given, TRANSACTION_SECONDS);
    let longest = scope.of("cnpg_backends_max_tx_duration_seconds");
    let waiting = scope.of("cnpg_backends_waiting_total");
    let deadlocks = scope.of("cnpg_pg_stat_database_deadlocks");
    vec![
        scope.alert(
            "CNPGLongTransaction",
            "a long transaction keeps rows from being vacuumed, and locks",
            format!("max by (pod, datname) ({longest}) > {seconds}"),
            "5m",
            Severity::Warning,
            "A transaction in {{ $labels.datname }} on {{ $labels.pod }} runs for {{ $value | humanizeDuration }}".to_owned(),
            &from,
        ),
        scope.alert(
            "CNPGBackendsWaiting",
            "backends that wait for locks pile up",
            format!("max by (pod) ({waiting}) > {WAITING}"),
            "5m",
            Severity::Warning,
            "{{ $value }} backends wait for locks on {{ $labels.pod }}".to_owned(),
            &[],
        ),
        scope.alert(
            "CNPGDeadlocks",
            "a transaction is given up for each deadlock",
            format!("sum by (datname) (increase({deadlocks}[15m])) > {DEADLOCKS}"),
            "0m",
            Severity::Warning,
            "{{ $value | humanize }} deadlocks in {{ $labels.datname }} within 15 minutes".to_owned(),
            &[],
        ),
    ]
}

fn wraparound(scope: &Scope<'_>) -> [Alert; 2] {
    let ids = scope.of("cnpg_pg_database_xid_age");
    let groups = scope.of("cnpg_pg_database_mxid_age");
    let alert = |name, severity, age: &str| {
        scope.alert(
            name,
            "a database that runs out of transaction ids takes no more writes",
            format!("max by (datname) ({ids}) > {age} or max by (datname) ({groups}) > {age}"),
            "30m",
            severity,
            "The oldest transaction id in {{ $labels.datname }} is {{ $value | humanize }} transactions old".to_owned(),
            &[],
        )
    };
    [
        alert("CNPGXidWraparoundWarning", Severity::Warning, AGE_WARNING),
        alert(
            "CNPGXidWraparoundCritical",
            Severity::Critical,
            AGE_CRITICAL,
        ),
    ]
}
