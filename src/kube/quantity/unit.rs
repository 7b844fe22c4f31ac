//! The units behind a number, and the canonical form that follows from them.

use super::decimal::Decimal;

/// The suffixes and their powers, of two first.
const BINARY: &[(&str, u32)] = &[
    ("Ki", 10),
    ("Mi", 20),
    ("Gi", 30),
    ("Ti", 40),
    ("Pi", 50),
    ("Ei", 60),
];
const DECIMAL: &[(&str, i64)] = &[
    ("n", -9),
    ("u", -6),
    ("m", -3),
    ("", 0),
    ("k", 3),
    ("M", 6),
    ("G", 9),
    ("T", 12),
    ("P", 15),
    ("E", 18),
];

/// No quantity is finer than this power of ten; what is, is rounded up to it.
pub(super) const NANO: i64 = -9;

/// How the canonical form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// `1536Mi`.
    Binary,
    /// `1500m`.
    Decimal,
    /// `1500e-3`.
    Exponent,
}

/// What stands behind the number.
#[derive(Clone, Copy)]
pub(super) enum Unit {
    /// A power of two.
    Binary(u32),
    /// A power of ten with a letter, or none.
    Decimal(i64),
    /// A power of ten written as one.
    Exponent(i64),
}

impl Unit {
    pub(super) fn parse(suffix: &str) -> Option<Self> {
        if let Some((_, power)) = DECIMAL.iter().find(|(name, _)| *name == suffix) {
            return Some(Self::Decimal(*power));
        }
        if let Some((_, power)) = BINARY.iter().find(|(name, _)| *name == suffix) {
            return Some(Self::Binary(*power));
        }
        let exponent: i64 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
        // The exponent is kept in 32 bits, whatever does not fit falls off.
        let low = exponent.rem_euclid(1 << 32);
        Some(Self::Exponent(if low < 1 << 31 {
            low
        } else {
            low - (1 << 32)
        }))
    }

    /// Whether a number without digits takes the path that refuses it.
    pub(super) fn is_slow(self) -> bool {
        match self {
            Self::Binary(power) => power >= 50,
            Self::Decimal(power) | Self::Exponent(power) => power < NANO,
        }
    }

    pub(super) fn of(self, number: &Decimal) -> Decimal {
        match self {
            Self::Binary(power) => number.times(1 << power),
            Self::Decimal(power) | Self::Exponent(power) => number.clone().shifted(power),
        }
    }

    pub(super) fn notation(self) -> Notation {
        match self {
            Self::Binary(_) => Notation::Binary,
            Self::Decimal(_) => Notation::Decimal,
            Self::Exponent(_) => Notation::Exponent,
        }
    }
}

/// Applies the limits: nothing finer than a nano unit, and nothing larger than
/// 64 bits in binary notation, which is also not used below one.
pub(super) fn bounded(amount: &Decimal, notation: Notation) -> (Decimal, Notation) {
    let amount = amount.rounded_up(NANO);
    match notation {
        Notation::Decimal | Notation::Exponent => (amount, notation),
        Notation::Binary if amount < Decimal::from_integer(1) => (amount, Notation::Decimal),
        Notation::Binary => {
            let largest = Decimal::from_integer(i64::MAX.unsigned_abs().into());
            (amount.min(largest), notation)
        }
    }
}

/// Writes an amount in its canonical form, without its sign.
pub(super) fn canonical(amount: &Decimal, notation: Notation) -> String {
    if amount.is_zero() {
        return "0".to_owned();
    }
    match notation {
        Notation::Binary if amount.is_whole() && *amount >= Decimal::from_integer(1024) => {
            canonical_binary(amount.to_integer(0).unwrap_or(i128::MAX))
        }
        Notation::Binary | Notation::Decimal => canonical_decimal(amount),
        Notation::Exponent => match amount.by_thousands() {
            (digits, 0) => digits,
            (digits, exponent) => format!("{digits}e{exponent}"),
        },
    }
}

fn canonical_binary(mut amount: i128) -> String {
    let mut suffix = "";
    for (name, _) in BINARY {
        if amount % 1024 != 0 {
            break;
        }
        amount /= 1024;
        suffix = name;
    }
    format!("{amount}{suffix}")
}

fn canonical_decimal(amount: &Decimal) -> String {
    let (mut digits, mut exponent) = amount.by_thousands();
    while exponent > 18 {
        digits.push_str("000");
        exponent -= 3;
    }
    let suffix = DECIMAL
        .iter()
        .find(|(_, power)| *power == exponent)
        .map_or("", |(name, _)| name);
    format!("{digits}{suffix}")
}

/// The binary unit that people mean who write `GB`, `gi` or `K`.
pub(super) fn similar(unit: &str) -> Option<&'static str> {
    let plain = unit.trim().to_ascii_lowercase();
    let plain = plain.strip_suffix('b').unwrap_or(&plain);
    let letter = plain.strip_suffix('i').unwrap_or(plain);
    BINARY.iter().map(|(name, _)| *name).find(|name| {
        name.strip_suffix('i')
            .is_some_and(|first| first.eq_ignore_ascii_case(letter))
    })
}
