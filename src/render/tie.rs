//! From stripped text to a tree whose nodes know where they come from.
//!
//! Each mark must be exactly one scalar, key or value, or lie in a comment. This
//! check, and not escaping alone, is what keeps a value from changing the
//! structure of an object: `{a: "{{ x }}"}` is escaped, and with the value
//! `, evil: 1, ` it would still read as two more keys.

use std::ops::Range;

use super::marks::{Mark, Stripped};
use crate::document::{Content, Document, Documents, Node, Oddity, Style, Tree};

/// Why text is no sound object, and where in the stripped text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Untied {
    /// The bytes in question.
    pub(super) range: Range<usize>,
    /// What is wrong with them.
    pub(super) why: Why,
}

/// What is wrong with rendered text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Why {
    /// A value has something around it that makes it a part of something else.
    #[error("a value that does not stand alone")]
    NotAlone,
    /// It is no YAML, or no YAML that Kubernetes reads.
    #[error("it writes no YAML: {0}")]
    NotYaml(String),
    /// It holds more than one object.
    #[error("it writes a second object")]
    Several,
    /// It is no mapping.
    #[error("it writes no object")]
    NotAnObject,
    /// A key stands twice in a mapping.
    #[error("the key `{0}` is there twice")]
    DuplicateKey(String),
    /// A key is read as something other than text.
    #[error("the key `{0}` is not read as text")]
    OddKey(String),
    /// Text after the end of the document.
    #[error("text after the end of the document")]
    Dropped,
}

impl Why {
    /// What to do about it.
    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::NotAlone => {
                "put neither text nor quotes around `{{ … }}`; compose text inside, as in `{{ name ~ \"-ro\" }}`"
            }
            Self::NotYaml(_) => "correct the template",
            Self::Several => "write one object per template",
            Self::NotAnObject => "write a mapping with `apiVersion`, `kind` and `metadata`",
            Self::DuplicateKey(_) => "remove one of them",
            Self::OddKey(_) => "put the key in quotes",
            Self::Dropped => "remove the `...` or what follows it",
        }
    }
}

/// The tree of an object's text. `None` where the text holds nothing but comments.
pub(super) fn tie(name: &str, stripped: &Stripped) -> Result<Option<Tree>, Untied> {
    let mut documents = Documents::default();
    let errors = documents.add(name, stripped.text.as_bytes());
    if let Some(error) = errors.first() {
        return Err(Untied {
            range: error.span().range(),
            why: Why::NotYaml(error.message().to_owned()),
        });
    }
    let mut all = documents.iter();
    let Some(document) = all.next() else {
        return Ok(None);
    };
    if let Some(second) = all.next() {
        return Err(Untied {
            range: second.span().range(),
            why: Why::Several,
        });
    }
    sound(document)?;
    let mut tying = Tying {
        marks: &stripped.marks,
        taken: vec![false; stripped.marks.len()],
    };
    let mut tree = Tree::from_document(document, &mut |node| tying.origin(node));
    tying.comments(document);
    tying.finish()?;
    if tree.fields_mut().is_none() {
        let range = document.root().span().range();
        let why = Why::NotAnObject;
        return Err(Untied { range, why });
    }
    settle(&mut tree);
    Ok(Some(tree))
}

/// Refuses what Kubernetes would accept and hide.
fn sound(document: Document<'_>) -> Result<(), Untied> {
    for oddity in document.oddities() {
        let (span, why) = match oddity {
            Oddity::DuplicateKey { kept, .. } => {
                let key = kept.text().unwrap_or_default();
                (kept.span(), Why::DuplicateKey(key.to_owned()))
            }
            Oddity::OddKey { key, .. } => {
                let text = key.text().unwrap_or_default();
                (key.span(), Why::OddKey(text.to_owned()))
            }
            Oddity::DroppedText { span } => (span, Why::Dropped),
            Oddity::MergeOverwrites { .. } | Oddity::ReadDifferently { .. } => continue,
        };
        let range = span.range();
        return Err(Untied { range, why });
    }
    Ok(())
}

/// The marks of a text, and which of them a scalar or a comment has taken.
struct Tying<'m> {
    marks: &'m [Mark],
    taken: Vec<bool>,
}

impl Tying<'_> {
    /// The origin of a node: that of the mark that it is, if it is one.
    fn origin(&mut self, node: Node<'_>) -> u32 {
        let scalar = matches!(
            node.style(),
            Style::Plain | Style::SingleQuoted | Style::DoubleQuoted
        );
        if !scalar {
            return 0;
        }
        let range = node.span().range();
        let place = self.first_from(range.start);
        match self.marks.get(place) {
            Some(mark) if mark.range == range => {
                self.take(place);
                mark.origin
            }
            _ => 0,
        }
    }

    /// Takes the marks that lie in comments.
    fn comments(&mut self, document: Document<'_>) {
        for comment in document.comments() {
            let range = comment.span().range();
            let mut place = self.first_from(range.start);
            while self
                .marks
                .get(place)
                .is_some_and(|mark| mark.range.end <= range.end)
            {
                self.take(place);
                place += 1;
            }
        }
    }

    /// Whether all marks are taken.
    fn finish(self) -> Result<(), Untied> {
        let left = self.marks.iter().zip(self.taken).find(|(_, taken)| !taken);
        match left {
            None => Ok(()),
            Some((mark, _)) => Err(Untied {
                range: mark.range.clone(),
                why: Why::NotAlone,
            }),
        }
    }

    /// The place of the first mark that starts at an offset or after it.
    fn first_from(&self, offset: usize) -> usize {
        self.marks.partition_point(|mark| mark.range.start < offset)
    }

    fn take(&mut self, place: usize) {
        if let Some(taken) = self.taken.get_mut(place) {
            *taken = true;
        }
    }
}

