//! Finds and reads the files to check.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::{WalkBuilder, WalkState};
use rayon::prelude::*;

use super::error::Error;
use crate::document::{self, Parsed};

/// How standard input is called on the command line.
pub(super) const STDIN: &str = "-";

/// The largest file that is read, in bytes: far above what people commit.
const MAX_BYTES: u64 = 256 << 20;

/// From how many files on reading is spread over all processors: starting
/// threads costs more than reading a few.
const MANY: usize = 8;

/// A file that could not be read.
#[derive(Clone, Debug)]
pub(super) struct Unreadable {
    /// The file, as it is shown.
    pub name: String,
    /// Why.
    pub message: String,
}

/// What the paths on the command line stand for.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The files, without doubles, in the order of the paths, those of a folder sorted.
    pub files: Vec<PathBuf>,
    /// Whether standard input is among them.
    pub stdin: bool,
    /// Whether a folder was given, so that what is missing in it is missing.
    pub folders: bool,
    /// What could not be looked at.
    pub unreadable: Vec<Unreadable>,
}

/// Finds the files that the paths stand for.
///
/// A file counts whatever it is called; below a folder, files ending in `.yaml`
/// or `.yml` do, hidden ones and those that git ignores aside. Links are not
/// followed below folders: what they lead to is found where it is, or is not ours.
pub(super) fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path.as_os_str() == STDIN {
            found.stdin = true;
            continue;
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                found.folders = true;
                walk(path, &mut found);
            }
            Ok(_) => found.files.push(path.clone()),
            Err(error) => found.unreadable.push(Unreadable {
                name: shown(path),
                message: reason(&error),
            }),
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.files.retain(|file| seen.insert(shown(file)));
    found
}

/// Reads files into documents that belong to no run yet, in the order given.
pub(super) fn read(files: &[PathBuf]) -> Vec<Result<Parsed, Unreadable>> {
    if files.len() < MANY {
        files.iter().map(|file| read_one(file)).collect()
    } else {
        files.par_iter().map(|file| read_one(file)).collect()
    }
}

/// Reads standard input to its end, under a name.
pub(super) fn read_stdin(stdin: &mut dyn Read, name: &str) -> Result<Parsed, Unreadable> {
    let bytes = bounded(stdin).map_err(|message| Unreadable {
        name: name.to_owned(),
        message,
    })?;
    Ok(document::parse(name, &bytes))
}

/// Reads a text file that must be there and no larger than any that people write.
///
/// # Errors
///
/// It cannot be read, is too large, or is no text.
pub(super) fn text(path: &Path) -> Result<String, Error> {
    let unreadable = |source| Error::Read {
        path: path.to_owned(),
        source,
    };
    let bytes = bytes(path).map_err(|message| unreadable(io::Error::other(message)))?;
    String::from_utf8(bytes).map_err(|_| unreadable(io::Error::other("it is not UTF-8")))
}

/// A path as reports show it: with forward slashes, and without a leading `./`.
pub(super) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    match text.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text,
    }
}

/// Whether a file is the source of a template, which cannot be judged: of a Helm
/// chart, or with expressions where YAML cannot have them.
pub(super) fn is_template(parsed: &Parsed) -> bool {
    let source = parsed.source();
    let text = source.text();
    (!parsed.errors().is_empty() && document::looks_templated(text))
        || (text.contains("{{") && is_in_chart(Path::new(source.name())))
}

/// Whether a file is below the `templates` of a Helm chart.
fn is_in_chart(file: &Path) -> bool {
    let mut folders = file.ancestors().skip(1);
    folders.any(|folder| {
        folder.file_name().is_some_and(|name| name == "templates")
            && (folder.parent()).is_some_and(|chart| chart.join("Chart.yaml").is_file())
    })
}

