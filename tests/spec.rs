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
        return fs::write(&path, &expected).unwrap();
    }
    assert!(
        spec::SCHEMA == expected,
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

/// A spec with every key that is not supported yet, and those keys.
fn with_keys_not_supported_yet() -> (String, [&'static str; 1]) {
    let path = root().join("examples/acme/pgspec.yaml");
    let text = fs::read_to_string(path).unwrap();
    let before = "retention: 30d }";
    assert!(text.contains(before), "{before}");
    let after = "retention: 30d }\n    objectives: { zone: { rpo: 0s, rto: 2m } }";
    let changed = text.replacen(before, after, 1);
    (changed, ["objectives"])
}

#[test]
fn keys_that_are_not_supported_yet_are_named_and_nothing_else_is() {
    let (text, keys) = with_keys_not_supported_yet();
    let problems = spec::parse("pgspec.yaml", &text).unwrap_err();
    let messages: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let expected = keys.map(|key| format!("`{key}` is not supported yet"));
    assert_eq!(messages, expected);
}

#[test]
fn every_setting_stands_in_an_example() {
    let schema = spec::schema();
    let used: String = examples().into_iter().map(|(_, text)| text).collect();
    let mut unused = Vec::new();
    for (name, definition) in schema["definitions"].as_object().unwrap() {
        let maps = definition["anyOf"].as_array().into_iter().flatten();
        for map in maps.chain([definition]) {
            for key in map["properties"].as_object().into_iter().flatten() {
                if !used.contains(&format!("{}:", key.0)) {
                    unused.push(format!("{name}.{}", key.0));
                }
            }
        }
    }
    assert_eq!(unused, [""; 0]);
}
