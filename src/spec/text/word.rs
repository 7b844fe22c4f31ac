//! Words: texts of one piece, from a small set of characters.

use core::net::IpAddr;

use super::super::check::shortened;
use super::text_type;
use crate::kube::civil::Date;

/// Why a text is not a word of its kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {what}")]
pub struct WordError {
    text: String,
    what: &'static str,
    allowed: &'static str,
}

impl WordError {
    /// What to write instead.
    pub fn help(&self) -> String {
        format!("write {}", self.allowed)
    }
}

/// Defines a kind of word.
macro_rules! word {
    (
        $(#[$doc:meta])* $type:ident, what: $what:literal, allowed: $allowed:literal,
        max: $max:literal, sound: $sound:expr,
        format: $format:literal, about: $about:literal, examples: [$($example:literal),+]
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(String);

        impl $type {
            /// Checks a text.
            pub fn read(text: &str) -> Result<Self, WordError> {
                let sound: fn(&str) -> bool = $sound;
                if text.is_empty() || $max < text.len() || !sound(text) {
                    return Err(WordError {
                        text: shortened(text),
                        what: $what,
                        allowed: $allowed,
                    });
                }
                Ok(Self(text.to_owned()))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $type {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        text_type!(
            $type, WordError, format: $format, about: $about, examples: [$($example),+]
        );
    };
}

word!(
    /// The name of a parameter, of PostgreSQL or of `PgBouncer`: what the operator's
    /// webhook takes for one, in lower case, since that is how the operator knows
    /// those that it sets itself.
    ParameterName, what: "the name of a parameter",
    allowed: "lower-case letters, digits and `_`, an extension's with its name and a point in front",
    max: 126, sound: is_parameter,
    format: "parameter-name",
    about: "The name of a parameter, in lower case.",
    examples: ["work_mem", "pg_stat_statements.max"]
);

word!(
    /// A name within PostgreSQL that needs no more checks: a role to be a member
    /// of, a library.
    Identifier, what: "a name in PostgreSQL",
    allowed: "up to 63 letters, digits, `_` and `-`, a letter or `_` at the beginning",
    max: 63, sound: is_identifier,
    format: "identifier",
    about: "A name in PostgreSQL.",
    examples: ["pg_read_all_stats"]
);

word!(
    /// The name of a schema. Those that begin with `pg_` are PostgreSQL's own.
    SchemaName, what: "the name of a schema",
    allowed: "up to 63 letters, digits, `_` and `-`, a letter or `_` at the beginning, but not `pg_`",
    max: 63, sound: |text| is_identifier(text) && !text.starts_with("pg_"),
    format: "schema-name",
    about: "The name of a schema.",
    examples: ["orders"]
);

word!(
    /// An encoding that PostgreSQL can store a database in.
    Encoding, what: "an encoding of a database",
    allowed: "`UTF8`, or another encoding of a server, such as `LATIN1`",
    max: 32, sound: is_encoding,
    format: "encoding",
    about: "An encoding that PostgreSQL can store a database in.",
    examples: ["UTF8", "LATIN1"]
);

word!(
    /// A locale of the operating system.
    Locale, what: "a locale",
    allowed: "a locale of the image, such as `C`, `C.UTF-8` or `en_US.utf8`",
    max: 64, sound: |text| text.chars().all(|c| c.is_ascii_alphanumeric() || "_.-@".contains(c)),
    format: "locale",
    about: "A locale of the container image.",
    examples: ["C", "en_US.utf8"]
);

word!(
    /// The kind of an object.
    Kind, what: "the kind of an object",
    allowed: "the kind as it stands in a manifest, such as `Cluster`",
    max: 63, sound: |text| {
        text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.chars().all(|c| c.is_ascii_alphanumeric())
    },
    format: "kind",
    about: "The kind of an object.",
    examples: ["Cluster", "PodMonitor"]
);

word!(
    /// The name of a rule.
    RuleName, what: "the name of a rule",
    allowed: "a name that `pgspec rules` lists",
    max: 100, sound: |text| {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        text.chars().all(inner)
    },
    format: "rule-name",
    about: "The name of a rule, as `pgspec rules` lists it.",
    examples: ["image-floating"]
);

word!(
    /// A bucket, by the rules that Amazon and Google have in common.
    Bucket, what: "the name of a bucket",
    allowed: "3 to 63 lower-case letters, digits, `-`, `_` and `.`, a letter or digit at both ends",
    max: 63, sound: is_bucket,
    format: "bucket",
    about: "The name of a bucket, without a scheme and a folder.",
    examples: ["acme-pg-backups"]
);

word!(
    /// A storage account of Azure.
    AzureAccount, what: "a storage account",
    allowed: "3 to 24 lower-case letters and digits",
    max: 24, sound: |text| {
        3 <= text.len() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    },
    format: "azure-account",
    about: "The name of a storage account of Azure.",
    examples: ["acmepg"]
);

word!(
    /// A service account of Google, by its address.
    GoogleAccount, what: "a service account of Google",
    allowed: "`NAME@PROJECT.iam.gserviceaccount.com`",
    max: 253, sound: is_google_account,
    format: "google-account",
    about: "A service account of Google, by its address.",
    examples: ["pg-backup@acme.iam.gserviceaccount.com"]
);

word!(
    /// The client id of an application in Azure: a UUID.
    AzureClientId, what: "a client id",
    allowed: "a UUID, such as `00000000-1111-2222-3333-444444444444`",
    max: 36, sound: is_uuid,
    format: "azure-client-id",
    about: "The client id of an application in Azure.",
    examples: ["00000000-1111-2222-3333-444444444444"]
);

word!(
    /// The name or address of a server, without a port.
    HostName, what: "the name of a server",
    allowed: "a name of DNS or an address, without a scheme and a port",
    max: 253, sound: is_server,
    format: "host-name",
    about: "The name or address of a server.",
    examples: ["db.example.com", "orders-postgresql.orders.svc", "10.20.0.5"]
);

/// A day of the calendar, in UTC.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    date: Date,
    text: String,
}

impl Day {
    /// Reads a date.
    pub fn read(text: &str) -> Result<Self, WordError> {
        let date = text.parse().map_err(|_| WordError {
            text: shortened(text),
            what: "a date",
            allowed: "year, month and day as `2027-01-31`",
        })?;
        let text = text.to_owned();
        Ok(Self { date, text })
    }

    /// The date.
    pub fn date(&self) -> Date {
        self.date
    }

    /// The date as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

text_type!(
    Day, WordError, format: "day",
    about: "A day: year, month and day.",
    examples: ["2027-01-31"]
);

/// `^[a-z_][a-z0-9_$]*(\.[a-z_][a-z0-9_$]*)?$`: `cluster_webhook.go` of the
/// operator has it with capitals.
fn is_parameter(text: &str) -> bool {
    let first = |c: char| c.is_ascii_lowercase() || c == '_';
    let inner = |c: char| first(c) || c.is_ascii_digit() || c == '$';
    let part = |part: &str| part.starts_with(first) && part.chars().all(inner);
    match text.split_once('.') {
        Some((extension, name)) => part(extension) && part(name),
        None => part(text),
    }
}

fn is_identifier(text: &str) -> bool {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_';
    let inner = |c: char| first(c) || c.is_ascii_digit() || c == '-';
    text.starts_with(first) && text.chars().all(inner)
}

/// The server encodings of the PostgreSQL documentation, 23.3.1.
fn is_encoding(text: &str) -> bool {
    const ENCODINGS: &[&str] = &[
        "UTF8",
        "SQL_ASCII",
        "EUC_CN",
        "EUC_JP",
        "EUC_JIS_2004",
        "EUC_KR",
        "EUC_TW",
        "ISO_8859_5",
        "ISO_8859_6",
        "ISO_8859_7",
        "ISO_8859_8",
        "KOI8R",
        "KOI8U",
        "LATIN1",
        "LATIN2",
        "LATIN3",
        "LATIN4",
        "LATIN5",
        "LATIN6",
        "LATIN7",
        "LATIN8",
        "LATIN9",
        "LATIN10",
        "MULE_INTERNAL",
        "WIN866",
        "WIN874",
        "WIN1250",
        "WIN1251",
        "WIN1252",
        "WIN1253",
        "WIN1254",
        "WIN1255",
        "WIN1256",
        "WIN1257",
        "WIN1258",
    ];
    ENCODINGS.contains(&text)
}

fn is_bucket(text: &str) -> bool {
    let end = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let inner = |c: char| end(c) || "-_.".contains(c);
    3 <= text.len()
        && text.starts_with(end)
        && text.ends_with(end)
        && text.chars().all(inner)
        && !text.contains("..")
}

fn is_google_account(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let word = |word: &str| !word.is_empty() && word.chars().all(inner);
    text.strip_suffix(".iam.gserviceaccount.com")
        .and_then(|rest| rest.split_once('@'))
        // A project of an organization has its domain in front or behind.
        .is_some_and(|(name, project)| word(name) && project.split('.').all(word))
}

fn is_server(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let label = |label: &str| !label.is_empty() && label.chars().all(inner);
    text.parse::<IpAddr>().is_ok() || text.split('.').all(label)
}

fn is_uuid(text: &str) -> bool {
    const LENGTHS: [usize; 5] = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == LENGTHS.len()
        && parts.iter().zip(LENGTHS).all(|(part, len)| {
            part.len() == len && part.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Judges texts by a kind of word.
    fn all<T>(read: fn(&str) -> Result<T, WordError>, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(read(text).is_ok(), "{text:?}");
        }
        for text in bad.iter().chain(&["", "a b", "a\nb", "a\0", "é"]) {
            assert!(read(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn parameters_are_lower_case_with_a_point_at_most() {
        let good = ["work_mem", "cron.database_name", "_a$1"];
        all(
            ParameterName::read,
            &good,
            &["Work_Mem", "a.b.c", ".a", "a.", "1a", "a-b"],
        );
        assert!(ParameterName::read(&"a".repeat(126)).is_ok());
        assert!(ParameterName::read(&"a".repeat(127)).is_err());
    }

    #[test]
    fn identifiers_have_sixty_three_bytes() {
        all(
            Identifier::read,
            &["pg_read_all_data", "a-b", "_"],
            &["1a", "-a", "a.b", "a\"b"],
        );
        assert!(Identifier::read(&"a".repeat(63)).is_ok());
        assert!(Identifier::read(&"a".repeat(64)).is_err());
        all(SchemaName::read, &["orders", "pgx"], &["pg_x", "pg_"]);
    }

    #[test]
    fn servers_have_a_name_or_an_address() {
        let good = ["db", "db.example.com", "10.0.0.5", "fd00::1"];
        all(HostName::read, &good, &["db:5432", "a..b", "https://db"]);
    }

    #[test]
    fn encodings_and_locales_are_those_of_a_server() {
        all(Encoding::read, &["UTF8", "LATIN10"], &["utf8", "SJIS"]);
        all(
            Locale::read,
            &["C", "en_US.utf8", "de_DE@euro"],
            &["a'b", "a;b"],
        );
    }

    #[test]
    fn names_in_clouds_follow_their_rules() {
        all(
            Bucket::read,
            &["abc", "a.b-c_d", "1a1"],
            &["ab", "-ab", "ab-", "a..b", "Abc", "s3://a"],
        );
        all(AzureAccount::read, &["abc", "a1b2"], &["ab", "a-b", "Abc"]);
        let good = [
            "a@b.iam.gserviceaccount.com",
            "a@b.example.com.iam.gserviceaccount.com",
        ];
        all(
            GoogleAccount::read,
            &good,
            &["a@gmail.com", "@b.iam.gserviceaccount.com"],
        );
        let good = ["00000000-1111-2222-3333-444444444444"];
        all(
            AzureClientId::read,
            &good,
            &["00000000", "0000000g-1111-2222-3333-444444444444"],
        );
    }

    #[test]
    fn kinds_rules_and_days_have_their_form() {
        all(
            Kind::read,
            &["Cluster", "PodMonitor"],
            &["cluster", "Cluster/x"],
        );
        all(RuleName::read, &["image-floating"], &["Image", "a_b"]);
        all(
            Day::read,
            &["2027-01-31", "2028-02-29"],
            &["2027-02-29", "31.1.2027", "2027-1-31"],
        );
    }
}
