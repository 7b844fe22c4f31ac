//! The form of a table: a line for the source, a line for each kind, an empty
//! line, then a line for each distinct schema node. A node names its children
//! by the number of their line, from 0; children stand before their parents.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::crd::Kind;

/// A release of a source.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Release {
    pub version: String,
    /// The checksum of the Go module it was read from, as `go.sum` has it.
    pub sum: Option<String>,
}

/// All that the table of a source holds.
#[derive(Debug, Default)]
pub(crate) struct Table {
    source: String,
    /// The releases, each with its kinds and the numbers of their nodes.
    releases: Vec<(Release, Vec<(Kind, usize)>)>,
    pool: Pool,
}

impl Table {
    /// A table of a source without releases.
    pub(crate) fn new(source: &str) -> Self {
        Self {
            source: source.to_owned(),
            ..Self::default()
        }
    }

    /// Reads the committed form; an empty text is an empty table.
    pub(crate) fn parse(text: &str) -> Self {
        let Some((head, nodes)) = text.split_once("\n\n") else {
            return Self::default();
        };
        let mut head = head.lines().map(read);
        let source = head.next().unwrap();
        let mut table = Self::new(&text_of(&source["source"]));
        for release in source["releases"].as_array().unwrap() {
            let version = text_of(&release["version"]);
            let sum = release["sum"].as_str().map(str::to_owned);
            table.releases.push((Release { version, sum }, Vec::new()));
        }
        for line in head {
            for root in line["roots"].as_array().unwrap() {
                let mut releases = table.releases.iter_mut();
                let (_, kinds) = releases
                    .find(|(it, _)| root[0] == it.version.as_str())
                    .unwrap();
                kinds.push((kind(&line, root), number(&root[2])));
            }
        }
        for line in nodes.lines() {
            table.pool.lines.push(read(line));
        }
        table
    }

    /// Adds a release with its kinds and their schemas.
    pub(crate) fn push(&mut self, release: Release, kinds: Vec<(Kind, Value)>) {
        let pool = &mut self.pool;
        let kinds = kinds
            .into_iter()
            .map(|(kind, schema)| (kind, pool.add(&schema)));
        self.releases.push((release, kinds.collect()));
    }

    /// The releases, oldest first.
    pub(crate) fn releases(&self) -> impl Iterator<Item = &Release> {
        self.releases.iter().map(|(release, _)| release)
    }

    /// The kinds of the last release.
    pub(crate) fn newest(&self) -> impl Iterator<Item = &Kind> {
        self.releases
            .last()
            .into_iter()
            .flat_map(|(_, kinds)| kinds)
            .map(|(kind, _)| kind)
    }

    /// A release with its kinds and their schemas.
    pub(crate) fn of(&self, version: &str) -> Option<(Release, Vec<(Kind, Value)>)> {
        let mut releases = self.releases.iter();
        let (release, kinds) = releases.find(|(release, _)| release.version == version)?;
        let expanded = kinds
            .iter()
            .map(|(kind, node)| (kind.clone(), self.pool.tree(*node)));
        Some((release.clone(), expanded.collect()))
    }

    /// The same table with its nodes in the order in which they are first met.
    pub(crate) fn canonical(&self) -> Self {
        let mut table = Self::new(&self.source);
        let mut known = HashMap::new();
        for (release, kinds) in &self.releases {
            let pool = &mut table.pool;
            let kinds = kinds
                .iter()
                .map(|(kind, node)| (kind.clone(), pool.copy(&self.pool, *node, &mut known)))
                .collect();
            table.releases.push((release.clone(), kinds));
        }
        table
    }

    /// What the checksum of each release is taken of: a line for each kind with
    /// the checksum of its root node, which is taken of the node's line with
    /// the checksums of its children in place of their numbers.
    pub(crate) fn facts(&self, sum: impl Fn(&str) -> String) -> Vec<String> {
        let mut sums: Vec<String> = Vec::new();
        for line in &self.pool.lines {
            let facts = with_children(line, &mut |child| json!(sums[number(child)]));
            sums.push(sum(&facts.to_string()));
        }
        let line = |(kind, node): &(Kind, usize)| {
            format!(
                "{} {} {} {}\n",
                kind.group, kind.version, kind.name, sums[*node]
            )
        };
        let of = |kinds: &Vec<_>| kinds.iter().map(line).collect::<String>();
        self.releases
            .iter()
            .map(|(_, kinds)| sum(&of(kinds)))
            .collect()
    }

