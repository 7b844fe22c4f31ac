//! Names: of Kubernetes objects, of the operator's clusters, and of what lives
//! inside PostgreSQL.

mod grammar;
mod postgres;

use self::grammar::Grammar;
pub use self::grammar::NameError;
pub use self::postgres::{
    DatabaseName, ExtensionName, RoleName, is_reserved_database, is_reserved_role,
};
use super::text::text_type;

/// Declares a kind of name: its type, its grammar, and what else is checked.
macro_rules! name {
    (
        $(#[$about:meta])*
        $type:ident, $format:literal, $describe:literal, $examples:tt, $grammar:expr $(, $more:expr)?
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(String);

        impl $type {
            /// Checks a name.
            pub fn parse(text: &str) -> Result<Self, NameError> {
                const GRAMMAR: Grammar = $grammar;
                GRAMMAR.check(text)?;
                $({
                    let more: fn(&Grammar, &str) -> Result<(), NameError> = $more;
                    more(&GRAMMAR, text)?;
                })?
                Ok(Self(text.to_owned()))
            }

            /// Checks a name that stands in a spec, which is the same.
            pub fn read(text: &str) -> Result<Self, NameError> {
                Self::parse(text)
            }

            /// The name as text.
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
            $type, NameError, of: string, format: $format, about: $describe, examples: $examples
        );
    };
}

use name;

name!(
    /// A DNS label as RFC 1123 has it: the name of a namespace or a port.
    ///
    /// `IsDNS1123Label` of `k8s.io/apimachinery/pkg/util/validation`.
    DnsLabel, "dns-label",
    "A name of up to 63 lower-case letters, digits and hyphens.",
    ["databases-dev"],
    Grammar { what: "name", max: 63, ..LABEL }
);

name!(
    /// DNS labels with points between: the name of most Kubernetes objects.
    ///
    /// `IsDNS1123Subdomain` of `k8s.io/apimachinery/pkg/util/validation`.
    DnsSubdomain, "dns-subdomain",
    "A name of up to 253 lower-case letters, digits, hyphens and points.",
    ["premium-ssd", "csi.example.com"],
    Grammar {
        what: "name",
        max: 253,
        inner: |c| is_label(c) || c == '.',
        allowed: "lower-case letters, digits, `-` and `.`, a letter or digit at both ends",
        ..LABEL
    },
    |grammar, text| {
        let empty = text.split('.').find(|label| {
            label.is_empty() || label.starts_with('-') || label.ends_with('-')
        });
        match empty {
            None => Ok(()),
            Some("") => Err(grammar.dots(text)),
            Some(label) => Err(grammar.character(text, format!("`{label}` ends in `-` or begins with it"))),
        }
    }
);

name!(
    /// The name of a cluster: a DNS label as RFC 1035 has it, short enough for
    /// the operator to append to.
    ///
    /// `validateName` of the operator's `internal/webhook/v1/cluster_webhook.go`.
    ClusterName, "cluster-name",
    "The name of a cluster: up to 50 lower-case letters, digits and hyphens, beginning with a letter.",
    ["odoo"],
    Grammar {
        what: "cluster name",
        max: 50,
        first: |c| c.is_ascii_lowercase(),
        allowed: "lower-case letters, digits and `-`, a letter at the beginning and no `-` at the end",
        ..LABEL
    }
);

name!(
    /// The key of a label or annotation: a name, with a domain in front or not.
    ///
    /// `IsQualifiedName` of `k8s.io/apimachinery/pkg/util/validation`.
    LabelKey, "label-key",
    "The key of a label: up to 63 letters, digits, `-`, `_` and `.`, with a domain and `/` in front where wanted.",
    ["app.kubernetes.io/name"],
    Grammar {
        what: "label key",
        max: 253 + 1 + 63,
        inner: |c| is_qualified(c) || c == '/',
        allowed: "letters, digits, `-`, `_` and `.`, with a domain and `/` in front where wanted",
        ..QUALIFIED
    },
    |grammar, text| {
        let (domain, name) = match text.split_once('/') {
            None => (None, text),
            Some((domain, name)) => (Some(domain), name),
        };
        let inner = Grammar { what: grammar.what, ..QUALIFIED };
        inner.check(name)?;
        domain.map_or(Ok(()), |domain| DnsSubdomain::parse(domain).map(drop))
    }
);

name!(
    /// The value of a label, which may be empty.
    ///
    /// `IsValidLabelValue` of `k8s.io/apimachinery/pkg/util/validation`.
    LabelValue, "label-value",
    "The value of a label: up to 63 letters, digits, `-`, `_` and `.`.",
    ["odoo"],
    Grammar { what: "label value", empty: true, ..QUALIFIED }
);

name!(
    /// A key of a Secret or a `ConfigMap`.
    ///
    /// `IsConfigMapKey` of `k8s.io/apimachinery/pkg/util/validation`.
    SecretKey, "secret-key",
    "A key of a Secret: letters, digits, `-`, `_` and `.`.",
    ["password"],
    Grammar {
        what: "key",
        max: 253,
        first: is_qualified,
        last: is_qualified,
        allowed: "letters, digits, `-`, `_` and `.`",
        ..QUALIFIED
    },
    |grammar, text| {
        if text == "." || text.starts_with("..") {
            return Err(grammar.dots(text));
        }
        Ok(())
    }
);

/// Labels of RFC 1123.
const LABEL: Grammar = Grammar {
    what: "name",
    max: 63,
    empty: false,
    first: is_lower,
    inner: is_label,
    last: is_lower,
    filler: '-',
    allowed: "lower-case letters, digits and `-`, a letter or digit at both ends",
};

/// Names of labels, and their values.
const QUALIFIED: Grammar = Grammar {
    what: "name",
    max: 63,
    empty: false,
    first: |c| c.is_ascii_alphanumeric(),
    inner: is_qualified,
    last: |c| c.is_ascii_alphanumeric(),
    filler: '-',
    allowed: "letters, digits, `-`, `_` and `.`, a letter or digit at both ends",
};

/// Whether a text can be one segment of a path on every file system, and leads
/// nowhere else.
pub fn is_path_segment(text: &str) -> bool {
    let strange = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':');
    !matches!(text, "" | "." | "..") && text.len() <= 255 && !text.contains(strange)
}

