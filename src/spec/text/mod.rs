//! Texts whose grammar is the spec's own.

mod address;
mod folder;
mod hba;
mod parameter;
mod pattern;
mod remote;
mod repository;
mod word;

pub use address::{Cidr, CidrError, Url, UrlError};
pub use folder::{Folder, FolderError};
pub use hba::{HbaError, HbaLine};
pub use parameter::ParameterValue;
pub use pattern::{
    ArnPattern, NamespacePattern, PathPattern, PatternError, Placeholders, SecretPattern,
    ServerPattern,
};
pub use remote::RemotePattern;

pub use repository::{Repository, RepositoryError, Revision, Server};
pub use word::{
    AzureAccount, AzureClientId, Bucket, Day, Encoding, GoogleAccount, HostName, Identifier, Kind,
    Locale, ParameterName, RuleName, SchemaName, WordError,
};

/// Why a text is refused, and what to do about it.
#[derive(Debug)]
pub(super) struct Refusal {
    /// What is wrong.
    pub(super) message: String,
    /// What to write instead.
    pub(super) help: String,
}

/// Implements `FromStr`, `Display`, `Serialize`, `Deserialize` and `JsonSchema`
/// for a type that has `read(&str) -> Result<Self, Error>` and `as_str`.
macro_rules! text_type {
    ($type:ident, $error:ty, format: $format:literal, about: $about:literal, examples: [$($example:literal),+ $(,)?]) => {
        $crate::kube::text::text_traits!($type, $error, of: string);

        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "format": $format,
                    "description": $about,
                    "examples": [$($example),+],
                })
            }
        }
    };
}

use text_type;

/// Judges a text by the grammar that the schema calls `format`; `None` where the
/// format is none of the spec's own.
pub(super) fn check(format: &str, text: &str) -> Option<Result<(), Refusal>> {
    /// Asks the type's own parser.
    macro_rules! ask {
        ($type:ident) => {
            $type::read(text).map(drop).map_err(|error| Refusal {
                message: error.to_string(),
                help: error.help(),
            })
        };
    }
    Some(match format {
        "azure-account" => ask!(AzureAccount),
        "azure-client-id" => ask!(AzureClientId),
        "bucket" => ask!(Bucket),
        "day" => ask!(Day),
        "encoding" => ask!(Encoding),
        "google-account" => ask!(GoogleAccount),
        "host-name" => ask!(HostName),
        "identifier" => ask!(Identifier),
        "kind" => ask!(Kind),
        "locale" => ask!(Locale),
        "parameter-name" => ask!(ParameterName),
        "rule-name" => ask!(RuleName),
        "schema-name" => ask!(SchemaName),
        "repository" => ask!(Repository),
        "revision" => ask!(Revision),
        "server" => ask!(Server),
        "address" => ask!(Url),
        "cidr" => ask!(Cidr),
        "folder" => ask!(Folder),
        "hba-line" => ask!(HbaLine),
        "namespace-pattern" => ask!(NamespacePattern),
        "path-pattern" => ask!(PathPattern),
        "secret-pattern" => ask!(SecretPattern),
        "server-pattern" => ask!(ServerPattern),
        "remote-pattern" => ask!(RemotePattern),
        "arn-pattern" => ask!(ArnPattern),
        _ => return None,
    })
}
