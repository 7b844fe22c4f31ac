//! Names of container images, read as the operator reads them.

mod tag;

pub use self::tag::{Flavor, PostgresTag};
use super::text::text_type;
use super::version::{PostgresVersion, VersionError};

/// A container image: `ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie`.
///
/// Any text has a name, a tag and a digest: they are those of `reference.New`
/// of `github.com/cloudnative-pg/machinery`, recorded in `tests/data/images.tsv`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image {
    text: String,
    name: String,
    tag: Option<String>,
    digest: Option<String>,
}

/// Why a text is not the name of an image.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// A part has characters that it cannot have.
    #[error("`{text}` is not an image: its {part} is invalid")]
    Part {
        /// What was written.
        text: String,
        /// The part.
        part: &'static str,
    },
}

impl ImageError {
    /// What to write instead.
    pub fn help(&self) -> String {
        "write `registry/repository:tag`, in lower case up to the tag, `@sha256:` and 64 \
         hexadecimal digits following where wanted"
            .to_owned()
    }
}

/// What keeps an image the same from one pull to the next, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pin {
    /// Nothing: no tag, `latest`, or one that names no version.
    Nothing,
    /// A major version of PostgreSQL, whose minor changes.
    Major,
    /// A minor version of PostgreSQL, rebuilt now and then.
    Minor,
    /// One build of a minor version.
    Build,
    /// The content itself.
    Digest,
}

impl Image {
    /// Reads any text as the operator does.
    pub fn parse(text: &str) -> Self {
        let full = with_registry(text);
        let (rest, digest) = match full.rsplit_once("@sha256:") {
            Some((rest, digest)) if is_hexadecimal(digest) => (rest, Some(digest)),
            _ => (full.as_str(), None),
        };
        let path = rest.rfind('/').map_or(0, |slash| slash + 1);
        let colon = rest
            .get(path..)
            .and_then(|last| last.find(':'))
            .map(|colon| path + colon);
        let (name, tag) = match colon.map(|colon| rest.split_at(colon)) {
            Some((name, tag)) if tag.len() > 1 => (name, tag.strip_prefix(':')),
            _ => (
                rest,
                if digest.is_none() {
                    Some("latest")
                } else {
                    None
                },
            ),
        };
        Self {
            text: text.to_owned(),
            name: name.to_owned(),
            tag: tag.map(str::to_owned),
            digest: digest.map(str::to_owned),
        }
    }

    /// Parses a text as a spec means it: an image that can be pulled.
    ///
    /// The grammar is that of `github.com/distribution/reference`.
    pub fn read(text: &str) -> Result<Self, ImageError> {
        let image = Self::parse(text);
        let error = |part| ImageError::Part {
            text: text.to_owned(),
            part,
        };
        let (registry, repository) = image.name.split_once('/').unwrap_or_default();
        if !is_registry(registry) {
            return Err(error("registry"));
        }
        if repository.is_empty() || !repository.split('/').all(is_component) {
            return Err(error("repository"));
        }
        if !image.tag.as_deref().is_none_or(is_tag) {
            return Err(error("tag"));
        }
        let whole =
            |digest: &str| digest.len() == 64 && !digest.contains(|c: char| c.is_uppercase());
        if !image.digest.as_deref().is_none_or(whole) {
            return Err(error("digest"));
        }
        Ok(image)
    }

    /// The image as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Registry and repository, `docker.io` where none was written.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The registry that the image is pulled from.
    pub fn registry(&self) -> &str {
        self.name
            .split_once('/')
            .map_or("", |(registry, _)| registry)
    }

    /// The tag, `latest` where neither tag nor digest was written.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The hexadecimal digits of the digest.
    pub fn digest(&self) -> Option<&str> {
        self.digest.as_deref()
    }

    /// The version of PostgreSQL that the operator takes from the tag.
    pub fn postgres_version(&self) -> Result<PostgresVersion, VersionError> {
        PostgresVersion::from_tag(self.tag().unwrap_or_default())
    }

    /// What the tag says, if it begins with a version of PostgreSQL.
    pub fn postgres_tag(&self) -> Option<PostgresTag> {
        self.tag().and_then(PostgresTag::parse)
    }

    /// What keeps this image of PostgreSQL the same.
    pub fn pin(&self) -> Pin {
        if self.digest.is_some() {
            return Pin::Digest;
        }
        match self.postgres_tag() {
            None => Pin::Nothing,
            Some(tag) if tag.build.is_some() => Pin::Build,
            Some(tag) if tag.has_minor || tag.prerelease.is_some() => Pin::Minor,
            Some(_) => Pin::Major,
        }
    }

    /// Whether another version of PostgreSQL may be pulled under this name.
    pub fn is_floating(&self) -> bool {
        self.pin() <= Pin::Major
    }
}

