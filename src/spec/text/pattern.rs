//! Texts with placeholders for the names of what they are about.

use super::text_type;

/// The names that placeholders stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placeholders<'a> {
    /// The project.
    pub project: &'a str,
    /// The environment.
    pub environment: &'a str,
    /// The cluster.
    pub cluster: &'a str,
    /// The application; of a cluster that several share, none.
    pub app: Option<&'a str>,
}

impl<'a> Placeholders<'a> {
    /// Their names, as they stand between braces.
    const NAMES: [&'static str; 4] = ["app", "cluster", "environment", "project"];

    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        match name {
            "app" => self.app,
            "cluster" => Some(self.cluster),
            "environment" => Some(self.environment),
            "project" => Some(self.project),
            _ => None,
        }
    }
}

/// Why a text is not a pattern, or cannot be filled in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// A placeholder that there is not.
    #[error("there is no placeholder `{{{name}}}`")]
    Unknown {
        /// What stands between the braces.
        name: String,
    },
    /// A brace without its other half.
    #[error("`{text}` has a brace without its other half")]
    Brace {
        /// What was written.
        text: String,
    },
    /// What comes out is not what is wanted.
    #[error("`{text}` is not {wanted}: {why}")]
    Text {
        /// What was written.
        text: String,
        /// What is wanted.
        wanted: &'static str,
        /// What is wrong.
        why: String,
        /// What to write instead.
        allowed: &'static str,
    },
    /// One name for everything.
    #[error("`{text}` is the same for every Secret")]
    NoSecret {
        /// What was written.
        text: String,
    },
    /// A placeholder that stands for nothing here.
    #[error("`{text}` asks for `{{app}}`, but several applications share the cluster")]
    NoApp {
        /// What was written.
        text: String,
    },
}

impl PatternError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Unknown { .. } | Self::Brace { .. } => {
                let names = Placeholders::NAMES.map(|name| format!("`{{{name}}}`"));
                format!("the placeholders are {}", names.join(", "))
            }
            Self::Text { allowed, .. } => format!("write {allowed}"),
            Self::NoSecret { .. } => {
                "add `{secret}`, which stands for the name of the Secret".to_owned()
            }
            Self::NoApp { .. } => "write `{cluster}` instead".to_owned(),
        }
    }
}

/// Fills in the placeholders of a text, each by what `value` gives for its name.
pub(super) fn fill<'a>(
    text: &str,
    value: impl Fn(&str) -> Option<&'a str>,
) -> Result<String, PatternError> {
    let brace = || PatternError::Brace {
        text: text.to_owned(),
    };
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        if before.contains('}') {
            return Err(brace());
        }
        let (name, after) = after.split_once('}').ok_or_else(brace)?;
        if !Placeholders::NAMES.contains(&name) {
            return Err(PatternError::Unknown {
                name: super::super::check::shortened(name),
            });
        }
        filled.push_str(before);
        filled.push_str(value(name).ok_or_else(|| PatternError::NoApp {
            text: text.to_owned(),
        })?);
        rest = after;
    }
    if rest.contains('}') {
        return Err(brace());
    }
    filled.push_str(rest);
    Ok(filled)
}

/// Why a filled text is not what is wanted.
type Sound = fn(&str) -> Result<(), String>;

