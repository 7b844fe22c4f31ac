//! Decimal numbers of any length, as far as quantities need them.

use std::cmp::Ordering;

/// A number that is zero or more: `digits` × 10^`exponent`.
///
/// Kept without leading or trailing zeros, so that equal numbers are equal
/// fields and an exponent of a million costs nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Decimal {
    /// ASCII digits; none of them for zero.
    digits: String,
    /// The power of ten of the last digit; 0 for zero.
    exponent: i64,
}

impl Decimal {
    /// The number whose digits, before and after its point, are these.
    pub(super) fn new(whole: &str, fraction: &str) -> Self {
        let places = i64::try_from(fraction.len()).unwrap_or(i64::MAX);
        Self::trimmed(&format!("{whole}{fraction}"), -places)
    }

    /// A whole number.
    pub(super) fn from_integer(value: u128) -> Self {
        Self::trimmed(&value.to_string(), 0)
    }

    fn trimmed(digits: &str, exponent: i64) -> Self {
        let digits = digits.trim_start_matches('0');
        let kept = digits.trim_end_matches('0');
        if kept.is_empty() {
            return Self {
                digits: String::new(),
                exponent: 0,
            };
        }
        let zeros = i64::try_from(digits.len() - kept.len()).unwrap_or(i64::MAX);
        let exponent = exponent.saturating_add(zeros);
        Self {
            digits: kept.to_owned(),
            exponent,
        }
    }

    /// Whether this is zero.
    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// This number times 10^`power`.
    pub(super) fn shifted(mut self, power: i64) -> Self {
        if !self.is_zero() {
            self.exponent = self.exponent.saturating_add(power);
        }
        self
    }

    /// This number times `factor`.
    pub(super) fn times(&self, factor: u64) -> Self {
        let mut carry: u128 = 0;
        let mut reversed: Vec<u8> = Vec::with_capacity(self.digits.len() + 20);
        for digit in self.digits.bytes().rev() {
            carry += u128::from(digit - b'0') * u128::from(factor);
            reversed.push(last_digit(carry));
            carry /= 10;
        }
        while carry > 0 {
            reversed.push(last_digit(carry));
            carry /= 10;
        }
        let digits: String = reversed.into_iter().rev().map(char::from).collect();
        Self::trimmed(&digits, self.exponent)
    }

    /// This number, rounded up to a multiple of 10^`exponent`.
    pub(super) fn rounded_up(&self, exponent: i64) -> Self {
        if self.exponent >= exponent {
            return self.clone();
        }
        let dropped = usize::try_from(exponent.saturating_sub(self.exponent)).unwrap_or(usize::MAX);
        let kept = self.digits.len().saturating_sub(dropped);
        let kept = self.digits.get(..kept).unwrap_or_default();
        // What is dropped ends in a digit that is not zero: it always counts.
        Self::trimmed(&incremented(kept), exponent)
    }

    /// The digits and the power of ten of the last one, the power being a
    /// multiple of three, as few digits as that allows.
    pub(super) fn by_thousands(&self) -> (String, i64) {
        let zeros = self.exponent.rem_euclid(3);
        let zeros_text = "0".repeat(usize::try_from(zeros).unwrap_or_default());
        (
            format!("{}{zeros_text}", self.digits),
            self.exponent - zeros,
        )
    }

    /// This number times 10^`power`, rounded up to an integer, if it fits.
    pub(super) fn to_integer(&self, power: i64) -> Option<i128> {
        let whole = self.clone().shifted(power).rounded_up(0);
        let mut value: i128 = if whole.is_zero() {
            0
        } else {
            whole.digits.parse().ok()?
        };
        // A number that is not zero outgrows 128 bits within 38 steps.
        for _ in 0..whole.exponent {
            value = value.checked_mul(10)?;
        }
        Some(value)
    }

    /// Whether this is a whole number.
    pub(super) fn is_whole(&self) -> bool {
        self.exponent >= 0
    }

    /// The power of ten of the first digit, plus one.
    fn magnitude(&self) -> i64 {
        let length = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        self.exponent.saturating_add(length)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            // Without trailing zeros, digits of one magnitude order as text.
            (false, false) => self
                .magnitude()
                .cmp(&other.magnitude())
                .then_with(|| self.digits.cmp(&other.digits)),
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The last decimal digit of a number, in ASCII.
fn last_digit(number: u128) -> u8 {
    u8::try_from(number % 10).unwrap_or_default() + b'0'
}

/// The digits of the next whole number.
fn incremented(digits: &str) -> String {
    let kept = digits.trim_end_matches('9');
    let nines = digits.len() - kept.len();
    let mut next: Vec<u8> = kept.bytes().collect();
    match next.last_mut() {
        Some(last) => *last += 1,
        None => next.push(b'1'),
    }
    next.extend(std::iter::repeat_n(b'0', nines));
    next.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_goes_up_and_carries() {
        let rounded = |whole, fraction| Decimal::new(whole, fraction).rounded_up(0).to_integer(0);
        assert_eq!(rounded("999", "001"), Some(1000));
        assert_eq!(rounded("0", "0000000000001"), Some(1));
        assert_eq!(rounded("12", ""), Some(12));
        assert_eq!(rounded("0", "0"), Some(0));
    }

    #[test]
    fn products_are_exact() {
        let number = Decimal::new("12345678901234567890123", "5");
        let expected = Decimal::new("227737579084496056114112814710391668736", "");
        assert_eq!(number.times(1 << 60).cmp(&expected), Ordering::Greater);
        assert_eq!(
            Decimal::new("1", "5").times(1 << 30).to_integer(0),
            Some(1_610_612_736)
        );
        assert!(Decimal::new("0", "").times(7).is_zero());
    }

    #[test]
    fn a_huge_exponent_costs_nothing() {
        let huge = Decimal::new("1", "").shifted(2_000_000_000);
        assert_eq!(huge.to_integer(0), None);
        assert!(Decimal::new("9", "").shifted(-2_000_000_000).rounded_up(-9) < huge);
    }
}
