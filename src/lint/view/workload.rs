//! Workloads of applications: which Secrets they read, and which values they get.

use crate::document::Node;
use crate::lint::kind::{CRON_JOB, DAEMON_SET, DEPLOYMENT, JOB, Kind, STATEFUL_SET};
use crate::lint::object::Object;

/// The kinds of workload.
pub static KINDS: &[&Kind] = &[&CRON_JOB, &DAEMON_SET, &DEPLOYMENT, &JOB, &STATEFUL_SET];

/// Whether an object is a workload.
pub fn is_one(object: Object<'_>) -> bool {
    KINDS.iter().any(|kind| object.is(kind))
}

/// A Secret that a workload cannot start without.
#[derive(Clone, Debug)]
pub struct Use<'a> {
    /// Its name.
    pub name: Node<'a>,
    /// The keys that are asked for by name.
    pub keys: Vec<Node<'a>>,
}

/// The Secrets that a workload reads into variables or has as volumes.
pub fn secrets(workload: Object<'_>) -> Vec<Use<'_>> {
    let mut found = Vec::new();
    if let Some(spec) = workload.document().root().get("spec") {
        collect(spec, "", &mut found);
    }
    found
}

fn collect<'a>(node: Node<'a>, field: &str, found: &mut Vec<Use<'a>>) {
    let optional = node.get("optional").and_then(Node::as_bool) == Some(true);
    let is_reference = ["secretKeyRef", "secretRef", "secret"].contains(&field);
    let name = node.get("secretName").or_else(|| node.get("name"));
    if let (true, false, Some(name)) = (is_reference, optional, name) {
        let items = node.get("items").into_iter().flat_map(Node::items);
        let items = items.filter_map(|item| item.get("key"));
        let keys = node.get("key").into_iter().chain(items).collect();
        found.push(Use { name, keys });
        return;
    }
    for entry in node.entries() {
        collect(entry.value(), &entry.name(), found);
    }
    for item in node.items() {
        collect(item, field, found);
    }
}

/// The values that variables of a workload's containers are set to.
pub fn values(workload: Object<'_>) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    if let Some(spec) = workload.document().root().get("spec") {
        variables(spec, &mut found);
    }
    found
}

fn variables<'a>(node: Node<'a>, found: &mut Vec<Node<'a>>) {
    let env = node.get("env").into_iter().flat_map(Node::items);
    found.extend(env.filter_map(|variable| variable.get("value")));
    for entry in node.entries().filter(|entry| entry.name() != "env") {
        variables(entry.value(), found);
    }
    for item in node.items() {
        variables(item, found);
    }
}

/// The hosts in a value: of URLs, of `host=` in a connection string, or the
/// value itself.
pub fn hosts(value: &str) -> Vec<&str> {
    let without_port = |host| str::split(host, ':').next().unwrap_or_default();
    if let Some((_, rest)) = value.split_once("://") {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let hosts = authority.rsplit('@').next().unwrap_or_default();
        return hosts.split(',').map(without_port).collect();
    }
    let words = || value.split_whitespace();
    let named: Vec<&str> = words()
        .filter_map(|word| word.strip_prefix("host="))
        .flat_map(|hosts| hosts.split(','))
        .collect();
    if !named.is_empty() || words().count() != 1 {
        return named;
    }
    vec![without_port(value)]
}

#[cfg(test)]
mod tests {
    use super::hosts;

    #[test]
    fn a_host_stands_in_a_url_in_a_connection_string_or_alone() {
        for value in [
            "postgres://app:p@main-rw:5432/app?sslmode=require",
            "jdbc:postgresql://main-rw/app",
            "host=main-rw port=5432 dbname=app",
            "main-rw:5432",
            "main-rw",
        ] {
            assert_eq!(hosts(value), ["main-rw"], "{value}");
        }
        assert_eq!(hosts("postgres://one,two/app"), ["one", "two"]);
        assert!(hosts("two words").is_empty());
    }
}
