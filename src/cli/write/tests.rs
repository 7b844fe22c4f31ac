//! Renderings on a real disk: written, refused, killed after every step.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

use super::*;
use crate::tree::{LOCK_NAME, Owners, STAGING_NAME};

const BEFORE: &[(&str, &str)] = &[("a", "1"), ("b/c", "1"), ("b/d", "1"), ("old/x/y", "1")];
const AFTER: &[(&str, &str)] = &[("a", "1"), ("b/c", "2"), ("e/f/g", "1"), ("e/h", "1")];

fn desired(files: &[(&str, &str)]) -> Desired {
    let mut desired = Desired::default();
    for (path, content) in files {
        desired.add(path, Owners::every(), content.as_bytes().to_vec());
    }
    desired
}

fn render(folder: &Path, files: &[(&str, &str)]) -> Result<(), WriteError> {
    let desired = desired(files);
    let _ = recover(folder)?;
    let output = Output::look(folder, &desired)?;
    let changes = output
        .changes(&desired, &Scope::Whole)
        .expect("nothing is in the way");
    output.apply(&desired, &changes)
}

/// Everything below a folder: files with their text, folders without.
fn snapshot(folder: &Path) -> BTreeMap<String, Option<String>> {
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path
                .strip_prefix(folder)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            if path.is_dir() {
                all.insert(name, None);
                open.push(path);
            } else {
                all.insert(name, Some(fs::read_to_string(&path).unwrap()));
            }
        }
    }
    all
}

/// Makes a folder that has this snapshot.
fn restore(folder: &Path, all: &BTreeMap<String, Option<String>>) {
    fs::create_dir(folder).unwrap();
    for (path, content) in all {
        match content {
            Some(text) => fs::write(folder.join(path), text).unwrap(),
            None => fs::create_dir(folder.join(path)).unwrap(),
        }
    }
}

/// Renders, but is killed after so many steps.
fn render_until(folder: &Path, files: &[(&str, &str)], until: usize) {
    let desired = desired(files);
    let output = Output::look(folder, &desired).unwrap();
    let changes = output.changes(&desired, &Scope::Whole).unwrap();
    let journal = Journal::new(&changes, &output.found, output.lock_hash);
    let written = Written::new(&journal, &desired, &changes);
    let mut disk = Disk::create(folder).unwrap().unwrap();
    let steps: Vec<Step> = steps(&journal).0.into_iter().take(until).collect();
    disk.steps(&steps, &|what| written.bytes(what)).unwrap();
}

fn step_counts(folder: &Path, files: &[(&str, &str)]) -> (usize, usize) {
    let desired = desired(files);
    let output = Output::look(folder, &desired).unwrap();
    let changes = output.changes(&desired, &Scope::Whole).unwrap();
    let (steps, committed) = steps(&Journal::new(&changes, &output.found, output.lock_hash));
    (steps.len(), committed)
}

#[test]
fn a_rendering_is_written_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("not/there/yet");
    render(&folder, BEFORE).unwrap();
    fs::write(folder.join("b/mine"), "mine").unwrap();
    render(&folder, AFTER).unwrap();
    let names: Vec<String> = snapshot(&folder).into_keys().collect();
    assert_eq!(
        names,
        [
            "a", "b", "b/c", "b/mine", "e", "e/f", "e/f/g", "e/h", LOCK_NAME
        ]
    );
    assert_eq!(fs::read_to_string(folder.join("b/c")).unwrap(), "2");
    let desired = desired(AFTER);
    let output = Output::look(&folder, &desired).unwrap();
    assert!(output.changes(&desired, &Scope::Whole).unwrap().is_empty());
}

#[test]
fn a_run_that_was_killed_is_undone_or_finished_by_the_next() {
    let root = tempfile::tempdir().unwrap();
    let reference = root.path().join("reference");
    render(&reference, BEFORE).unwrap();
    let (steps, committed) = step_counts(&reference, AFTER);
    let before = snapshot(&reference);
    render(&reference, AFTER).unwrap();
    let after = snapshot(&reference);
    for until in 0..=steps {
        let folder = root.path().join(until.to_string());
        restore(&folder, &before);
        render_until(&folder, AFTER, until);
        let expected = match until {
            _ if until == steps => Pending::Nothing,
            _ if until >= committed && until < steps - 1 => Pending::Unfinished,
            _ => Pending::Leftovers,
        };
        assert_eq!(pending(&folder), expected, "after {until}");
        let recovered = recover(&folder).unwrap();
        let finished = expected == Pending::Unfinished;
        assert_eq!(recovered == Recovered::Finished, finished, "after {until}");
        let expected = if until < committed { &before } else { &after };
        assert_eq!(snapshot(&folder), *expected, "after {until}");
        render(&folder, AFTER).unwrap();
        assert_eq!(snapshot(&folder), after, "after {until}");
    }
}

