//! Formats of strings, as the server checks them. Those that it does not know
//! say nothing, and so do here those that no kind of the tables has.

use crate::knowledge::kinds::Kind;
use crate::kube::GoDuration;
use crate::kube::civil::Date;

/// What a text of a format is, and how one is written.
type Form = (&'static str, &'static str);

const DATE_TIME: Form = ("a time with its zone", "2027-01-31T10:00:00Z");
const BYTE: Form = ("base64", "c2VjcmV0");
const DURATION: Form = ("a duration", "1h30m");
const UUID: Form = ("a UUID", "123e4567-e89b-12d3-a456-426614174000");

/// What a text of a kind's object had to be, if it is not.
pub(super) fn fault(format: &str, text: &str, kind: &Kind) -> Option<Form> {
    let (fits, form) = match format {
        "date-time" => (is_date_time(text, kind.decoded), DATE_TIME),
        "byte" if kind.builtin => (is_decodable(text), BYTE),
        "byte" => (!text.is_empty() && is_base64(text), BYTE),
        "duration" => (is_duration(text), DURATION),
        "go-duration" => (!kind.decoded || GoDuration::parse(text).is_ok(), DURATION),
        "uuid" => (is_uuid(text), UUID),
        _ => return None,
    };
    (!fits).then_some(form)
}

/// `IsDateTime` of `strfmt`; what is decoded into a Go struct must be in
/// capitals as well, since `time.Parse` knows no others.
fn is_date_time(text: &str, decoded: bool) -> bool {
    if decoded && text.contains(['t', 'z']) {
        return false;
    }
    let text = text.to_ascii_lowercase();
    let mut parts = text.split('t');
    let (Some(date), Some(time)) = (parts.next(), parts.next()) else {
        return false;
    };
    date.parse::<Date>().is_ok() && is_time(time)
}

/// `10:20:30.5+01:00` or `10:20:30z`.
fn is_time(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(8) else {
        return false;
    };
    let numbers = |text: &str, most: &[u32]| {
        let mut parts = text.split(':');
        let fine = most.iter().all(|most| {
            let part = parts
                .next()
                .filter(|part| part.len() == 2 && is_digits(part));
            part.and_then(|part| part.parse().ok())
                .is_some_and(|part: u32| part <= *most)
        });
        fine && parts.next().is_none()
    };
    let zone = match rest.strip_prefix(['.', ',']) {
        None => rest,
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|it: char| it.is_ascii_digit());
            if zone.len() == fraction.len() {
                return false;
            }
            zone
        }
    };
    let offset = zone.strip_prefix(['+', '-']);
    let is_zone = zone == "z" || offset.is_some_and(|offset| numbers(offset, &[99, 99]));
    is_zone && numbers(clock, &[23, 59, 59])
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Groups of four characters, the last one filled up.
fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let filled = text.len() - body.len();
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.len().is_multiple_of(4) && filled <= 2 && body.bytes().all(fine)
}

/// What `encoding/json` of Go decodes into bytes: line breaks are passed over.
fn is_decodable(text: &str) -> bool {
    if text.contains(['\n', '\r']) {
        is_base64(&text.replace(['\n', '\r'], ""))
    } else {
        is_base64(text)
    }
}

/// `ParseDuration` of `strfmt`: a duration of Go, or any number with a unit
/// somewhere in the text.
fn is_duration(text: &str) -> bool {
    const UNITS: &[&[&str]] = &[
        &["ns", "nano"],
        &["us", "µs", "micro"],
        &["ms", "milli"],
        &["s", "sec"],
        &["m", "min"],
        &["h", "hr", "hour"],
        &["d", "day"],
        &["w", "wk", "week"],
    ];
    let is_unit = |word: &str| {
        UNITS.iter().any(|names| {
            names.contains(&word) || names.last().is_some_and(|name| word.starts_with(name))
        })
    };
    if GoDuration::parse(text).is_ok() {
        return true;
    }
    let text = text.to_lowercase();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|it: char| it.is_ascii_digit()) {
        let after = rest.get(start..).unwrap_or_default();
        let after = after
            .trim_start_matches(|it: char| it.is_ascii_digit())
            .trim_start();
        let end = after.find(|it: char| !it.is_ascii_alphabetic() && it != 'µ');
        let (word, next) = after
            .split_at_checked(end.unwrap_or(after.len()))
            .unwrap_or_default();
        if is_unit(word) {
            return true;
        }
        rest = next;
    }
    false
}

/// 32 hexadecimal digits in groups, the dashes between them optional.
fn is_uuid(text: &str) -> bool {
    let mut rest = text;
    let groups = [8, 4, 4, 4, 12];
    let fine = groups.iter().enumerate().all(|(index, length)| {
        if index > 0 {
            rest = rest.strip_prefix('-').unwrap_or(rest);
        }
        let Some((group, after)) = rest.split_at_checked(*length) else {
            return false;
        };
        rest = after;
        group.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    fine && rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_need_a_zone_and_a_date_that_exists() {
        for text in [
            "2027-01-31T10:00:00Z",
            "2027-01-31T10:00:00.123+01:00",
            "2024-02-29T23:59:59-11:30",
        ] {
            assert!(is_date_time(text, true), "{text}");
        }
        for text in [
            "2027-01-31T10:00:00",
            "2027-02-29T10:00:00Z",
            "2027-01-31 10:00:00Z",
            "2027-01-31T24:00:00Z",
            "2027-01-31T1:00:00Z",
            "2027-01-31T10:00:00.Z",
            "2027-01-31",
            "",
        ] {
            assert!(!is_date_time(text, true), "{text}");
        }
        assert!(is_date_time("2027-01-31t10:00:00z", false));
        assert!(!is_date_time("2027-01-31t10:00:00z", true));
    }

    #[test]
    fn base64_comes_in_groups_of_four() {
        for text in ["YQ==", "YWI=", "YWJj", "++//"] {
            assert!(is_base64(text), "{text}");
        }
        for text in ["YQ", "YQ=", "Y===", "YWJj\n", "Y-Jj", "Ü==="] {
            assert!(!is_base64(text), "{text}");
        }
        assert!(is_decodable("YWJj\nYQ==\n"));
        assert!(is_decodable(""));
    }

    #[test]
    fn durations_are_read_loosely() {
        for text in ["1h30m", "0", "22 ns", "3 weeks", "about 5 min", "1.5h"] {
            assert!(is_duration(text), "{text}");
        }
        for text in ["", "1", "x", "5 y", "week"] {
            assert!(!is_duration(text), "{text}");
        }
    }

    #[test]
    fn a_uuid_may_lack_its_dashes() {
        assert!(is_uuid("123e4567-e89b-12d3-a456-426614174000"));
        assert!(is_uuid("123E4567e89b12d3a456426614174000"));
        assert!(!is_uuid("123e4567-e89b-12d3-a456-42661417400"));
        assert!(!is_uuid("123e4567-e89b-12d3-a456-42661417400g"));
    }
}