/// Defines a kind of pattern.
macro_rules! pattern {
    (
        $(#[$doc:meta])* $type:ident, wanted: $wanted:literal, allowed: $allowed:literal,
        sound: $sound:expr,
        format: $format:literal, about: $about:literal, examples: [$($example:literal),+]
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(String);

        impl $type {
            /// Checks a text: its placeholders, and what comes out of it.
            pub fn read(text: &str) -> Result<Self, PatternError> {
                // The shortest name that each placeholder may stand for.
                let filled = fill(text, |_| Some("x"))?;
                let sound: Sound = $sound;
                sound(&filled).map_err(|why| PatternError::Text {
                    text: super::super::check::shortened(text),
                    wanted: $wanted,
                    why,
                    allowed: $allowed,
                })?;
                Ok(Self(text.to_owned()))
            }

            /// The text with its placeholders filled in.
            ///
            /// # Errors
            ///
            /// If it asks for an application where there is none.
            pub fn fill(&self, names: &Placeholders<'_>) -> Result<String, PatternError> {
                fill(&self.0, |name| names.get(name))
            }

            /// The text as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        text_type!(
            $type, PatternError, format: $format, about: $about, examples: [$($example),+]
        );
    };
}

pattern!(
    /// A namespace, with placeholders.
    NamespacePattern, wanted: "the name of a namespace",
    allowed: "lower-case letters, digits and `-`, with placeholders where wanted",
    sound: label,
    format: "namespace-pattern",
    about: "A namespace. {app}, {cluster}, {environment} and {project} are replaced.",
    examples: ["databases-{environment}", "{app}"]
);

pattern!(
    /// The name of a Secret, with placeholders.
    SecretPattern, wanted: "the name of a Secret",
    allowed: "lower-case letters, digits, `-` and `.`, with placeholders where wanted",
    sound: subdomain,
    format: "secret-pattern",
    about: "The name of a Secret. {app}, {cluster}, {environment} and {project} are replaced.",
    examples: ["backup-credentials", "{cluster}-s3"]
);

pattern!(
    /// The name of a server in an archive, with placeholders.
    ServerPattern, wanted: "the name of a server",
    allowed: "lower-case letters, digits and `-`, with placeholders where wanted",
    sound: label,
    format: "server-pattern",
    about: "The name of a server in an archive. {app}, {cluster}, {environment} and {project} are replaced.",
    examples: ["{cluster}", "orders-pg"]
);

pattern!(
    /// A folder in an object store, with placeholders.
    PathPattern, wanted: "a folder in an object store",
    allowed: "names with `/` between them, such as `{project}/{environment}`",
    sound: object_path,
    format: "path-pattern",
    about: "A folder in an object store. {app}, {cluster}, {environment} and {project} are replaced.",
    examples: ["{project}/{environment}"]
);

pattern!(
    /// The name of a role of AWS, with placeholders.
    ArnPattern, wanted: "the ARN of an IAM role",
    allowed: "a role such as `arn:aws:iam::111122223333:role/pg-{cluster}`",
    sound: role_arn,
    format: "arn-pattern",
    about: "The ARN of an IAM role. {app}, {cluster}, {environment} and {project} are replaced.",
    examples: ["arn:aws:iam::111122223333:role/pg-{cluster}"]
);

/// A DNS label, as RFC 1123 has it: the name of a namespace.
fn label(text: &str) -> Result<(), String> {
    const MAX: usize = 63;
    if MAX < text.len() {
        return Err(format!("{MAX} characters are allowed, not {}", text.len()));
    }
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if let Some(odd) = text.chars().find(|c| !u8::try_from(*c).is_ok_and(inner)) {
        return Err(format!("it holds `{}`", odd.escape_debug()));
    }
    if text.is_empty() || text.starts_with('-') || text.ends_with('-') {
        return Err("it starts and ends with a letter or a digit".to_owned());
    }
    Ok(())
}

/// DNS labels with dots between them: the name of a Secret.
fn subdomain(text: &str) -> Result<(), String> {
    const MAX: usize = 253;
    if MAX < text.len() {
        return Err(format!("{MAX} characters are allowed, not {}", text.len()));
    }
    text.split('.').try_for_each(label)
}

/// A key's prefix that S3, Google and Azure all take, and that no tool takes for
/// a way up.
fn object_path(text: &str) -> Result<(), String> {
    const MAX: usize = 512;
    if MAX < text.len() {
        return Err(format!("{MAX} characters are allowed, not {}", text.len()));
    }
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_.=/".contains(c);
    if let Some(odd) = text.chars().find(|c| !inner(*c)) {
        return Err(format!("it holds `{}`", odd.escape_debug()));
    }
    if text.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Err("each part between `/` has a name".to_owned());
    }
    Ok(())
}

