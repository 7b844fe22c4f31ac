//! Tabs where Kubernetes reads none, though YAML 1.2 does: at the start of
//! lines, and behind `-` and `?`.

/// The first such tab in the text between two nodes.
///
/// `line_start` tells whether the text starts a line. `indent` is given if a
/// plain scalar stands before it: this is still looking for its next line, and
/// passes over tabs from that column on.
pub(super) fn misplaced(between: &str, line_start: bool, indent: Option<usize>) -> Option<usize> {
    if !between.contains('\t') {
        return None;
    }
    let (mut from, mut starts, mut indent) = (0, line_start, indent);
    for line in between.split(['\n', '\r']) {
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        let tab = line.get(..blanks).and_then(|blanks| blanks.find('\t'));
        if let Some(tab) = tab
            && starts
            && indent.is_none_or(|indent| tab < indent)
        {
            return Some(from + tab);
        }
        if let Some(tab) = behind_indicator(line) {
            return Some(from + tab);
        }
        if blanks < line.len() {
            indent = None;
        }
        from += line.len() + 1;
        starts = true;
    }
    None
}

/// A tab among the blanks behind `-` or `?`.
fn behind_indicator(line: &str) -> Option<usize> {
    let mut previous = b' ';
    let mut behind = false;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'#' if matches!(previous, b' ' | b'\t') => return None,
            b'\t' if behind => return Some(at),
            b' ' | b'\t' => {}
            b'-' | b'?' => behind = matches!(previous, b' ' | b'\t'),
            _ => behind = false,
        }
        previous = byte;
    }
    None
}
