//! The compiled-in tables of kinds are what their sources give.
//!
//! `PGSPEC_BLESS=tables cargo test --test tables` makes them anew: it asks the
//! Go module proxy for the releases named in `sources.rs`, reads their
//! custom resource definitions and rewrites `schemas/kinds/` and the table in
//! `schemas/SOURCES.md`. A release that the proxy does not serve is read from
//! `SOURCE/RELEASE` in the folder that `PGSPEC_SOURCES` names, and without it
//! what is committed stands. Without `PGSPEC_BLESS=tables`
//! nothing is fetched: the tests hold that the committed files are in their
//! one canonical form and that the checksums are right.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test that cannot set up has failed, and a rebuild tells what it did"
)]

mod builtin;
mod crd;
mod pool;
mod sources;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use pool::Table;
use sources::{SOURCES, Source};

/// What stands around the generated part of `schemas/SOURCES.md`.
const MARKERS: (&str, &str) = ("<!-- begin: tables -->\n", "<!-- end: tables -->\n");

#[test]
fn the_tables_are_canonical_and_their_checksums_are_right() {
    let blessing = std::env::var("PGSPEC_BLESS").is_ok_and(|what| what == "tables");
    let mut list = String::new();
    for source in SOURCES {
        let path = path(&format!("schemas/kinds/{}.jsonl", source.name));
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        let mut table = Table::parse(&committed);
        if blessing {
            table = sources::rebuild(source, &table);
        }
        let text = table.canonical().to_text();
        if blessing {
            std::fs::write(&path, &text).unwrap();
        } else {
            assert!(text == committed, "{} is not canonical", path.display());
        }
        list.push_str(&row(source, &table, &text));
    }
    let path = path("schemas/SOURCES.md");
    let committed = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = committed.split_once(MARKERS.0).unwrap();
    let (_, after) = rest.split_once(MARKERS.1).unwrap();
    let current = format!("{before}{}{list}{}{after}", MARKERS.0, MARKERS.1);
    if blessing {
        std::fs::write(&path, current).unwrap();
    } else {
        assert_eq!(
            committed, current,
            "run PGSPEC_BLESS=tables cargo test --test tables"
        );
    }
}

/// The section of `schemas/SOURCES.md` about one source.
fn row(source: &Source, table: &Table, text: &str) -> String {
    let mut row = String::new();
    let sum = hex(text);
    let Source {
        name,
        module,
        license,
        ..
    } = source;
    write!(
        row,
        "\n### {name}\n\nGo module `{module}`, {license}. `kinds/{name}.jsonl`, SHA-256 `{sum}`.\n\n"
    )
    .unwrap();
    row.push_str(
        "| release | checksum of the Go module | SHA-256 of the facts |\n| --- | --- | --- |\n",
    );
    let facts = table.facts(hex);
    for (release, facts) in table.releases().zip(facts) {
        let sum = release
            .sum
            .as_deref()
            .map_or_else(|| "read from its tag".to_owned(), |sum| format!("`{sum}`"));
        writeln!(row, "| {} | {sum} | `{facts}` |", release.version).unwrap();
    }
    row
}

fn hex(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
}

fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}
