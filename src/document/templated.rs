//! Files that are templates of YAML rather than YAML.

/// Whether a text holds template expressions that keep it from being YAML:
/// `{{ … }}` or `{% … %}` where a value, a key or a line starts.
///
/// Expressions in quotes, in comments, in block scalars or within other text do
/// not count: `description: "{{ $labels.pod }}"` is YAML. To be asked about a
/// file that could not be read, so that it is passed over as a template.
#[must_use]
pub fn looks_templated(text: &str) -> bool {
    let mut scanner = Scanner::default();
    text.lines().any(|line| scanner.line(line))
}

/// Where between lines the text is.
#[derive(Debug, Default)]
struct Scanner {
    /// The indentation of the line that starts a block scalar.
    block: Option<usize>,
    /// The quote that was opened and not closed.
    quote: Option<u8>,
}

impl Scanner {
    /// Whether an expression starts on the line where YAML cannot have one.
    fn line(&mut self, line: &str) -> bool {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        if let Some(start) = self.block {
            if content.is_empty() || indent > start {
                return false;
            }
            self.block = None;
        }
        if self.content(content) {
            return true;
        }
        let header = content.split(" #").next().unwrap_or_default().trim_end();
        let header =
            header.trim_end_matches(['+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        if self.quote.is_none() && header.ends_with(['|', '>']) && is_header(header) {
            self.block = Some(indent);
        }
        false
    }

    fn content(&mut self, line: &str) -> bool {
        let bytes = line.as_bytes();
        // The last byte that was no blank: what a value may follow.
        let mut before = b':';
        let mut blank = true;
        for (at, byte) in bytes.iter().copied().enumerate() {
            if let Some(quote) = self.quote {
                let escaped = quote == b'"' && is_escaped(bytes, at);
                if byte == quote && !escaped {
                    self.quote = None;
                }
            } else if byte == b'#' && blank {
                return false;
            } else if starts_value(before, blank) {
                match byte {
                    b'{' if matches!(bytes.get(at + 1), Some(b'{' | b'%')) => return true,
                    b'"' | b'\'' => self.quote = Some(byte),
                    _ => {}
                }
            }
            blank = matches!(byte, b' ' | b'\t');
            if !blank {
                before = byte;
            }
        }
        false
    }
}

/// Whether a value or key may start behind a byte.
fn starts_value(before: u8, blank: bool) -> bool {
    match before {
        b'{' | b'[' | b',' => true,
        b':' | b'-' | b'?' => blank,
        _ => false,
    }
}

/// Whether an odd number of backslashes stands before a byte.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    let backslashes = before.iter().rev().take_while(|byte| **byte == b'\\');
    backslashes.count() % 2 == 1
}

/// Whether the `|` or `>` at the end of a line starts a block scalar: only
/// `key:`, `-`, tags and anchors may stand before it.
fn is_header(line: &str) -> bool {
    let before = line.get(..line.len().saturating_sub(1)).unwrap_or_default();
    let before = before.trim_end();
    before.is_empty()
        || before.ends_with([':', '-', '?'])
        || before
            .rsplit(' ')
            .next()
            .is_some_and(|word| word.starts_with(['!', '&']))
}

#[cfg(test)]
mod tests {
    use super::looks_templated;

    #[test]
    fn expressions_in_place_of_yaml_are_seen() {
        for text in [
            "{{- if .Values.enabled }}\na: 1\n{{- end }}",
            "a: {{ .Values.a }}",
            "a:\n  - {{ .Values.a }}",
            "a:\n  {{- toYaml .Values.a | nindent 2 }}",
            "{{ .Values.key }}: a",
            "a: [{{ x }}, 1]",
            "{% if x %}\na: 1\n{% endif %}",
            "a: |\n  text\nb: {{ x }}",
            "a: 'it''s'\nb: {{ x }}",
            "a: it's\nb: {{ x }}",
        ] {
            assert!(looks_templated(text), "{text}");
        }
    }

    #[test]
    fn expressions_that_are_text_are_not() {
        for text in [
            "a: \"{{ $labels.pod }}\"",
            "a: '{{ x }}'",
            "a: \"\\\"{{ x }}\"",
            "a: \"one\n  {{ x }}\"",
            "a: down for {{ $value }} seconds",
            "# {{ x }}\na: [",
            "a: 1 # {{ x }}",
            "a: |\n  {{ x }}\n\n  {{ y }}\nb: [",
            "a: >-  # folded\n  {{ x }}",
            "- |2\n  {{ x }}",
            "a: !!str |\n  {{ x }}",
            "a: { b: { c: 1 } }",
            "a: {b: ${X}}",
        ] {
            assert!(!looks_templated(text), "{text}");
        }
    }
}
