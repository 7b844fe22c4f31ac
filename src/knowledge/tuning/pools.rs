//! How many connections poolers open, and how many a server has left for them.

/// Connections that no application gets: the operator's, its exporter's and
/// the pooler's look-up of passwords. An assumption.
pub const OPERATOR_CONNECTIONS: u32 = 10;

/// The connections that are left for applications and poolers.
pub const fn available_connections(
    max_connections: u32,
    superuser_reserved: u32,
    reserved: u32,
) -> u32 {
    max_connections
        .saturating_sub(superuser_reserved)
        .saturating_sub(reserved)
        .saturating_sub(OPERATOR_CONNECTIONS)
}

/// A pooler's settings that decide how many connections it opens. Zero means
/// no limit, as in PgBouncer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolSettings {
    /// Pods of the pooler.
    pub instances: u32,
    /// `default_pool_size`, for each pair of user and database.
    pub default_pool_size: u32,
    /// `reserve_pool_size`.
    pub reserve_pool_size: u32,
    /// `max_db_connections`.
    pub max_db_connections: u32,
    /// `max_user_connections`.
    pub max_user_connections: u32,
    /// `max_client_conn`, which limits server connections in session mode only.
    pub max_client_conn: u32,
    /// Whether a client keeps its server connection for as long as it stays.
    pub session_mode: bool,
}

impl PoolSettings {
    /// PgBouncer's own defaults, with one pod in session mode, the operator's.
    pub const DEFAULTS: Self = Self {
        instances: 1,
        default_pool_size: 20,
        reserve_pool_size: 0,
        max_db_connections: 0,
        max_user_connections: 0,
        max_client_conn: 100,
        session_mode: true,
    };

    /// The most server connections of all pods, with one more pod for every
    /// four during a rollout.
    pub fn demand(&self, users: u32, databases: u32) -> u32 {
        let limit = |each: u32, count: u32| {
            if each == 0 {
                u32::MAX
            } else {
                each.saturating_mul(count)
            }
        };
        let pairs = users.max(databases);
        let clients = if self.session_mode {
            self.max_client_conn
        } else {
            u32::MAX
        };
        let each = self
            .default_pool_size
            .saturating_add(self.reserve_pool_size)
            .saturating_mul(pairs)
            .min(limit(self.max_db_connections, databases))
            .min(limit(self.max_user_connections, users))
            .min(clients);
        self.instances
            .saturating_add(self.instances.div_ceil(4))
            .saturating_mul(each)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pooler_opens_a_pool_for_each_pair_in_each_pod() {
        let pool = PoolSettings {
            instances: 3,
            session_mode: false,
            ..PoolSettings::DEFAULTS
        };
        assert_eq!(pool.demand(1, 1), 80);
        assert_eq!(
            PoolSettings {
                max_db_connections: 10,
                ..pool
            }
            .demand(1, 1),
            40
        );
        let session = PoolSettings {
            session_mode: true,
            max_client_conn: 15,
            ..pool
        };
        assert_eq!(session.demand(1, 1), 60);
        assert_eq!(available_connections(100, 3, 0), 87);
    }

    #[test]
    fn nothing_overflows_whatever_the_settings() {
        let pool = PoolSettings {
            instances: u32::MAX,
            ..PoolSettings::DEFAULTS
        };
        assert_eq!(pool.demand(u32::MAX, u32::MAX), u32::MAX);
    }
}
