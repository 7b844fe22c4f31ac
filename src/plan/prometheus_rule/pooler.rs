//! Alerts about poolers.

use super::{Alert, Scope, Severity, seconds};
use crate::plan::ledger::Ledger;
use crate::plan::pools::{CLIENTS, Choice};

/// How long a client may wait for a connection, where nobody says.
const WAIT_SECONDS: u64 = 5;

pub(super) fn alerts(ledger: &mut Ledger, scope: &Scope<'_>) -> Vec<Alert> {
    let poolers = &scope.site.poolers;
    poolers
        .iter()
        .flat_map(|pooler| of_pooler(ledger, scope, pooler))
        .collect()
}

fn of_pooler(ledger: &mut Ledger, scope: &Scope<'_>, pooler: &Choice<'_>) -> [Alert; 3] {
    let name = pooler.name(ledger, scope.site);
    let pods = format!(r#"namespace="{}", pod=~"{name}-.+""#, scope.site.namespace);
    let of = |metric: &str| format!("{metric}{{{pods}}}");
    let instances = pooler.instances;
    let given = scope
        .thresholds
        .and_then(|thresholds| thresholds.pooler_wait.as_ref());
    let (wait, from) = seconds(given, WAIT_SECONDS);
    let clients = pooler.parameters.get("max_client_conn");
    let most = clients
        .and_then(|clients| clients.value.parse().ok())
        .unwrap_or(CLIENTS);
    let alerts = [
        scope.alert(
            "CNPGPoolerDown",
            "a pooler without pods lets nobody in",
            format!("(count({} == 1) or on () vector(0)) < {instances}", of("cnpg_pgbouncer_up")),
            "10m",
            Severity::Warning,
            format!("{{{{ $value }}}} of {instances} pods of {name} are up"),
            &[instances.origin],
        ),
        scope.alert(
            "CNPGPoolerClientsWaiting",
            "clients wait while all connections of their pool are in use",
            format!("max by (pod, database, user) ({}) > {wait}", of("cnpg_pgbouncer_pools_maxwait")),
            "5m",
            Severity::Warning,
            "Clients of {{ $labels.database }} wait {{ $value }}s for a connection on {{ $labels.pod }}".to_owned(),
            &from,
        ),
        scope.alert(
            "CNPGPoolerSaturated",
            "a pooler refuses clients beyond its limit",
            format!("max by (pod) ({}) > {}", of("cnpg_pgbouncer_lists_used_clients"), u64::from(most) * 8 / 10),
            "5m",
            Severity::Warning,
            format!("{{{{ $labels.pod }}}} has {{{{ $value }}}} of {most} clients"),
            &[pooler.instances.origin],
        ),
    ];
    alerts.map(|alert| Alert {
        pooler: Some(name.clone()),
        ..alert
    })
}
