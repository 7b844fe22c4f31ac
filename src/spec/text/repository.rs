//! What Git and those who apply from it are told: a repository, a revision, a
//! Kubernetes cluster.

use super::super::check::shortened;
use super::{Url, text_type};
use crate::kube::DnsSubdomain;

/// The longest of these texts, in bytes.
const MAX: usize = 512;

/// The address of a Git repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Repository(String);

/// A branch, a tag or a commit of a Git repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(String);

/// A Kubernetes cluster: the address of its API server, or a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Server(String);

/// Why a text is none of these.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {what}")]
pub struct RepositoryError {
    text: String,
    what: &'static str,
    allowed: &'static str,
}

impl RepositoryError {
    /// What to write instead.
    pub fn help(&self) -> String {
        format!("write {}", self.allowed)
    }
}

impl Repository {
    /// Checks an address. One with a password in it is refused: it belongs into a
    /// Secret of the tool.
    pub fn read(text: &str) -> Result<Self, RepositoryError> {
        let sound = Url::read(text).is_ok() || is_ssh(text);
        if text.len() <= MAX && sound {
            return Ok(Self(text.to_owned()));
        }
        Err(RepositoryError {
            text: shortened(text),
            what: "the address of a Git repository",
            allowed: "`https://HOST/PATH`, `ssh://git@HOST/PATH` or `git@HOST:PATH`, without a password",
        })
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `ssh://git@HOST/PATH` or `git@HOST:PATH`.
fn is_ssh(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "._~/-+:".contains(c);
    let (user, rest) = text
        .strip_prefix("ssh://")
        .unwrap_or(text)
        .split_once('@')
        .unwrap_or_default();
    let divider = if text.starts_with("ssh://") { '/' } else { ':' };
    let (host, path) = rest.split_once(divider).unwrap_or_default();
    let word = |word: &str| !word.is_empty() && word.chars().all(inner);
    word(user) && !user.contains(':') && word(host) && word(path)
}

impl Revision {
    /// Checks a name by the rules of `git check-ref-format`.
    pub fn read(text: &str) -> Result<Self, RepositoryError> {
        let odd = |c: char| c.is_whitespace() || c.is_control() || "~^:?*[\\".contains(c);
        let part = |part: &str| {
            !part.is_empty()
                && !part.starts_with('.')
                && !part.to_ascii_lowercase().ends_with(".lock")
        };
        let sound = !text.contains(odd)
            && !text.contains("..")
            && !text.contains("@{")
            && !text.starts_with('-')
            && !text.ends_with('.')
            && text.split('/').all(part);
        if text.len() <= MAX && sound {
            return Ok(Self(text.to_owned()));
        }
        Err(RepositoryError {
            text: shortened(text),
            what: "a branch, tag or commit",
            allowed: "one, such as `main`, `release/1.2` or `v1.2.3`",
        })
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Server {
    /// Checks an address or a name.
    pub fn read(text: &str) -> Result<Self, RepositoryError> {
        if Url::read(text).is_ok() || text.parse::<DnsSubdomain>().is_ok() {
            return Ok(Self(text.to_owned()));
        }
        Err(RepositoryError {
            text: shortened(text),
            what: "a Kubernetes cluster",
            allowed: "the address of its API server, such as `https://k8s.example.com:6443`, or the name that Argo CD knows it by",
        })
    }

    /// The address or name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is an address.
    pub fn is_address(&self) -> bool {
        self.0.contains("://")
    }
}

text_type!(
    Repository, RepositoryError, format: "repository",
    about: "The address of a Git repository.",
    examples: ["https://git.example.com/acme/deploy.git", "git@git.example.com:acme/deploy.git"]
);

text_type!(
    Revision, RepositoryError, format: "revision",
    about: "A branch, tag or commit.",
    examples: ["main", "v1.2.3"]
);

text_type!(
    Server, RepositoryError, format: "server",
    about: "A Kubernetes cluster, by the address of its API server or by name.",
    examples: ["https://kubernetes.default.svc", "prod-eu"]
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repositories_are_reached_over_https_or_ssh_without_a_password() {
        for text in [
            "https://git.example.com/acme/deploy.git",
            "ssh://git@git.example.com/acme/deploy",
            "ssh://git@git.example.com:2222/acme/deploy.git",
            "git@github.com:acme/deploy.git",
        ] {
            assert!(Repository::read(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "git.example.com/acme",
            "https://u:p@git.example.com/acme",
            "ssh://u:p@git.example.com/acme",
            "git@github.com",
            "git@:acme",
            "git@github.com:a b",
            "oci://ghcr.io/acme",
        ] {
            assert!(Repository::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn revisions_are_what_git_takes_for_one() {
        for text in ["main", "release/1.2", "v1.2.3", "HEAD", "0123abc"] {
            assert!(Revision::read(text).is_ok(), "{text}");
        }
        for text in [
            "", "a b", "a..b", "-a", "a/", "/a", "a.lock", "a:b", ".a", "a@{1}",
        ] {
            assert!(Revision::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_cluster_has_an_address_or_a_name() {
        let is_address = |text| Server::read(text).map(|server| server.is_address());
        assert_eq!(is_address("https://kubernetes.default.svc"), Ok(true));
        assert_eq!(is_address("prod-eu"), Ok(false));
        for text in ["", "ftp://a", "a b", "A_b"] {
            assert!(is_address(text).is_err(), "{text}");
        }
    }
}