    /// The form in which it is committed.
    pub(crate) fn to_text(&self) -> String {
        let mut lines: Vec<(Map<String, Value>, Vec<Value>)> = Vec::new();
        for (release, kinds) in &self.releases {
            for (kind, node) in kinds {
                let head = json!({
                    "kind": kind.name, "group": kind.group, "plural": kind.plural,
                    "scope": kind.scope, "scale": kind.scale,
                });
                let Value::Object(head) = head else {
                    unreachable!()
                };
                let mut flags = kind.webhooks.clone().unwrap_or_default();
                if kind.status {
                    flags.push('s');
                }
                let root = json!([release.version, kind.version, node, flags]);
                match lines.iter_mut().find(|(it, _)| *it == head) {
                    Some((_, roots)) => roots.push(root),
                    None => lines.push((head, vec![root])),
                }
            }
        }
        lines.sort_by_key(|(head, _)| (text_of(&head["group"]), text_of(&head["kind"])));
        let releases = self.releases();
        let releases: Vec<_> = releases
            .map(|release| json!({"version": release.version, "sum": release.sum}))
            .collect();
        let mut text = json!({"source": self.source, "releases": releases}).to_string();
        for (mut head, roots) in lines {
            head.insert("roots".to_owned(), Value::Array(roots));
            text.push('\n');
            text.push_str(&Value::Object(head).to_string());
        }
        text.push_str("\n\n");
        for line in &self.pool.lines {
            text.push_str(&line.to_string());
            text.push('\n');
        }
        text
    }
}

/// The distinct nodes, children before parents.
#[derive(Debug, Default)]
struct Pool {
    lines: Vec<Value>,
    ids: HashMap<String, usize>,
}

impl Pool {
    /// The number of the node that a tree is, with all that is inside.
    fn add(&mut self, tree: &Value) -> usize {
        let line = with_children(tree, &mut |child| json!(self.add(child)));
        self.intern(line)
    }

    /// The number of the node that another pool's node is.
    fn copy(&mut self, from: &Self, id: usize, known: &mut HashMap<usize, usize>) -> usize {
        if let Some(id) = known.get(&id) {
            return *id;
        }
        let line = with_children(&from.lines[id], &mut |child| {
            json!(self.copy(from, number(child), known))
        });
        let new = self.intern(line);
        known.insert(id, new);
        new
    }

    fn intern(&mut self, line: Value) -> usize {
        let next = self.lines.len();
        let id = *self.ids.entry(line.to_string()).or_insert(next);
        if id == next {
            self.lines.push(line);
        }
        id
    }

    /// The tree of a node.
    fn tree(&self, id: usize) -> Value {
        with_children(&self.lines[id], &mut |child| self.tree(number(child)))
    }
}

/// A kind as its line and one of its roots have it.
fn kind(line: &Value, root: &Value) -> Kind {
    let flags = text_of(&root[3]);
    Kind {
        group: text_of(&line["group"]),
        name: text_of(&line["kind"]),
        plural: text_of(&line["plural"]),
        scope: text_of(&line["scope"]),
        scale: line["scale"].as_str().map(str::to_owned),
        version: text_of(&root[1]),
        webhooks: Some(flags.replace('s', "")),
        status: flags.contains('s'),
    }
}

/// The node with each child replaced.
fn with_children(node: &Value, replace: &mut dyn FnMut(&Value) -> Value) -> Value {
    let mut node = node.clone();
    let entries = node.as_object_mut().unwrap();
    for (key, value) in entries.iter_mut() {
        match (key.as_str(), value) {
            ("not" | "items" | "additional", child) => *child = replace(child),
            ("anyOf", Value::Array(children)) => {
                for child in children {
                    *child = replace(child);
                }
            }
            ("properties", Value::Object(children)) => {
                for child in children.values_mut() {
                    *child = replace(child);
                }
            }
            _ => {}
        }
    }
    node
}

fn read(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