text_type!(
    Image, ImageError, of: string, format: "image",
    about: "A container image: registry, repository and tag, with a digest where wanted.",
    examples: ["ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie"]
);

/// The name with the registry that it stands for.
fn with_registry(text: &str) -> String {
    match text.split_once('/') {
        None => format!("docker.io/library/{text}"),
        Some((first, _)) if is_host(first) => text.to_owned(),
        Some(_) => format!("docker.io/{text}"),
    }
}

/// Whether the operator takes the beginning of a name for a registry: it has
/// points in it or ends in a port.
fn is_host(text: &str) -> bool {
    let (host, port) = match text.split_once(':') {
        None => (text, None),
        Some((host, port)) => (host, Some(port)),
    };
    host.split('.').all(|label| !label.is_empty())
        && port.is_none_or(is_number)
        && (host.contains('.') || port.is_some())
}

/// Whether a name begins with a registry that can be asked.
fn is_registry(text: &str) -> bool {
    let host = text.split_once(':').map_or(text, |(host, _)| host);
    let label = |label: &str| {
        let inner = label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        inner && !label.starts_with('-') && !label.ends_with('-')
    };
    is_host(text) && host.split('.').all(label)
}

/// Whether a part of a repository is lower-case words, with `.`, `_`, `__` or
/// any number of `-` between them.
fn is_component(text: &str) -> bool {
    let separator = |c: char| matches!(c, '.' | '_' | '-');
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let mut rest = text;
    loop {
        let after = rest.trim_start_matches(word);
        if after.len() == rest.len() {
            return false;
        }
        if after.is_empty() {
            return true;
        }
        rest = after.trim_start_matches(separator);
        let between = after.strip_suffix(rest).unwrap_or_default();
        if !matches!(between, "." | "_" | "__") && between.contains(|c| c != '-') {
            return false;
        }
    }
}

/// Whether a tag is up to 128 letters, digits, `_`, `.` and `-`.
fn is_tag(text: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text.len() <= 128
        && text
            .bytes()
            .all(|byte| word(byte) || matches!(byte, b'.' | b'-'))
        && !text.starts_with(['.', '-'])
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_hexadecimal(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::text::{recorded, unquoted};

    #[test]
    fn images_are_read_as_the_operator_reads_them() {
        let mut rows = 0;
        for row in recorded(include_str!("../../../tests/data/images.tsv")) {
            let text = unquoted(row[0]);
            let image = Image::parse(&text);
            assert_eq!(image.name(), unquoted(row[1]), "{text}");
            assert_eq!(image.tag().unwrap_or_default(), unquoted(row[2]), "{text}");
            assert_eq!(
                image.digest().unwrap_or_default(),
                unquoted(row[3]),
                "{text}"
            );
            let version = match image.postgres_version() {
                Ok(PostgresVersion { major, minor }) => format!("{major}.{minor}"),
                Err(_) => "no".to_owned(),
            };
            assert_eq!(version, row[4], "{text}");
            rows += 1;
        }
        assert!(rows > 1500);
    }

    #[test]
    fn an_image_floats_until_its_minor_version_is_named() {
        let pin =
            |tag: &str| Image::parse(&format!("ghcr.io/cloudnative-pg/postgresql{tag}")).pin();
        assert_eq!(pin(""), Pin::Nothing);
        assert_eq!(pin(":latest"), Pin::Nothing);
        assert_eq!(pin(":17"), Pin::Major);
        assert_eq!(pin(":17-minimal-bookworm"), Pin::Major);
        assert_eq!(pin(":18.6-system-trixie"), Pin::Minor);
        assert_eq!(pin(":16.4-3"), Pin::Build);
        assert_eq!(pin(":17@sha256:abc"), Pin::Digest);
        assert!(Image::parse("postgres:17").is_floating());
        assert!(!Image::parse("postgres:17.5").is_floating());
    }

    #[test]
    fn a_spec_names_images_that_can_be_pulled() {
        let digest = "a".repeat(64);
        for text in [
            "postgres",
            "ghcr.io/a/b__c/d---e.f:1.2_x",
            "localhost:5000/pg:17",
        ] {
            assert!(Image::read(text).is_ok(), "{text}");
            assert!(
                Image::read(&format!("{text}@sha256:{digest}")).is_ok(),
                "{text}"
            );
        }
        for text in [
            "",
            "UPPER/case",
            "a//b",
            "pg:a:b",
            "pg:.x",
            "pg@sha256:abc",
            "a_-b",
            "a..b",
            "-a",
            "a-",
            "a b",
            "-reg.io/pg",
            "ghcr.io/",
            "pg:é",
        ] {
            assert!(Image::read(text).is_err(), "{text}");
        }
        assert_eq!(
            Image::read("Pg:1").unwrap_err().to_string(),
            "`Pg:1` is not an image: its repository is invalid"
        );
    }
}
