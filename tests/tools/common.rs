//! What the judges have in common: examples, renderings, running a tool.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The objects of a stream of manifests, by kind, namespace and name.
pub(crate) type Objects = BTreeMap<String, Value>;

/// The folders of the examples, in the order of their names.
pub(crate) fn examples() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut folders: Vec<PathBuf> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|folder| folder.join("pgspec.yaml").exists())
        .collect();
    folders.sort();
    assert!(!folders.is_empty(), "there are no examples");
    folders
}

/// Renders an example in a layout, into a folder of its own.
pub(crate) fn render(example: &Path, layout: &str) -> TempDir {
    let out = tempfile::tempdir().unwrap();
    let mut pgspec = pgspec();
    pgspec.arg("render").arg(example.join("pgspec.yaml"));
    pgspec.args(["--layout", layout, "--out"]).arg(out.path());
    let output = pgspec.output().unwrap();
    assert!(
        output.status.success(),
        "{} as {layout}:\n{}",
        example.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    out
}

/// The program under test.
pub(crate) fn pgspec() -> Command {
    Command::new(env!("CARGO_BIN_EXE_pgspec"))
}

/// Runs a tool that must be there; the words for its absence say where it comes from.
pub(crate) fn run<S: AsRef<OsStr>>(tool: &str, args: &[S], folder: &Path) -> Output {
    let mut command = Command::new(tool);
    command.args(args).current_dir(folder);
    match command.output() {
        Ok(output) => output,
        Err(error) => panic!("`{tool}` cannot be run ({error}): `.ci/install-tools` installs it"),
    }
}

/// Runs a tool that must find nothing wrong; what it prints to standard output.
pub(crate) fn accepted<S: AsRef<OsStr>>(tool: &str, args: &[S], folder: &Path) -> String {
    let output = run(tool, args, folder);
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    let args: Vec<_> = args
        .iter()
        .map(|arg| arg.as_ref().to_string_lossy())
        .collect();
    assert!(
        output.status.success(),
        "{tool} {}\n{out}\n{err}",
        args.join(" ")
    );
    out
}

/// The objects of a stream of manifests. Two of one name are a failure.
pub(crate) fn objects(stream: &str) -> Objects {
    let mut objects = Objects::new();
    let documents: Vec<Value> = serde_saphyr::from_multiple(stream).expect("a stream of manifests");
    for document in documents.into_iter().filter(|document| !document.is_null()) {
        let text = |path: &str| document.pointer(path).and_then(Value::as_str).unwrap_or("");
        let name = format!(
            "{} {}/{}",
            text("/kind"),
            text("/metadata/namespace"),
            text("/metadata/name")
        );
        assert!(
            objects.insert(name.clone(), document).is_none(),
            "{name} twice"
        );
    }
    objects
}

/// The objects of every file below a folder that is not a kustomization.
pub(crate) fn objects_below(folder: &Path) -> Objects {
    let manifests = files(folder, |file| {
        file.extension().is_some_and(|ending| ending == "yaml")
            && !file.ends_with("kustomization.yaml")
    });
    let stream: String = manifests
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    objects(&stream)
}

/// The files below a folder that a test wants, sorted.
pub(crate) fn files(folder: &Path, wanted: impl Fn(&Path) -> bool + Copy) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, wanted));
        } else if wanted(&path) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The folders right below a folder, sorted.
pub(crate) fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The last part of a path.
pub(crate) fn name(path: &Path) -> &str {
    path.file_name().and_then(OsStr::to_str).unwrap()
}

/// Fails with the first object that two renderings do not share.
pub(crate) fn assert_same(one: &Objects, other: &Objects, what: &str) {
    let names: Vec<&String> = one.keys().collect();
    let others: Vec<&String> = other.keys().collect();
    assert_eq!(names, others, "{what}: other objects");
    for (name, object) in one {
        let twin = other.get(name).unwrap();
        assert!(object == twin, "{what}: {name}\n{object:#}\n{twin:#}");
    }
}
