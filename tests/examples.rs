//! The examples have plans, and what is rendered from them passes its own linter.

use std::path::PathBuf;
use std::process::Command;

use pgspec::{plan, spec};

#[test]
fn every_example_has_a_plan() {
    for path in examples().unwrap() {
        let text = std::fs::read_to_string(&path).unwrap();
        let spec = spec::parse("pgspec.yaml", &text).unwrap();
        let plan = plan::plan(&spec).unwrap();
        assert!(plan.objects().next().is_some(), "{}", path.display());
    }
}

#[test]
fn nothing_is_rendered_that_the_linter_warns_of() {
    for path in examples().unwrap() {
        let mut pgspec = Command::new(env!("CARGO_BIN_EXE_pgspec"));
        let run = pgspec
            .args(["lint", "--format", "concise", "--fail-on", "warning"])
            .arg(&path)
            .output()
            .unwrap();
        let report = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success(), "{}:\n{report}", path.display());
    }
}

/// The specs of the examples.
fn examples() -> std::io::Result<Vec<PathBuf>> {
    let folders = std::fs::read_dir("examples")?;
    let specs = folders.map(|folder| Ok(folder?.path().join("pgspec.yaml")));
    let specs: Vec<PathBuf> = specs.collect::<std::io::Result<_>>()?;
    assert!(!specs.is_empty(), "no examples");
    Ok(specs)
}
