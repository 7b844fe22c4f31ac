//! The lock: which files of the output folder are pgspec's.
//!
//! One line a file, in order of path, so that versions of a repository merge
//! line by line: hash, environments (`-` for all), path.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use super::hash::Hash;
use super::path::FilePath;

/// The first line, whose number changes when the form does.
const HEAD: &str = "pgspec-lock 1";

/// What the file says about itself.
const ABOUT: &str = "# The files here that `pgspec render` wrote, with their SHA-256 and environments. Do not edit.";

/// The environments that a file is for; all of them where none is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Owners(BTreeSet<String>);

impl Owners {
    /// A file that every environment has a part in.
    pub fn every() -> Self {
        Self::default()
    }

    /// A file for these environments only.
    pub fn of<'a>(environments: impl IntoIterator<Item = &'a str>) -> Self {
        Self(environments.into_iter().map(str::to_owned).collect())
    }

    fn parse(text: &str) -> Option<Self> {
        if text == "-" {
            return Some(Self::every());
        }
        let fits = |name: &str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            !name.is_empty() && name.chars().all(plain) && name != "-"
        };
        text.split(',').all(fits).then(|| Self::of(text.split(',')))
    }
}

impl fmt::Display for Owners {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return out.write_str("-");
        }
        for (index, name) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(out, "{comma}{name}")?;
        }
        Ok(())
    }
}

/// Which environments a run writes, checks and prunes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of them, and what is left of former ones.
    Whole,
    /// These, and what all environments have a part in.
    Environments(BTreeSet<String>),
}

impl Scope {
    /// Whether a file of these owners is in it.
    pub fn covers(&self, owners: &Owners) -> bool {
        match self {
            Self::Whole => true,
            Self::Environments(names) => owners.0.is_empty() || !names.is_disjoint(&owners.0),
        }
    }
}

/// A file of the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it holds.
    pub hash: Hash,
    /// Which environments it is for.
    pub owners: Owners,
}

/// The files that pgspec owns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The files by their path.
    pub files: BTreeMap<FilePath, Entry>,
}

/// Why a lock cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct LockError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub kind: LockErrorKind,
}

/// What is wrong with a line of a lock.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockErrorKind {
    /// The first line is not that of a lock.
    #[error("this is not a lock of pgspec")]
    Head,
    /// The form is newer than this program.
    #[error("this lock was written by a newer pgspec")]
    Newer,
    /// Git left both sides of a conflict.
    #[error("this lock has an unresolved merge conflict")]
    Merge,
    /// It is not hash, environments and path.
    #[error("this line is not a hash, environments and a path")]
    Form,
    /// A path that a rendering cannot have.
    #[error("`{path}` is not a path in the output folder")]
    Path {
        /// The path.
        path: String,
    },
    /// A path that a line above has.
    #[error("`{path}` is listed twice")]
    Twice {
        /// The path.
        path: String,
    },
}

impl LockErrorKind {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Newer => "update pgspec",
            Self::Merge => "keep one side of the lock and of the files with it, then render again",
            Self::Head | Self::Form | Self::Path { .. } | Self::Twice { .. } => {
                "restore the lock from version control; without it, files that hold what is \
                 rendered are adopted, others refused"
            }
        }
    }
}

impl Lock {
    /// Reads the text of a lock.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let mut lines = text.lines().zip(1..);
        match lines.next().map(|(head, _)| head) {
            Some(HEAD) => {}
            Some(head) if head.starts_with("pgspec-lock ") => {
                return Err(LockErrorKind::Newer.at(1));
            }
            Some(head) if is_marker(head) => return Err(LockErrorKind::Merge.at(1)),
            Some(_) | None => return Err(LockErrorKind::Head.at(1)),
        }
        let mut files = BTreeMap::new();
        for (line, number) in lines {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (path, entry) = entry(line).map_err(|kind| kind.at(number))?;
            if files.insert(path.clone(), entry).is_some() {
                let path = path.to_string();
                return Err(LockErrorKind::Twice { path }.at(number));
            }
        }
        Ok(Self { files })
    }

    /// The text of the lock.
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\n{ABOUT}\n");
        for (path, Entry { hash, owners }) in &self.files {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{hash} {owners} {path}");
        }
        text
    }
}

