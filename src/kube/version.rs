//! Versions of the operator, of Kubernetes and of PostgreSQL.

use super::text::text_type;

/// Why a text is not a version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// It is not numbers with points between.
    #[error("`{text}` is not a version of {product}")]
    Form {
        /// The product.
        product: &'static str,
        /// What was written.
        text: String,
        /// What a version of it looks like.
        example: &'static str,
    },
    /// A minor version of PostgreSQL stands where a major is wanted.
    #[error("`{text}` is a minor version of PostgreSQL, not a major")]
    NotMajor {
        /// What was written.
        text: String,
        /// The major of it.
        major: u32,
    },
    /// A tag does not begin with a version of PostgreSQL.
    #[error("the tag `{tag}` does not begin with a version of PostgreSQL")]
    Tag {
        /// The tag.
        tag: String,
    },
}

impl VersionError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Form { example, .. } => format!("write a version such as `{example}`"),
            Self::NotMajor { major, .. } => format!("write `{major}`"),
            Self::Tag { .. } => {
                "use a tag that begins with the version, such as `18.6-system-trixie`".to_owned()
            }
        }
    }
}

/// A version of the operator: a minor release, or one patch of it.
///
/// Ordered by number; a release without a patch stands for its newest, and is
/// greater than each of its patches.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OperatorVersion {
    numbers: Numbers,
    text: String,
}

/// A version of Kubernetes: a minor release, or one patch of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KubernetesVersion {
    numbers: Numbers,
    text: String,
}

/// The numbers of a version; a missing patch is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Numbers {
    major: u32,
    minor: u32,
    patch: u32,
}

/// Implements what the versions of the operator and of Kubernetes share.
macro_rules! release {
    ($type:ident, $product:literal, $example:literal) => {
        impl $type {
            /// Parses two or three numbers with points between.
            pub fn parse(text: &str) -> Result<Self, VersionError> {
                let numbers = Numbers::parse(text).ok_or_else(|| VersionError::Form {
                    product: $product,
                    text: text.to_owned(),
                    example: $example,
                })?;
                Ok(Self {
                    numbers,
                    text: text.to_owned(),
                })
            }

            /// Parses a text as a spec means it, which is the same.
            pub fn read(text: &str) -> Result<Self, VersionError> {
                Self::parse(text)
            }

            /// The version of these numbers.
            pub fn new(major: u32, minor: u32, patch: Option<u32>) -> Self {
                let text = match patch {
                    None => format!("{major}.{minor}"),
                    Some(patch) => format!("{major}.{minor}.{patch}"),
                };
                Self {
                    numbers: Numbers {
                        major,
                        minor,
                        patch: patch.unwrap_or(u32::MAX),
                    },
                    text,
                }
            }

            /// The major and minor number.
            pub fn release(&self) -> (u32, u32) {
                (self.numbers.major, self.numbers.minor)
            }

            /// The patch, if one was named.
            pub fn patch(&self) -> Option<u32> {
                Some(self.numbers.patch).filter(|patch| *patch != u32::MAX)
            }

            /// The version as it was written.
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $type {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.numbers.cmp(&other.numbers)
            }
        }
    };
}

release!(OperatorVersion, "CloudNativePG", "1.30");
release!(KubernetesVersion, "Kubernetes", "1.36");

text_type!(
    OperatorVersion, VersionError, of: string, format: "operator-version",
    about: "A version of CloudNativePG, in quotes: a release (its newest patch is meant) or one patch of it.",
    examples: ["1.30", "1.30.1"]
);

text_type!(
    KubernetesVersion, VersionError, of: string, format: "kubernetes-version",
    about: "A version of Kubernetes, in quotes.",
    examples: ["1.36"]
);

impl Numbers {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(number);
        let (major, minor) = (parts.next()??, parts.next()??);
        let patch = match parts.next() {
            None => u32::MAX,
            Some(patch) => patch?,
        };
        parts.next().is_none().then_some(Self {
            major,
            minor,
            patch,
        })
    }
}

/// A number without sign or leading zero.
fn number(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = plain && (text == "0" || !text.starts_with('0'));
    if plain {
        text.parse().ok().filter(|number| *number != u32::MAX)
    } else {
        None
    }
}

/// A major version of PostgreSQL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostgresMajor {
    major: u32,
    text: String,
}

