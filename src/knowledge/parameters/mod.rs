//! PostgreSQL's parameters, 13 to 19: what a server of a major knows, of which
//! type, in which range, and with which default.
//!
//! The facts are those that real servers report in `pg_settings`; see
//! `SOURCES.md` beside the table. PostgreSQL 19 was recorded from its first
//! release candidate ([`RECORDED_BEFORE_RELEASE`]).

mod hooks;
mod number;
mod reason;
mod table;
mod text;
mod unit;
mod value;

pub use hooks::rounds_to_zero;
pub use reason::Reason;
pub use unit::Unit;
pub use value::{Value, boolean, check};

/// The major whose table was recorded from a release candidate, so that a
/// name unknown here may still exist there.
pub const RECORDED_BEFORE_RELEASE: u8 = 19;

/// The majors of PostgreSQL that the table covers.
pub const MAJORS: std::ops::RangeInclusive<u8> = 13..=19;

/// A parameter as one major of PostgreSQL knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The name as PostgreSQL spells it; names are compared without case.
    pub name: &'static str,
    /// The major that was asked about.
    pub major: u8,
    /// When the parameter can be changed.
    pub context: Context,
    /// The type of its values.
    pub kind: Kind,
    /// The unit that a bare number stands for.
    pub unit: Option<Unit>,
    /// The smallest value, in [`Parameter::unit`], as the server prints it.
    pub min: Option<&'static str>,
    /// The largest value, in [`Parameter::unit`], as the server prints it.
    pub max: Option<&'static str>,
    /// The server's own default, in [`Parameter::unit`]. `CloudNativePG`
    /// changes some, see `operator`.
    pub default: &'static str,
    /// The minor release of this major that brought the parameter, when that
    /// was not the first.
    pub since_minor: Option<u16>,
    /// The library that defines the parameter; none for the server itself.
    pub library: Option<&'static str>,
    /// The values of an enum, comma-separated.
    values: &'static str,
    /// Spellings that an enum takes without listing them: `true=on,…`.
    spellings: &'static str,
}

impl Parameter {
    /// The values that an enum lists, in the server's order.
    pub fn values(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.values.split(',').filter(|value| !value.is_empty())
    }

    /// Spellings that an enum accepts besides [`Parameter::values`], each with
    /// the value that it stands for.
    pub fn spellings(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        self.spellings
            .split(',')
            .filter_map(|pair| pair.split_once('='))
    }

    /// Whether a configuration file may set the parameter.
    pub const fn settable(&self) -> bool {
        !matches!(self.context, Context::Internal)
    }

    /// Whether a change takes effect only with a restart.
    pub const fn needs_restart(&self) -> bool {
        matches!(self.context, Context::Postmaster)
    }
}

/// Who can change a parameter and when, as `pg_settings.context` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Nobody; the value tells about the build or the data directory.
    Internal,
    /// At server start.
    Postmaster,
    /// With a reload.
    Sighup,
    /// With a reload, and by superusers when a session starts.
    SuperuserBackend,
    /// With a reload, and when a session starts.
    Backend,
    /// With a reload, and by superusers within a session.
    Superuser,
    /// With a reload, and by anyone within a session.
    User,
}

/// The type of a parameter's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `on` or `off`, in several spellings.
    Bool,
    /// A 32-bit number, with a unit where [`Parameter::unit`] is set.
    Integer,
    /// A floating-point number, with a unit where [`Parameter::unit`] is set.
    Real,
    /// One of [`Parameter::values`].
    Enum,
    /// Text, which some parameters judge further.
    Text,
}

/// The parameter of that name in a server of that major, of the server itself
/// or of an extension whose parameters are known.
///
/// Old spellings (`sort_mem`) find the parameter that they stand for. A major
/// outside [`MAJORS`] knows nothing.
pub fn find(name: &str, major: u8) -> Option<Parameter> {
    table::rows(name).find_map(|row| row.parameter(major))
}

/// Every parameter that a server of that major knows, sorted by name.
pub fn all(major: u8) -> impl Iterator<Item = Parameter> {
    table::all().filter_map(move |row| row.parameter(major).filter(|found| found.name == row.name))
}

/// The majors that know the name, oldest first; empty for a name that none knows.
pub fn majors(name: &str) -> Vec<u8> {
    MAJORS
        .filter(|major| find(name, *major).is_some())
        .collect()
}

/// The name nearest to an unknown one, if one is near enough to be meant.
pub fn nearest(name: &str, major: u8) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    all(major)
        .filter(Parameter::settable)
        .map(|known| {
            (
                strsim::damerau_levenshtein(&name, &known.name.to_ascii_lowercase()),
                known.name,
            )
        })
        .min()
        .filter(|(distance, _)| *distance <= name.len() / 4 + 1)
        .map(|(_, name)| name)
}

