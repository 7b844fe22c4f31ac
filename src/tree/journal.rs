//! The journal: what a rendering is about to do, so that another run can
//! finish or undo it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::changes::{Changes, Found};
use super::hash::Hash;
use super::path::FilePath;

/// The first line, whose number changes when the form does.
const HEAD: &str = "pgspec-journal 1";

/// The last line: a journal without it was cut off.
const END: &str = "end";

/// The name of the staged lock.
pub(super) const LOCK_STAGED: &str = "lock";

/// What is about to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// The folders to make, outer before inner.
    pub folders: Vec<FilePath>,
    /// The files to put in place. Each is staged under its number here.
    pub renames: Vec<Rename>,
    /// The files to delete, with what they hold.
    pub prunes: Vec<(FilePath, Hash)>,
    /// The lock to put in place, after all else.
    pub lock: Option<Rename>,
}

/// A file that is to be replaced by a staged one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The path of the file.
    pub path: FilePath,
    /// What it will hold.
    pub new: Hash,
    /// What it holds, if it is there.
    pub old: Option<Hash>,
}

/// A journal that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the journal is damaged")]
pub struct JournalError;

impl Journal {
    /// What the changes come to, given what was found.
    pub fn new(changes: &Changes, found: &Found, old_lock: Option<Hash>) -> Self {
        let missing = |folder: &FilePath| !found.contains_key(folder);
        let folders = changes
            .write
            .keys()
            .flat_map(FilePath::folders)
            .filter(missing);
        let hash = |path: &FilePath| changes.lock.files.get(path).map(|entry| entry.hash);
        let renames = changes.write.iter().filter_map(|(path, old)| {
            Some(Rename {
                path: path.clone(),
                new: hash(path)?,
                old: *old,
            })
        });
        let new = Hash::of(changes.lock.text().as_bytes());
        let lock = Rename {
            path: FilePath::lock(),
            new,
            old: old_lock,
        };
        Self {
            // In order of their text, outer folders come before inner ones.
            folders: folders.collect::<BTreeSet<_>>().into_iter().collect(),
            renames: renames.collect(),
            prunes: changes
                .prune
                .iter()
                .map(|(path, hash)| (path.clone(), *hash))
                .collect(),
            lock: (old_lock != Some(new)).then_some(lock),
        }
    }

    /// Reads the text of a journal.
    pub fn parse(text: &str) -> Result<Self, JournalError> {
        let mut lines = text.lines();
        if lines.next() != Some(HEAD) || lines.next_back() != Some(END) {
            return Err(JournalError);
        }
        let mut journal = Self::default();
        for line in lines {
            journal.read_line(line).ok_or(JournalError)?;
        }
        Ok(journal)
    }

    fn read_line(&mut self, line: &str) -> Option<()> {
        let (word, rest) = line.split_once(' ')?;
        match word {
            "folder" => self.folders.push(FilePath::new(rest)?),
            "prune" => {
                let (hash, path) = rest.split_once(' ')?;
                self.prunes.push((FilePath::new(path)?, Hash::parse(hash)?));
            }
            "rename" | "lock" => {
                let mut parts = rest.splitn(3, ' ');
                let new = Hash::parse(parts.next()?)?;
                let old = match parts.next()? {
                    "-" => None,
                    old => Some(Hash::parse(old)?),
                };
                if word == "lock" {
                    self.lock = Some(Rename {
                        path: FilePath::lock(),
                        new,
                        old,
                    });
                } else {
                    let path = FilePath::new(parts.next()?)?;
                    self.renames.push(Rename { path, new, old });
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// The text of the journal.
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        // Writing to a string cannot fail.
        for folder in &self.folders {
            let _ = writeln!(text, "folder {folder}");
        }
        let shown = |old: &Option<Hash>| old.map_or_else(|| "-".to_owned(), |old| old.to_string());
        for Rename { path, new, old } in &self.renames {
            let _ = writeln!(text, "rename {new} {} {path}", shown(old));
        }
        for (path, hash) in &self.prunes {
            let _ = writeln!(text, "prune {hash} {path}");
        }
        if let Some(Rename { path: _, new, old }) = &self.lock {
            let _ = writeln!(text, "lock {new} {}", shown(old));
        }
        text.push_str(END);
        text.push('\n');
        text
    }

    /// The files to put in place by their name in the staging folder, the
    /// lock last.
    pub(super) fn staged(&self) -> impl Iterator<Item = (String, &Rename)> {
        let numbered = self
            .renames
            .iter()
            .zip(0..)
            .map(|(rename, number)| (format!("{number}"), rename));
        numbered.chain(self.lock.iter().map(|lock| (LOCK_STAGED.to_owned(), lock)))
    }

    /// The folders in which something appears or disappears; nothing stands
    /// for the output folder itself.
    pub fn touched(&self) -> BTreeSet<Option<FilePath>> {
        let renamed = self
            .renames
            .iter()
            .chain(&self.lock)
            .map(|rename| &rename.path);
        let pruned = self.prunes.iter().map(|(path, _)| path);
        renamed.chain(pruned).map(FilePath::parent).collect()
    }

    /// The paths that must be looked at before a journal can be finished.
    pub fn of_interest(&self) -> BTreeSet<FilePath> {
        let renamed = self
            .renames
            .iter()
            .chain(&self.lock)
            .map(|rename| &rename.path);
        let files = renamed.chain(self.prunes.iter().map(|(path, _)| path));
        files
            .flat_map(|path| path.folders().chain([path.clone()]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_is_read_as_it_was_written() {
        let path = |text| FilePath::new(text).unwrap();
        let (one, two) = (Hash::of(b"1"), Hash::of(b"2"));
        let journal = Journal {
            folders: vec![path("prod"), path("prod/odoo")],
            renames: vec![
                Rename {
                    path: path("prod/odoo/a b"),
                    new: one,
                    old: None,
                },
                Rename {
                    path: path("c"),
                    new: one,
                    old: Some(two),
                },
            ],
            prunes: vec![(path("dev/x y"), two)],
            lock: Some(Rename {
                path: FilePath::lock(),
                new: two,
                old: None,
            }),
        };
        let text = journal.text();
        assert_eq!(Journal::parse(&text), Ok(journal));
        assert_eq!(
            Journal::parse(&Journal::default().text()),
            Ok(Journal::default())
        );
        for end in 0..text.len() - 1 {
            assert_eq!(Journal::parse(&text[..end]), Err(JournalError));
        }
        assert_eq!(
            Journal::parse(&text.replace("prune", "purge")),
            Err(JournalError)
        );
    }
}
