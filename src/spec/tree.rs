//! The spec's text as a tree: every key and value with its place.

use std::ops::Range;

/// A node of the spec's text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tree {
    /// The bytes of the value.
    pub(super) span: Range<usize>,
    /// What stands there.
    pub(super) content: Content,
}

/// What stands at a node.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// Nothing, or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Number(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// A map, in the order of the text.
    Map(Vec<Entry>),
}

/// An entry of a map.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// The key.
    pub(super) key: String,
    /// The bytes of the key.
    pub(super) key_span: Range<usize>,
    /// The value.
    pub(super) value: Tree,
}

impl Tree {
    /// The value of a map at a key; the first if it is there twice.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a map at a key; the first if it is there twice.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value under several keys, one below the other.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |tree, key| tree.get(key))
    }

    /// The entries of a map; none of anything else.
    pub(super) fn entries(&self) -> &[Entry] {
        match &self.content {
            Content::Map(entries) => entries,
            Content::Null
            | Content::Bool(_)
            | Content::Integer(_)
            | Content::Number(_)
            | Content::Text(_)
            | Content::List(_) => &[],
        }
    }

    /// The values of the map at a key, to be changed.
    pub(super) fn entries_mut(&mut self, key: &str) -> impl Iterator<Item = &mut Self> {
        let entries = match &mut self.content {
            Content::Map(entries) => entries.as_mut_slice(),
            Content::Null
            | Content::Bool(_)
            | Content::Integer(_)
            | Content::Number(_)
            | Content::Text(_)
            | Content::List(_) => &mut [],
        };
        let found = entries.iter_mut().find(|entry| entry.key == key);
        let inner = match found.map(|entry| &mut entry.value.content) {
            Some(Content::Map(entries)) => entries.as_mut_slice(),
            _ => &mut [],
        };
        inner.iter_mut().map(|entry| &mut entry.value)
    }

    /// The items of a list; none of anything else.
    pub(super) fn items(&self) -> &[Self] {
        match &self.content {
            Content::List(items) => items,
            Content::Null
            | Content::Bool(_)
            | Content::Integer(_)
            | Content::Number(_)
            | Content::Text(_)
            | Content::Map(_) => &[],
        }
    }

    /// The text, if it is text.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Null
            | Content::Bool(_)
            | Content::Integer(_)
            | Content::Number(_)
            | Content::List(_)
            | Content::Map(_) => None,
        }
    }
}

impl Content {
    /// What a scalar without quotes stands for: the core schema of YAML 1.2, but
    /// for numbers that another reader takes for octal, hexadecimal or infinite,
    /// which stay text. `yes`, `no`, `on` and `off` are text too.
    pub(super) fn plain(text: &str) -> Self {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => Self::Null,
            "true" | "True" | "TRUE" => Self::Bool(true),
            "false" | "False" | "FALSE" => Self::Bool(false),
            _ => Self::numeral(text).unwrap_or_else(|| Self::Text(text.to_owned())),
        }
    }

    fn numeral(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (unsigned, None),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        let power = exponent.map(|text| text.strip_prefix(['-', '+']).unwrap_or(text));
        let sound = digits(whole)
            && digits(fraction.unwrap_or_default())
            && (!whole.is_empty() || fraction.is_some_and(|digits| !digits.is_empty()))
            && power.is_none_or(|power| !power.is_empty() && digits(power));
        let octal = 1 < whole.len() && whole.starts_with('0');
        if !sound || octal {
            return None;
        }
        if fraction.is_none()
            && exponent.is_none()
            && let Ok(integer) = text.parse()
        {
            return Some(Self::Integer(integer));
        }
        let number: f64 = text.parse().ok()?;
        number.is_finite().then_some(Self::Number(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_read_as_yaml_1_2_has_them() {
        for text in ["", "~", "null"] {
            assert_eq!(Content::plain(text), Content::Null, "{text}");
        }
        assert_eq!(Content::plain("true"), Content::Bool(true));
        assert_eq!(Content::plain("-18"), Content::Integer(-18));
        assert_eq!(Content::plain("+0"), Content::Integer(0));
        assert_eq!(Content::plain("1.30"), Content::Number(1.3));
        assert_eq!(Content::plain(".5"), Content::Number(0.5));
        assert_eq!(Content::plain("2e3"), Content::Number(2000.0));
        assert_eq!(
            Content::plain("99999999999999999999"),
            Content::Number(1e20)
        );
    }

    #[test]
    fn what_readers_disagree_about_stays_text() {
        for text in [
            "yes", "off", "0777", "0x1f", "0o17", "1_000", "1:30", ".inf", ".nan", ".", "-", "1e",
            "e3", "1.2.3", "30d", "1e999",
        ] {
            assert_eq!(
                Content::plain(text),
                Content::Text(text.to_owned()),
                "{text}"
            );
        }
    }
}
