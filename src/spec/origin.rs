//! Where a value comes from: the arena that every resolved value points into.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Which [`Origin`] a value has. The default says that nobody knows.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct OriginId(u32);

impl OriginId {
    /// The origin of a value that nobody wrote down.
    pub const UNKNOWN: Self = Self(0);

    /// The number that stands for the origin in serialized values.
    pub fn as_u32(self) -> u32 {
        self.0
    }

    /// The origin with the number that [`OriginId::as_u32`] gave.
    pub fn from_u32(number: u32) -> Self {
        Self(number)
    }
}

/// Where a value comes from. Ranges are bytes of the text that is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nothing is known.
    Unknown,
    /// The spec says so, here.
    Spec(Range<usize>),
    /// A built-in profile says so, here in its text.
    Profile {
        /// The profile.
        name: &'static str,
        /// The place in the profile's text.
        span: Range<usize>,
    },
    /// The settings that every profile starts from say so, here in their text.
    Builtin(Range<usize>),
    /// Nothing else was asked for; the sentence says why this is good.
    Default(String),
    /// It follows from other values; the sentence says how.
    Derived {
        /// How it follows.
        why: String,
        /// The values it follows from.
        from: Vec<OriginId>,
    },
    /// An entry of `overrides` in the spec says so, here.
    Override(Range<usize>),
}

/// Every origin of a spec's values, by [`OriginId`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    entries: Vec<Origin>,
}

impl Default for Origins {
    fn default() -> Self {
        Self {
            entries: vec![Origin::Unknown],
        }
    }
}

impl Origins {
    /// Notes an origin. A spec has fewer than 2³² values, since its text is
    /// bounded; past that, origins are unknown.
    pub fn add(&mut self, origin: Origin) -> OriginId {
        let Ok(number) = u32::try_from(self.entries.len()) else {
            return OriginId::UNKNOWN;
        };
        self.entries.push(origin);
        OriginId(number)
    }

    /// Notes that a value is a default, and why it is a good one.
    pub fn default_because(&mut self, why: impl Into<String>) -> OriginId {
        self.add(Origin::Default(why.into()))
    }

    /// Notes that a value follows from others, and how.
    pub fn derived(
        &mut self,
        why: impl Into<String>,
        from: impl IntoIterator<Item = OriginId>,
    ) -> OriginId {
        self.add(Origin::Derived {
            why: why.into(),
            from: from.into_iter().collect(),
        })
    }

    /// The origin with the given number.
    pub fn get(&self, id: OriginId) -> &Origin {
        let found = usize::try_from(id.0)
            .ok()
            .and_then(|at| self.entries.get(at));
        found.unwrap_or(&Origin::Unknown)
    }

    /// The place in the spec that a value goes back to, through whatever it was
    /// derived from; the first such place.
    pub fn in_spec(&self, id: OriginId) -> Option<Range<usize>> {
        let mut waiting = vec![id];
        // Origins only point backwards, so this ends.
        while let Some(id) = waiting.pop() {
            match self.get(id) {
                Origin::Spec(span) | Origin::Override(span) => return Some(span.clone()),
                Origin::Derived { from, .. } => waiting.extend(from.iter().rev()),
                Origin::Unknown
                | Origin::Profile { .. }
                | Origin::Builtin(_)
                | Origin::Default(_) => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_value_goes_back_to_the_first_place_in_the_spec() {
        let mut origins = Origins::default();
        let default = origins.default_because("it fits");
        let first = origins.add(Origin::Spec(3..5));
        let second = origins.add(Origin::Spec(7..9));
        let inner = origins.derived("a sum", [default, first]);
        let outer = origins.derived("a share", [inner, second]);
        assert_eq!(origins.in_spec(outer), Some(3..5));
        assert_eq!(origins.in_spec(default), None);
        assert_eq!(origins.in_spec(OriginId::UNKNOWN), None);
    }
}
