//! What aliases stand for, and how much that is, before anything is expanded.

use super::limits;
use super::syntax::{Problem, SyntaxErrorKind};

/// The anchors of a document, and a count of its nodes with aliases expanded.
#[derive(Debug, Default)]
pub(super) struct Aliases {
    /// By the number that the parser gives them, from 1.
    anchors: Vec<Anchor>,
    /// All nodes, those behind aliases included.
    nodes: u64,
    /// Of these, the nodes behind aliases.
    behind: u64,
    /// Bytes of text, likewise.
    bytes: u64,
    /// Bytes of text behind aliases.
    bytes_behind: u64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Anchor {
    node: u32,
    /// Counts before the node, then of the node itself once it is complete.
    nodes: u64,
    bytes: u64,
    height: usize,
    complete: bool,
}

impl Aliases {
    /// A node starts; its anchor is 0 if it has none.
    pub(super) fn begin(&mut self, anchor: usize, node: u32) {
        if anchor == 0 {
            return;
        }
        if self.anchors.len() <= anchor {
            self.anchors.resize(anchor + 1, Anchor::default());
        }
        let (nodes, bytes) = (self.nodes, self.bytes);
        if let Some(slot) = self.anchors.get_mut(anchor) {
            *slot = Anchor {
                node,
                nodes,
                bytes,
                ..Anchor::default()
            };
        }
    }

    /// One more node, with so many bytes of text.
    pub(super) fn count(&mut self, bytes: u32) {
        self.nodes += 1;
        self.bytes += u64::from(bytes);
    }

    /// A node is complete.
    pub(super) fn end(&mut self, anchor: usize, height: usize) {
        if anchor == 0 {
            return;
        }
        if let Some(slot) = self.anchors.get_mut(anchor) {
            slot.nodes = self.nodes - slot.nodes;
            slot.bytes = self.bytes - slot.bytes;
            slot.height = height;
            slot.complete = true;
        }
    }

    /// The node that an alias stands for, and its height.
    pub(super) fn follow(
        &mut self,
        anchor: usize,
        range: (u32, u32),
    ) -> Result<(u32, usize), Problem> {
        let target = self.anchors.get(anchor).copied().unwrap_or_default();
        if !target.complete {
            return Err(Problem::new(
                SyntaxErrorKind::Aliases,
                range,
                "an alias inside of what it stands for",
                "write the value out",
            ));
        }
        self.nodes = self.nodes.saturating_add(target.nodes + 1);
        self.behind = self.behind.saturating_add(target.nodes);
        self.bytes = self.bytes.saturating_add(target.bytes);
        self.bytes_behind = self.bytes_behind.saturating_add(target.bytes);
        if self.behind > limits::ALIAS_NODES || self.bytes_behind > limits::ALIAS_BYTES {
            return Err(excessive(range, "aliases stand for more than pgspec reads"));
        }
        if self.refused_by_kubernetes() {
            return Err(excessive(
                range,
                "aliases stand for more than Kubernetes reads",
            ));
        }
        Ok((target.node, target.height))
    }

    /// go-yaml's rule: of up to 400,000 nodes 99 % may come from aliases, of
    /// 4,000,000 and more 10 %, and proportionally in between.
    fn refused_by_kubernetes(&self) -> bool {
        const LOW: u64 = 400_000;
        const HIGH: u64 = 4_000_000;
        if self.behind <= 100 || self.nodes <= 1000 {
            return false;
        }
        // In units of 1 / (HIGH - LOW), to stay in whole numbers.
        let range = u128::from(HIGH - LOW);
        let over = u128::from(self.nodes.clamp(LOW, HIGH) - LOW);
        u128::from(self.behind) * 100 * range > u128::from(self.nodes) * (99 * range - 89 * over)
    }
}

fn excessive(range: (u32, u32), message: &str) -> Problem {
    Problem::new(
        SyntaxErrorKind::Aliases,
        range,
        message,
        "write the values out, or split the document",
    )
}
