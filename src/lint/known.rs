//! What a field says: a value, the default, or nothing that anybody can tell.

use super::slot::Slot;

/// What a field says.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a, T> {
    pub(super) slot: Slot<'a>,
    pub(super) state: State<T>,
}

/// Where the value comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum State<T> {
    /// It is written.
    Set(T),
    /// Nothing is, and this holds.
    Default(T),
    /// Nobody can tell.
    Unknown,
}

impl<'a, T> Known<'a, T> {
    /// The field that says it.
    pub fn slot(&self) -> Slot<'a> {
        self.slot
    }

    /// The value that holds: what is written, or the default.
    pub fn value(self) -> Option<T> {
        match self.state {
            State::Set(value) | State::Default(value) => Some(value),
            State::Unknown => None,
        }
    }

    /// The value that is written.
    pub fn written(self) -> Option<T> {
        match self.state {
            State::Set(value) => Some(value),
            State::Default(_) | State::Unknown => None,
        }
    }

    /// Whether nothing is written, so that the default holds.
    pub fn is_default(&self) -> bool {
        matches!(self.state, State::Default(_))
    }

    /// Whether nobody can tell.
    pub fn is_unknown(&self) -> bool {
        matches!(self.state, State::Unknown)
    }

    /// What `change` makes of the value, at the same field.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Known<'a, U> {
        let state = match self.state {
            State::Set(value) => State::Set(change(value)),
            State::Default(value) => State::Default(change(value)),
            State::Unknown => State::Unknown,
        };
        Known {
            slot: self.slot,
            state,
        }
    }
}
