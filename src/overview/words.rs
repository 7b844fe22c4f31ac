//! Numbers and lists as people write them.

use crate::kube::Quantity;

/// Cores, from thousandths: `0.5`, `12`.
pub(super) fn cores(millis: u64) -> String {
    let (whole, rest) = (millis / 1000, millis % 1000);
    if rest == 0 {
        return whole.to_string();
    }
    let rest = format!("{rest:03}");
    format!("{whole}.{}", rest.trim_end_matches('0'))
}

/// CPU of a pod in cores.
pub(super) fn cpu(quantity: &Quantity) -> String {
    cores(u64::try_from(quantity.millis()).unwrap_or(u64::MAX))
}

/// Bytes in the largest unit that there is one of, to two decimals: `4Gi`, `1.46Ti`.
pub(super) fn bytes(bytes: u64) -> String {
    const UNITS: [(&str, u32); 4] = [("Ti", 40), ("Gi", 30), ("Mi", 20), ("Ki", 10)];
    let Some((unit, shift)) = UNITS.into_iter().find(|(_, shift)| bytes >> shift != 0) else {
        return bytes.to_string();
    };
    let half = 1 << (shift - 1);
    let hundredths = (u128::from(bytes) * 100 + half) >> shift;
    let (whole, rest) = (hundredths / 100, format!("{:02}", hundredths % 100));
    let rest = rest.trim_end_matches('0');
    let point = if rest.is_empty() { "" } else { "." };
    format!("{whole}{point}{rest}{unit}")
}

/// A number of things.
pub(super) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A time in the largest unit of which it is a whole number: `6 h`, `7 days`.
pub(super) fn period(seconds: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(3600, "h"), (60, "min"), (1, "s")];
    const DAY: u64 = 86_400;
    if DAY < seconds && seconds.is_multiple_of(DAY) {
        return count(seconds / DAY, "day", "days");
    }
    let unit = UNITS
        .into_iter()
        .find(|(length, _)| seconds.is_multiple_of(*length));
    let (length, unit) = unit.unwrap_or((1, "s"));
    format!("{} {unit}", seconds / length)
}

/// Names in a sentence: `a`, `a and b`, `a, b and c`.
pub(super) fn and<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [rest @ .., last] => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", rest.join(", "), last.as_ref())
        }
    }
}

/// A text in lines of at most `width` characters, where its words allow that. What
/// stands between backticks is one word, and so are a number and its unit.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words(text) {
        let length = line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && width < length {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    lines.push(line);
    lines
}

fn words(text: &str) -> Vec<String> {
    const UNITS: [&str; 3] = ["s", "min", "h"];
    let mut words: Vec<String> = Vec::new();
    for piece in text.split(' ') {
        let is_unit = |piece: &str| {
            let piece = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
            UNITS.contains(&piece)
        };
        let goes_on = |word: &String| {
            word.matches('`').count() % 2 == 1
                || is_unit(piece) && word.ends_with(|c: char| c.is_ascii_digit())
        };
        match words.last_mut().filter(|word| goes_on(word)) {
            Some(word) => {
                word.push(' ');
                word.push_str(piece);
            }
            None => words.push(piece.to_owned()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_people_do() {
        assert_eq!(
            (cores(500), cores(12_000), cores(2_250)),
            ("0.5".into(), "12".into(), "2.25".into())
        );
        assert_eq!(bytes(4 << 30), "4Gi");
        assert_eq!(bytes(1536 << 30), "1.5Ti");
        assert_eq!(bytes(1500 << 30), "1.46Ti");
        assert_eq!(bytes(512 << 20), "512Mi");
        assert_eq!(
            (bytes(0), bytes(u64::MAX)),
            ("0".into(), "16777216Ti".into())
        );
    }

    #[test]
    fn periods_are_whole_numbers() {
        let periods = [86_400, 7 * 86_400, 21_600, 5400, 61].map(period);
        assert_eq!(periods, ["24 h", "7 days", "6 h", "90 min", "61 s"]);
    }

    #[test]
    fn lists_end_in_and() {
        assert_eq!(and(&["a", "b", "c"]), "a, b and c");
        assert_eq!((and(&["a"]), and::<&str>(&[])), ("a".into(), String::new()));
    }

    #[test]
    fn lines_break_between_words_only() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("incomprehensible", 4), ["incomprehensible"]);
        assert_eq!(
            wrapped("for 90 s; or `a b c`", 9),
            ["for 90 s;", "or", "`a b c`"]
        );
    }
}
