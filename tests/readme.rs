//! Keeps what the README shows in step with what pgspec does.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use pgspec::cli;
use pgspec::lint::{self, rules};

/// A manifest as people write it, with a mistake of each kind.
const BAD: &str = "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: shop
  annotations:
    pgspec/environment: prod
spec:
  instances: 3
  enableSuperuserAccess: true
  storage:
    sise: 20Gi
";

#[test]
fn the_example_spec_and_its_files_are_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let spec = root.join("examples/minimal/pgspec.yaml");
    let text = fs::read_to_string(&spec).unwrap();
    let out = tempfile::tempdir().unwrap();
    let (spec, folder) = (spec.to_str().unwrap(), out.path().to_str().unwrap());
    run(&["render", spec, "--out", folder], "");
    let mut files = Vec::new();
    for entry in walk(out.path()) {
        let path = entry
            .strip_prefix(out.path())
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        if path.starts_with("prod/") && !path.starts_with("prod/keycloak") {
            files.push(path);
        }
    }
    let total = walk(out.path()).len();
    let block = format!(
        "\n```yaml\n{text}```\n\ngives {total} files; these are those of the environment `prod` and its cluster `odoo`:\n\n```text\n{}\n```\n\n",
        files.join("\n")
    );
    check("spec", &block);
}

#[test]
fn the_report_on_a_bad_manifest_is_current() {
    let text = run(&["lint", "--stdin-filename", "shop.yaml", "-"], BAD);
    let block = format!(
        "\n```text\n$ pgspec lint shop.yaml\n{}\n```\n\n",
        text.trim_end()
    );
    check("lint", &block);
}

#[test]
fn the_table_of_rules_is_current() {
    let mut table = String::from(
        "\n| Rule | Family | dev, staging, prod | Requires that |\n| --- | --- | --- | --- |\n",
    );
    for rule in rules::ALL {
        let severities = rule.severities();
        let level = match severities.uniform() {
            Some(level) => level.as_str().to_owned(),
            None => [severities.dev, severities.staging, severities.prod]
                .map(lint::Level::as_str)
                .join(", "),
        };
        let (id, family, summary) = (rule.id(), rule.family().as_str(), rule.summary());
        writeln!(table, "| `{id}` | {family} | {level} | {summary} |").unwrap();
    }
    table.push('\n');
    check("rules", &table);
}

/// Compares a part of the README, or writes it under `PGSPEC_BLESS`.
fn check(part: &str, content: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let begin = format!("<!-- {part}: written by `PGSPEC_BLESS=1 cargo test --test readme` -->\n");
    let end = format!("<!-- /{part} -->");
    let (head, rest) = readme.split_once(&begin).unwrap();
    let (_, tail) = rest.split_once(&end).unwrap();
    let expected = format!("{head}{begin}{content}{end}{tail}");
    if env::var_os("PGSPEC_BLESS").is_some() {
        fs::write(&path, &expected).unwrap();
    } else {
        assert_eq!(
            readme, expected,
            "run `PGSPEC_BLESS=1 cargo test --test readme -- --test-threads 1`"
        );
    }
}

/// What a run writes to standard output.
fn run(args: &[&str], stdin: &str) -> String {
    let args = ["pgspec"].iter().chain(args).map(OsString::from);
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let _ = cli::run(args, &mut stdin.as_bytes(), &mut stdout, &mut stderr);
    String::from_utf8(stdout).unwrap()
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}
