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
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Table {
    pub source: String,
    pub releases: Vec<Release>,
    /// The kinds of each release, in the order of `releases`.
    pub kinds: Vec<Vec<Kind>>,
}

impl Table {
    /// Reads the committed form; an empty text is an empty table.
    pub(crate) fn parse(text: &str) -> Self {
        let Some((head, nodes)) = text.split_once("\n\n") else {
            return Self::default();
        };
        let nodes: Vec<Value> = nodes.lines().map(read).collect();
        let mut head = head.lines().map(read);
        let source = head.next().unwrap();
        let releases: Vec<_> = source["releases"]
            .as_array()
            .unwrap()
            .iter()
            .map(|release| Release {
                version: text_of(&release["version"]),
                sum: release["sum"].as_str().map(str::to_owned),
            })
            .collect();
        let mut kinds = vec![Vec::new(); releases.len()];
        for line in head {
            for root in line["roots"].as_array().unwrap() {
                let release = releases
                    .iter()
                    .position(|it| root[0] == it.version.as_str());
                kinds[release.unwrap()].push(Kind {
                    group: text_of(&line["group"]),
                    name: text_of(&line["kind"]),
                    plural: text_of(&line["plural"]),
                    scope: text_of(&line["scope"]),
                    version: text_of(&root[1]),
                    webhooks: Some(text_of(&root[3]).replace('s', "")),
                    status: text_of(&root[3]).contains('s'),
                    scale: line["scale"].as_str().map(str::to_owned),
                    schema: expand(&nodes, &root[2]),
                });
            }
        }
        Self {
            source: text_of(&source["source"]),
            releases,
            kinds,
        }
    }

    /// The kinds of a release.
    pub(crate) fn of(&self, version: &str) -> Option<(&Release, &[Kind])> {
        let at = self
            .releases
            .iter()
            .position(|release| release.version == version)?;
        Some((&self.releases[at], &self.kinds[at]))
    }

    /// What a release's checksum is taken of: its kinds as JSON, one a line.
    pub(crate) fn facts_of(&self, version: &str) -> String {
        let (_, kinds) = self.of(version).unwrap();
        let mut lines: Vec<_> = kinds
            .iter()
            .map(|kind| {
                format!(
                    "{} {} {} {}\n",
                    kind.group, kind.version, kind.name, kind.schema
                )
            })
            .collect();
        lines.sort();
        lines.concat()
    }

    /// The canonical form.
    pub(crate) fn to_text(&self) -> String {
        let mut pool = Pool::default();
        let mut lines: Vec<(Map<String, Value>, Vec<Value>)> = Vec::new();
        for (release, kinds) in self.releases.iter().zip(&self.kinds) {
            for kind in kinds {
                let node = pool.add(&kind.schema);
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
        let releases: Vec<_> = self
            .releases
            .iter()
            .map(|release| json!({"version": release.version, "sum": release.sum}))
            .collect();
        let mut text = json!({"source": self.source, "releases": releases}).to_string();
        for (mut head, roots) in lines {
            head.insert("roots".to_owned(), Value::Array(roots));
            text.push('\n');
            text.push_str(&Value::Object(head).to_string());
        }
        text.push_str("\n\n");
        for line in pool.lines {
            text.push_str(&line);
            text.push('\n');
        }
        text
    }
}

/// The distinct nodes, in the order in which they were first met.
#[derive(Default)]
struct Pool {
    lines: Vec<String>,
    ids: HashMap<String, usize>,
}

impl Pool {
    fn add(&mut self, schema: &Value) -> usize {
        let line = with_children(schema, &mut |child| json!(self.add(child))).to_string();
        if let Some(id) = self.ids.get(&line) {
            return *id;
        }
        let id = self.lines.len();
        self.lines.push(line.clone());
        self.ids.insert(line, id);
        id
    }
}

/// The tree of the node with this number.
fn expand(nodes: &[Value], id: &Value) -> Value {
    let node = &nodes[usize::try_from(id.as_u64().unwrap()).unwrap()];
    with_children(node, &mut |child| expand(nodes, child))
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

fn text_of(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
