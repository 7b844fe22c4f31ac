//! The stages import only what the design lets them.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

use std::fs;
use std::path::{Path, PathBuf};

/// Each stage, and the modules of ours that it may import. `cli` may import all.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("kube", &[]),
    ("document", &[]),
    ("tree", &[]),
    ("knowledge", &["kube"]),
    ("spec", &["document", "kube", "knowledge"]),
    ("plan", &["spec", "kube", "knowledge"]),
    ("render", &["plan", "document", "contract"]),
    ("contract", &["plan", "document"]),
    ("overview", &["plan", "spec", "kube"]),
    ("lint", &["document", "kube", "knowledge"]),
    ("report", &["document", "lint"]),
];

#[test]
fn stages_import_only_what_they_may() {
    let mut wrong = Vec::new();
    for (stage, allowed) in MAY_IMPORT {
        for file in sources(&root().join(stage)) {
            for module in imports(&production_code(&file)) {
                if module != *stage && !allowed.contains(&module.as_str()) {
                    wrong.push(format!("{}: may not import `{module}`", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_of_src_is_a_stage_of_the_table() {
    for entry in fs::read_dir(root()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() && name != "cli" {
            assert!(
                MAY_IMPORT.iter().any(|(stage, _)| *stage == name),
                "`src/{name}` has no row in MAY_IMPORT"
            );
        }
    }
}

#[test]
fn only_the_command_line_touches_files_and_streams() {
    const WORLD: &[&str] = &["std::fs", "std::env", "std::process", "std::net"];
    let mut wrong = Vec::new();
    for (stage, _) in MAY_IMPORT {
        for file in sources(&root().join(stage)) {
            let code = production_code(&file);
            for world in WORLD.iter().filter(|world| code.contains(**world)) {
                wrong.push(format!("{}: uses `{world}`", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below a folder, but for those that are all tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("tests") {
                files.extend(sources(&path));
            }
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("tests.rs")
        {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The code above a file's test module, without comments.
fn production_code(file: &Path) -> String {
    let code = fs::read_to_string(file).unwrap();
    let (code, _) = code.split_once("#[cfg(test)]\nmod ").unwrap_or((&code, ""));
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The first path segment behind each `crate::`, those of `crate::{a, b}` included.
fn imports(code: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for import in code.split("crate::").skip(1) {
        let paths = import
            .strip_prefix('{')
            .and_then(|group| group.split_once("};"))
            .map_or(vec![import], |(group, _)| group.split(',').collect());
        for path in paths {
            let path = path.trim_start();
            let end = path
                .find(|letter: char| !letter.is_ascii_lowercase() && letter != '_')
                .unwrap_or(path.len());
            let (module, _) = path.split_at(end);
            modules.push(module.to_owned());
        }
    }
    modules
}
