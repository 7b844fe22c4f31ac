//! Trees that can be changed and written: what rendering patches and emits.

/// A YAML value of one's own: ordered, with comments, and with a number for
/// where each part comes from.
///
/// Two trees are equal if Kubernetes sees the same value: the order of keys,
/// comments and origins do not count.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The value.
    pub content: Content,
    /// Where it comes from, in the caller's terms; 0 is nowhere.
    pub origin: u32,
    /// Comments above, one string a line, without the `#`.
    pub above: Vec<String>,
    /// Comments below the last entry or item, of the root only.
    pub below: Vec<String>,
}

/// A value.
#[derive(Clone, Debug, Default)]
pub enum Content {
    /// `null`
    #[default]
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Str(String),
    /// A plain scalar that is written as it stands: one with a placeholder.
    Plain(String),
    /// A mapping; no key stands twice.
    Map(Vec<Field>),
    /// A sequence.
    Seq(Vec<Tree>),
}

/// An entry of a mapping. Comments above it are those of its value.
#[derive(Clone, Debug)]
pub struct Field {
    /// The key.
    pub key: String,
    /// Where the key comes from; 0 is nowhere.
    pub origin: u32,
    /// The value.
    pub value: Tree,
}

impl Tree {
    /// An empty mapping.
    pub fn map() -> Self {
        Content::Map(Vec::new()).into()
    }

    /// An empty sequence.
    pub fn seq() -> Self {
        Content::Seq(Vec::new()).into()
    }

    /// The same, from somewhere.
    #[must_use]
    pub fn with_origin(mut self, origin: u32) -> Self {
        self.origin = origin;
        self
    }

    /// The fields of a mapping; of others none.
    pub fn fields(&self) -> &[Field] {
        let Content::Map(fields) = &self.content else {
            return &[];
        };
        fields
    }

    /// The items of a sequence; of others none.
    pub fn items(&self) -> &[Self] {
        let Content::Seq(items) = &self.content else {
            return &[];
        };
        items
    }

    /// The fields of a mapping, to change.
    pub fn fields_mut(&mut self) -> Option<&mut Vec<Field>> {
        let Content::Map(fields) = &mut self.content else {
            return None;
        };
        Some(fields)
    }

    /// The items of a sequence, to change.
    pub fn items_mut(&mut self) -> Option<&mut Vec<Self>> {
        let Content::Seq(items) = &mut self.content else {
            return None;
        };
        Some(items)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let field = self.fields().iter().find(|field| field.key == key)?;
        Some(&field.value)
    }

    /// The value of a key, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        let fields = self.fields_mut()?;
        let field = fields.iter_mut().find(|field| field.key == key)?;
        Some(&mut field.value)
    }

    /// The text, if it is text.
    pub fn as_str(&self) -> Option<&str> {
        let Content::Str(text) = &self.content else {
            return None;
        };
        Some(text)
    }

    /// The value at the end of a path of keys.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |tree, key| tree.get(key))
    }

    /// Sets the value of a key, which becomes the last if it is new. What is not
    /// a mapping becomes one. Gives back what was there.
    pub fn insert(&mut self, key: &str, value: Self) -> Option<Self> {
        if let Some(old) = self.get_mut(key) {
            return Some(std::mem::replace(old, value));
        }
        let field = Field {
            key: key.to_owned(),
            origin: value.origin,
            value,
        };
        match self.fields_mut() {
            Some(fields) => fields.push(field),
            None => self.content = Content::Map(vec![field]),
        }
        None
    }

    /// Takes the value of a key out.
    pub fn remove(&mut self, key: &str) -> Option<Self> {
        let fields = self.fields_mut()?;
        let place = fields.iter().position(|field| field.key == key)?;
        Some(fields.remove(place).value)
    }
}

impl From<Content> for Tree {
    fn from(content: Content) -> Self {
        Self {
            content,
            ..Self::default()
        }
    }
}

impl From<&str> for Tree {
    fn from(text: &str) -> Self {
        Content::Str(text.to_owned()).into()
    }
}

impl From<String> for Tree {
    fn from(text: String) -> Self {
        Content::Str(text).into()
    }
}

impl From<bool> for Tree {
    fn from(value: bool) -> Self {
        Content::Bool(value).into()
    }
}

impl From<i64> for Tree {
    fn from(value: i64) -> Self {
        Content::Int(value).into()
    }
}

impl FromIterator<Tree> for Tree {
    fn from_iter<I: IntoIterator<Item = Self>>(items: I) -> Self {
        Content::Seq(items.into_iter().collect()).into()
    }
}

impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Content::Null, Content::Null) => true,
            (Content::Bool(one), Content::Bool(other)) => one == other,
            (Content::Int(one), Content::Int(other)) => one == other,
            (Content::Float(one), Content::Float(other)) => one.total_cmp(other).is_eq(),
            (Content::Str(one), Content::Str(other))
            | (Content::Plain(one), Content::Plain(other)) => one == other,
            (Content::Seq(one), Content::Seq(other)) => one == other,
            (Content::Map(one), Content::Map(others)) => {
                one.len() == others.len()
                    && one.iter().zip(others).all(|(field, beside)| {
                        let same = beside.key == field.key;
                        let matching = if same {
                            Some(&beside.value)
                        } else {
                            other.get(&field.key)
                        };
                        matching == Some(&field.value)
                    })
            }
            _ => false,
        }
    }
}
