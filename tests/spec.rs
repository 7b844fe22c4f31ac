//! The spec as others see it: its JSON Schema, and the examples.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use pgspec::spec;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every example's spec, by its path.
fn examples() -> Vec<(PathBuf, String)> {
    let mut found: Vec<_> = fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join("pgspec.yaml"))
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), fs::read_to_string(&path).unwrap()))
        .collect();
    found.sort();
    assert!(!found.is_empty(), "there are examples");
    found
}

#[test]
fn the_committed_schema_is_current() {
    let path = root().join("schemas/pgspec.schema.json");
    let expected = format!("{:#}\n", spec::schema());
    if env::var_os("PGSPEC_BLESS").is_some() {
        fs::write(&path, &expected).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == expected,
        "run `PGSPEC_BLESS=1 cargo test --test spec`"
    );
}

#[test]
fn every_example_is_a_spec() {
    for (path, text) in examples() {
        let problems = spec::parse(&path.to_string_lossy(), &text).err();
        assert_eq!(problems, None, "{}", path.display());
    }
}

#[test]
fn every_example_is_valid_by_the_schema() {
    let validator = jsonschema::draft7::new(&spec::schema()).unwrap();
    for (path, text) in examples() {
        let value: Value = serde_saphyr::from_str(&text).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0], "{}", path.display());
    }
}
