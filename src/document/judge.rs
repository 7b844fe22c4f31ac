//! What Kubernetes refuses or reads otherwise, node by node.

use super::arena::{KEY, Kind, MERGE, ODD_KEY, offset};
use super::parse::Reader;
use super::resolve::{self, Resolved};
use super::syntax::Problem;
use super::{layout, mapping, refuse, tabs};

impl Reader<'_, '_> {
    /// Refuses what Kubernetes refuses about a scalar or alias, and marks keys.
    pub(super) fn judge(&mut self, id: u32) -> Result<(), Problem> {
        let node = *self.arena.node(id);
        let range = (node.start, node.end);
        if !node.has(KEY) {
            return match self.resolved(id) {
                Some(Resolved::NotFinite(_)) => Err(refuse::not_finite(range)),
                Some(Resolved::Mismatch) => Err(refuse::mismatch(range)),
                _ => Ok(()),
            };
        }
        let target = *self.arena.node(self.arena.target(id));
        if target.kind != Kind::Scalar {
            return Err(refuse::complex_key(range));
        }
        let text = self.arena.text(self.text, self.arena.target(id));
        let merge = node.kind == Kind::Scalar && mapping::is_merge(node.tag, node.style, text);
        let odd = if merge || !resolve::may_be_odd(target.tag, target.style, text) {
            false
        } else {
            let Some(name) = resolve::key(target.tag, target.style, text) else {
                return Err(refuse::no_key(range));
            };
            name != text
        };
        let flags = if merge { MERGE } else { 0 } | if odd { ODD_KEY } else { 0 };
        if let Some(node) = self.arena.nodes.get_mut(id as usize) {
            node.flags |= flags;
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.merging = merge;
            frame.merges |= merge;
        }
        Ok(())
    }

    /// Refuses tabs in the text up to a node that Kubernetes does not read.
    pub(super) fn tabs(&self, to: u32) -> Result<(), Problem> {
        let between = self.text.get(self.behind as usize..to as usize);
        let Some(between) = between.filter(|text| self.flows == 0 && text.contains('\t')) else {
            return Ok(());
        };
        let indent = self.plain.then(|| {
            let around = self
                .frames
                .last()
                .map(|frame| self.arena.node(frame.id).start);
            around.map_or(0, |start| layout::column(self.text, start) + 1)
        });
        let line_start = self.behind as usize == self.base;
        match tabs::misplaced(between, line_start, indent) {
            Some(at) => Err(refuse::tab(self.behind + offset(at))),
            None => Ok(()),
        }
    }
}
