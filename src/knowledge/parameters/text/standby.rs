//! `synchronous_standby_names` (`syncrep_gram.y`).

use super::super::Reason;

/// Checks `a, b`, `2 (a, b)`, `ANY 1 (a, b)` and `FIRST 1 (a, b)`.
pub(super) fn check(text: &str) -> Result<(), Reason> {
    let mistake = || {
        Reason::Grammar(format!(
            "`{text}` is not `ANY n (names)`, `FIRST n (names)` or a list of names"
        ))
    };
    let tokens = tokens(text).ok_or_else(mistake)?;
    let counted = match tokens.as_slice() {
        [] => return Ok(()),
        [
            Token::Method,
            Token::Number(count),
            Token::Open,
            names @ ..,
            Token::Close,
        ]
        | [Token::Number(count), Token::Open, names @ .., Token::Close] => Some((*count, names)),
        names => {
            if !is_list(names) {
                return Err(mistake());
            }
            None
        }
    };
    match counted {
        Some((_, names)) if !is_list(names) => Err(mistake()),
        Some((0, _)) => Err(Reason::Grammar(
            "the number of synchronous standbys must be greater than zero".to_owned(),
        )),
        _ => Ok(()),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    /// `ANY` or `FIRST`.
    Method,
    Number(u32),
    Name,
    Comma,
    Open,
    Close,
}

/// Names or numbers, separated by commas.
fn is_list(tokens: &[Token]) -> bool {
    tokens.len() % 2 == 1
        && tokens.iter().enumerate().all(|(at, token)| {
            if at % 2 == 1 {
                *token == Token::Comma
            } else {
                matches!(token, Token::Name | Token::Number(_))
            }
        })
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(letter) = rest.chars().next() {
        let (token, length) = match letter {
            ',' => (Token::Comma, 1),
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '*' => (Token::Name, 1),
            '"' => (Token::Name, quoted(rest)?),
            '0'..='9' => {
                let length = rest
                    .find(|letter: char| !letter.is_ascii_digit())
                    .unwrap_or(rest.len());
                (
                    Token::Number(rest.get(..length)?.parse().unwrap_or(u32::MAX)),
                    length,
                )
            }
            _ if is_start(letter) => {
                let length = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
                let word = rest.get(..length)?;
                let method = word.eq_ignore_ascii_case("any") || word.eq_ignore_ascii_case("first");
                (if method { Token::Method } else { Token::Name }, length)
            }
            _ => return None,
        };
        found.push(token);
        rest = rest.get(length..)?.trim_start();
    }
    Some(found)
}

/// The length of a quoted name, in which a doubled quote stands for one.
fn quoted(text: &str) -> Option<usize> {
    let mut at = 1;
    loop {
        at += text.get(at..)?.find('"')? + 1;
        if !text.get(at..)?.starts_with('"') {
            return Some(at);
        }
        at += 1;
    }
}

fn is_start(letter: char) -> bool {
    letter.is_ascii_alphabetic() || letter == '_' || !letter.is_ascii()
}

fn is_part(letter: char) -> bool {
    is_start(letter) || letter.is_ascii_digit() || letter == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_are_read() {
        for text in [
            "",
            "*",
            "a, b",
            "2 (a,b)",
            "ANY 1 (a,b)",
            "first 1 (\"a-b\", *)",
            "\"a\"\"b\"",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_is_none_of_them_is_refused() {
        for text in [
            "a b",
            "ANY 1 (",
            "1 ()",
            "ANY 0 (a)",
            "ANY (a)",
            "a,",
            "a-b",
            "\"a",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}
