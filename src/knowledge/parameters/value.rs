//! Whether a text is a value for a parameter, as the server judges it when it
//! reads a configuration file (`guc.c`, `bool.c`).

use std::fmt;

use super::number::{self, BLANKS};
use super::{Kind, Parameter, Reason, Unit, text};

/// A value as the server keeps it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A boolean.
    Bool(bool),
    /// An integer in the parameter's unit.
    Integer(i32),
    /// A floating-point number in the parameter's unit.
    Real(f64),
    /// A text, or the value of an enum as its table spells it.
    Text(String),
}

impl Value {
    /// The bytes that the value means, for a parameter measured in memory.
    pub fn bytes(&self, unit: Unit) -> Option<i64> {
        let Self::Integer(count) = self else {
            return None;
        };
        let size = match unit {
            Unit::Byte => 1,
            Unit::Kilobyte => 1 << 10,
            Unit::Block => 1 << 13,
            Unit::Megabyte => 1 << 20,
            Unit::Millisecond | Unit::Second | Unit::Minute => return None,
        };
        Some(i64::from(*count) * size)
    }

    /// The milliseconds that the value means, for a parameter measured in time.
    pub fn milliseconds(&self, unit: Unit) -> Option<f64> {
        let count = match self {
            Self::Integer(count) => f64::from(*count),
            Self::Real(count) => *count,
            Self::Bool(_) | Self::Text(_) => return None,
        };
        match unit {
            Unit::Millisecond => Some(count),
            Unit::Second => Some(count * 1e3),
            Unit::Minute => Some(count * 6e4),
            Unit::Byte | Unit::Kilobyte | Unit::Block | Unit::Megabyte => None,
        }
    }
}

impl fmt::Display for Value {
    /// As `pg_settings.setting` shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(true) => f.write_str("on"),
            Self::Bool(false) => f.write_str("off"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Real(value) => write!(f, "{value}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Reads a value as the server does, and says why it would refuse it.
///
/// What only a running server can tell (whether a role, a table space, a
/// library or a locale exists) is taken as it stands.
pub fn check(parameter: &Parameter, value: &str) -> Result<Value, Reason> {
    if !parameter.settable() {
        return Err(Reason::ReadOnly);
    }
    let value = match parameter.kind {
        Kind::Bool => Value::Bool(boolean(value).ok_or_else(|| Reason::NotBool(value.to_owned()))?),
        Kind::Integer => Value::Integer(integer(parameter, value)?),
        Kind::Real => Value::Real(real(parameter, value)?),
        Kind::Enum => Value::Text(one_of(parameter, value)?.to_owned()),
        Kind::Text => Value::Text(text::check(parameter, value)?),
    };
    super::hooks::check(parameter, &value)?;
    Ok(value)
}

/// A boolean in any of the spellings that PostgreSQL reads: unambiguous
/// beginnings of `true`, `false`, `yes`, `no`, `on`, `off`, and `1`, `0`.
pub fn boolean(text: &str) -> Option<bool> {
    let begins = |word: &str, least: usize| {
        text.len() >= least
            && word
                .get(..text.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(text))
    };
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ if begins("true", 1) || begins("yes", 1) || begins("on", 2) => Some(true),
        _ if begins("false", 1) || begins("no", 1) || begins("off", 2) => Some(false),
        _ => None,
    }
}

fn integer(parameter: &Parameter, text: &str) -> Result<i32, Reason> {
    let found = number::integer(text).filter(|found| !found.value.is_nan());
    let found = found.ok_or_else(|| Reason::NotNumber(text.to_owned()))?;
    let value = in_unit(parameter, text, found)?.round_ties_even();
    if value < f64::from(i32::MIN) || value > f64::from(i32::MAX) {
        return Err(Reason::TooLarge(text.trim_matches(BLANKS).to_owned()));
    }
    in_range(parameter, value)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range was checked above"
    )]
    Ok(value as i32)
}

fn real(parameter: &Parameter, text: &str) -> Result<f64, Reason> {
    let found = number::real(text).filter(|found| !found.value.is_nan());
    let found = found.ok_or_else(|| Reason::NotNumber(text.to_owned()))?;
    let value = in_unit(parameter, text, found)?;
    in_range(parameter, value)?;
    Ok(value)
}

/// The number in the parameter's unit, by the unit that follows it in the text.
fn in_unit(parameter: &Parameter, text: &str, found: number::Prefix) -> Result<f64, Reason> {
    let unit = text
        .get(found.length..)
        .unwrap_or_default()
        .trim_matches(BLANKS);
    if unit.is_empty() {
        return Ok(found.value);
    }
    let base = parameter.unit.filter(|_| !unit.contains(BLANKS));
    base.and_then(|base| base.convert(found.value, unit))
        .ok_or_else(|| {
            let allowed = parameter.unit.map_or(&[][..], Unit::names);
            Reason::Unit {
                unit: unit.to_owned(),
                allowed,
                meant: parameter.unit.and_then(|base| base.meant(unit)),
            }
        })
}

