//! `PgBouncer`'s parameters in the hands of the operator: which of them a Pooler
//! may set, and what the operator sets by itself.

use crate::knowledge::change::Change;
use crate::knowledge::lines::Lines;
use crate::kube::version::OperatorVersion;

static ALLOWED: &str = include_str!("../data/operator/pgbouncer.tsv");

/// What the operator writes into the configuration.
const WRITTEN: [(&str, &str); 10] = [
    ("admin_users", "pgbouncer"),
    ("auth_dbname", "postgres"),
    ("auth_type", "hba"),
    ("client_tls_sslmode", "prefer"),
    ("ignore_startup_parameters", "extra_float_digits,options"),
    ("listen_addr", "*"),
    ("listen_port", "5432"),
    ("log_stats", "0"),
    ("server_tls_sslmode", "verify-ca"),
    ("unix_socket_dir", "/controller/run"),
];

/// Fields of a Pooler that take the place of a parameter.
const INSTEAD: [(&str, &str); 4] = [
    ("auth_query", "spec.pgbouncer.authQuery"),
    ("auth_file", "spec.pgbouncer.authQuerySecret"),
    ("auth_hba_file", "spec.pgbouncer.pg_hba"),
    ("pool_mode", "spec.pgbouncer.poolMode"),
];

/// `PgBouncer`'s own defaults of parameters that decide about connections.
const DEFAULTS: [(&str, &str); 9] = [
    ("default_pool_size", "20"),
    ("max_client_conn", "100"),
    ("max_db_connections", "0"),
    ("max_prepared_statements", "200"),
    ("max_user_connections", "0"),
    ("min_pool_size", "0"),
    ("query_wait_timeout", "120"),
    ("reserve_pool_size", "0"),
    ("server_idle_timeout", "600"),
];

/// Whether a release lets a Pooler set the parameter.
pub fn is_allowed(name: &str, version: &OperatorVersion) -> bool {
    allowed_since(name).is_some_and(|since| since.reached(version))
}

/// Since when a Pooler may set the parameter; none if it never may.
pub fn allowed_since(name: &str) -> Option<Change> {
    let line = Lines::of(ALLOWED)
        .find(name)
        .find(|line| line.split('\t').next() == Some(name))?;
    Some(Change::with(line.split('\t').nth(1).unwrap_or_default()))
}

/// The parameters that a Pooler may set, sorted.
pub fn all_allowed(version: &OperatorVersion) -> impl Iterator<Item = &'static str> {
    Lines::of(ALLOWED)
        .iter()
        .filter_map(|line| line.split('\t').next())
        .filter(|name| is_allowed(name, version))
}

/// The value that the operator writes where a Pooler sets none, or may set none.
pub fn written(name: &str) -> Option<&'static str> {
    WRITTEN
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

/// The field of a Pooler that takes the place of a parameter it may not set.
pub fn instead(name: &str) -> Option<&'static str> {
    INSTEAD
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, field)| *field)
}

/// `PgBouncer`'s own default, for parameters that decide about connections.
pub fn default(name: &str) -> Option<&'static str> {
    DEFAULTS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

/// The allowed name nearest to an unknown one, if one is near enough to be meant.
pub fn nearest(name: &str, version: &OperatorVersion) -> Option<&'static str> {
    all_allowed(version)
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .min()
        .filter(|(distance, _)| *distance <= name.len() / 4 + 1)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> OperatorVersion {
        OperatorVersion::parse(text).unwrap()
    }

    #[test]
    fn the_list_grows_with_releases() {
        assert!(is_allowed("default_pool_size", &version("1.22.0")));
        assert!(
            !is_allowed("auth_user", &version("1.30.0"))
                && is_allowed("auth_user", &version("1.30.1"))
        );
        assert!(!is_allowed("server_tls_sslmode", &version("1.27.0")));
        assert!(is_allowed("server_tls_sslmode", &version("1.26.2")));
        assert!(!is_allowed("pool_mode", &version("1.30.1")));
        assert_eq!(instead("pool_mode"), Some("spec.pgbouncer.poolMode"));
    }

    #[test]
    fn a_typing_mistake_finds_its_parameter() {
        assert_eq!(
            nearest("default_pool_sise", &version("1.30")),
            Some("default_pool_size")
        );
        assert_eq!(nearest("quite_another", &version("1.30")), None);
    }
}
