//! The documents of a stream, as Kubernetes splits them: by lines of text that
//! start with `---`, whatever YAML says about them.

/// A piece of a stream between two separators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    /// Where the line of the separator starts, or the piece if there is none.
    pub(super) outer: usize,
    /// Where the text after the line of the separator starts.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// Whether Kubernetes leaves the separator to the YAML reader: it does where
    /// nothing stands before it, or only another separator.
    pub(super) kept: bool,
}

/// Splits a stream. JSON values that follow one another without a separator
/// are documents of their own, if nothing else is in the stream.
pub(super) fn split(text: &str) -> Vec<Chunk> {
    json_stream(text).unwrap_or_else(|| by_separator(text))
}

fn by_separator(text: &str) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut current = Chunk {
        outer: 0,
        start: 0,
        end: text.len(),
        kept: false,
    };
    let (mut line, mut buffered) = (0, false);
    while line < text.len() {
        let rest = text.get(line..).unwrap_or_default();
        let next = rest.find('\n').map_or(text.len(), |at| line + at + 1);
        if rest.starts_with("---") {
            if line > current.outer || current.start > current.outer {
                current.end = line;
                chunks.push(current);
            }
            current = Chunk {
                outer: line,
                start: next,
                end: text.len(),
                kept: !buffered,
            };
            buffered = !buffered;
        } else {
            buffered = true;
        }
        line = next;
    }
    chunks.push(current);
    chunks
}

/// The values of a stream that is nothing but JSON objects, two at least.
fn json_stream(text: &str) -> Option<Vec<Chunk>> {
    let bytes = text.as_bytes();
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let mut chunks = Vec::new();
    let (mut depth, mut quoted, mut escaped, mut start) = (0_usize, false, false, 0);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => {
                if depth == 0 && *byte == b'[' {
                    return None;
                }
                depth += 1;
            }
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    chunks.push(Chunk {
                        outer: start,
                        start,
                        end: at + 1,
                        kept: false,
                    });
                    start = at + 1;
                }
            }
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    (depth == 0 && !quoted && chunks.len() > 1).then_some(chunks)
}
