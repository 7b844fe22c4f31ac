//! What the grammars of names have in common.

/// A kind of name: how long it is, and which characters stand where.
pub(super) struct Grammar {
    /// What such a name is called.
    pub(super) what: &'static str,
    /// The most bytes.
    pub(super) max: usize,
    /// Whether it may be empty.
    pub(super) empty: bool,
    /// Which characters it may begin with.
    pub(super) first: fn(char) -> bool,
    /// Which characters it may have.
    pub(super) inner: fn(char) -> bool,
    /// Which characters it may end in.
    pub(super) last: fn(char) -> bool,
    /// What stands for a character that it may not have.
    pub(super) filler: char,
    /// The above, in words.
    pub(super) allowed: &'static str,
}

/// Why a text is not a name of its kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// There is no text.
    #[error("a {what} is not empty")]
    Empty {
        /// The kind of name.
        what: &'static str,
    },
    /// It is too long.
    #[error("{max} characters are allowed in a {what}, not {found}")]
    Length {
        /// The kind of name.
        what: &'static str,
        /// The most that are allowed.
        max: usize,
        /// How many there are.
        found: usize,
    },
    /// A character cannot stand where it does.
    #[error("`{text}` is not a {what}: {place}")]
    Character {
        /// The kind of name.
        what: &'static str,
        /// What was written.
        text: String,
        /// The character and where it stands.
        place: String,
        /// What is allowed, in words.
        allowed: &'static str,
        /// A name that is allowed and looks like it.
        similar: Option<String>,
    },
    /// Somebody else has it.
    #[error("the {what} `{text}` is reserved")]
    Reserved {
        /// The kind of name.
        what: &'static str,
        /// What was written.
        text: String,
        /// Who has it.
        by: &'static str,
    },
}

impl NameError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Empty { what } => format!("name the {what}"),
            Self::Length { found, max, .. } => {
                format!("shorten it by {}", plural(found.saturating_sub(*max)))
            }
            Self::Character {
                similar: Some(similar),
                ..
            } => format!("write `{similar}`"),
            Self::Character { allowed, .. } => format!("use {allowed}"),
            Self::Reserved { by, .. } => format!("choose another name; {by} has this one"),
        }
    }
}

fn plural(characters: usize) -> String {
    match characters {
        1 => "1 character".to_owned(),
        more => format!("{more} characters"),
    }
}

impl Grammar {
    /// Checks a text.
    pub(super) fn check(&self, text: &str) -> Result<(), NameError> {
        let Self {
            what, max, empty, ..
        } = *self;
        let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else {
            return if empty {
                Ok(())
            } else {
                Err(NameError::Empty { what })
            };
        };
        if let Some(found) = text.chars().find(|c| !(self.inner)(*c)) {
            return Err(self.character(text, format!("{} is not allowed", shown(found))));
        }
        if !(self.first)(first) {
            return Err(self.character(text, format!("it begins with {}", shown(first))));
        }
        if !(self.last)(last) {
            return Err(self.character(text, format!("it ends in {}", shown(last))));
        }
        if text.len() > max {
            return Err(NameError::Length {
                what,
                max,
                found: text.len(),
            });
        }
        Ok(())
    }

    /// A text that is wrong because of where its points stand.
    pub(super) fn dots(&self, text: &str) -> NameError {
        self.character(text, "a point stands where none may".to_owned())
    }

    /// A text with a character that cannot stand where it does.
    pub(super) fn character(&self, text: &str, place: String) -> NameError {
        NameError::Character {
            what: self.what,
            text: text.escape_debug().to_string(),
            place,
            allowed: self.allowed,
            similar: self.similar(text).filter(|similar| similar != text),
        }
    }

    /// The text in lower case, with other characters for those not allowed, if
    /// that is a name.
    fn similar(&self, text: &str) -> Option<String> {
        let plain = |c: char| if (self.inner)(c) { c } else { self.filler };
        let similar: String = text.trim().to_lowercase().chars().map(plain).collect();
        let similar = similar.trim_matches(self.filler);
        let fits = |c: char| (self.inner)(c) && c.is_ascii_alphanumeric();
        let named = similar.chars().any(fits)
            && similar.chars().all(self.inner)
            && similar.starts_with(self.first)
            && similar.ends_with(self.last)
            && similar.len() <= self.max
            && !["..", ".-", "-."].iter().any(|pair| similar.contains(pair));
        named.then(|| similar.to_owned())
    }
}

/// A character as a message names it.
fn shown(c: char) -> String {
    match c {
        ' ' => "a blank".to_owned(),
        '`' => "a backtick".to_owned(),
        other => format!("`{}`", other.escape_debug()),
    }
}
