//! SQL in manifests, as far as a glance tells.

/// The extensions that a text creates, by name.
pub fn created_extensions(text: &str) -> Vec<String> {
    let words = words(text);
    let mut names = Vec::new();
    let mut rest = words.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let is_creation = first.eq_ignore_ascii_case("create")
            && after
                .first()
                .is_some_and(|word| word.eq_ignore_ascii_case("extension"));
        if is_creation {
            let keywords = ["extension", "if", "not", "exists"];
            let is_keyword = |word: &&String| {
                keywords
                    .iter()
                    .any(|keyword| word.eq_ignore_ascii_case(keyword))
            };
            names.extend(after.iter().find(|word| !is_keyword(word)).cloned());
        }
    }
    names
}

/// The words of a text, without comments, quotes and punctuation.
pub fn words(text: &str) -> Vec<String> {
    let lines = text
        .lines()
        .map(|line| line.split("--").next().unwrap_or(line));
    let is_apart = |letter: char| letter.is_whitespace() || "\"';(),".contains(letter);
    let words = lines.flat_map(|line| line.split(is_apart));
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::created_extensions;

    #[test]
    fn extensions_are_found_however_they_are_written() {
        let text = "CREATE EXTENSION IF NOT EXISTS \"pg_cron\"; create extension vector;\n\
                    -- create extension citus\nCREATE\nEXTENSION\n timescaledb CASCADE";
        let expected = ["pg_cron", "vector", "timescaledb"];
        assert_eq!(created_extensions(text), expected);
        assert_eq!(
            created_extensions("CREATE TABLE extension (id int)"),
            [""; 0]
        );
    }
}
