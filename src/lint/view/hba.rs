//! Lines of `pg_hba.conf`.

/// A line about connections by TCP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// `host`, `hostssl` and the like.
    pub kind: &'a str,
    /// Which databases it is about.
    pub database: &'a str,
    /// Which roles it is about.
    pub role: &'a str,
    /// Where connections come from.
    pub address: &'a str,
    /// How clients are asked who they are.
    pub method: &'a str,
}

impl Record<'_> {
    /// Whether it is about everybody from everywhere, in every database.
    pub fn is_for_all(&self) -> bool {
        let anywhere = ["all", "0.0.0.0/0"].contains(&self.address);
        anywhere && self.database == "all" && self.role == "all"
    }

    /// Whether it is about connections from the pod itself.
    pub fn is_local(&self) -> bool {
        self.address.starts_with("127.")
            || self.address.starts_with("::1")
            || ["localhost", "samehost"].contains(&self.address)
    }
}

/// Reads a line about connections by TCP; nothing for others, and for lines
/// with quotes, which may hold spaces.
pub fn read(line: &str) -> Option<Record<'_>> {
    if line.contains('"') {
        return None;
    }
    let mut words = line.split_whitespace();
    let kind = words.next().filter(|kind| kind.starts_with("host"))?;
    let (database, role) = (words.next()?, words.next()?);
    let address = words.next()?;
    let next = words.next()?;
    // A mask may stand after the address.
    let is_mask = next.contains(['.', ':']);
    Some(Record {
        kind,
        database,
        role,
        address,
        method: if is_mask { words.next()? } else { next },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_where_from_and_how() {
        let method = |line| read(line).map(|record| record.method);
        assert_eq!(method("host all all 10.0.0.0/8 trust"), Some("trust"));
        assert_eq!(method("host all all 10.0.0.0 255.0.0.0 md5"), Some("md5"));
        assert_eq!(method("local all all peer"), None);
        assert!(read("host all all ::1/128 trust").unwrap().is_local());
    }
}
