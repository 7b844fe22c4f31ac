//! PostgreSQL's parameters in the hands of the operator
//! (`pkg/postgres/configuration.go`).

use crate::knowledge::change::Change;
use crate::knowledge::lines::Lines;
use crate::knowledge::parameters as server;
use crate::kube::version::OperatorVersion;

static FIXED: &str = include_str!("../data/operator/fixed.tsv");

/// A parameter that `spec.postgresql.parameters` must not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// Whether the operator writes a value, or nobody does.
    pub written: bool,
    /// The field or annotation that has the wanted effect, if there is one.
    pub instead: Option<&'static str>,
}

/// An extension whose library the operator loads when one of its parameters is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Managed {
    /// The library, and the prefix of its parameters.
    pub library: &'static str,
    /// Whether the operator creates the extension in every database as well.
    pub created: bool,
}

const MANAGED: [Managed; 4] = [
    Managed {
        library: "pgaudit",
        created: true,
    },
    Managed {
        library: "pg_stat_statements",
        created: true,
    },
    Managed {
        library: "auto_explain",
        created: false,
    },
    Managed {
        library: "pg_failover_slots",
        created: false,
    },
];

/// What the operator sets where the user does not.
const DEFAULTS: [(&str, &str); 22] = [
    ("archive_timeout", "5min"),
    ("dynamic_shared_memory_type", "posix"),
    ("full_page_writes", "on"),
    ("log_destination", "csvlog"),
    ("log_directory", "/controller/log"),
    ("log_filename", "postgres"),
    ("log_rotation_age", "0"),
    ("log_rotation_size", "0"),
    ("log_truncate_on_rotation", "false"),
    ("logging_collector", "on"),
    ("max_parallel_workers", "32"),
    ("max_replication_slots", "32"),
    ("max_worker_processes", "32"),
    ("shared_memory_type", "mmap"),
    ("shared_preload_libraries", ""),
    ("ssl_max_protocol_version", "TLSv1.3"),
    ("ssl_min_protocol_version", "TLSv1.3"),
    ("wal_keep_size", "512MB"),
    ("wal_level", "logical"),
    ("wal_log_hints", "on"),
    ("wal_receiver_timeout", "5s"),
    ("wal_sender_timeout", "5s"),
];

/// What the operator sets whatever the user does.
const MANDATORY: [(&str, &str); 9] = [
    ("hot_standby", "true"),
    ("listen_addresses", "*"),
    ("port", "5432"),
    ("restart_after_crash", "false"),
    ("ssl", "on"),
    ("ssl_ca_file", "/controller/certificates/client-ca.crt"),
    ("ssl_cert_file", "/controller/certificates/server.crt"),
    ("ssl_key_file", "/controller/certificates/server.key"),
    ("unix_socket_directories", "/controller/run"),
];

/// Whether and how a release fixes a parameter. It compares names with case,
/// PostgreSQL does not; see [`fixed_in_other_case`].
pub fn fixed(name: &str, version: &OperatorVersion) -> Option<Fixed> {
    let line = Lines::of(FIXED)
        .find(name)
        .find(|line| line.split('\t').next() == Some(name))?;
    let mut fields = line.split('\t').skip(1);
    let mut next = || fields.next().unwrap_or_default();
    let written = next() == "writes";
    let (since, freed) = (next(), next());
    let instead = Some(next()).filter(|path| !path.is_empty());
    let begun = Change::with(since).reached(version);
    let over = !freed.is_empty() && Change::with(freed).reached(version);
    (begun && !over).then_some(Fixed { written, instead })
}

/// The fixed parameter that a name means to PostgreSQL while the operator does
/// not recognize it: `Data_Directory`.
pub fn fixed_in_other_case(name: &str, version: &OperatorVersion) -> Option<&'static str> {
    let line = Lines::of(FIXED).find(name).next()?;
    let known = line.split('\t').next()?;
    (known != name && fixed(known, version).is_some()).then_some(known)
}

/// Whether the webhook refuses the value of a parameter because it is fixed: it
/// lets the operator's own default pass, and overwrites `archive_mode` before it
/// looks.
pub fn refuses(name: &str, value: &str, version: &OperatorVersion) -> bool {
    name != "archive_mode" && fixed(name, version).is_some() && default(name) != Some(value)
}

/// The names that a release fixes, sorted.
pub fn all_fixed(version: &OperatorVersion) -> impl Iterator<Item = &'static str> {
    Lines::of(FIXED)
        .iter()
        .filter_map(|line| line.split('\t').next())
        .filter(|name| fixed(name, version).is_some())
}

/// The value that the operator sets where the user sets none.
pub fn default(name: &str) -> Option<&'static str> {
    DEFAULTS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

/// The value that the operator sets whatever the user does. It sets
/// `archive_command`, `archive_mode`, `cluster_name` and, from PostgreSQL 17 on,
/// `allow_alter_system` too, by other fields of the Cluster.
pub fn mandatory(name: &str) -> Option<&'static str> {
    MANDATORY
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

