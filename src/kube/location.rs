//! Places in an object store: `s3://bucket/prefix`.

use std::fmt;

/// A place in an object store, as Barman Cloud takes it for `destinationPath`:
/// a scheme, a bucket (the account's host, for Azure), and a prefix.
///
/// Slashes at the end and double ones make no difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    scheme: String,
    /// The bucket first, then the prefix.
    segments: Vec<String>,
}

/// Why a text is not a place in an object store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    /// It does not begin with a scheme and `://`.
    #[error("`{text}` is not a place in an object store: the scheme is missing")]
    NoScheme {
        /// What was written.
        text: String,
    },
    /// Nothing follows the scheme.
    #[error("`{text}` names no bucket")]
    NoBucket {
        /// What was written.
        text: String,
    },
}

impl LocationError {
    /// What to write instead.
    pub fn help(&self) -> String {
        "write scheme, bucket and prefix as `s3://bucket/prefix`".to_owned()
    }
}

impl Location {
    /// Parses scheme, bucket and prefix.
    pub fn parse(text: &str) -> Result<Self, LocationError> {
        let Some((scheme, rest)) = text
            .split_once("://")
            .filter(|(scheme, _)| !scheme.is_empty())
        else {
            return Err(LocationError::NoScheme {
                text: text.to_owned(),
            });
        };
        if rest.is_empty() || rest.starts_with('/') {
            return Err(LocationError::NoBucket {
                text: text.to_owned(),
            });
        }
        let mut location = Self {
            scheme: scheme.to_ascii_lowercase(),
            segments: Vec::new(),
        };
        location.push(rest);
        Ok(location)
    }

    /// The place below this one that a path leads to.
    #[must_use]
    pub fn join(&self, path: &str) -> Self {
        let mut joined = self.clone();
        joined.push(path);
        joined
    }

    fn push(&mut self, path: &str) {
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        self.segments.extend(segments.map(str::to_owned));
    }

    /// The scheme, in lower case: `s3`.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The bucket; for Azure, the account's host.
    pub fn bucket(&self) -> &str {
        self.segments.first().map_or("", String::as_str)
    }

    /// The prefix, without slashes at its ends.
    pub fn prefix(&self) -> String {
        self.segments.get(1..).unwrap_or_default().join("/")
    }

    /// Whether this is the other place, or above it.
    pub fn holds(&self, other: &Self) -> bool {
        self.scheme == other.scheme && other.segments.starts_with(&self.segments)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}://{}", self.scheme, self.segments.join("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_make_no_difference() {
        let plain = Location::parse("s3://backups/acme/prod").unwrap();
        assert_eq!(Location::parse("S3://backups//acme/prod/").unwrap(), plain);
        assert_eq!(
            Location::parse("s3://backups/").unwrap().join("/acme/prod"),
            plain
        );
        assert_eq!(plain.to_string(), "s3://backups/acme/prod");
        assert_eq!(
            (plain.bucket(), plain.prefix().as_str()),
            ("backups", "acme/prod")
        );
    }

    #[test]
    fn a_place_holds_what_is_below_it() {
        let place = |text| Location::parse(text).unwrap();
        assert!(place("s3://a/b").holds(&place("s3://a/b/c")));
        assert!(place("s3://a/b").holds(&place("s3://a/b")));
        assert!(!place("s3://a/b").holds(&place("s3://a/bc")));
        assert!(!place("s3://a/b").holds(&place("gs://a/b")));
    }

    #[test]
    fn a_place_has_scheme_and_bucket() {
        for text in ["", "bucket", "://a", "s3://", "s3:///a"] {
            assert!(Location::parse(text).is_err(), "{text}");
        }
    }
}
