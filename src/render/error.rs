//! What can be wrong with a rendering: a template, or an override.

use thiserror::Error;

use super::patch::Unfit;
use super::templates;

/// A template that does not give one sound object.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RenderError {
    /// The template engine refuses the template or what it does.
    #[error("template `{template}`, line {line}: {what}")]
    Template {
        /// The file name of the template.
        template: String,
        /// The line in it, counted from 1.
        line: usize,
        /// What the engine says.
        what: String,
    },
    /// A template to replace another one, which there is not.
    #[error("template `{template}` replaces none of the built-in ones")]
    Unknown {
        /// Its file name.
        template: String,
        /// The name that is closest to it, if one is close enough.
        similar: Option<&'static str>,
    },
    /// A template is larger than any that is read.
    #[error("template `{template}` has {found} bytes, {limit} are allowed")]
    TooLarge {
        /// The file name of the template.
        template: String,
        /// Its size in bytes.
        found: usize,
        /// The largest size that is read, in bytes.
        limit: usize,
    },
    /// A template holds a control character.
    #[error("template `{template}`, line {line}: a control character")]
    Control {
        /// The file name of the template.
        template: String,
        /// The line in it, counted from 1.
        line: usize,
    },
    /// What a template writes is no sound object.
    #[error("template `{template}`, line {line}: {why}")]
    Untied {
        /// The file name of the template.
        template: String,
        /// The line in it, counted from 1.
        line: usize,
        /// What is wrong.
        why: String,
        /// What to do about it.
        help: &'static str,
    },
    /// A template takes apart text that it has formatted already.
    #[error("template `{template}` cuts formatted values into pieces")]
    Cut {
        /// The file name of the template.
        template: String,
    },
    /// An object cannot be told from others, or be filed under its name.
    #[error("template `{template}` writes an object whose `{field}` is `{found}`")]
    Nameless {
        /// The file name of the template.
        template: String,
        /// The field in question.
        field: &'static str,
        /// What it holds; nothing if it is not there, or no text.
        found: String,
    },
    /// Two objects would be written to one file.
    #[error("two objects would be written to `{path}`")]
    SameFile {
        /// The path below the output folder.
        path: String,
    },
    /// An override does not fit what it is about.
    #[error("{message}")]
    Override {
        /// Where the part of it comes from that does not fit.
        origin: u32,
        /// What is wrong.
        message: String,
        /// What to do about it.
        help: String,
    },
    /// The system gives no thread to compile templates on.
    #[error("failed to start a thread for the templates")]
    NoCompiler,
}

impl RenderError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Template { .. } | Self::NoCompiler => None,
            Self::Unknown { similar, .. } => Some(match similar {
                Some(similar) => format!("rename it if `{similar}` is meant, or remove it"),
                None => "remove it; `pgspec templates export` writes those that there are".into(),
            }),
            Self::TooLarge { .. } => Some("split what it writes into templates of their own".into()),
            Self::Control { .. } => Some("remove the character".into()),
            Self::Untied { help, .. } => Some((*help).to_owned()),
            Self::Cut { .. } => {
                Some("work on the values themselves, before they are printed".into())
            }
            Self::Nameless { .. } => Some(
                "letters, digits, `-` and `.` are allowed, a name also needs to start with none of the signs".into(),
            ),
            Self::SameFile { .. } => Some("give one of them another name".into()),
            Self::Override { help, .. } => Some(help.clone()),
        }
    }

    /// A template of a name that no built-in one has.
    pub(super) fn unknown_template(name: &str) -> Self {
        let likeness = |known: &str| strsim::jaro_winkler(name, known);
        let names = templates::all().iter().map(|known| known.name);
        let similar = names.max_by(|one, other| likeness(one).total_cmp(&likeness(other)));
        Self::Unknown {
            template: name.to_owned(),
            similar: similar.filter(|known| 0.9 < likeness(known)),
        }
    }

    /// An error of the engine.
    pub(super) fn template(name: &str, err: &minijinja::Error) -> Self {
        let detail = err
            .detail()
            .map_or_else(String::new, |detail| format!(": {detail}"));
        Self::Template {
            template: err.name().unwrap_or(name).to_owned(),
            line: err.line().unwrap_or(1),
            what: format!("{}{detail}", err.kind()),
        }
    }
}

impl From<Unfit> for RenderError {
    fn from(unfit: Unfit) -> Self {
        let Unfit {
            origin,
            message,
            help,
        } = unfit;
        Self::Override {
            origin,
            message,
            help,
        }
    }
}
