//! A schema node, and the facts it holds.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::pattern::Pattern;
use super::table::Table;

/// A node of a kind's schema: what one value of an object must be.
///
/// Nodes are shared between fields, kinds and releases; two handles of the same
/// node are equal.
#[derive(Clone, Copy)]
pub struct Schema {
    table: &'static Table,
    node: u32,
    facts: &'static Facts,
}

impl Schema {
    pub(super) fn new(table: &'static Table, node: u32) -> Self {
        let facts = table.facts(node);
        Self { table, node, facts }
    }

    /// What the node says itself.
    pub fn facts(self) -> &'static Facts {
        self.facts
    }

    /// The schema of a named property; not that of additional ones.
    pub fn property(self, name: &str) -> Option<Self> {
        let properties = &self.facts.properties;
        let at = properties
            .binary_search_by(|(it, _)| (*it).cmp(name))
            .ok()?;
        properties.get(at).map(|(_, node)| self.child(*node))
    }

    /// The named properties, by name.
    pub fn properties(self) -> impl Iterator<Item = (&'static str, Self)> {
        let properties = self.facts.properties.iter();
        properties.map(move |(name, node)| (*name, self.child(*node)))
    }

    /// The schema of the items of an array.
    pub fn items(self) -> Option<Self> {
        self.facts.items.map(|node| self.child(node))
    }

    /// The schema of the values of properties that have no schema of their own.
    pub fn additional(self) -> Option<Self> {
        self.facts.additional.map(|node| self.child(node))
    }

    /// The schemas of which at least one must hold; empty if there is no such demand.
    pub fn any_of(self) -> impl ExactSizeIterator<Item = Self> {
        self.facts.any_of.iter().map(move |node| self.child(*node))
    }

    /// The schema that must not hold.
    pub fn none_of(self) -> Option<Self> {
        self.facts.not.map(|node| self.child(node))
    }

    /// The schema below a path of property names, items being passed by `[]`.
    pub fn at(self, path: &[&str]) -> Option<Self> {
        path.iter().try_fold(self, |schema, step| match *step {
            "[]" => schema.items(),
            name => schema.property(name).or_else(|| schema.additional()),
        })
    }

    fn child(self, node: u32) -> Self {
        Self::new(self.table, node)
    }
}

impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.table, other.table) && self.node == other.node
    }
}

impl Eq for Schema {}

impl Hash for Schema {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Equal nodes have equal numbers; those of another table may too.
        self.node.hash(state);
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Schema({})", self.node)
    }
}

/// What a schema node says, apart from its children. The names are those of
/// `OpenAPI` or of the Kubernetes extension, shortened.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a keyword of its own"
)]
pub struct Facts {
    /// The type of the value. `None` is any, or see `int_or_string`.
    #[serde(rename = "type")]
    pub kind: Option<Type>,
    /// What a string or number must look like, such as `date-time` or `int32`.
    pub format: Option<&'static str>,
    /// `null` is a value.
    pub nullable: bool,
    /// An integer or a string.
    pub int_or_string: bool,
    /// Unknown fields are kept.
    pub preserve: bool,
    /// The object is one with `apiVersion`, `kind` and `metadata`.
    pub embedded: bool,
    /// The values that are allowed; empty for all.
    #[serde(rename = "enum")]
    pub choices: Box<[Box<str>]>,
    /// The regular expression that a string must match.
    pub pattern: Option<Pattern>,
    /// The least number of characters.
    pub min_length: Option<u64>,
    /// The greatest number of characters.
    pub max_length: Option<u64>,
    /// The least number.
    pub minimum: Option<f64>,
    /// The greatest number.
    pub maximum: Option<f64>,
    /// The least number is itself not allowed.
    pub exclusive_minimum: bool,
    /// The greatest number is itself not allowed.
    pub exclusive_maximum: bool,
    /// The number is a multiple of this.
    pub multiple_of: Option<f64>,
    /// The least number of items.
    pub min_items: Option<u64>,
    /// The greatest number of items.
    pub max_items: Option<u64>,
    /// No two items are equal.
    pub unique_items: bool,
    /// The least number of entries.
    pub min_properties: Option<u64>,
    /// The greatest number of entries.
    pub max_properties: Option<u64>,
    /// The properties that must be there.
    pub required: Box<[&'static str]>,
    /// What the server puts where nothing is written.
    pub default: Option<Value>,
    /// What makes the items of a list one of a kind.
    pub list: Option<List>,
    /// The properties that tell the items of a list apart. For built-in kinds
    /// they are what a strategic merge patch goes by, and not checked.
    pub keys: Box<[&'static str]>,
    /// The rules in the Common Expression Language.
    pub rules: Box<[Rule]>,
    any_of: Box<[u32]>,
    not: Option<u32>,
    items: Option<u32>,
    additional: Option<u32>,
    #[serde(deserialize_with = "properties")]
    properties: Properties,
}

impl Facts {
    /// Whether the value is a quantity of Kubernetes.
    pub fn is_quantity(&self) -> bool {
        let pattern = self.pattern.as_ref();
        self.int_or_string && pattern.is_some_and(Pattern::is_quantity)
    }

    /// Whether there are schemas of which one must hold, or one that must not.
    pub fn has_alternatives(&self) -> bool {
        !self.any_of.is_empty() || self.not.is_some()
    }

    /// Nothing is said: every value will do.
    pub(super) fn none() -> &'static Self {
        static NONE: LazyLock<Facts> = LazyLock::new(Facts::default);
        &NONE
    }
}

/// The type of a value in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// Named properties.
    Object,
    /// Items.
    Array,
    /// A text.
    String,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Boolean,
}

/// What makes the items of a list one of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum List {
    /// The whole item.
    Set,
    /// The keys of the item.
    Map,
}

/// A rule in the Common Expression Language.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// The expression that must be true.
    pub rule: Box<str>,
    /// What the server says when it is not.
    pub message: Option<Box<str>>,
    /// The expression that gives what the server says.
    pub message_expression: Option<Box<str>>,
    /// The reason that the server gives programs.
    pub reason: Option<Box<str>>,
    /// The field at fault, below the node.
    pub field_path: Option<Box<str>>,
    /// The rule is asked for new objects too, `oldSelf` being optional.
    pub optional_old_self: bool,
}

/// Names with the numbers of their nodes, by name.
type Properties = Box<[(&'static str, u32)]>;

/// Reads properties in the order in which they are written, which is by name.
fn properties<'de, D>(source: D) -> Result<Properties, D::Error>
where
    D: Deserializer<'de>,
    'de: 'static,
{
    source.deserialize_map(InOrder)
}

struct InOrder;

impl<'de: 'static> Visitor<'de> for InOrder {
    type Value = Properties;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("names with numbers of nodes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
        let mut properties = Vec::new();
        while let Some(entry) = map.next_entry()? {
            properties.push(entry);
        }
        Ok(properties.into_boxed_slice())
    }
}
