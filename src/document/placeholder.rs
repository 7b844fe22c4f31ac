//! Placeholders that Flux, or a Chainsaw test, replaces before Kubernetes sees the text.

/// Whether `${NAME}`, `${NAME:=default}` or a like form stands in the text.
/// `$${NAME}` does not count: Flux writes it as `${NAME}`.
///
/// `($name)`, and any expression between parentheses that names a variable, is one
/// as a whole: Chainsaw evaluates it.
pub(super) fn holds_one(text: &str) -> bool {
    // Searching for one byte is much faster, and nearly always enough.
    if !text.contains('$') {
        return false;
    }
    if text.starts_with('(') && text.ends_with(')') {
        return true;
    }
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let escaped = rest.get(..at).is_some_and(|before| before.ends_with('$'));
        rest = rest.get(at + 2..).unwrap_or_default();
        if !escaped && is_variable(rest) {
            return true;
        }
    }
    false
}

/// Whether the text goes on as a variable does: a name, then `}` or an operator.
fn is_variable(rest: &str) -> bool {
    let rest = rest.strip_prefix('#').unwrap_or(rest);
    let len = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count();
    let starts = !rest.starts_with(|c: char| c.is_ascii_digit());
    let operators = ['}', ':', '=', '-', '/', '#', '%', '^', ','];
    let after = rest.get(len..).unwrap_or_default();
    len > 0 && starts && after.starts_with(operators) && after.contains('}')
}