fn is_lower(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

fn is_label(c: char) -> bool {
    is_lower(c) || c == '-'
}

fn is_qualified(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_has_fifty_characters_at_most() {
        assert!(ClusterName::parse(&"a".repeat(50)).is_ok());
        let error = ClusterName::parse(&"a".repeat(51)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "50 characters are allowed in a cluster name, not 51"
        );
        assert_eq!(error.help(), "shorten it by 1 character");
    }

    #[test]
    fn a_cluster_begins_with_a_letter() {
        for text in ["a", "a1", "a-1", "odoo"] {
            assert!(ClusterName::parse(text).is_ok(), "{text}");
        }
        for text in ["", "1a", "-a", "a-", "A", "a.b", "a_b", "é"] {
            assert!(ClusterName::parse(text).is_err(), "{text}");
        }
        assert!(DnsLabel::parse("1a").is_ok());
    }

    #[test]
    fn a_wrong_name_suggests_a_right_one() {
        let error = ClusterName::parse("My_App").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`My_App` is not a cluster name: `M` is not allowed"
        );
        assert_eq!(error.help(), "write `my-app`");
        let error = ClusterName::parse("9").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`9` is not a cluster name: it begins with `9`"
        );
        let error = DnsLabel::parse("a\nb").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`a\\nb` is not a name: `\\n` is not allowed"
        );
    }

    #[test]
    fn subdomains_are_labels_with_points_between() {
        for text in [
            "a.b",
            "1.2",
            "a-b.c-d",
            "a.".repeat(126).trim_end_matches('.'),
        ] {
            assert!(DnsSubdomain::parse(text).is_ok(), "{text}");
        }
        for text in ["a..b", ".a", "a.", "a-.b", "a.-b", "A.b", ""] {
            assert!(DnsSubdomain::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn label_keys_and_values_are_those_of_kubernetes() {
        for text in ["a", "A_b.c-D", "app.kubernetes.io/name", "1/1"] {
            assert!(LabelKey::parse(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "/a",
            "a/",
            "a/b/c",
            "A.b/c",
            "-a",
            "a-",
            &"a".repeat(64),
        ] {
            assert!(LabelKey::parse(text).is_err(), "{text}");
        }
        for text in ["", "a", "A_b.c-D"] {
            assert!(LabelValue::parse(text).is_ok(), "{text}");
        }
        for text in ["-a", "a b", "a/b", &"a".repeat(64)] {
            assert!(LabelValue::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn keys_of_secrets_lead_nowhere() {
        for text in ["a", ".b", "-", "A_b.c-D", "tls.crt"] {
            assert!(SecretKey::parse(text).is_ok(), "{text}");
        }
        for text in ["", ".", "..", "..a", "a/b", "a b"] {
            assert!(SecretKey::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_path_segment_leads_nowhere() {
        for text in ["", ".", "..", "a/b", "a\\b", "a\0", "c:", "a\nb"] {
            assert!(!is_path_segment(text), "{text}");
        }
        assert!(is_path_segment("cluster.yaml"));
        assert!(is_path_segment("..."));
    }
}