impl LockErrorKind {
    fn at(self, line: usize) -> LockError {
        LockError { line, kind: self }
    }
}

fn entry(line: &str) -> Result<(FilePath, Entry), LockErrorKind> {
    if is_marker(line) {
        return Err(LockErrorKind::Merge);
    }
    let mut parts = line.splitn(3, ' ');
    let mut next = || parts.next().ok_or(LockErrorKind::Form);
    let (hash, owners, path) = (next()?, next()?, next()?);
    let hash = Hash::parse(hash).ok_or(LockErrorKind::Form)?;
    let owners = Owners::parse(owners).ok_or(LockErrorKind::Form)?;
    let path = FilePath::new(path).ok_or_else(|| LockErrorKind::Path {
        path: path.to_owned(),
    })?;
    Ok((path, Entry { hash, owners }))
}

/// Whether Git marks a side of a conflict with this line.
fn is_marker(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"]
        .iter()
        .any(|marker| line.starts_with(marker))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(files: &[(&str, &[&str])]) -> Lock {
        let files = files.iter().map(|(path, owners)| {
            let entry = Entry {
                hash: Hash::of(path.as_bytes()),
                owners: Owners::of(owners.iter().copied()),
            };
            (FilePath::new(path).unwrap(), entry)
        });
        Lock {
            files: files.collect(),
        }
    }

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let written = lock(&[
            ("b c", &[]),
            ("a", &["prod"]),
            ("charts/odoo/values.yaml", &["prod", "dev"]),
        ]);
        let text = written.text();
        assert_eq!(Lock::parse(&text), Ok(written));
        assert_eq!(
            text.lines()
                .last()
                .unwrap()
                .split(' ')
                .skip(1)
                .collect::<Vec<_>>(),
            ["dev,prod", "charts/odoo/values.yaml"]
        );
        assert_eq!(Lock::parse(&text.replace('\n', "\r\n")), Lock::parse(&text));
        assert_eq!(Lock::parse(&Lock::default().text()), Ok(Lock::default()));
    }

    #[test]
    fn a_wrong_line_is_named() {
        let text = lock(&[("a", &[]), ("b", &[])]).text();
        let error = |text: &str| {
            let LockError { line, kind } = Lock::parse(text).unwrap_err();
            (line, kind)
        };
        assert_eq!(error(""), (1, LockErrorKind::Head));
        assert_eq!(error("version: 1\n"), (1, LockErrorKind::Head));
        assert_eq!(error("pgspec-lock 2\n"), (1, LockErrorKind::Newer));
        assert_eq!(
            error(&text.replace(" - b", "- b")),
            (4, LockErrorKind::Form)
        );
        assert_eq!(
            error(&text.replace(" - b", " dev, b")),
            (4, LockErrorKind::Form)
        );
        assert_eq!(
            error(&text.replace(" - b", " - ../b")),
            (
                4,
                LockErrorKind::Path {
                    path: "../b".to_owned()
                }
            )
        );
        assert_eq!(
            error(&text.replace(" - b", " - a")),
            (
                4,
                LockErrorKind::Twice {
                    path: "a".to_owned()
                }
            )
        );
        assert_eq!(
            error(&format!("{text}<<<<<<< HEAD\n")),
            (5, LockErrorKind::Merge)
        );
    }

    #[test]
    fn a_scope_covers_what_all_have_and_its_own() {
        let scope = Scope::Environments(BTreeSet::from(["prod".to_owned()]));
        assert!(scope.covers(&Owners::every()));
        assert!(scope.covers(&Owners::of(["dev", "prod"])));
        assert!(!scope.covers(&Owners::of(["dev"])));
        assert!(Scope::Whole.covers(&Owners::of(["dev"])));
    }
}
