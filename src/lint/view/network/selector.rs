//! Label selectors, and whether they match labels of which some are not known.

use crate::lint::slot::{Found, Slot};

/// What is known of one label of a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has<'a> {
    /// The pod does not have it.
    Nothing,
    /// It has this value.
    Value(&'a str),
    /// It has one of these values.
    OneOf(&'static [&'static str]),
    /// It has a value that is not known.
    Something,
    /// Nobody can tell.
    Unknown,
}

impl Has<'_> {
    /// Whether the label is there; nothing where nobody can tell.
    fn is_there(self) -> Option<bool> {
        match self {
            Self::Nothing => Some(false),
            Self::Value(_) | Self::OneOf(_) | Self::Something => Some(true),
            Self::Unknown => None,
        }
    }

    /// Whether the label has one of the values; nothing where nobody can tell.
    fn is_among(self, values: &[&str]) -> Option<bool> {
        match self {
            Self::Nothing => Some(false),
            Self::Value(own) => Some(values.contains(&own)),
            Self::OneOf(own) if own.iter().all(|value| values.contains(value)) => Some(true),
            Self::OneOf(own) if own.iter().all(|value| !values.contains(value)) => Some(false),
            Self::OneOf(_) | Self::Something | Self::Unknown => None,
        }
    }
}

/// Whether a selector matches labels; nothing where nobody can tell.
///
/// A selector without requirements matches everything.
pub fn matches<'a>(selector: Slot<'_>, label: impl Fn(&str) -> Has<'a>) -> Option<bool> {
    match selector.found() {
        Found::Node(node) if node.is_map() => {}
        Found::Absent => return Some(true),
        Found::Node(_) | Found::Unknown => return None,
    }
    let labels = selector.at(&["matchLabels"]);
    let expressions = selector.at(&["matchExpressions"]);
    if labels.is_present().is_none() || expressions.is_present().is_none() {
        return None;
    }
    let equal = labels.entries().map(|(key, value)| {
        let value = value.text().written().flatten();
        match (label(&key), value) {
            (Has::Nothing, _) => Some(false),
            (has, Some(value)) => has.is_among(&[value]),
            (_, None) => None,
        }
    });
    all(equal.chain(expressions.items().map(|item| holds(&item, &label))))
}

/// Whether one expression holds.
fn holds<'a>(expression: &Slot<'_>, label: &impl Fn(&str) -> Has<'a>) -> Option<bool> {
    let has = label(expression.at(&["key"]).text().written()??);
    let values = || -> Option<Vec<&str>> {
        let items = expression.at(&["values"]).items();
        items.map(|item| item.text().written()?).collect()
    };
    match expression.at(&["operator"]).text().written()?? {
        "In" => has.is_among(&values()?),
        "NotIn" => has.is_among(&values()?).map(|among| !among),
        "Exists" => has.is_there(),
        "DoesNotExist" => has.is_there().map(|there| !there),
        _ => None,
    }
}

/// Whether everything holds: surely not, if one thing surely does not.
pub(super) fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut whole = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => whole = None,
            Some(true) => {}
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_of_several_values_matches_all_none_or_perhaps() {
        let role = Has::OneOf(&["primary", "replica"]);
        assert_eq!(role.is_among(&["primary", "replica", "other"]), Some(true));
        assert_eq!(role.is_among(&["primary"]), None);
        assert_eq!(role.is_among(&["other"]), Some(false));
        assert_eq!(Has::Nothing.is_among(&["other"]), Some(false));
        assert_eq!(Has::Unknown.is_there(), None);
    }

    #[test]
    fn one_sure_no_outweighs_what_nobody_knows() {
        assert_eq!(all([None, Some(false)].into_iter()), Some(false));
        assert_eq!(all([Some(true), None].into_iter()), None);
        assert_eq!(all([Some(true)].into_iter()), Some(true));
    }
}