#[test]
fn a_failure_before_the_first_replacement_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    render(folder.path(), BEFORE).unwrap();
    let before = snapshot(folder.path());
    // Longer than any system takes a path to be.
    let deep = format!("z/{}file", format!("{}/", "d".repeat(250)).repeat(20));
    let error = render(folder.path(), &[("a", "2"), (deep.as_str(), "1")]).unwrap_err();
    assert!(matches!(error, WriteError::Io { .. }), "{error}");
    assert_eq!(snapshot(folder.path()), before);
    let new = folder.path().join("x/y");
    assert!(render(&new, &[(deep.as_str(), "1")]).is_err());
    assert_eq!(snapshot(folder.path()), before);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_changes_nothing() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    render(folder.path(), BEFORE).unwrap();
    let before = snapshot(folder.path());
    let closed = folder.path().join("b");
    let mode = |mode| fs::set_permissions(&closed, fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    // To the superuser, every folder is open.
    if File::create(closed.join("probe")).is_err() {
        assert!(render(folder.path(), AFTER).is_err());
        mode(0o755);
        assert_eq!(snapshot(folder.path()), before);
    } else {
        mode(0o755);
        fs::remove_file(closed.join("probe")).unwrap();
    }
    render(folder.path(), AFTER).unwrap();
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let root = tempfile::tempdir().unwrap();
    let (folder, outside) = (root.path().join("out"), root.path().join("outside"));
    fs::create_dir_all(&outside).unwrap();
    render(&folder, BEFORE).unwrap();
    std::os::unix::fs::symlink(&outside, folder.join("e")).unwrap();
    let desired = desired(AFTER);
    let output = Output::look(&folder, &desired).unwrap();
    let conflicts = output.changes(&desired, &Scope::Whole).unwrap_err();
    assert_eq!(conflicts.len(), 1, "{conflicts:?}");
    assert!(snapshot(&outside).is_empty());
}

#[cfg(unix)]
#[test]
fn a_replaced_file_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    render(folder.path(), &[("a", "1")]).unwrap();
    let path = folder.path().join("a");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    render(folder.path(), &[("a", "2")]).unwrap();
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o640
    );
}

#[test]
fn two_runs_do_not_write_at_once() {
    let folder = tempfile::tempdir().unwrap();
    render(folder.path(), BEFORE).unwrap();
    let disk = Disk::create(folder.path()).unwrap().unwrap();
    assert_eq!(pending(folder.path()), Pending::Running);
    assert!(matches!(
        render(folder.path(), AFTER),
        Err(WriteError::Busy)
    ));
    drop(disk);
    assert_eq!(pending(folder.path()), Pending::Leftovers);
    render(folder.path(), AFTER).unwrap();
}

#[test]
fn a_file_that_changes_meanwhile_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    render(folder.path(), BEFORE).unwrap();
    let desired = desired(AFTER);
    let output = Output::look(folder.path(), &desired).unwrap();
    let changes = output.changes(&desired, &Scope::Whole).unwrap();
    fs::write(folder.path().join("b/c"), "mine").unwrap();
    let before = snapshot(folder.path());
    let error = output.apply(&desired, &changes).unwrap_err();
    assert_eq!(error.conflicts().len(), 1, "{error:?}");
    assert_eq!(snapshot(folder.path()), before);
}

#[test]
fn a_file_changed_after_a_kill_stops_the_recovery() {
    let folder = tempfile::tempdir().unwrap();
    render(folder.path(), BEFORE).unwrap();
    let (_, committed) = step_counts(folder.path(), AFTER);
    render_until(folder.path(), AFTER, committed);
    fs::write(folder.path().join("b/c"), "mine").unwrap();
    let error = recover(folder.path()).unwrap_err();
    assert_eq!(error.conflicts().len(), 1);
    fs::write(folder.path().join("b/c"), "1").unwrap();
    assert_eq!(recover(folder.path()).unwrap(), Recovered::Finished);
}

#[test]
fn a_damaged_lock_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    render(folder.path(), BEFORE).unwrap();
    let lock = folder.path().join(LOCK_NAME);
    let text = fs::read_to_string(&lock).unwrap();
    fs::write(&lock, format!("{text}?\n")).unwrap();
    let error = render(folder.path(), AFTER).unwrap_err();
    assert!(
        error.to_string().ends_with("pgspec.lock`, line 7"),
        "{error}"
    );
    fs::write(&lock, [0xff]).unwrap();
    assert!(matches!(
        render(folder.path(), AFTER),
        Err(WriteError::Lock { .. })
    ));
}

#[test]
fn a_file_named_like_the_staging_folder_is_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(STAGING_NAME), "").unwrap();
    assert!(matches!(
        render(folder.path(), AFTER),
        Err(WriteError::InTheWay { .. })
    ));
}
