//! Paths inside the output folder.

use std::fmt;

/// The file that lists what a rendering owns.
pub const LOCK_NAME: &str = "pgspec.lock";

/// The folder in which a rendering is prepared.
pub const STAGING_NAME: &str = ".pgspec-staging";

/// The path of a file or folder below the output folder, with `/` between its
/// segments. It leads nowhere else, on any file system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(String);

impl FilePath {
    /// Checks a path; `None` where it is absolute, empty, climbs, is pgspec's
    /// own or version control's, or has characters that some file system takes
    /// for something else.
    pub fn new(path: &str) -> Option<Self> {
        let fits = path.split('/').all(is_segment);
        let reserved = |first: &str| {
            first.eq_ignore_ascii_case(LOCK_NAME) || first.eq_ignore_ascii_case(STAGING_NAME)
        };
        let first = path.split('/').next().unwrap_or_default();
        (fits && !reserved(first)).then(|| Self(path.to_owned()))
    }

    /// The path of the lock, which no rendered file has.
    pub fn lock() -> Self {
        Self(LOCK_NAME.to_owned())
    }

    /// A file of pgspec's own in the output folder.
    pub(super) fn named(name: &'static str) -> Self {
        Self(name.to_owned())
    }

    /// A file of pgspec's own in this folder.
    pub(super) fn join(&self, name: &'static str) -> Self {
        Self(format!("{self}/{name}"))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that it is in, if that is not the output folder itself.
    pub fn parent(&self) -> Option<Self> {
        self.0
            .rsplit_once('/')
            .map(|(folder, _)| Self(folder.to_owned()))
    }

    /// The folders that it is in, nearest first, the output folder left out.
    pub fn folders(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), Self::parent)
    }

    /// The path as a file system sees it that knows no upper case.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(&self.0)
    }
}

/// Whether a text is a plain name on every file system.
fn is_segment(text: &str) -> bool {
    let strange = |c: char| c.is_control() || matches!(c, '\\' | ':');
    !matches!(text, "" | "." | "..")
        && !text.eq_ignore_ascii_case(".git")
        && text.len() <= 255
        && !text.contains(strange)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_folder() {
        for path in [
            "",
            "/a",
            "a/",
            "a//b",
            "..",
            "a/../b",
            "./a",
            "a\\b",
            "c:a",
            "a\nb",
            "a\0",
            ".git/config",
            "a/.GIT/b",
            "pgspec.lock",
            "PGSPEC.LOCK",
            ".pgspec-staging/0",
        ] {
            assert_eq!(FilePath::new(path), None, "{path}");
        }
        for path in [
            "a",
            "prod/odoo/cluster.yaml",
            "a b",
            "a/pgspec.lock",
            "...",
            ".gitignore",
        ] {
            assert!(FilePath::new(path).is_some(), "{path}");
        }
    }

    #[test]
    fn folders_are_named_from_the_nearest_on() {
        let path = FilePath::new("a/b/c").unwrap();
        let folders: Vec<String> = path.folders().map(|folder| folder.to_string()).collect();
        assert_eq!(folders, ["a/b", "a"]);
    }
}
