//! Names, labels and their values, as the API server checks them.
//!
//! Source: `k8s.io/apimachinery/pkg/util/validation` and `api/validation`.

/// What a name of some sort must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A DNS subdomain: most objects.
    Subdomain,
    /// A DNS label: namespaces.
    Label,
    /// A DNS label that starts with a letter: services.
    Service,
    /// What can stand in a path of a URL: roles and their bindings.
    Path,
}

impl Sort {
    /// The sort of the names of a kind's objects.
    pub(super) fn of(group: &str, kind: &str) -> Self {
        match (group, kind) {
            ("", "Namespace") => Self::Label,
            ("", "Service") => Self::Service,
            ("rbac.authorization.k8s.io", _) => Self::Path,
            _ => Self::Subdomain,
        }
    }

    /// Whether a text is such a name.
    pub(super) fn fits(self, text: &str) -> bool {
        match self {
            Self::Subdomain => text.len() <= 253 && text.split('.').all(is_label_text),
            Self::Label => text.len() <= 63 && is_label_text(text),
            Self::Service => {
                let letter = text.starts_with(|first: char| first.is_ascii_lowercase());
                letter && Self::Label.fits(text)
            }
            Self::Path => !matches!(text, "." | "..") && !text.contains(['/', '%']),
        }
    }

    /// What to write.
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::Subdomain => {
                "write a-z, 0-9, `-` and `.`, a letter or digit first and last, at most 253 of them"
            }
            Self::Label => {
                "write a-z, 0-9 and `-`, a letter or digit first and last, at most 63 of them"
            }
            Self::Service => {
                "write a-z, 0-9 and `-`, a letter first, a letter or digit last, at most 63 of them"
            }
            Self::Path => "write it without `/` and `%`",
        }
    }
}

/// a-z, 0-9 and dashes, not first and not last.
fn is_label_text(text: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let inside = |byte: u8| fine(byte) || byte == b'-';
    let bytes = text.as_bytes();
    bytes.first().is_some_and(|first| fine(*first))
        && bytes.last().is_some_and(|last| fine(*last))
        && bytes.iter().all(|byte| inside(*byte))
}

/// The name of a label or annotation, `prefix/name` or `name`.
pub(super) fn is_qualified(text: &str) -> bool {
    let (prefix, name) = match text.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, text),
    };
    prefix.is_none_or(|prefix| Sort::Subdomain.fits(prefix)) && is_value(name) && !name.is_empty()
}

/// The value of a label: empty, or letters, digits, `-`, `_` and `.`, a letter
/// or digit first and last, at most 63 of them.
pub(super) fn is_value(text: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric();
    let inside = |byte: u8| fine(byte) || matches!(byte, b'-' | b'_' | b'.');
    let bytes = text.as_bytes();
    bytes.len() <= 63
        && bytes.first().is_none_or(|first| fine(*first))
        && bytes.last().is_none_or(|last| fine(*last))
        && bytes.iter().all(|byte| inside(*byte))
}

/// A name made of a text that is none, if it takes little.
pub(super) fn repaired(text: &str, sort: Sort) -> Option<String> {
    let name = text.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    (name != text && sort.fits(&name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_of_their_sort() {
        assert!(Sort::Subdomain.fits("a.b-c.1"));
        for text in ["", "A", "a_b", "-a", "a-", "a..b", ".a", &"a".repeat(254)] {
            assert!(!Sort::Subdomain.fits(text), "{text}");
        }
        assert!(!Sort::Label.fits("a.b"));
        assert!(Sort::Label.fits("1a") && !Sort::Service.fits("1a"));
        assert!(Sort::Path.fits("system:A") && !Sort::Path.fits("a/b"));
    }

    #[test]
    fn labels_are_qualified_names_with_short_values() {
        for text in ["app", "app.kubernetes.io/name", "A_b.c"] {
            assert!(is_qualified(text), "{text}");
        }
        for text in ["", "/a", "a/", "a/b/c", "A.io/x", "a b", "_a"] {
            assert!(!is_qualified(text), "{text}");
        }
        assert!(is_value("") && is_value("v1.2_x") && is_value(&"a".repeat(63)));
        assert!(!is_value(&"a".repeat(64)) && !is_value("-a") && !is_value("a b"));
    }

    #[test]
    fn a_name_is_repaired_where_it_takes_little() {
        assert_eq!(
            repaired("My_Cluster", Sort::Subdomain).as_deref(),
            Some("my-cluster")
        );
        assert_eq!(repaired("a/b", Sort::Subdomain), None);
    }
}
