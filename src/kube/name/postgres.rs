//! Names of what lives inside PostgreSQL.
//!
//! PostgreSQL itself takes nearly any text in quotes. A spec takes less: names
//! that mean the same in SQL, in `pg_hba.conf`, in a connection URI and in a
//! shell.

use super::grammar::Grammar;
use super::{NameError, name};
use crate::kube::text::text_type;

/// The most bytes of an identifier: `NAMEDATALEN` less one.
const MAX: usize = 63;

/// Letters, digits and `_`, and `-`, which SQL wants in quotes.
const IDENTIFIER: Grammar = Grammar {
    what: "name",
    max: MAX,
    empty: false,
    first: |c| c.is_ascii_alphabetic() || c == '_',
    inner: |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'),
    last: |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'),
    filler: '_',
    allowed: "letters, digits, `_` and `-`, a letter or `_` at the beginning",
};

name!(
    /// The name of a database that an application has.
    DatabaseName, "database-name",
    "The name of a database: up to 63 letters, digits, `_` and `-`.",
    ["odoo"],
    Grammar { what: "database name", ..IDENTIFIER },
    |grammar, text| {
        if is_reserved_database(text) {
            let (what, text) = (grammar.what, text.to_owned());
            return Err(NameError::Reserved { what, text, by: "PostgreSQL" });
        }
        Ok(())
    }
);

name!(
    /// The name of a role that an application has.
    RoleName, "role-name",
    "The name of a role: up to 63 letters, digits, `_` and `-`.",
    ["odoo"],
    Grammar { what: "role name", ..IDENTIFIER },
    |grammar, text| match reserved_role(text) {
        None => Ok(()),
        Some(by) => Err(NameError::Reserved { what: grammar.what, text: text.to_owned(), by }),
    }
);

name!(
    /// The name of an extension.
    ///
    /// `check_valid_extension_name` of PostgreSQL's `commands/extension.c`
    /// refuses `--` and `-` at either end.
    ExtensionName, "extension-name",
    "The name of an extension, as CREATE EXTENSION takes it.",
    ["pg_trgm", "uuid-ossp"],
    Grammar {
        what: "PostgreSQL extension name",
        last: |c| c.is_ascii_alphanumeric() || c == '_',
        allowed: "letters, digits, `_` and single `-`",
        ..IDENTIFIER
    },
    |grammar, text| {
        if text.contains("--") {
            return Err(grammar.character(text, "`--` is not allowed".to_owned()));
        }
        Ok(())
    }
);

/// Whether the operator keeps a database for itself: the rules of the
/// `Database` `CustomResourceDefinition`.
pub fn is_reserved_database(name: &str) -> bool {
    matches!(name, "postgres" | "template0" | "template1")
}

/// Whether nobody may create a role of that name under the operator.
pub fn is_reserved_role(name: &str) -> bool {
    reserved_role(name).is_some()
}

/// Who has a role name: `IsRoleReserved` of the operator's
/// `pkg/postgres/roles.go`, and `RoleSpec` of PostgreSQL's `gram.y`.
fn reserved_role(name: &str) -> Option<&'static str> {
    match name {
        "postgres" | "streaming_replica" => Some("the operator"),
        "public" | "none" => Some("PostgreSQL"),
        name if name.starts_with("cnpg_") => Some("the operator"),
        name if name.starts_with("pg_") => Some("PostgreSQL"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_names_are_refused() {
        for text in [
            "postgres",
            "streaming_replica",
            "pg_monitor",
            "cnpg_pooler",
            "public",
            "none",
        ] {
            let error = RoleName::parse(text).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("the role name `{text}` is reserved")
            );
        }
        assert_eq!(
            RoleName::parse("pg_me").unwrap_err().help(),
            "choose another name; PostgreSQL has this one"
        );
        for text in ["postgres", "template0", "template1"] {
            assert!(DatabaseName::parse(text).is_err(), "{text}");
        }
        assert!(DatabaseName::parse("pg_stats").is_ok());
    }

    #[test]
    fn identifiers_have_sixty_three_bytes_and_no_quotes() {
        assert!(DatabaseName::parse(&"a".repeat(63)).is_ok());
        assert!(DatabaseName::parse(&"a".repeat(64)).is_err());
        for text in ["", "1a", "a b", "a\"b", "a'b", "a;b", "a.b", "é", "a$"] {
            assert!(RoleName::parse(text).is_err(), "{text}");
        }
        for text in ["odoo", "Odoo_ro", "_a", "my-db"] {
            assert!(RoleName::parse(text).is_ok(), "{text}");
        }
        assert_eq!(
            DatabaseName::parse("my db").unwrap_err().help(),
            "write `my_db`"
        );
    }

    #[test]
    fn extensions_have_no_double_hyphen() {
        for text in ["pg_trgm", "uuid-ossp", "plpgsql", "h3_postgis"] {
            assert!(ExtensionName::parse(text).is_ok(), "{text}");
        }
        for text in ["a--b", "-a", "a-", "a/b", ""] {
            assert!(ExtensionName::parse(text).is_err(), "{text}");
        }
    }
}