/// `arn:PARTITION:iam::ACCOUNT:role/NAME`, as the IAM user guide has it.
fn role_arn(text: &str) -> Result<(), String> {
    const ACCOUNT_DIGITS: usize = 12;
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", partition, "iam", "", account, resource] = parts.as_slice() else {
        return Err("it reads `arn:aws:iam::ACCOUNT:role/NAME`".to_owned());
    };
    if !partition.starts_with("aws") {
        return Err(format!("there is no partition `{partition}`"));
    }
    if account.len() != ACCOUNT_DIGITS || !account.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("an account has {ACCOUNT_DIGITS} digits"));
    }
    let name = resource.strip_prefix("role/").unwrap_or_default();
    let inner = |c: char| c.is_ascii_alphanumeric() || "+=,.@_-/".contains(c);
    if name.is_empty() || !name.chars().all(inner) {
        return Err("a role's name has letters, digits and `+=,.@_-/`".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: Placeholders<'_> = Placeholders {
        project: "acme",
        environment: "prod",
        cluster: "tools",
        app: None,
    };

    #[test]
    fn placeholders_are_filled_in() {
        let pattern = NamespacePattern::read("{project}-{environment}-{cluster}").unwrap();
        assert_eq!(pattern.fill(&NAMES).unwrap(), "acme-prod-tools");
    }

    #[test]
    fn a_pattern_without_placeholders_is_itself() {
        let pattern = NamespacePattern::read("databases").unwrap();
        assert_eq!(pattern.fill(&NAMES).unwrap(), "databases");
    }

    #[test]
    fn an_unknown_placeholder_is_refused_with_the_list() {
        let error = NamespacePattern::read("{env}-db").unwrap_err();
        assert_eq!(error.to_string(), "there is no placeholder `{env}`");
        assert_eq!(
            error.help(),
            "the placeholders are `{app}`, `{cluster}`, `{environment}`, `{project}`"
        );
    }

    #[test]
    fn half_a_brace_is_refused() {
        for text in ["{app", "app}", "}{app}", "{{app}}", "a{app}}"] {
            assert!(NamespacePattern::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_shared_cluster_has_no_application() {
        let pattern = NamespacePattern::read("{app}").unwrap();
        let error = pattern.fill(&NAMES).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`{app}` asks for `{app}`, but several applications share the cluster"
        );
        let app = Some("wiki");
        assert_eq!(
            pattern.fill(&Placeholders { app, ..NAMES }).unwrap(),
            "wiki"
        );
    }

    #[test]
    fn what_comes_out_is_checked() {
        let long = "a".repeat(63);
        assert!(NamespacePattern::read(&long).is_ok());
        assert!(NamespacePattern::read(&format!("{long}a")).is_err());
        for text in ["", "-a", "a-", "a.b", "a/b", "A", "a b", "..", "a\nb", "ä"] {
            assert!(NamespacePattern::read(text).is_err(), "{text:?}");
        }
        assert!(SecretPattern::read("a.b-c.{cluster}").is_ok());
        assert!(SecretPattern::read("a..b").is_err());
    }

    #[test]
    fn a_path_has_no_way_up() {
        assert!(PathPattern::read("{project}/{environment}").is_ok());
        for text in ["", "/a", "a/", "a//b", "../a", "a/./b", "a b", "a\\b"] {
            assert!(PathPattern::read(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_role_is_named_in_full() {
        assert!(ArnPattern::read("arn:aws:iam::111122223333:role/pg-{cluster}").is_ok());
        assert!(ArnPattern::read("arn:aws-us-gov:iam::111122223333:role/x/y").is_ok());
        for text in [
            "pg-{cluster}",
            "arn:aws:iam::1111:role/x",
            "arn:aws:s3:::bucket",
            "arn:aws:iam::111122223333:user/x",
            "arn:aws:iam::111122223333:role/",
            "arn:gcp:iam::111122223333:role/x",
        ] {
            assert!(ArnPattern::read(text).is_err(), "{text}");
        }
    }
}
