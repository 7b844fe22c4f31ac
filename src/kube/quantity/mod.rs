//! Amounts of memory, storage and CPU: Kubernetes' `resource.Quantity`.
//!
//! What is accepted, the value and the canonical form are those of
//! `k8s.io/apimachinery/pkg/api/resource` v0.37.0, recorded in
//! `tests/data/quantities.tsv`. One thing differs on purpose: from 1000E on, it
//! drops the suffix that it has no letter for and prints another amount.

mod decimal;
mod setting;
#[cfg(test)]
mod tests;
mod unit;

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use self::decimal::Decimal;
use self::unit::{NANO, Notation, Unit};
use super::text::text_type;

/// An amount of a resource, as Kubernetes reads it.
///
/// Quantities are equal, ordered and hashed by amount: `1Gi` is `1024Mi`.
#[derive(Clone, Debug)]
pub struct Quantity {
    negative: bool,
    amount: Decimal,
    notation: Notation,
    /// The canonical form.
    text: String,
}

/// Why a text is not a quantity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// There is no text.
    #[error("an empty text is not a quantity")]
    Empty,
    /// It does not begin with a number.
    #[error("`{text}` is not a quantity: it does not begin with a number")]
    Number {
        /// What was written.
        text: String,
    },
    /// What follows the number is no unit.
    #[error("`{text}` is not a quantity: there is no unit `{unit}`")]
    Unit {
        /// What was written.
        text: String,
        /// The part that was taken for the unit.
        unit: String,
        /// The unit that was probably meant.
        similar: Option<&'static str>,
    },
    /// A spec asks for nothing, or less.
    #[error("`{text}` is not more than zero")]
    NotPositive {
        /// What was written.
        text: String,
    },
}

impl QuantityError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Unit {
                similar: Some(similar),
                ..
            } => format!("write `{similar}`"),
            Self::Empty | Self::Number { .. } | Self::Unit { similar: None, .. } => {
                "write a number with a unit, such as `512Mi`, `20Gi` or `500m`".to_owned()
            }
            Self::NotPositive { .. } => "ask for more than zero".to_owned(),
        }
    }
}

impl Quantity {
    /// Parses a text as `resource.ParseQuantity` does, zero, negative amounts
    /// and its oddities (`Ki` alone is zero) included.
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        if text.is_empty() {
            return Err(QuantityError::Empty);
        }
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, rest) = split_digits(unsigned);
        let (fraction, suffix) = match rest.strip_prefix('.') {
            Some(rest) => split_digits(rest),
            None => ("", rest),
        };
        let number = || QuantityError::Number {
            text: text.to_owned(),
        };
        let digitless = whole.is_empty() && fraction.is_empty();
        let unit = Unit::parse(suffix).ok_or_else(|| {
            if digitless {
                number()
            } else {
                QuantityError::Unit {
                    text: text.to_owned(),
                    unit: suffix.to_owned(),
                    similar: unit::similar(suffix),
                }
            }
        })?;
        // Without a digit its fast path sees a zero, its slow path an error.
        if digitless && unit.is_slow() {
            return Err(number());
        }
        let amount = Decimal::new(whole, fraction);
        Ok(Self::from_parts(
            negative,
            &unit.of(&amount),
            unit.notation(),
        ))
    }

    /// Parses a text as a spec means it: an amount of more than zero.
    pub fn read(text: &str) -> Result<Self, QuantityError> {
        let quantity = Self::parse(text)?;
        if !text.contains(|c: char| c.is_ascii_digit()) {
            return Err(QuantityError::Number {
                text: text.to_owned(),
            });
        }
        if quantity.negative || quantity.is_zero() {
            return Err(QuantityError::NotPositive {
                text: text.to_owned(),
            });
        }
        Ok(quantity)
    }

    /// An amount of bytes, written with binary units.
    pub fn from_bytes(bytes: u64) -> Self {
        Self::from_parts(
            false,
            &Decimal::from_integer(bytes.into()),
            Notation::Binary,
        )
    }

    /// An amount of MiB: `1536Mi`, `2Gi`.
    pub fn from_mebibytes(mebibytes: u64) -> Self {
        let amount = Decimal::from_integer(u128::from(mebibytes) << 20);
        Self::from_parts(false, &amount, Notation::Binary)
    }

    /// An amount of thousandths: `500m`, `2`.
    pub fn from_millis(millis: u64) -> Self {
        let amount = Decimal::from_integer(millis.into()).shifted(-3);
        Self::from_parts(false, &amount, Notation::Decimal)
    }

    fn from_parts(negative: bool, amount: &Decimal, notation: Notation) -> Self {
        let (amount, notation) = unit::bounded(amount, notation);
        let sign = if negative && !amount.is_zero() {
            "-"
        } else {
            ""
        };
        let text = format!("{sign}{}", unit::canonical(&amount, notation));
        Self {
            negative: negative && !amount.is_zero(),
            amount,
            notation,
            text,
        }
    }

    /// The canonical form, which the API server stores.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether this is nothing.
    pub fn is_zero(&self) -> bool {
        self.amount.is_zero()
    }

    /// Whether this is less than nothing.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// The amount in whole units (bytes, cores), rounded away from zero; the
    /// largest there is where it does not fit.
    pub fn bytes(&self) -> i128 {
        self.scaled(0)
    }

    /// The amount in thousandths (millicores), rounded away from zero; the
    /// largest there is where it does not fit.
    pub fn millis(&self) -> i128 {
        self.scaled(3)
    }

    fn scaled(&self, power: i64) -> i128 {
        let value = self.amount.to_integer(power).unwrap_or(i128::MAX);
        if self.negative { -value } else { value }
    }

    /// The sum, in the notation of this quantity (of the other if this is
    /// zero); `None` where 128 bits do not hold it.
    pub fn checked_add(&self, other: &Self) -> Option<Self> {
        let nanos = self.nanos()?.checked_add(other.nanos()?)?;
        let notation = if self.is_zero() {
            other.notation
        } else {
            self.notation
        };
        Some(Self::from_nanos(nanos, notation))
    }

    /// The product; `None` where 128 bits do not hold it.
    pub fn checked_mul(&self, factor: u64) -> Option<Self> {
        let nanos = self.nanos()?.checked_mul(factor.into())?;
        Some(Self::from_nanos(nanos, self.notation))
    }

    fn nanos(&self) -> Option<i128> {
        let nanos = self.amount.to_integer(-NANO)?;
        Some(if self.negative { -nanos } else { nanos })
    }

    fn from_nanos(nanos: i128, notation: Notation) -> Self {
        let amount = Decimal::from_integer(nanos.unsigned_abs()).shifted(NANO);
        Self::from_parts(nanos < 0, &amount, notation)
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.amount.cmp(&other.amount),
            (true, true) => other.amount.cmp(&self.amount),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Quantity {}

impl Hash for Quantity {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.negative.hash(state);
        self.amount.hash(state);
    }
}

text_type!(
    Quantity, QuantityError, of: scalar, format: "quantity",
    about: "An amount as Kubernetes writes it: a number, with a unit such as Mi, Gi, Ti or m (thousandths).",
    examples: ["512Mi", "20Gi", "500m", "2"]
);

/// The leading digits, and what follows them.
fn split_digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}
