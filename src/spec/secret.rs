//! Secrets have no place in a spec.

use super::Problem;
use super::check::shortened;
use super::tree::{Content, Entry, Tree};

/// What to do with a secret.
const HELP: &str = "put it into a Secret in the database's namespace and name that Secret here";

/// Keys that nothing but a secret is written under, in lower case without `-`
/// and `_`.
const KEYS: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "pass",
    "passphrase",
    "secretkey",
    "secretaccesskey",
    "accesskey",
    "accesssecretkey",
    "awssecretaccesskey",
    "sessiontoken",
    "token",
    "apikey",
    "privatekey",
    "connectionstring",
    "accountkey",
    "storagekey",
];

/// Keys under which a Kubernetes Secret carries its content.
const CONTENTS: &[&str] = &["stringData"];

/// A secret under a key that the spec does not know.
pub(super) fn key(entry: &Entry) -> Option<Problem> {
    is_secret_key(&entry.key).then(|| {
        let message = format!("a secret under `{}`", shortened(&entry.key));
        Problem::new(entry.key_span.clone(), message)
            .label("a spec holds no secrets")
            .help(HELP)
    })
}

fn is_secret_key(key: &str) -> bool {
    let folded: String = key
        .chars()
        .filter(|c| !matches!(c, '-' | '_' | '.'))
        .map(|c| c.to_ascii_lowercase())
        .collect();
    KEYS.contains(&folded.as_str())
}

/// Every secret in a spec but those under keys that it does not know.
pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    values(tree, &mut problems);
    for entry in tree.get("overrides").map_or(&[][..], Tree::items) {
        if let Some(content) = entry.get("patch") {
            patch(content, &mut problems);
        }
    }
    problems
}

/// Every text of a tree that looks like a secret.
fn values(tree: &Tree, problems: &mut Vec<Problem>) {
    match &tree.content {
        Content::Text(text) => {
            if let Some(what) = looks_like(text) {
                let problem = Problem::new(tree.span.clone(), format!("{what} in the spec"));
                problems.push(problem.label("a spec holds no secrets").help(HELP));
            }
        }
        Content::List(items) => {
            for item in items {
                values(item, problems);
            }
        }
        Content::Map(entries) => {
            for entry in entries {
                values(&entry.value, problems);
            }
        }
        Content::Null | Content::Bool(_) | Content::Integer(_) | Content::Number(_) => {}
    }
}

/// Every secret in a patch, where any key may stand: one under a key that only
/// secrets have, and the content of a Secret.
fn patch(tree: &Tree, problems: &mut Vec<Problem>) {
    for entry in tree.entries() {
        let scalar = matches!(
            entry.value.content,
            Content::Text(_) | Content::Integer(_) | Content::Number(_)
        );
        let secret = scalar && is_secret_key(&entry.key);
        if secret || CONTENTS.contains(&entry.key.as_str()) {
            let message = format!("a secret under `{}`", shortened(&entry.key));
            let problem = Problem::new(entry.value.span.clone(), message);
            problems.push(problem.label("a spec holds no secrets").help(HELP));
            continue;
        }
        patch(&entry.value, problems);
    }
    for item in tree.items() {
        patch(item, problems);
    }
}

/// What a text is, if it is a secret whatever it is written under.
fn looks_like(text: &str) -> Option<&'static str> {
    if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
        return Some("a private key");
    }
    if has_url_password(text) {
        return Some("an address with a password");
    }
    has_aws_key(text).then_some("an access key of Amazon")
}

/// Whether there is a `scheme://user:password@host` in it.
fn has_url_password(text: &str) -> bool {
    text.match_indices("://").any(|(at, separator)| {
        let rest = text.get(at + separator.len()..).unwrap_or_default();
        let authority = rest
            .split(['/', '?', '#', ' ', '\n', '"', '\''])
            .next()
            .unwrap_or_default();
        authority
            .rsplit_once('@')
            .and_then(|(user, _)| user.split_once(':'))
            .is_some_and(|(_, password)| !password.is_empty())
    })
}

/// Whether there is the id of an access key in it, as AWS makes them: `AKIA` or
/// `ASIA`, and sixteen capitals or digits.
fn has_aws_key(text: &str) -> bool {
    const LEN: usize = 20;
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() == LEN)
        .filter(|word| word.starts_with("AKIA") || word.starts_with("ASIA"))
        .any(|word| {
            word.bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_form() {
        for text in [
            "postgres://odoo:hunter2@db/odoo",
            "see https://user:pw@example.com/x",
            "AKIAIOSFODNN7EXAMPLE",
            "-----BEGIN RSA PRIVATE KEY-----\nMII",
        ] {
            assert!(looks_like(text).is_some(), "{text}");
        }
    }

    #[test]
    fn what_only_resembles_a_secret_is_none() {
        for text in [
            "https://runbooks.example.com/pg",
            "https://example.com:8443/a@b:c",
            "postgres://odoo@db/odoo",
            "https://user:@example.com",
            "AKIAIOSFODNN7EXAMPLEX",
            "arn:aws:iam::111122223333:role/pg-{cluster}",
        ] {
            assert_eq!(looks_like(text), None, "{text}");
        }
    }

    #[test]
    fn keys_are_compared_without_case_and_separators() {
        assert!(is_secret_key("password") && is_secret_key("Secret_Access-Key"));
        assert!(!is_secret_key("passwordSecret") && !is_secret_key("tokens"));
    }
}
