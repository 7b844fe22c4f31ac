//! Where in an object the walk is, without a word on the heap until someone asks.

use crate::knowledge::kinds::Schema;

/// A place in an object: the step to it, and the place before.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'p> {
    pub(super) up: Option<&'p At<'p>>,
    pub(super) step: Step<'p>,
    /// The schema of what is there.
    pub(super) schema: Schema,
}

/// A step from a node to one inside.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'p> {
    /// None: the whole object, of this kind.
    Root(&'p str),
    /// A field.
    Field(&'p str),
    /// An item.
    Item(usize),
}

impl<'p> At<'p> {
    /// The place of a whole object.
    pub(super) fn root(kind: &'p str, schema: Schema) -> Self {
        let step = Step::Root(kind);
        Self {
            up: None,
            step,
            schema,
        }
    }

    /// The place of a field.
    pub(super) fn field(&'p self, name: &'p str, schema: Schema) -> Self {
        let step = Step::Field(name);
        Self {
            up: Some(self),
            step,
            schema,
        }
    }

    /// The place of an item.
    pub(super) fn item(&'p self, index: usize, schema: Schema) -> Self {
        let step = Step::Item(index);
        Self {
            up: Some(self),
            step,
            schema,
        }
    }

    /// The path, as the API server writes it: `spec.managed.roles[1].name`.
    pub(super) fn path(&self) -> String {
        let mut path = self.up.map(Self::path).unwrap_or_default();
        match self.step {
            Step::Root(_) => {}
            Step::Field(name) => push_field(&mut path, name),
            Step::Item(index) => path.extend(["[", &index.to_string(), "]"]),
        }
        path
    }

    /// The path of a field here.
    pub(super) fn path_of(&self, name: &str) -> String {
        let mut path = self.path();
        push_field(&mut path, name);
        path
    }

    /// What it is called in a sentence.
    pub(super) fn name(&self) -> String {
        match self.step {
            Step::Root(name) | Step::Field(name) => format!("`{name}`"),
            Step::Item(_) => format!("an item of {}", self.list_name()),
        }
    }

    fn list_name(&self) -> String {
        self.up.map(Self::name).unwrap_or_default()
    }

    /// The places around this one, the nearest first.
    pub(super) fn ancestors(&self) -> impl Iterator<Item = &At<'p>> {
        std::iter::successors(self.up, |at| at.up)
    }
}

/// Adds a field to a path; a name that would read as more than one is in brackets.
fn push_field(path: &mut String, name: &str) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$');
    if name.is_empty() || !name.bytes().all(plain) {
        path.extend(["[", name, "]"]);
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}
