//! The grammar of suppressions: `ignore[rule, …] until=2027-01-31 -- why` in a
//! comment, `until=2027-01-31 why` in an annotation.

use crate::kube::civil::Date;

/// The word that starts a comment which gives an order to pgspec.
const PREFIX: &str = "pgspec:";

/// What a comment or annotation orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive<'a> {
    /// The rules that are to keep silent.
    pub(super) rules: Vec<&'a str>,
    /// The last day on which they are.
    pub(super) until: Option<Date>,
    /// Why; empty if nobody said.
    pub(super) reason: &'a str,
}

/// What a comment orders, if it gives orders to pgspec; the error says what is
/// wrong with it.
pub(super) fn of_comment(text: &str) -> Option<Result<Directive<'_>, String>> {
    Some(order(text.strip_prefix(PREFIX)?.trim()))
}

/// What the value of an annotation orders about one rule.
pub(super) fn of_annotation<'a>(rule: &'a str, value: &'a str) -> Result<Directive<'a>, String> {
    let (until, reason) = until(value.trim())?;
    let reason = reason.strip_prefix("--").unwrap_or(reason).trim();
    Ok(Directive {
        rules: vec![rule],
        until,
        reason,
    })
}

fn order(text: &str) -> Result<Directive<'_>, String> {
    let rest = text.strip_prefix("ignore").ok_or_else(|| {
        let word = text.split(['[', ' ']).next().unwrap_or_default();
        format!("`{word}` is not an order that pgspec knows")
    })?;
    let list = rest.trim_start().strip_prefix('[');
    let (list, rest) = list
        .and_then(|list| list.split_once(']'))
        .ok_or("`ignore` names no rules in brackets")?;
    let rules: Vec<&str> = list
        .split(',')
        .map(str::trim)
        .filter(|rule| !rule.is_empty())
        .collect();
    if rules.is_empty() {
        return Err("the brackets after `ignore` are empty".to_owned());
    }
    let (until, rest) = until(rest.trim())?;
    let reason = match rest.strip_prefix("--") {
        Some(reason) => reason.trim(),
        None if rest.is_empty() => "",
        None => return Err("the reason does not start with `--`".to_owned()),
    };
    Ok(Directive {
        rules,
        until,
        reason,
    })
}

/// The day after `until=`, if that is there, and the rest.
fn until(text: &str) -> Result<(Option<Date>, &str), String> {
    let Some(text) = text.strip_prefix("until=") else {
        return Ok((None, text));
    };
    let (day, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let date = day.parse().map_err(|_| format!("`{day}` is not a date"))?;
    Ok((Some(date), rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::{Directive, of_annotation, of_comment};

    fn read(text: &str) -> Result<Directive<'_>, String> {
        of_comment(text).unwrap()
    }

    #[test]
    fn comments_for_people_are_no_orders() {
        assert_eq!(of_comment("the pgspec: of old"), None);
        assert_eq!(of_comment("yamllint disable"), None);
    }

    #[test]
    fn an_order_names_rules_a_day_and_a_reason() {
        let order = read("pgspec: ignore[a, b-c] until=2027-01-31 -- moving -- soon").unwrap();
        assert_eq!(order.rules, ["a", "b-c"]);
        assert_eq!(order.until, "2027-01-31".parse().ok());
        assert_eq!(order.reason, "moving -- soon");
        let order = read("pgspec:ignore [a]").unwrap();
        assert_eq!(
            (order.rules, order.until, order.reason),
            (vec!["a"], None, "")
        );
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let cases = [
            (
                "pgspec: ignroe[a] -- x",
                "`ignroe` is not an order that pgspec knows",
            ),
            ("pgspec: ignore", "`ignore` names no rules in brackets"),
            (
                "pgspec: ignore a -- x",
                "`ignore` names no rules in brackets",
            ),
            (
                "pgspec: ignore[a -- x",
                "`ignore` names no rules in brackets",
            ),
            (
                "pgspec: ignore[ , ] -- x",
                "the brackets after `ignore` are empty",
            ),
            (
                "pgspec: ignore[a] because",
                "the reason does not start with `--`",
            ),
            (
                "pgspec: ignore[a] until=2027-02-30 -- x",
                "`2027-02-30` is not a date",
            ),
            ("pgspec: ignore[a] until= -- x", "`` is not a date"),
        ];
        for (text, problem) in cases {
            assert_eq!(read(text).unwrap_err(), problem, "{text}");
        }
    }

    #[test]
    fn an_annotation_holds_a_day_and_a_reason() {
        let order = of_annotation("a", "until=2027-01-31 moving").unwrap();
        assert_eq!((order.rules, order.reason), (vec!["a"], "moving"));
        assert_eq!(order.until, "2027-01-31".parse().ok());
        assert_eq!(of_annotation("a", " -- why ").unwrap().reason, "why");
        assert_eq!(of_annotation("a", "").unwrap().reason, "");
        assert!(of_annotation("a", "until=soon why").is_err());
    }
}