/// The text in force for a parameter on a major: the operator's where it
/// insists, else what the Cluster sets, the operator's default, the server's.
///
/// None for a parameter that the server does not know and nobody sets.
pub fn in_force<'a>(
    name: &str,
    set: Option<&'a str>,
    major: u8,
    version: &OperatorVersion,
) -> Option<&'a str> {
    mandatory(name)
        .or_else(|| set.filter(|_| fixed(name, version).is_none()))
        .or_else(|| default(name))
        .or_else(|| server::find(name, major).map(|found| found.default))
}

/// The extension that the operator loads because this parameter is set.
pub fn managed(name: &str) -> Option<Managed> {
    let (prefix, _) = name.split_once('.')?;
    MANAGED
        .into_iter()
        .find(|managed| managed.library == prefix)
}

/// Whether the webhook takes the text for a parameter's name, since
/// [`NAMES_CHECKED`]. It allows `$`, which PostgreSQL's files do not.
pub fn is_key(name: &str) -> bool {
    let word = |text: &str| {
        text.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'))
    };
    name.split_once('.')
        .map_or_else(|| word(name), |(prefix, rest)| word(prefix) && word(rest))
}

/// Since when the webhook looks at names.
pub const NAMES_CHECKED: Change = Change::with("1.28.4 1.29.2 1.30.0");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::operator::pgbouncer;

    /// How many names each release has in its two lists.
    const COUNTS: &str = include_str!("../../../tests/data/operator-lists.tsv");

    fn version(text: &str) -> OperatorVersion {
        OperatorVersion::parse(text).unwrap()
    }

    #[test]
    fn every_release_has_as_many_names_as_its_source() {
        for line in COUNTS.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let version = version(fields[0]);
            assert_eq!(all_fixed(&version).count().to_string(), fields[1], "{line}");
            assert_eq!(
                pgbouncer::all_allowed(&version).count().to_string(),
                fields[2],
                "{line}"
            );
        }
    }

    #[test]
    fn a_fixed_parameter_may_repeat_the_default_and_nothing_else() {
        let newest = version("1.30.1");
        assert!(refuses("port", "5432", &newest));
        assert!(refuses("log_destination", "stderr", &newest));
        assert!(!refuses("log_destination", "csvlog", &newest));
        assert!(!refuses("archive_mode", "nonsense", &newest));
        assert!(!refuses("work_mem", "4MB", &newest));
        assert_eq!(
            fixed("shared_preload_libraries", &newest).unwrap().instead,
            Some("spec.postgresql.shared_preload_libraries")
        );
    }

    #[test]
    fn parameters_were_fixed_and_freed_with_releases() {
        let fixed = |name, text| fixed(name, &version(text)).is_some();
        assert!(fixed("ssl_ecdh_curve", "1.30.0") && !fixed("ssl_ecdh_curve", "1.30.1"));
        assert!(fixed("ssl_ecdh_curve", "1.29") && !fixed("ssl_ecdh_curve", "1.29.3"));
        assert!(
            !fixed("synchronized_standby_slots", "1.26.3")
                && fixed("synchronized_standby_slots", "1.27.0")
        );
        assert!(fixed("full_page_writes", "1.24.0") && !fixed("full_page_writes", "1.23.5"));
    }

    #[test]
    fn another_case_slips_past_the_operator_but_not_past_postgres() {
        let newest = version("1.30.1");
        assert_eq!(fixed("Hba_File", &newest), None);
        assert_eq!(fixed_in_other_case("Hba_File", &newest), Some("hba_file"));
        assert_eq!(fixed_in_other_case("hba_file", &newest), None);
    }

    #[test]
    fn what_the_operator_sets_is_a_value_to_the_server() {
        for (name, value) in DEFAULTS.iter().chain(&MANDATORY) {
            let parameter = server::find(name, 18).unwrap();
            assert!(server::check(&parameter, value).is_ok(), "{name}");
        }
    }

    #[test]
    fn the_nearest_value_is_in_force() {
        let of = |name, set| in_force(name, set, 18, &version("1.30.1"));
        assert_eq!(of("port", Some("5433")), Some("5432"));
        assert_eq!(of("wal_keep_size", Some("1GB")), Some("1GB"));
        assert_eq!(of("wal_keep_size", None), Some("512MB"));
        assert_eq!(of("max_connections", None), Some("100"));
        assert_eq!(of("nonsense", None), None);
    }

    #[test]
    fn a_parameter_of_a_managed_extension_loads_it() {
        assert!(managed("pgaudit.log").unwrap().created);
        assert!(!managed("auto_explain.log_min_duration").unwrap().created);
        assert_eq!(managed("cron.host"), None);
    }

    #[test]
    fn a_key_is_a_name_with_one_dot_at_most() {
        assert!(is_key("work_mem") && is_key("a.b") && is_key("a$.b"));
        for text in ["", "a.b.c", "a-b", "1a", "a.", ".b", "é"] {
            assert!(!is_key(text), "{text}");
        }
    }
}
