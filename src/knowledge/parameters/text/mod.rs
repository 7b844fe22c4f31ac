//! Parameters whose values are text with a grammar of their own, as the check
//! hooks in `variable.c` and elsewhere judge them.

mod encoding;
mod list;
mod standby;
mod timezone;

use super::{Parameter, Reason, find};

/// The value as the server keeps it, or why it is none.
pub(super) fn check(parameter: &Parameter, text: &str) -> Result<String, Reason> {
    match parameter.name {
        "DateStyle" => return date_style(text),
        "client_encoding" => return encoding::check(text),
        _ => {}
    }
    judge(parameter, text).map(|()| text.to_owned())
}

fn judge(parameter: &Parameter, text: &str) -> Result<(), Reason> {
    match parameter.name {
        "search_path" | "temp_tablespaces" | "synchronized_standby_slots" => {
            list::identifiers(text).map(drop)
        }
        "debug_io_direct" => list::of(text, &["data", "wal", "wal_init"]),
        "createrole_self_grant" => list::of(text, &["set", "inherit"]),
        "restrict_nonsystem_relation_kind" => list::of(text, &["view", "foreign-table"]),
        "plpgsql.extra_errors" | "plpgsql.extra_warnings" => list::of(
            text,
            &[
                "all",
                "none",
                "shadowed_variables",
                "strict_multi_assignment",
                "too_many_rows",
            ],
        ),
        "log_destination" if parameter.major < 15 => {
            list::of(text, &["stderr", "csvlog", "syslog"])
        }
        "log_destination" => list::of(text, &["stderr", "csvlog", "jsonlog", "syslog"]),
        "log_connections" => log_connections(text),
        "log_min_messages" => log_min_messages(text),
        "synchronous_standby_names" => standby::check(text),
        "TimeZone" | "log_timezone" => timezone::check(text),
        "role" if text == "none" => Ok(()),
        "role" | "session_authorization" => refuse("it can be set only within a session"),
        "backtrace_functions" => characters(text, |letter| {
            letter.is_ascii_alphanumeric() || "_, \n\t".contains(letter)
        }),
        "primary_slot_name" => characters(text, |letter| {
            letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_'
        }),
        "default_table_access_method" if text.is_empty() => refuse("it must not be empty"),
        name if name.starts_with("recovery_target") => recovery_target(parameter, text),
        _ => Ok(()),
    }
}

/// `ISO, MDY`: one style and one order, the other from the default.
fn date_style(text: &str) -> Result<String, Reason> {
    const STYLES: [(&str, &str); 4] = [
        ("ISO", "ISO"),
        ("SQL", "SQL"),
        ("POSTGRES", "Postgres"),
        ("GERMAN", "German"),
    ];
    const ORDERS: [(&str, &str); 6] = [
        ("YMD", "YMD"),
        ("DMY", "DMY"),
        ("EURO", "DMY"),
        ("MDY", "MDY"),
        ("US", "MDY"),
        ("NONEURO", "MDY"),
    ];
    let (mut style, mut order) = (None, None);
    for item in list::identifiers(text)? {
        let named = |words: &[(&str, &'static str)]| {
            words
                .iter()
                .find(|(word, _)| matches_word(&item, word))
                .map(|(_, meaning)| *meaning)
        };
        let conflict = match (named(&STYLES), named(&ORDERS)) {
            (Some(found), _) => style.replace(found).is_some_and(|before| before != found),
            (None, Some(found)) => order.replace(found).is_some_and(|before| before != found),
            (None, None) if item == "default" => false,
            (None, None) => {
                let allowed = STYLES
                    .iter()
                    .chain(&ORDERS)
                    .map(|(word, _)| *word)
                    .collect();
                return Err(Reason::NotOneOf {
                    value: item,
                    allowed,
                });
            }
        };
        if conflict {
            return Err(Reason::Grammar(format!(
                "`{text}` names two styles or two orders"
            )));
        }
    }
    let order = order.unwrap_or(if style == Some("German") {
        "DMY"
    } else {
        "MDY"
    });
    Ok(format!("{}, {order}", style.unwrap_or("ISO")))
}

/// Some words of `DateStyle` only need to begin as they are listed.
fn matches_word(item: &str, word: &str) -> bool {
    let open = ["POSTGRES", "GERMAN", "EURO", "NONEURO"].contains(&word);
    let start = if open {
        item.get(..word.len())
    } else {
        Some(item)
    };
    start.is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Since PostgreSQL 18: a boolean alone, or the aspects to log.
fn log_connections(text: &str) -> Result<(), Reason> {
    const ASPECTS: [&str; 5] = [
        "receipt",
        "authentication",
        "authorization",
        "setup_durations",
        "all",
    ];
    const ALONE: [&str; 8] = ["on", "off", "true", "false", "yes", "no", "1", "0"];
    if ALONE
        .iter()
        .any(|word| word.eq_ignore_ascii_case(text.trim()))
    {
        return Ok(());
    }
    list::of(text, &ASPECTS)
}

/// Since PostgreSQL 19: a level, and others for single kinds of process.
fn log_min_messages(text: &str) -> Result<(), Reason> {
    let levels: Vec<&str> = find("log_min_messages", 18)
        .map(|found| found.values().collect())
        .unwrap_or_default();
    let mut general = 0;
    for item in list::identifiers(text)? {
        let level = item
            .split_once(':')
            .map_or(item.as_str(), |(_, level)| level.trim());
        if !levels.contains(&level) && level != "debug" {
            return Err(Reason::NotOneOf {
                value: level.to_owned(),
                allowed: levels,
            });
        }
        general += usize::from(!item.contains(':'));
    }
    if general == 1 {
        Ok(())
    } else {
        refuse("it needs exactly one level without a kind of process")
    }
}

/// What a recovery may end at. Times are taken as they stand if they can be one.
fn recovery_target(parameter: &Parameter, text: &str) -> Result<(), Reason> {
    let number = || text.trim().parse::<u64>().is_ok();
    let strict = parameter.major >= 19;
    let fits = match parameter.name {
        _ if text.is_empty() => true,
        "recovery_target" => text == "immediate",
        "recovery_target_lsn" => text
            .split_once('/')
            .is_some_and(|(high, low)| is_hex(high) && is_hex(low)),
        "recovery_target_time" => text.contains(|letter: char| letter.is_ascii_digit()),
        "recovery_target_timeline" => !strict || text == "latest" || text == "current" || number(),
        "recovery_target_xid" => !strict || number(),
        "recovery_target_name" => text.len() < 64,
        _ => true,
    };
    if fits {
        Ok(())
    } else {
        refuse(&format!("`{text}` is no target of this kind"))
    }
}

/// Up to 32 bits in hexadecimal digits.
fn is_hex(text: &str) -> bool {
    (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn characters(text: &str, allowed: impl Fn(char) -> bool) -> Result<(), Reason> {
    match text.chars().find(|letter| !allowed(*letter)) {
        None => Ok(()),
        Some(letter) => refuse(&format!(
            "the character `{}` is not allowed in it",
            letter.escape_default()
        )),
    }
}

fn refuse(why: &str) -> Result<(), Reason> {
    Err(Reason::Grammar(why.to_owned()))
}
