//! An overview for people.

use std::fmt::Write as _;

use super::compare::{Comparison, Outcome, Placed};
use super::loss::Loss;
use super::measure::{Cluster, Totals};
use super::{Environment, Overview, words};
use crate::plan::{Needed, Prerequisite};

/// How wide lines of sentences are, in characters.
const WIDTH: usize = 100;

/// What stands for what is not there.
const NONE: &str = "none";

/// The whole overview.
pub(super) fn write(overview: &Overview) -> String {
    let mut text = format!(
        "{}, for CloudNativePG {}\n",
        overview.project, overview.operator
    );
    for one in &overview.environments {
        environment(one, &mut text);
    }
    if !overview.prerequisites.is_empty() {
        text.push_str("\nbefore it is applied, there must be\n");
        for needed in &overview.prerequisites {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  {}", prerequisite(needed));
        }
    }
    if 0 < overview.overrides {
        let overrides = u64::try_from(overview.overrides).unwrap_or(u64::MAX);
        let overrides = words::count(overrides, "override changes", "overrides change");
        let _ = writeln!(
            text,
            "\n{overrides} what is rendered; the numbers above do not know of that"
        );
    }
    text
}

fn environment(environment: &Environment, text: &mut String) {
    let _ = writeln!(text, "\n{}", environment.name);
    clusters(&environment.clusters, text);
    sentence("together: ", &totals(&environment.totals), 2, text);
    comparison(&environment.comparison, text);
    losses(&environment.clusters, text);
}

/// What goes where: a line for each cluster.
fn clusters(clusters: &[Cluster], text: &mut String) {
    let heads = [
        "cluster",
        "namespace",
        "PostgreSQL",
        "instances",
        "CPU",
        "memory",
        "data",
        "WAL",
        "connections",
        "poolers",
        "applications",
    ];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for cluster in clusters {
        let poolers: Vec<String> = cluster
            .poolers
            .iter()
            .map(|pooler| format!("{} × {}", pooler.pods, pooler.instances))
            .collect();
        rows.push(vec![
            cluster.name.clone(),
            cluster.namespace.clone(),
            cluster.postgres.to_string(),
            cluster.instances.to_string(),
            words::cpu(&cluster.cpu),
            cluster.memory.to_string(),
            cluster.storage.to_string(),
            or_none(cluster.wal.as_ref().map(ToString::to_string)),
            cluster.connections.to_string(),
            or_none(Some(poolers.join(", "))),
            cluster.apps.join(", "),
        ]);
    }
    table(&rows, text);
    sentence(
        "",
        "CPU, memory and volumes are those of each instance",
        2,
        text,
    );
}

/// What things take together, in a sentence.
pub(super) fn totals(totals: &Totals) -> String {
    let clients = if totals.clients == 0 {
        String::new()
    } else {
        format!(", and poolers {} clients", totals.clients)
    };
    format!(
        "{}, {}, {}, {} CPU and {} memory requested (poolers and the containers that archive included), {} storage in {}; primaries take {} connections{clients}",
        words::count(totals.clusters, "cluster", "clusters"),
        words::count(totals.instances, "instance", "instances"),
        words::count(totals.pods, "pod", "pods"),
        words::cores(totals.cpu),
        words::bytes(totals.memory),
        words::bytes(totals.storage),
        words::count(totals.volumes, "volume", "volumes"),
        totals.connections,
    )
}

/// The same applications, placed in every way.
fn comparison(comparison: &Comparison, text: &mut String) {
    text.push_str("\n  the same applications, placed otherwise\n");
    let heads = [
        "",
        "clusters",
        "instances",
        "pods",
        "CPU",
        "memory",
        "storage",
        "connections",
        "fail at once",
    ];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for outcome in &comparison.outcomes {
        let Ok(placed) = &outcome.result else {
            continue;
        };
        let totals = &placed.totals;
        let radius = u64::try_from(placed.blast_radius()).unwrap_or(u64::MAX);
        rows.push(vec![
            way(comparison, outcome),
            totals.clusters.to_string(),
            totals.instances.to_string(),
            totals.pods.to_string(),
            words::cores(totals.cpu),
            words::bytes(totals.memory),
            words::bytes(totals.storage),
            totals.connections.to_string(),
            words::count(radius, "application", "applications"),
        ]);
    }
    table(&rows, text);
    for outcome in &comparison.outcomes {
        let name = way(comparison, outcome);
        match &outcome.result {
            Ok(placed) => placed_in_words(&name, placed, text),
            Err(messages) => {
                sentence(
                    &format!("{name}: "),
                    "cannot be, as the spec stands",
                    4,
                    text,
                );
                for message in messages {
                    sentence("", message, 6, text);
                }
            }
        }
    }
}

