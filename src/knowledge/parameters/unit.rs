//! The units of parameters and how one becomes another.

/// The unit that a bare number of a parameter stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Byte,
    /// Kilobytes of 1024 bytes.
    Kilobyte,
    /// Blocks of 8 kB.
    Block,
    /// Megabytes.
    Megabyte,
    /// Milliseconds.
    Millisecond,
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
}

/// The units of memory, largest first, with their size in bytes.
const MEMORY: [(&str, f64); 5] = [
    ("TB", 1_099_511_627_776.0),
    ("GB", 1_073_741_824.0),
    ("MB", 1_048_576.0),
    ("kB", 1024.0),
    ("B", 1.0),
];

/// The units of time, largest first, with their length in microseconds.
const TIME: [(&str, f64); 6] = [
    ("d", 864e8),
    ("h", 36e8),
    ("min", 6e7),
    ("s", 1e6),
    ("ms", 1e3),
    ("us", 1.0),
];

/// What people write for a unit, in lower case, and what PostgreSQL calls it.
const MEANT: [(&str, &str); 22] = [
    ("b", "B"),
    ("k", "kB"),
    ("kb", "kB"),
    ("ki", "kB"),
    ("kib", "kB"),
    ("m", "MB"),
    ("mb", "MB"),
    ("mi", "MB"),
    ("mib", "MB"),
    ("g", "GB"),
    ("gb", "GB"),
    ("gi", "GB"),
    ("gib", "GB"),
    ("t", "TB"),
    ("tb", "TB"),
    ("ti", "TB"),
    ("tib", "TB"),
    ("sec", "s"),
    ("m", "min"),
    ("minute", "min"),
    ("minutes", "min"),
    ("hour", "h"),
];

impl Unit {
    /// The name that the server prints.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Byte => "B",
            Self::Kilobyte => "kB",
            Self::Block => "8kB",
            Self::Megabyte => "MB",
            Self::Millisecond => "ms",
            Self::Second => "s",
            Self::Minute => "min",
        }
    }

    /// Whether it measures memory; else it measures time.
    pub const fn is_memory(self) -> bool {
        matches!(
            self,
            Self::Byte | Self::Kilobyte | Self::Block | Self::Megabyte
        )
    }

    /// Whether it measures time.
    pub const fn is_time(self) -> bool {
        !self.is_memory()
    }

    /// The units that a value may be written in.
    pub const fn names(self) -> &'static [&'static str] {
        if self.is_memory() {
            &["B", "kB", "MB", "GB", "TB"]
        } else {
            &["us", "ms", "s", "min", "h", "d"]
        }
    }

    /// A number of a named unit in this one; none for a name that PostgreSQL
    /// does not know, in exactly this case. A fraction is first rounded to the
    /// next smaller unit, as `convert_to_base_unit` in `guc.c` does.
    pub(super) fn convert(self, value: f64, name: &str) -> Option<f64> {
        let table = if self.is_memory() {
            &MEMORY[..]
        } else {
            &TIME[..]
        };
        let at = table.iter().position(|(known, _)| *known == name)?;
        let (_, size) = table.get(at)?;
        let converted = value * (size / self.size());
        let Some((_, smaller)) = table.get(at + 1) else {
            return Some(converted);
        };
        let step = smaller / self.size();
        Some((converted / step).round_ties_even() * step)
    }

    /// The unit of this kind that a wrong spelling probably means.
    pub(super) fn meant(self, spelling: &str) -> Option<&'static str> {
        let spelling = spelling.to_ascii_lowercase();
        let known =
            |unit: &&str| self.names().contains(unit) && unit.eq_ignore_ascii_case(&spelling);
        self.names()
            .iter()
            .copied()
            .find(|unit| known(unit))
            .or_else(|| {
                MEANT
                    .iter()
                    .find(|(written, unit)| *written == spelling && self.names().contains(unit))
                    .map(|(_, unit)| *unit)
            })
    }

    /// The size in bytes, or the length in microseconds.
    const fn size(self) -> f64 {
        match self {
            Self::Byte => 1.0,
            Self::Kilobyte | Self::Millisecond => {
                if self.is_memory() {
                    1024.0
                } else {
                    1e3
                }
            }
            Self::Block => 8192.0,
            Self::Megabyte => 1_048_576.0,
            Self::Second => 1e6,
            Self::Minute => 6e7,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_are_rounded_to_the_next_smaller_unit() {
        assert_eq!(Unit::Kilobyte.convert(0.0001, "GB"), Some(0.0));
        assert_eq!(Unit::Block.convert(127.9, "MB"), Some(16371.25));
        assert_eq!(Unit::Millisecond.convert(1.5, "s"), Some(1500.0));
        assert_eq!(Unit::Minute.convert(1.0, "d"), Some(1440.0));
    }

    #[test]
    fn the_names_are_case_sensitive_and_the_meant_one_is_known() {
        assert_eq!(Unit::Kilobyte.convert(4.0, "mb"), None);
        assert_eq!(Unit::Kilobyte.meant("mb"), Some("MB"));
        assert_eq!(Unit::Block.meant("Gi"), Some("GB"));
        assert_eq!(Unit::Second.meant("m"), Some("min"));
        assert_eq!(Unit::Second.meant("GB"), None);
    }
}
