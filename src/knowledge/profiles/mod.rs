//! The built-in profiles and sizes, as the text that a spec could have held.

/// The names of the built-in profiles; an environment of one of these names
/// has that profile.
pub const NAMES: [&str; 3] = ["dev", "staging", "prod"];

/// The text of a profile by its name, of `base`, on which every profile builds,
/// or of `sizes`.
pub fn text(name: &str) -> Option<&'static str> {
    Some(match name {
        "base" => include_str!("base.yaml"),
        "dev" => include_str!("dev.yaml"),
        "staging" => include_str!("staging.yaml"),
        "prod" => include_str!("prod.yaml"),
        "sizes" => include_str!("sizes.yaml"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_has_a_text_that_says_what_it_is_for() {
        for name in NAMES.iter().chain(&["base", "sizes"]) {
            assert!(text(name).unwrap().starts_with("# "), "{name}");
        }
        assert_eq!(text("production"), None);
    }
}
