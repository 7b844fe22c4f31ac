//! Ports of the operator and of what it runs (`pkg/management/url`, the
//! documentation's page "Security").

/// PostgreSQL, and `PgBouncer` in a Pooler's pods.
pub const POSTGRES: u16 = 5432;

/// The instance manager: probes, status, backups.
pub const STATUS: u16 = 8000;

/// Metrics of an instance.
pub const INSTANCE_METRICS: u16 = 9187;

/// Metrics of a Pooler.
pub const POOLER_METRICS: u16 = 9127;

/// The instance manager's server for its own pod.
pub const LOCAL: u16 = 8010;

/// Profiles of operator and instances, where switched on.
pub const PROFILES: u16 = 6060;

/// The operator's webhooks.
pub const WEBHOOK: u16 = 9443;

/// The operator's metrics.
pub const OPERATOR_METRICS: u16 = 8080;

/// The Barman Cloud plugin.
pub const PLUGIN: u16 = 9090;

/// A port of a container, as a `PodMonitor` or a Service can name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: &'static str,
    /// The number.
    pub port: u16,
}

/// The ports of an instance's container.
pub const INSTANCE: [Named; 3] = [
    Named {
        name: "postgresql",
        port: POSTGRES,
    },
    Named {
        name: "metrics",
        port: INSTANCE_METRICS,
    },
    Named {
        name: "status",
        port: STATUS,
    },
];

/// The ports of a Pooler's container.
pub const POOLER: [Named; 2] = [
    Named {
        name: "pgbouncer",
        port: POSTGRES,
    },
    Named {
        name: "metrics",
        port: POOLER_METRICS,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_container_has_two_ports_of_one_name() {
        for ports in [&INSTANCE[..], &POOLER[..]] {
            for (at, port) in ports.iter().enumerate() {
                assert!(
                    ports[..at]
                        .iter()
                        .all(|other| other.name != port.name && other.port != port.port)
                );
            }
        }
    }
}
