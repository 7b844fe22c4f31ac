//! From the spec's text to its tree.

use std::ops::Range;

use super::Problem;
use super::problem::MAX_PROBLEMS;
use super::sourced::{ORIGIN_KEY, VALUE_KEY};
use super::tree::{Content, Entry, Tree};
use crate::document::{Document, Documents, Node, Oddity, Style, Value};

/// Bytes of a spec's text: a hundred times what people write.
pub(super) const MAX_BYTES: usize = 4 << 20;

/// Nodes of a spec's tree, those that aliases stand for counted again.
pub(super) const MAX_NODES: usize = 100_000;

/// Keys by which a value is told from its origin.
const OWN_KEYS: [&str; 2] = [ORIGIN_KEY, VALUE_KEY];

/// Reads a text. What keeps it from being read is in the problems, and so is
/// what a reader of YAML passes over in silence.
pub(super) fn read(name: &str, text: &str) -> (Option<Tree>, Vec<Problem>) {
    if MAX_BYTES < text.len() {
        let message = format!("the spec has more than {MAX_BYTES} bytes");
        return (None, vec![Problem::new(0..0, message)]);
    }
    let mut documents = Documents::default();
    let errors = documents.add(name, text.as_bytes());
    // The tree's offsets count from after a byte order mark.
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let shift = |range: Range<usize>| range.start + mark..range.end + mark;
    let mut problems: Vec<Problem> = errors
        .into_iter()
        .map(|error| {
            let mut problem = Problem::new(shift(error.span().range()), error.message());
            problem.help = error.help().map(str::to_owned);
            problem
        })
        .collect();
    let mut all = documents.iter();
    let Some(document) = all.next() else {
        if problems.is_empty() {
            let problem = Problem::new(0..0, "the spec is empty");
            problems.push(problem.help("`pgspec init` writes one to start from"));
        }
        return (None, problems);
    };
    if let Some(other) = all.next() {
        let span = other.root().span().range();
        let start = span.start;
        let problem = Problem::new(shift(start..start), "a second document in the spec");
        problems.push(problem.help("a spec is one document: remove the `---` and what follows"));
    }
    problems.extend(hidden(document, shift));
    let mut reader = Reader {
        nodes: 0,
        mark,
        problems,
    };
    let tree = reader.tree(document.root());
    let mut problems = reader.problems;
    if tree.is_none() {
        let message = format!("the spec has more than {MAX_NODES} values");
        problems.push(Problem::new(0..0, message));
    }
    (tree, problems)
}

/// What a reader passes over in silence.
fn hidden(document: Document<'_>, shift: impl Fn(Range<usize>) -> Range<usize>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for oddity in document.oddities() {
        let problem = match oddity {
            Oddity::DuplicateKey { dropped, kept } => {
                let key = kept.text().unwrap_or_default();
                let message = format!("`{}` is given twice", super::check::shortened(key));
                Problem::new(shift(kept.span().range()), message)
                    .label("again here")
                    .help("remove one of them")
                    .related(shift(dropped.span().range()), "first here")
            }
            Oddity::MergeOverwrites { key, merge } => {
                let key_text = key.text().unwrap_or_default();
                let message = format!("a merge below `{key_text}` overwrites it");
                Problem::new(shift(merge.span().range()), message)
                    .help("put the merge above the keys that are to win")
                    .related(shift(key.span().range()), "overwritten")
            }
            Oddity::DroppedText { span } => {
                Problem::new(shift(span.range()), "text after the end of the document")
                    .help("remove it, or the `...` above it")
            }
            // These are about how Kubernetes reads a value; a spec has its own way.
            Oddity::OddKey { .. } | Oddity::ReadDifferently { .. } => continue,
        };
        problems.push(problem);
    }
    problems
}

/// Copies the nodes of a document, up to a limit.
struct Reader {
    nodes: usize,
    mark: usize,
    problems: Vec<Problem>,
}

impl Reader {
    fn tree(&mut self, node: Node<'_>) -> Option<Tree> {
        self.nodes += 1;
        if MAX_NODES < self.nodes {
            return None;
        }
        let content = if node.is_map() {
            Content::Map(self.entries(node)?)
        } else if node.is_seq() {
            let items: Option<Vec<_>> = node.items().map(|item| self.tree(item)).collect();
            Content::List(items?)
        } else {
            self.scalar(node)
        };
        Some(Tree {
            span: self.range(node),
            content,
        })
    }

    fn entries(&mut self, node: Node<'_>) -> Option<Vec<Entry>> {
        node.entries()
            .map(|entry| {
                let key = entry.key().text().unwrap_or_default();
                if OWN_KEYS.contains(&key) {
                    let message = format!("the key `{key}` is one that pgspec keeps for itself");
                    self.problems
                        .push(Problem::new(self.range(entry.key()), message).help("remove it"));
                }
                Some(Entry {
                    key: key.to_owned(),
                    key_span: self.range(entry.key()),
                    value: self.tree(entry.value())?,
                })
            })
            .collect()
    }

    fn scalar(&mut self, node: Node<'_>) -> Content {
        let text = node.text().unwrap_or_default();
        let plain = node.style() == Style::Plain || node.is_alias();
        // A tag may say that it is text.
        let tagged = matches!(node.value(), Value::Str(_));
        if !plain {
            return Content::Text(text.to_owned());
        }
        if !node.is_alias() && is_doubtful(text) && self.problems.len() < MAX_PROBLEMS {
            let message = format!("readers of YAML disagree about `{text}`");
            let problem = Problem::new(self.range(node), message);
            self.problems
                .push(problem.help("write a number as decimal digits, and text in quotes"));
            // Nothing that can be wrong a second time.
            return Content::Null;
        }
        if tagged {
            return Content::Text(text.to_owned());
        }
        Content::plain(text)
    }

    fn range(&self, node: Node<'_>) -> Range<usize> {
        let range = node.span().range();
        range.start + self.mark..range.end + self.mark
    }
}

/// Whether a scalar without quotes is octal, hexadecimal, binary or grouped to
/// some readers, and decimal or text to others.
fn is_doubtful(text: &str) -> bool {
    const LONGEST: usize = 64;
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut bytes = unsigned.bytes();
    if LONGEST < text.len() || !bytes.next().is_some_and(|first| first.is_ascii_digit()) {
        return false;
    }
    let digits = |part: &str| {
        let inner = |byte: u8| byte.is_ascii_digit() || byte == b'_';
        !part.is_empty() && part.bytes().all(inner)
    };
    match unsigned.get(..2) {
        Some("0x" | "0X") => unsigned.bytes().skip(2).all(|b| b.is_ascii_hexdigit()),
        Some("0o" | "0O" | "0b" | "0B") => unsigned.get(2..).is_some_and(digits),
        _ => {
            let leading = unsigned.starts_with('0') && 1 < unsigned.len();
            digits(unsigned) && (leading || unsigned.contains('_'))
        }
    }
}

/// Takes `odoo:` with nothing after it for `odoo: {}`, where a person lists what
/// there is: environments, clusters, applications, profiles.
pub(super) fn fill(tree: &mut Tree) {
    for (key, inner) in [
        ("environments", "clusters"),
        ("apps", "environments"),
        ("profiles", ""),
    ] {
        for entry in tree.entries_mut(key) {
            for inner in entry.entries_mut(inner) {
                fill_one(inner);
            }
            fill_one(entry);
        }
    }
}

fn fill_one(tree: &mut Tree) {
    if tree.content == Content::Null {
        tree.content = Content::Map(Vec::new());
    }
}