/// Gives a key the origin of its value, and a mapping or sequence the one that
/// all of it has. Gives back the origin of the tree.
///
/// A template writes keys and brackets; whoever asked for what they hold asked
/// for them.
fn settle(tree: &mut Tree) -> u32 {
    let mut common = None;
    let mut meet = |origin: u32| {
        common = match common {
            None => Some(origin),
            Some(other) if other == origin => common,
            Some(_) => Some(0),
        };
    };
    match &mut tree.content {
        Content::Map(fields) => {
            for field in fields {
                let origin = settle(&mut field.value);
                if field.origin == 0 {
                    field.origin = origin;
                }
                meet(origin);
            }
        }
        Content::Seq(items) => items.iter_mut().for_each(|item| meet(settle(item))),
        Content::Null
        | Content::Bool(_)
        | Content::Int(_)
        | Content::Float(_)
        | Content::Str(_)
        | Content::Plain(_) => {}
    }
    if tree.origin == 0 {
        tree.origin = common.unwrap_or(0);
    }
    tree.origin
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::marks;

    /// Ties a text in which `«7~x»` is a mark.
    fn tied(text: &str) -> Result<Option<Tree>, Untied> {
        let marked = text
            .replace('«', "\u{1}")
            .replace('~', "\u{2}")
            .replace('»', "\u{3}");
        tie("t", &marks::strip(&marked).unwrap())
    }

    fn why(text: &str) -> Why {
        tied(text).unwrap_err().why
    }

    #[test]
    fn a_value_brings_its_origin_and_its_key_has_it_too() {
        let tree = tied("a: «7~x»\nb:\n  - c: «8~1»\n    d: «8~2»\ne: literal\n")
            .unwrap()
            .unwrap();
        let [a, b, e] = tree.fields() else {
            panic!("{tree:?}");
        };
        assert_eq!((a.origin, a.value.origin), (7, 7));
        assert_eq!((b.origin, b.value.origin), (8, 8));
        assert_eq!((e.origin, e.value.origin), (0, 0));
        assert_eq!(tree.origin, 0);
    }

    #[test]
    fn a_value_may_be_a_key_a_part_of_a_flow_collection_or_in_a_comment() {
        let tree = tied("«1~a»: {«2~b»: «3~c», d: [«4~e»]}\n# about «5~f»\ng: 1 # «6~h»\n");
        let tree = tree.unwrap().unwrap();
        let flow = &tree.fields()[0];
        assert_eq!(flow.origin, 1);
        assert_eq!(flow.value.fields()[0].origin, 2);
        assert_eq!(flow.value.fields()[0].value.origin, 3);
        assert_eq!(flow.value.fields()[1].value.items()[0].origin, 4);
    }

    #[test]
    fn a_value_with_something_around_it_is_refused() {
        for text in [
            "a: «1~x»-ro\n",
            "a: pre«1~x»\n",
            "a: «1~x»«2~y»\n",
            "a: '«1~x»'\n",
            "a: \"«1~x»\"\n",
            "a: {b: '«1~x»'}\n",
            "a: '«1~, evil: 1, »'\n",
            "a: {b: «1~x»y}\n",
            "a: &«1~x» y\n",
            "a: !«1~x» y\n",
            "a: |\n  «1~x»\n",
            "a: >\n  «1~x»\n",
            "a: |\n  # «1~x»\n",
            "a: b\n  «1~x»\n",
            "a:«1~x»\n",
        ] {
            match tied(text) {
                Err(Untied {
                    why: Why::NotAlone, ..
                }) => {}
                // A line that is no entry of a mapping is no YAML to begin with.
                Err(Untied {
                    why: Why::NotYaml(_),
                    ..
                }) if text == "a:«1~x»\n" => {}
                other => panic!("{text:?}: {other:?}"),
            }
        }
    }

    #[test]
    fn an_alias_made_of_a_value_is_refused() {
        assert!(tied("b: &x 1\na: *«1~x»\n").is_err());
    }

    #[test]
    fn what_kubernetes_would_hide_is_refused() {
        assert_eq!(why("a: 1\na: 2\n"), Why::DuplicateKey("a".to_owned()));
        assert_eq!(why("on: 1\n"), Why::OddKey("on".to_owned()));
        assert_eq!(why("a: 1\n...\nb: 2\n"), Why::Dropped);
        assert_eq!(why("a: 1\n---\nb: 2\n"), Why::Several);
        assert_eq!(why("- a\n"), Why::NotAnObject);
        assert!(matches!(why("a: [\n"), Why::NotYaml(_)));
    }

    #[test]
    fn text_without_anything_in_it_is_no_object() {
        assert_eq!(tied("# nothing of «1~x» here\n"), Ok(None));
    }
}
