//! Limits of what is read. Each is far above what people commit, and each gives
//! a named error for the document or file that exceeds it.

/// Levels of nesting, aliases followed. `kubectl` allows 10,000.
pub const DEPTH: usize = 512;

/// Nodes that aliases may stand for in one document, all together.
pub const ALIAS_NODES: u64 = 1_000_000;

/// Bytes of text that aliases may stand for in one document, all together.
pub const ALIAS_BYTES: u64 = 64 << 20;

/// Bytes of one source.
pub const SOURCE_BYTES: usize = 1 << 30;
