//! Names of character sets (`encnames.c`).

use super::super::Reason;

/// What PostgreSQL calls the encodings that a client may have.
const NAMES: &str = "SQL_ASCII EUC_JP EUC_CN EUC_KR EUC_TW EUC_JIS_2004 UTF8 MULE_INTERNAL LATIN1 LATIN2 LATIN3 LATIN4 LATIN5 LATIN6 \
    LATIN7 LATIN8 LATIN9 LATIN10 WIN1250 WIN1251 WIN1252 WIN1253 WIN1254 WIN1255 WIN1256 WIN1257 WIN1258 WIN866 WIN874 KOI8R KOI8U \
    ISO_8859_5 ISO_8859_6 ISO_8859_7 ISO_8859_8 SJIS BIG5 GBK UHC GB18030 JOHAB SHIFT_JIS_2004";

/// Other names, without the characters that do not count.
const ALIASES: [(&str, &str); 24] = [
    ("abc", "WIN1258"),
    ("alt", "WIN866"),
    ("iso88591", "LATIN1"),
    ("iso885910", "LATIN6"),
    ("iso885913", "LATIN7"),
    ("iso885914", "LATIN8"),
    ("iso885915", "LATIN9"),
    ("iso885916", "LATIN10"),
    ("iso88592", "LATIN2"),
    ("iso88593", "LATIN3"),
    ("iso88594", "LATIN4"),
    ("iso88599", "LATIN5"),
    ("koi8", "KOI8R"),
    ("mskanji", "SJIS"),
    ("shiftjis", "SJIS"),
    ("tcvn", "WIN1258"),
    ("tcvn5712", "WIN1258"),
    ("unicode", "UTF8"),
    ("vscii", "WIN1258"),
    ("win", "WIN1251"),
    ("win932", "SJIS"),
    ("win936", "GBK"),
    ("win949", "UHC"),
    ("win950", "BIG5"),
];

/// The encoding's own name.
pub(super) fn check(text: &str) -> Result<String, Reason> {
    let cleaned = clean(text);
    // `Windows1252` is `WIN1252`.
    let short = match cleaned.strip_prefix("windows") {
        Some(page) if !page.is_empty() => format!("win{page}"),
        _ => cleaned,
    };
    NAMES
        .split_whitespace()
        .find(|name| clean(name) == short)
        .or_else(|| {
            ALIASES
                .iter()
                .find(|(alias, _)| *alias == short)
                .map(|(_, name)| *name)
        })
        .map(str::to_owned)
        .ok_or_else(|| Reason::Grammar(format!("`{text}` is not a character set")))
}

/// Only letters and digits count, in any case.
fn clean(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_and_aliases_lead_to_the_own_name() {
        for (text, name) in [
            ("utf-8", "UTF8"),
            ("Windows-1252", "WIN1252"),
            ("iso_8859-15", "LATIN9"),
            ("latin1", "LATIN1"),
        ] {
            assert_eq!(check(text).unwrap(), name);
        }
    }

    #[test]
    fn other_names_are_none() {
        for text in ["", "foo", "windows", "utf16"] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}
