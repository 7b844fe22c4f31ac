//! Folders that a spec names.

use super::text_type;

/// A folder beside the spec: a relative path that never leads out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Folder(String);

/// Why a text is not a folder that a spec may name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FolderError {
    /// There is no text.
    #[error("an empty text is not a folder")]
    Empty,
    /// It starts at the root of the file system, or of a drive.
    #[error("`{text}` is not a folder beside the spec")]
    Absolute {
        /// What was written.
        text: String,
    },
    /// It leads out of where the spec is, or is the place of the spec itself.
    #[error("`{text}` leads to `{part}`")]
    Part {
        /// What was written.
        text: String,
        /// The part that leads there.
        part: String,
    },
    /// A character that not every file system has.
    #[error("`{text}` holds a character that not every file system takes", text = text.escape_debug())]
    Character {
        /// What was written.
        text: String,
    },
}

impl FolderError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Empty | Self::Absolute { .. } | Self::Part { .. } => {
                "write a path below the folder of the spec, such as `deploy`".to_owned()
            }
            Self::Character { .. } => {
                "use letters, digits, `.`, `-`, `_` and `/` as the separator".to_owned()
            }
        }
    }
}

impl Folder {
    /// Checks a path. `/` separates its parts; one at the end does not matter.
    pub fn read(text: &str) -> Result<Self, FolderError> {
        let owned = || text.to_owned();
        if text.is_empty() {
            return Err(FolderError::Empty);
        }
        if text.starts_with(['/', '~']) || text.get(1..2) == Some(":") {
            return Err(FolderError::Absolute { text: owned() });
        }
        let odd = |c: char| c.is_control() || "\\:*?\"<>|".contains(c);
        if text.contains(odd) {
            return Err(FolderError::Character { text: owned() });
        }
        let trimmed = text.strip_suffix('/').unwrap_or(text);
        let parts = trimmed.strip_prefix("./").unwrap_or(trimmed);
        if let Some(part) = parts
            .split('/')
            .find(|part| matches!(*part, "" | "." | ".."))
        {
            return Err(FolderError::Part {
                text: owned(),
                part: part.to_owned(),
            });
        }
        Ok(Self(parts.to_owned()))
    }

    /// The path, without a `/` at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_type!(
    Folder, FolderError, format: "folder",
    about: "A folder below that of the spec, with `/` between its parts.",
    examples: ["deploy", "clusters/postgres"]
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_below_the_spec_is_taken() {
        for (text, path) in [
            ("deploy", "deploy"),
            ("./a/b/", "a/b"),
            ("..a/b..", "..a/b.."),
            ("a b", "a b"),
        ] {
            assert_eq!(Folder::read(text).unwrap().as_str(), path);
        }
    }

    #[test]
    fn nothing_leads_out_of_the_folder_of_the_spec() {
        for text in [
            "",
            "/",
            "/etc",
            "..",
            "../x",
            "a/../../b",
            ".",
            "./",
            "a//b",
            "~/x",
            "C:/x",
            "a\\b",
            "a\nb",
            "a\0b",
            "a/./b",
        ] {
            assert!(Folder::read(text).is_err(), "{text:?}");
        }
    }
}
