//! The files of a rendering, and where their parts come from.

use std::ops::Range;

/// A file that a rendering writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path below the output folder, with `/`.
    pub path: String,
    /// Its content.
    pub text: String,
    /// The environments it is for; all of them where none is named.
    pub environments: Vec<String>,
    /// Bytes of the text and the number of their origin in the plan's arena.
    ranges: Vec<(Range<u32>, u32)>,
}

impl File {
    /// A file, and where its parts come from.
    pub(super) fn new(
        path: String,
        environments: &[&str],
        text: String,
        ranges: Vec<(Range<u32>, u32)>,
    ) -> Self {
        Self {
            path,
            text,
            environments: environments.iter().map(|name| (*name).to_owned()).collect(),
            ranges,
        }
    }

    /// The origin of a byte of the text: of the smallest part around it that has
    /// one.
    pub fn origin_at(&self, offset: usize) -> Option<u32> {
        let offset = u32::try_from(offset).ok()?;
        self.ranges
            .iter()
            .filter(|(range, _)| range.contains(&offset))
            .min_by_key(|(range, _)| range.end - range.start)
            .map(|(_, origin)| *origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_part_around_a_byte_answers() {
        let ranges = vec![(0..20, 1), (4..10, 2), (6..8, 3)];
        let file = File::new("a.yaml".to_owned(), &[], String::new(), ranges);
        let found: Vec<_> = [0, 4, 6, 8, 19, 20].map(|at| file.origin_at(at)).into();
        assert_eq!(found, [Some(1), Some(2), Some(3), Some(2), Some(1), None]);
    }
}
