//! Memory sizes of PostgreSQL's configuration, as the operator reads them.

use super::{Quantity, QuantityError};

impl Quantity {
    /// Reads a value such as `128MB` as the operator's webhook does when it
    /// compares `shared_buffers`, `min_wal_size` and `max_wal_size` with the
    /// resources of a cluster: `parsePostgresQuantityValue` of its
    /// `internal/webhook/v1/cluster_webhook.go`.
    ///
    /// PostgreSQL reads some of them otherwise: a bare number is MB here, which
    /// is a block of 8 kB there, and `KB` is no unit there.
    pub fn parse_setting(text: &str) -> Result<Self, QuantityError> {
        let sized = if is_integer(text) {
            format!("{text}MB")
        } else {
            text.to_owned()
        };
        let Some(number) = sized.strip_suffix('B') else {
            return Err(QuantityError::Number {
                text: text.to_owned(),
            });
        };
        let number = number.replace(' ', "");
        if is_integer(&number) {
            return Self::parse(&number);
        }
        Self::parse(&format!("{number}i").replace("ki", "Ki"))
    }
}

/// Whether Go's `strconv.Atoi` takes a text: a sign or none, and 64 bits.
fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_the_operator_reads_them() {
        let bytes = |text| Quantity::parse_setting(text).ok().map(|size| size.bytes());
        assert_eq!(bytes("128MB"), Some(128 << 20));
        assert_eq!(bytes("128"), Some(128 << 20));
        assert_eq!(bytes("128 MB"), Some(128 << 20));
        assert_eq!(bytes("1024B"), Some(1024));
        assert_eq!(bytes("64kB"), Some(64 << 10));
        assert_eq!(bytes("64KB"), Some(64 << 10));
        assert_eq!(bytes("1.5GB"), Some(3 << 29));
        assert_eq!(bytes("2TB"), Some(2 << 40));
        for text in ["", "128M", "128Mi", "abc", "128mB", "1GBB", "B"] {
            // What is left of `B` is nothing, to which `i` is added.
            assert_eq!(bytes(text), None, "{text}");
        }
    }
}