fn placed_in_words(name: &str, placed: &Placed, text: &mut String) {
    let _ = writeln!(text, "    {name}");
    for (about, words) in [
        ("blast radius  ", placed.fails()),
        ("restore       ", placed.restores()),
        ("upgrades      ", placed.upgrades()),
    ] {
        sentence(about, &words, 6, text);
    }
}

/// What a way is called: marked, if it is the one that is written.
fn way(comparison: &Comparison, outcome: &Outcome) -> String {
    let mark = if outcome.way == comparison.written {
        " (as written)"
    } else {
        ""
    };
    format!("{}{mark}", outcome.way.name())
}

/// What losses cost: clusters of which the same is said stand together.
fn losses(clusters: &[Cluster], text: &mut String) {
    text.push_str("\n  what a loss costs\n");
    let most = clusters.iter().map(|cluster| cluster.losses.len()).max();
    for number in 0..most.unwrap_or(0) {
        let mut groups: Vec<(&Loss, Vec<&str>)> = Vec::new();
        for cluster in clusters {
            let Some(loss) = cluster.losses.get(number) else {
                continue;
            };
            match groups.iter_mut().find(|(known, _)| *known == loss) {
                Some((_, names)) => names.push(&cluster.name),
                None => groups.push((loss, vec![&cluster.name])),
            }
        }
        let mut about = groups.first().map_or("", |(loss, _)| loss.failure.name());
        let alone = groups.len() == 1;
        for (loss, names) in &groups {
            let whose = if alone {
                String::new()
            } else {
                format!("{}: ", words::and(names))
            };
            let words = format!("{whose}{}; {}", loss.commits, loss.outage);
            sentence(&format!("{about:9}"), &words, 4, text);
            about = "";
        }
    }
}

/// A prerequisite in a line: what it is, its keys, and who needs it.
fn prerequisite(needed: &Prerequisite) -> String {
    let mut text = String::new();
    if needed.kind != Needed::Software {
        text = format!("{} ", needed.kind.name());
    }
    if let Some(namespace) = &needed.namespace {
        text.push_str(namespace);
        text.push('/');
    }
    text.push_str(&needed.name);
    for (number, key) in needed.keys.iter().enumerate() {
        text.push_str(if number == 0 { " with " } else { ", " });
        text.push_str(key);
    }
    let environments: Vec<&str> = needed.environments.iter().map(String::as_str).collect();
    format!("{text} ({})", environments.join(", "))
}

fn or_none(text: Option<String>) -> String {
    text.filter(|text| !text.is_empty())
        .unwrap_or_else(|| NONE.to_owned())
}

/// A sentence behind a few words, broken into lines that start below it.
fn sentence(about: &str, words: &str, indent: usize, text: &mut String) {
    let hang = indent + about.chars().count();
    let first = " ".repeat(indent) + about;
    let room = WIDTH.saturating_sub(hang);
    for (number, line) in words::wrapped(words, room).iter().enumerate() {
        let start = if number == 0 {
            &first
        } else {
            &" ".repeat(hang)
        };
        let _ = writeln!(text, "{start}{line}");
    }
}

/// Columns, each as wide as it must be; numbers to the right.
fn table(rows: &[Vec<String>], text: &mut String) {
    let columns = rows.first().map_or(0, Vec::len);
    let cell = |row: &[String], column: usize| row.get(column).cloned().unwrap_or_default();
    let length = |row: &Vec<String>, column: usize| cell(row, column).chars().count();
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter()
                .map(|row| length(row, column))
                .max()
                .unwrap_or(0)
        })
        .collect();
    let is_amount = |column: usize| {
        let mut below = rows.iter().skip(1);
        below.all(|row| {
            let cell = cell(row, column);
            cell == NONE || cell.starts_with(|c: char| c.is_ascii_digit()) && !cell.contains(' ')
        })
    };
    for row in rows {
        let mut line = String::from("   ");
        for (column, width) in widths.iter().enumerate() {
            let cell = cell(row, column);
            let _ = if is_amount(column) && column + 1 < columns {
                write!(line, " {cell:>width$} ")
            } else {
                write!(line, " {cell:<width$} ")
            };
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
}