impl PostgresMajor {
    /// Parses a number from 10 to 99: before 10, a major had two numbers.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        if let Some((major, minor)) = text.split_once('.')
            && let (Some(major), Some(_)) = (number(major), number(minor))
        {
            return Err(VersionError::NotMajor {
                text: text.to_owned(),
                major,
            });
        }
        let major = number(text).filter(|major| (10..100).contains(major));
        major.map(Self::new).ok_or_else(|| VersionError::Form {
            product: "PostgreSQL",
            text: text.to_owned(),
            example: "18",
        })
    }

    /// Parses a text as a spec means it, which is the same.
    pub fn read(text: &str) -> Result<Self, VersionError> {
        Self::parse(text)
    }

    /// The major version of this number.
    pub fn new(major: u32) -> Self {
        Self {
            major,
            text: major.to_string(),
        }
    }

    /// The number.
    pub fn get(&self) -> u32 {
        self.major
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

text_type!(
    PostgresMajor, VersionError, of: scalar, format: "postgres-major",
    about: "A major version of PostgreSQL.",
    examples: [18]
);

/// A version of PostgreSQL, as the operator reads it from an image's tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostgresVersion {
    /// The major number.
    pub major: u64,
    /// The minor number; 0 where the tag names none.
    pub minor: u64,
}

impl PostgresVersion {
    /// Reads the numbers that a tag begins with, as `version.FromTag` of
    /// `github.com/cloudnative-pg/machinery` does: `18.6-system-trixie` is
    /// 18.6, `17beta1` is 17.0. What follows a second point does not count.
    pub fn from_tag(tag: &str) -> Result<Self, VersionError> {
        let numbers = || {
            let mut parts = leading_version(tag).split('.').map(|part| {
                // Go reads 64 bits with a sign.
                part.parse::<u64>()
                    .ok()
                    .filter(|number| i64::try_from(*number).is_ok())
            });
            let major = parts.next()??;
            let minor = match parts.next() {
                None => 0,
                Some(minor) => minor?,
            };
            Some(Self { major, minor })
        };
        numbers().ok_or_else(|| VersionError::Tag {
            tag: tag.to_owned(),
        })
    }
}

/// The digits that a tag begins with, single points between or behind them.
pub(super) fn leading_version(tag: &str) -> &str {
    let mut after_digit = false;
    let end = tag.find(|c: char| {
        let fits = c.is_ascii_digit() || (c == '.' && after_digit);
        after_digit = c.is_ascii_digit();
        !fits
    });
    tag.split_at(end.unwrap_or(tag.len())).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_by_number() {
        let version = |text| OperatorVersion::parse(text).unwrap();
        assert!(version("1.9") < version("1.28.0"));
        assert!(version("1.28.0") < version("1.28.1"));
        assert!(version("1.28.7") < version("1.28"));
        assert!(version("1.28") < version("1.29.0"));
        assert_eq!(version("1.28").patch(), None);
        assert_eq!(version("1.28.0").patch(), Some(0));
        assert_eq!(OperatorVersion::new(1, 30, Some(1)), version("1.30.1"));
    }

    #[test]
    fn what_is_no_version_says_so() {
        for text in [
            "", "1", "1.", "1.28.", "1.28.0.1", "v1.28", "1.028", "1.x", "-1.2", "1.+2",
        ] {
            assert!(OperatorVersion::parse(text).is_err(), "{text}");
        }
        assert!(serde_json::from_str::<OperatorVersion>("1.3").is_err());
        let error = KubernetesVersion::parse("latest").unwrap_err();
        assert_eq!(error.to_string(), "`latest` is not a version of Kubernetes");
        assert_eq!(error.help(), "write a version such as `1.36`");
    }

    #[test]
    fn a_major_of_postgres_is_one_number() {
        assert_eq!(
            serde_json::from_str::<PostgresMajor>("18").unwrap().get(),
            18
        );
        assert_eq!(
            serde_json::from_str::<PostgresMajor>("\"17\"")
                .unwrap()
                .get(),
            17
        );
        let error = PostgresMajor::parse("18.6").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`18.6` is a minor version of PostgreSQL, not a major"
        );
        assert_eq!(error.help(), "write `18`");
        for text in ["9", "100", "018", "18beta1", ""] {
            assert!(PostgresMajor::parse(text).is_err(), "{text}");
        }
    }
}
