//! Names of secrets in a store outside Kubernetes.

use super::pattern::fill;
use super::{PatternError, Placeholders, text_type};

/// The placeholder for the name of the Secret.
const SECRET: &str = "{secret}";

/// The name of a secret in a store, with placeholders, one of them for the name of
/// the Secret that it becomes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RemotePattern(String);

impl RemotePattern {
    /// Checks a text: its placeholders, and what comes out of it.
    pub fn read(text: &str) -> Result<Self, PatternError> {
        if !text.contains(SECRET) {
            let text = super::super::check::shortened(text);
            return Err(PatternError::NoSecret { text });
        }
        let filled = fill(&text.replace(SECRET, "x"), |_| Some("x"))?;
        key(&filled).map_err(|why| PatternError::Text {
            text: super::super::check::shortened(text),
            wanted: "the name of a secret in a store",
            why,
            allowed: "letters, digits and `-_.=/`, such as `{project}/{environment}/{secret}`",
        })?;
        Ok(Self(text.to_owned()))
    }

    /// The text with its placeholders filled in.
    ///
    /// # Errors
    ///
    /// If it asks for an application where there is none.
    pub fn fill(&self, names: &Placeholders<'_>, secret: &str) -> Result<String, PatternError> {
        fill(&self.0.replace(SECRET, secret), |name| names.get(name))
    }

    /// The text as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_type!(
    RemotePattern, PatternError, format: "remote-pattern",
    about: "The name of a secret in a store. {app}, {cluster}, {environment}, {project} and {secret} are replaced.",
    examples: ["{project}/{environment}/{secret}", "{environment}-{secret}"]
);

/// A name that the stores of the clouds and Vault take: paths, and plain names.
fn key(text: &str) -> Result<(), String> {
    const MAX: usize = 512;
    if MAX < text.len() {
        return Err(format!("{MAX} characters are allowed, not {}", text.len()));
    }
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_.=/".contains(c);
    match text.chars().find(|c| !inner(*c)) {
        Some(odd) => Err(format!("it holds `{}`", odd.escape_debug())),
        None if text.contains("//") || text.ends_with('/') => {
            Err("each part between `/` has a name".to_owned())
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_secret_is_in_it() {
        for text in [
            "{project}/{environment}/{secret}",
            "/pg/{secret}",
            "{app}-{secret}",
        ] {
            assert!(RemotePattern::read(text).is_ok(), "{text}");
        }
        let error = RemotePattern::read("{project}/pg").unwrap_err();
        assert_eq!(
            error.to_string(),
            "`{project}/pg` is the same for every Secret"
        );
        for text in [
            "{secret}/",
            "a//{secret}",
            "{secret",
            "{env}/{secret}",
            "a b{secret}",
        ] {
            assert!(RemotePattern::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn placeholders_are_filled_in() {
        let names = Placeholders {
            project: "acme",
            environment: "prod",
            cluster: "odoo",
            app: None,
        };
        let pattern = RemotePattern::read("{project}/{cluster}/{secret}").unwrap();
        assert_eq!(
            pattern.fill(&names, "odoo-ro").unwrap(),
            "acme/odoo/odoo-ro"
        );
    }
}