fn in_range(parameter: &Parameter, value: f64) -> Result<(), Reason> {
    let bound = |text: Option<&str>| text.and_then(|text| text.parse::<f64>().ok());
    // The server prints the largest double with six digits.
    let max = bound(parameter.max).filter(|max| *max < 1e308);
    let low = bound(parameter.min).is_some_and(|min| value < min);
    let high = max.map_or(value.is_infinite(), |max| value > max);
    if !low && !high {
        return Ok(());
    }
    let show = |text: &str| match parameter.unit {
        Some(Unit::Block) => format!("{text} blocks of 8 kB"),
        Some(unit) => format!("{text} {}", unit.name()),
        None => text.to_owned(),
    };
    Err(Reason::OutOfRange {
        value: show(&value.to_string()),
        min: parameter.min.unwrap_or("-infinity").to_owned(),
        max: show(parameter.max.unwrap_or("infinity")),
    })
}

fn one_of(parameter: &Parameter, text: &str) -> Result<&'static str, Reason> {
    let listed = parameter
        .values()
        .find(|value| value.eq_ignore_ascii_case(text));
    let hidden = || {
        parameter
            .spellings()
            .find(|(spelling, _)| spelling.eq_ignore_ascii_case(text))
    };
    listed
        .or_else(|| hidden().map(|(_, value)| value))
        .ok_or_else(|| Reason::NotOneOf {
            value: text.to_owned(),
            allowed: parameter.values().collect(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::lines;
    use crate::knowledge::parameters::{MAJORS, find, is_custom, is_name, rounds_to_zero};

    /// What servers of 13 to 19 said to values in a configuration file.
    const RECORDED: &str = include_str!("../../../tests/data/parameter-values.tsv");

    /// Whether a server of that major would take the line, and as what.
    fn judge(name: &str, major: u8, value: &str) -> Option<String> {
        if !is_name(name) {
            return None;
        }
        match find(name, major) {
            Some(parameter) => check(&parameter, value).ok().map(|value| value.to_string()),
            None => is_custom(name).then(|| value.to_owned()),
        }
    }

    #[test]
    fn every_recorded_answer_of_a_server_is_given_here_too() {
        let mut count = 0;
        let mut wrong = Vec::new();
        for line in RECORDED.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let (first, last) = lines::range(fields[0]).unwrap();
            let value: String = serde_json::from_str(fields[2]).unwrap();
            // The machine that recorded them had no locale but `C`.
            if fields[1] == "lc_messages" && value != "C" {
                continue;
            }
            for major in first..=last {
                count += 1;
                let found = judge(fields[1], major, &value);
                let agrees = match (&found, fields[3]) {
                    (None, "no") => true,
                    (Some(found), "yes") => same(found, fields[4]),
                    _ => false,
                };
                if !agrees {
                    wrong.push(format!(
                        "{major} {} {value:?}: {found:?}, the server {:?}",
                        fields[1],
                        &fields[3..]
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(count > 2200, "{count}");
    }

    /// Equal as text, or as numbers, which C prints otherwise.
    fn same(found: &str, expected: &str) -> bool {
        let number = |text: &str| text.parse::<f64>().ok();
        found == expected || number(found).is_some() && number(found) == number(expected)
    }

    #[test]
    fn every_default_is_a_value_of_its_parameter() {
        for major in MAJORS {
            for parameter in super::super::all(major).filter(Parameter::settable) {
                let default = parameter.default;
                let unset = default.is_empty()
                    || ["session_authorization", "role"].contains(&parameter.name);
                assert!(
                    unset || check(&parameter, default).is_ok(),
                    "{major} {} {default:?}",
                    parameter.name
                );
            }
        }
    }

    #[test]
    fn a_refusal_says_what_to_write() {
        let help = |name, value| check(&find(name, 18).unwrap(), value).unwrap_err().help();
        assert_eq!(
            help("work_mem", "4Mi").unwrap(),
            "write `MB`; units are case-sensitive"
        );
        assert_eq!(
            help("checkpoint_timeout", "15m").unwrap(),
            "write `min`; units are case-sensitive"
        );
        assert_eq!(
            help("max_connections", "1k").unwrap(),
            "write a number without a unit"
        );
        assert_eq!(help("fsync", "enabled").unwrap(), "write `on` or `off`");
        assert_eq!(
            help("log_statement", "dml").unwrap(),
            "use one of `none`, `ddl`, `mod`, `all`"
        );
    }

    #[test]
    fn a_value_knows_its_bytes_and_its_time() {
        let of = |name, value| {
            let parameter = find(name, 18).unwrap();
            (check(&parameter, value).unwrap(), parameter.unit.unwrap())
        };
        let (value, unit) = of("shared_buffers", "1GB");
        assert_eq!(value.bytes(unit), Some(1 << 30));
        let (value, unit) = of("checkpoint_timeout", "5min");
        assert_eq!(value.milliseconds(unit), Some(300_000.0));
    }

    #[test]
    fn a_time_too_short_to_count_is_noticed() {
        let parameter = find("statement_timeout", 18).unwrap();
        assert!(rounds_to_zero(&parameter, "500us"));
        assert!(!rounds_to_zero(&parameter, "0"));
        assert!(!rounds_to_zero(&parameter, "1s"));
    }
}