fn walk(folder: &Path, found: &mut Found) {
    let (sender, receiver) = std::sync::mpsc::channel();
    WalkBuilder::new(folder)
        .require_git(false)
        .build_parallel()
        .run(|| {
            let sender = sender.clone();
            Box::new(move |entry| {
                // The receiver outlives the walk.
                let _ = sender.send(entry);
                WalkState::Continue
            })
        });
    drop(sender);
    let mut files = Vec::new();
    for entry in receiver {
        match entry {
            Ok(entry) if is_manifest(&entry) => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => found.unreadable.push(Unreadable {
                name: shown(folder),
                message: error.to_string(),
            }),
        }
    }
    files.sort();
    found.files.append(&mut files);
}

/// Whether an entry of a folder is a regular file with the name of a manifest.
fn is_manifest(entry: &ignore::DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file())
        && (entry.path().extension()).is_some_and(|ending| ending == "yaml" || ending == "yml")
}

fn read_one(file: &Path) -> Result<Parsed, Unreadable> {
    let name = shown(file);
    match bytes(file) {
        Ok(bytes) => Ok(document::parse(&name, &bytes)),
        Err(message) => Err(Unreadable { name, message }),
    }
}

/// The bytes of a regular file. Others, a FIFO say, could keep us waiting for ever.
fn bytes(file: &Path) -> Result<Vec<u8>, String> {
    let metadata = fs::metadata(file).map_err(|error| reason(&error))?;
    if !metadata.is_file() {
        return Err("not a regular file".to_owned());
    }
    let mut opened = fs::File::open(file).map_err(|error| reason(&error))?;
    bounded(&mut opened)
}

fn bounded(reader: &mut dyn Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut limited = reader.take(MAX_BYTES + 1);
    limited
        .read_to_end(&mut bytes)
        .map_err(|error| reason(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("larger than {} MiB", MAX_BYTES >> 20));
    }
    Ok(bytes)
}

/// Why the operating system refuses, in its own words but for the error number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let end = text.find(" (os error").unwrap_or(text.len());
    text.chars().take(end).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{find, read, shown};

    #[test]
    fn a_folder_stands_for_its_manifests_in_order() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.yaml", "a.yml", "c.txt", ".hidden.yaml", "d/e.yaml"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "a: 1\n").unwrap();
        }
        let found = find(&[folder.path().to_owned()]);
        let names: Vec<String> = found
            .files
            .iter()
            .map(|file| shown(file.strip_prefix(folder.path()).unwrap()))
            .collect();
        assert_eq!(names, ["a.yml", "b.yaml", "d/e.yaml"]);
        assert!(found.folders && found.unreadable.is_empty());
    }

    #[test]
    fn a_file_given_twice_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.yaml");
        std::fs::write(&file, "a: 1\n").unwrap();
        assert_eq!(find(&[file, folder.path().to_owned()]).files.len(), 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_fifo_is_refused_without_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("fifo.yaml");
        // Not by a program: while one is started, it holds the locks that other
        // tests of this process let go of.
        rustix::fs::mkfifoat(rustix::fs::CWD, &fifo, rustix::fs::Mode::RWXU).unwrap();
        let results = read(&[fifo]);
        assert_eq!(
            results[0].as_ref().unwrap_err().message,
            "not a regular file"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends_in_a_named_error() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (
            folder.path().join("one.yaml"),
            folder.path().join("two.yaml"),
        );
        std::os::unix::fs::symlink(&one, &two).unwrap();
        std::os::unix::fs::symlink(&two, &one).unwrap();
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
        let found = find(&[one]);
        assert!(found.unreadable[0].message.contains("symbolic links"));
        assert!(find(&[folder.path().to_owned()]).files.is_empty());
    }

    #[test]
    fn what_is_not_there_is_named() {
        let found = find(&[PathBuf::from("no/such/file.yaml")]);
        assert_eq!(found.unreadable[0].name, "no/such/file.yaml");
        assert_eq!(found.unreadable[0].message, "no such file or directory");
    }

    #[test]
    fn paths_are_shown_without_the_dot() {
        assert_eq!(shown(Path::new("./a/b.yaml")), "a/b.yaml");
        assert_eq!(shown(Path::new(".")), ".");
    }
}