/// Whether a configuration file can hold the name: a letter or `_`, then
/// letters, digits and `_`, with one dot at most between two such words
/// (`guc-file.l`).
pub fn is_name(name: &str) -> bool {
    let word = |text: &str| {
        let letter =
            |letter: char| letter.is_ascii_alphabetic() || letter == '_' || !letter.is_ascii();
        text.starts_with(letter)
            && text
                .chars()
                .all(|part| letter(part) || part.is_ascii_digit())
    };
    name.split_once('.')
        .map_or_else(|| word(name), |(prefix, rest)| word(prefix) && word(rest))
}

/// Whether a name is that of a custom parameter (`prefix.name`), which the
/// server takes unseen as long as no library claims the prefix.
pub fn is_custom(name: &str) -> bool {
    name.contains('.')
}

/// The library that claims a custom parameter's prefix, if it is a known one.
pub fn library_of_prefix(name: &str) -> Option<&'static str> {
    let (prefix, _) = name.split_once('.')?;
    table::rows_with_prefix(prefix)
        .next()
        .map(|row| row.library)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read_and_sorted() {
        let names: Vec<String> = table::all()
            .map(|row| row.name.to_ascii_lowercase())
            .collect();
        assert!(names.is_sorted());
        for row in table::all() {
            assert!(
                MAJORS.clone().any(|major| row.parameter(major).is_some()),
                "{} belongs to no major",
                row.name
            );
            assert_eq!(find(row.name, row.newest()), row.parameter(row.newest()));
        }
    }

    #[test]
    fn each_major_knows_as_many_as_its_server_reported() {
        // Of the server itself, without what `pg_settings` does not list.
        let unlisted = [
            "seed",
            "default_with_oids",
            "ssl_renegotiation_limit",
            "role",
            "session_authorization",
            "is_superuser",
        ];
        let counts: Vec<usize> = MAJORS
            .map(|major| {
                all(major)
                    .filter(|found| found.library.is_none() && !unlisted.contains(&found.name))
                    .count()
            })
            .collect();
        assert_eq!(counts, [332, 348, 355, 364, 380, 399, 419]);
    }

    #[test]
    fn facts_follow_the_major() {
        assert_eq!(
            find("wal_compression", 14).map(|found| found.kind),
            Some(Kind::Bool)
        );
        assert_eq!(
            find("wal_compression", 15).map(|found| found.kind),
            Some(Kind::Enum)
        );
        assert_eq!(find("transaction_timeout", 16), None);
        assert_eq!(
            find("shared_buffers", 18).and_then(|found| found.unit),
            Some(Unit::Block)
        );
        assert_eq!(find("max_connections", 12), None);
        assert_eq!(majors("io_workers"), [18]);
    }

    #[test]
    fn names_have_no_case_and_old_spellings_still_lead_to_their_parameter() {
        assert_eq!(
            find("timezone", 18).map(|found| found.name),
            Some("TimeZone")
        );
        assert_eq!(
            find("sort_mem", 18).map(|found| found.name),
            Some("work_mem")
        );
        assert_eq!(
            find("ssl_ecdh_curve", 18).map(|found| found.name),
            Some("ssl_groups")
        );
        assert_eq!(
            find("ssl_ecdh_curve", 17).map(|found| found.name),
            Some("ssl_ecdh_curve")
        );
    }

    #[test]
    fn a_parameter_that_came_with_a_minor_release_says_with_which() {
        let since =
            |major| find("output_plugin_libraries", major).and_then(|found| found.since_minor);
        assert_eq!(since(17), Some(11));
        assert_eq!(since(19), None);
    }

    #[test]
    fn extensions_own_their_prefixes() {
        assert_eq!(
            find("pg_stat_statements.max", 16).and_then(|found| found.library),
            Some("pg_stat_statements")
        );
        assert_eq!(library_of_prefix("cron.nonsense"), Some("pg_cron"));
        assert_eq!(library_of_prefix("myapp.user_id"), None);
        assert_eq!(library_of_prefix("work_mem"), None);
    }

    #[test]
    fn a_typing_mistake_finds_its_parameter_and_nonsense_finds_none() {
        assert_eq!(nearest("shared_bufers", 18), Some("shared_buffers"));
        assert_eq!(nearest("max_conections", 18), Some("max_connections"));
        assert_eq!(nearest("quite_another_thing", 18), None);
    }
}
