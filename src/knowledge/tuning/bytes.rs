//! Amounts of memory and storage in the arithmetic of the formulas.

use std::fmt;

use crate::kube::Quantity;

/// A number of bytes. PostgreSQL's text of it is [`Bytes::setting`], that for
/// people and Kubernetes its [`fmt::Display`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[must_use]
pub struct Bytes(pub u64);

const KB: u64 = 1 << 10;
const MB: u64 = 1 << 20;
const GB: u64 = 1 << 30;

impl Bytes {
    /// So many kilobytes of 1024 bytes.
    pub const fn kb(count: u64) -> Self {
        Self(count.saturating_mul(KB))
    }

    /// So many megabytes.
    pub const fn mb(count: u64) -> Self {
        Self(count.saturating_mul(MB))
    }

    /// So many gigabytes.
    pub const fn gb(count: u64) -> Self {
        Self(count.saturating_mul(GB))
    }

    /// The whole kilobytes in it.
    pub const fn whole_kb(self) -> u64 {
        self.0 / KB
    }

    /// The value of a parameter: in whole GB, else in whole MB, else in kB
    /// rounded down.
    pub fn setting(self) -> String {
        match self.0 {
            bytes if bytes >= GB && bytes.is_multiple_of(GB) => format!("{}GB", bytes / GB),
            bytes if bytes >= MB && bytes.is_multiple_of(MB) => format!("{}MB", bytes / MB),
            bytes => format!("{}kB", bytes / KB),
        }
    }

    /// A fraction of it, rounded down to a kilobyte.
    pub const fn part(self, parts: u64, of: u64) -> Self {
        let whole = self.whole_kb();
        Self::kb(match whole.checked_mul(parts) {
            Some(product) => product / of,
            None => (whole / of).saturating_mul(parts),
        })
    }

    /// It without another amount; nothing where that is larger.
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// It together with another amount.
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// So many times it.
    pub const fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(count))
    }

    /// Rounded down to whole megabytes, where it has one.
    pub const fn whole_mb(self) -> Self {
        if self.0 < MB {
            self
        } else {
            Self(self.0 / MB * MB)
        }
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Quantity::from_bytes(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_written_in_the_largest_unit_that_divides_it() {
        assert_eq!(Bytes::gb(2).setting(), "2GB");
        assert_eq!(Bytes::mb(1536).setting(), "1536MB");
        assert_eq!(Bytes(1_049_000).setting(), "1024kB");
        assert_eq!(Bytes::kb(1966).setting(), "1966kB");
        assert_eq!(Bytes::gb(4).to_string(), "4Gi");
    }

    #[test]
    fn arithmetic_neither_overflows_nor_goes_below_nothing() {
        assert_eq!(Bytes(1).minus(Bytes(2)), Bytes(0));
        assert_eq!(Bytes(u64::MAX).plus(Bytes(1)), Bytes(u64::MAX));
        assert_eq!(
            Bytes(u64::MAX).part(3, 4).whole_kb(),
            (u64::MAX / 1024) / 4 * 3 + 2
        );
        assert_eq!(Bytes::gb(4).part(1, 4), Bytes::gb(1));
    }
}
