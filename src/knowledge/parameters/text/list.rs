//! Comma-separated lists of identifiers (`SplitIdentifierString` in `varlena.c`).

use super::super::Reason;
use super::super::number::BLANKS;

/// The items, in lower case where they are not quoted. An empty text is an
/// empty list; an empty item, or two words without a comma, is a mistake.
pub(super) fn identifiers(text: &str) -> Result<Vec<String>, Reason> {
    let mistake = || Reason::Grammar(format!("`{text}` is not a comma-separated list of names"));
    let mut items = Vec::new();
    let mut rest = text.trim_start_matches(BLANKS);
    if rest.is_empty() {
        return Ok(items);
    }
    loop {
        let (item, after) = first(rest).ok_or_else(mistake)?;
        items.push(item);
        rest = after.trim_start_matches(BLANKS);
        if rest.is_empty() {
            return Ok(items);
        }
        rest = rest
            .strip_prefix(',')
            .ok_or_else(mistake)?
            .trim_start_matches(BLANKS);
    }
}

/// Checks that every item is one of the words, in any case.
pub(super) fn of(text: &str, words: &[&'static str]) -> Result<(), Reason> {
    let unknown = identifiers(text)?
        .into_iter()
        .find(|item| !words.iter().any(|word| word.eq_ignore_ascii_case(item)));
    match unknown {
        None => Ok(()),
        Some(value) => Err(Reason::NotOneOf {
            value,
            allowed: words.to_vec(),
        }),
    }
}

/// The first item of a list and what follows it.
fn first(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text
            .find(|letter| letter == ',' || BLANKS.contains(&letter))
            .unwrap_or(text.len());
        let (item, rest) = text.split_at_checked(end)?;
        return (!item.is_empty()).then(|| (item.to_lowercase(), rest));
    };
    let mut item = String::new();
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once('"')?;
        item.push_str(part);
        // A doubled quote stands for one.
        match after.strip_prefix('"') {
            Some(more) => {
                item.push('"');
                rest = more;
            }
            None => return Some((item, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_separated_by_commas_and_may_be_quoted() {
        assert_eq!(identifiers("").unwrap(), Vec::<String>::new());
        assert_eq!(
            identifiers("\"$user\", Public").unwrap(),
            ["$user", "public"]
        );
        assert_eq!(identifiers("\"a\"\"b\"").unwrap(), ["a\"b"]);
    }

    #[test]
    fn a_missing_comma_an_open_quote_and_an_empty_item_are_mistakes() {
        for text in ["a b", "\"a", "a,", ",a", "a,,b"] {
            assert!(identifiers(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_word_that_is_not_allowed_is_named() {
        assert_eq!(of("STDERR, csvlog", &["stderr", "csvlog"]), Ok(()));
        assert!(
            matches!(of("foo", &["stderr"]), Err(Reason::NotOneOf { value, .. }) if value == "foo")
        );
    }
}
