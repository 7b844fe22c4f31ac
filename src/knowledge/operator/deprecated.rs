//! Fields and annotations that the operator still reads and is going to drop.

use crate::knowledge::lines::Lines;

static TABLE: &str = include_str!("../data/operator/deprecated.tsv");

/// A field that is deprecated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// Its keys, from the root of the object, with spaces between.
    path: &'static str,
    /// The first release in all of whose patches it is, by major and minor.
    pub since: (u32, u32),
    /// What to do instead: "write a `PodMonitor` of your own".
    pub instead: &'static str,
}

impl Deprecated {
    /// Its keys, from the root of the object.
    pub fn keys(self) -> impl Iterator<Item = &'static str> {
        self.path.split(' ')
    }
}

/// What is deprecated of a kind of the operator's.
pub fn of(kind: &str) -> impl Iterator<Item = Deprecated> {
    Lines::of(TABLE).find(kind).filter_map(read)
}

fn read(row: &'static str) -> Option<Deprecated> {
    let mut fields = row.split('\t').skip(1);
    let path = fields.next()?;
    let (major, minor) = fields.next()?.split_once('.')?;
    Some(Deprecated {
        path,
        since: (major.parse().ok()?, minor.parse().ok()?),
        instead: fields.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read_and_the_table_is_sorted() {
        let rows: Vec<&str> = Lines::of(TABLE).iter().collect();
        assert!(rows.is_sorted());
        assert!(rows.iter().all(|row| read(row).is_some()));
        assert_eq!(of("Cluster").count() + of("Pooler").count(), rows.len());
    }

    #[test]
    fn a_path_is_its_keys() {
        let first = of("Cluster").next().map(|field| field.keys().collect());
        let expected = vec!["metadata", "annotations", "alpha.cnpg.io/failoverQuorum"];
        assert_eq!(first, Some(expected));
    }
}
