//! An overview as a Mermaid flowchart, which Markdown of Git forges draws.

use std::fmt::Write as _;

use super::measure::Cluster;
use super::{Environment, Overview, words};

/// The whole overview.
pub(super) fn write(overview: &Overview) -> String {
    let mut text = String::from("flowchart LR\n");
    for (number, one) in overview.environments.iter().enumerate() {
        environment(one, number, &mut text);
    }
    text
}

fn environment(environment: &Environment, number: usize, text: &mut String) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "  subgraph e{number}[{}]", quoted(&environment.name));
    for (index, one) in environment.clusters.iter().enumerate() {
        cluster(one, &format!("e{number}c{index}"), text);
    }
    text.push_str("  end\n");
}

/// A cluster between its applications and its object store. Nodes are named by
/// number: names of the spec may be words of Mermaid.
fn cluster(cluster: &Cluster, id: &str, text: &mut String) {
    let size = format!(
        "{}<br/>PostgreSQL {}, {}<br/>{} CPU, {}, {}",
        cluster.name,
        cluster.postgres,
        words::count(cluster.instances.into(), "instance", "instances"),
        words::cpu(&cluster.cpu),
        cluster.memory,
        cluster.storage,
    );
    let _ = writeln!(text, "    {id}[({})]", quoted(&size));
    let mut doors = Vec::new();
    for (number, pooler) in cluster.poolers.iter().enumerate() {
        let door = format!("{id}p{number}");
        let label = format!("pooler {} × {}", pooler.pods, pooler.instances);
        let _ = writeln!(text, "    {door}{{{{{}}}}}", quoted(&label));
        let _ = writeln!(text, "    {door} --> {id}");
        doors.push(door);
    }
    if doors.is_empty() {
        doors.push(id.to_owned());
    }
    for (number, app) in cluster.apps.iter().enumerate() {
        let _ = writeln!(text, "    {id}a{number}([{}])", quoted(app));
        for door in &doors {
            let _ = writeln!(text, "    {id}a{number} --> {door}");
        }
    }
    if let Some(backup) = &cluster.backup {
        let _ = writeln!(
            text,
            "    {id} -. \"WAL, backups\" .-> {id}s[/{}/]",
            quoted(&backup.to)
        );
    }
}

/// A label: Mermaid takes anything between quotes but for a quote.
fn quoted(label: &str) -> String {
    format!("\"{}\"", label.replace('"', "#quot;"))
}
