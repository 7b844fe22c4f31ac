//! Why a value is none for its parameter.

/// Why a server refuses a value, worded to follow the parameter's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The parameter tells about the server and cannot be set.
    #[error("it cannot be set")]
    ReadOnly,
    /// A boolean is expected.
    #[error("`{0}` is neither true nor false")]
    NotBool(String),
    /// A number is expected.
    #[error("`{0}` is not a number")]
    NotNumber(String),
    /// What follows the number is no unit of this parameter.
    #[error("`{unit}` is not a unit of it")]
    Unit {
        /// What stands where the unit belongs.
        unit: String,
        /// The units that it takes; none for a bare number.
        allowed: &'static [&'static str],
        /// The unit that was probably meant.
        meant: Option<&'static str>,
    },
    /// The number does not fit 32 bits.
    #[error("`{0}` exceeds the range of a 32-bit integer")]
    TooLarge(String),
    /// The number is outside the parameter's range.
    #[error("{value} is outside {min} to {max}")]
    OutOfRange {
        /// The value in the parameter's unit, after rounding.
        value: String,
        /// The smallest value, with the unit.
        min: String,
        /// The largest value, with the unit.
        max: String,
    },
    /// The text is none of the parameter's values.
    #[error("`{value}` is not one of its values")]
    NotOneOf {
        /// The value, or the item of a list, that was found.
        value: String,
        /// The values that it takes.
        allowed: Vec<&'static str>,
    },
    /// The text does not follow the parameter's own grammar.
    #[error("{0}")]
    Grammar(String),
}

impl Reason {
    /// What to write instead, as an imperative, where that can be said.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::ReadOnly => Some("remove it".to_owned()),
            Self::NotBool(_) => Some("write `on` or `off`".to_owned()),
            Self::Unit { allowed: [], .. } => Some("write a number without a unit".to_owned()),
            Self::Unit {
                meant: Some(meant), ..
            } => Some(format!("write `{meant}`; units are case-sensitive")),
            Self::Unit { allowed, .. } => Some(format!("use one of {}", quoted(allowed))),
            Self::NotOneOf { allowed, .. } => Some(format!("use one of {}", quoted(allowed))),
            Self::OutOfRange { .. } | Self::TooLarge(_) | Self::NotNumber(_) | Self::Grammar(_) => {
                None
            }
        }
    }
}

/// The words in backticks, separated by commas.
fn quoted(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
