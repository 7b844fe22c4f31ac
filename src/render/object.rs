//! One object: from its template to its tree.

use std::ops::Range;

use minijinja::Value;

use super::context;
use super::engine::Engine;
use super::error::RenderError;
use super::file::File;
use super::marks::{self, Stripped};
use super::patch::{self, Patch};
use super::tie::{self, Untied};
use crate::document::{Content, Field, Tree};
use crate::plan::GITOPS;

/// What the plan asks for: an object, by the template that writes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order<'p> {
    /// The file name of its template.
    pub(super) template: &'p str,
    /// Its kind, as the plan calls it.
    pub(super) kind: &'p str,
    /// Its name.
    pub(super) name: &'p str,
    /// The environment it is for.
    pub(super) environment: &'p str,
    /// The cluster it belongs to; none for what an environment has once.
    pub(super) cluster: Option<&'p str>,
    /// The origin of whatever asked for it.
    pub(super) origin: u32,
}

/// An object that was rendered.
#[derive(Clone, Debug)]
pub struct Object {
    /// The environment it is for.
    pub environment: String,
    /// The cluster it belongs to; none for what an environment has once.
    pub cluster: Option<String>,
    /// Its API version.
    pub api_version: String,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its namespace; none for what belongs to no namespace.
    pub namespace: Option<String>,
    /// It as a manifest, in the file that layouts of manifests write it to.
    pub manifest: File,
    pub(super) tree: Tree,
}

impl Object {
    /// The value at a path as the API server writes it
    /// (`spec.managed.roles[1].name`, `metadata.annotations[a.b/c]`).
    pub fn at(&self, path: &str) -> Option<&Tree> {
        super::path::at(&self.tree, path)
    }

    /// Whether it is for whoever applies the output, and not for an environment.
    pub fn is_gitops(&self) -> bool {
        self.environment == GITOPS
    }

    /// The environments that it is for; none where it is for all.
    pub fn environments(&self) -> Vec<&str> {
        if self.is_gitops() {
            self.cluster.as_deref().into_iter().collect()
        } else {
            vec![&self.environment]
        }
    }

    /// The whole object.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }
}

/// Renders an object and patches it. `None` where a template has nothing to say.
/// `context` is what the template sees, values with origins as pairs.
///
/// The text never depends on origins: what is used is rendered from plain
/// values. The text from values with origins only serves to find these, and is
/// set aside if it differs, as it does where a template computes with a value.
pub(super) fn render(
    engine: &Engine,
    order: &Order<'_>,
    context: &Value,
    patches: &[&Patch],
) -> Result<Option<Object>, RenderError> {
    let bare = context::bare(context);
    let leaves = context::leaves(context, 0);
    let plain = stripped(engine, order, &bare)?;
    let sourced = stripped(engine, order, &leaves).ok();
    let stripped = match &sourced {
        Some(sourced) if same(sourced, &plain) => sourced,
        _ => &plain,
    };
    let tied = tie::tie(order.template, stripped).map_err(|untied| {
        let Untied { range, why } = untied;
        RenderError::Untied {
            template: order.template.to_owned(),
            line: engine.line(order.template, &bare, &marked(&plain, &range)),
            why: why.to_string(),
            help: why.help(),
        }
    })?;
    let Some(mut tree) = tied else {
        return Ok(None);
    };
    drop_nulls(&mut tree);
    for patch in patches {
        patch::apply(&mut tree, &patch.tree, order.kind).map_err(RenderError::from)?;
    }
    tree.origin = order.origin;
    object(order, tree).map(Some)
}

fn stripped(engine: &Engine, order: &Order<'_>, context: &Value) -> Result<Stripped, RenderError> {
    let marked = engine.render(order.template, context)?;
    marks::strip(&marked).ok_or_else(|| RenderError::Cut {
        template: order.template.to_owned(),
    })
}

/// Whether two renderings differ in nothing but origins.
fn same(one: &Stripped, other: &Stripped) -> bool {
    let ranges = |stripped: &Stripped| stripped.marks.len();
    one.text == other.text
        && ranges(one) == ranges(other)
        && one
            .marks
            .iter()
            .zip(&other.marks)
            .all(|(one, other)| one.range == other.range)
}

fn marked(stripped: &Stripped, range: &Range<usize>) -> Range<usize> {
    stripped.marked_offset(range.start)..stripped.marked_offset(range.end)
}

/// Takes out fields that are null: the API server reads them as absent, and so
/// does Helm, so that a chart can only give the same object without them.
fn drop_nulls(tree: &mut Tree) {
    match &mut tree.content {
        Content::Map(fields) => {
            fields.retain(|Field { value, .. }| !matches!(value.content, Content::Null));
            for field in fields {
                drop_nulls(&mut field.value);
            }
        }
        Content::Seq(items) => items.iter_mut().for_each(drop_nulls),
        Content::Null
        | Content::Bool(_)
        | Content::Int(_)
        | Content::Float(_)
        | Content::Str(_)
        | Content::Plain(_) => {}
    }
}

/// The object that a tree is, if it is one that can be named and filed.
fn object(order: &Order<'_>, tree: Tree) -> Result<Object, RenderError> {
    let text = |path: &[&str]| {
        tree.at(path)
            .and_then(Tree::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let (api_version, kind) = (text(&["apiVersion"]), text(&["kind"]));
    let (name, namespace) = (
        text(&["metadata", "name"]),
        text(&["metadata", "namespace"]),
    );
    let word = |text: &str, also: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || also.contains(c);
        !text.is_empty() && text.chars().all(allowed) && !text.starts_with('.')
    };
    let checks = [
        ("apiVersion", word(&api_version, "./-"), &api_version),
        ("kind", word(&kind, ""), &kind),
        // A name becomes the name of a file.
        ("metadata.name", word(&name, ".-"), &name),
    ];
    if let Some((field, _, found)) = checks.iter().find(|(_, fits, _)| !fits) {
        return Err(RenderError::Nameless {
            template: order.template.to_owned(),
            field,
            found: (*found).clone(),
        });
    }
    let namespace = (!namespace.is_empty()).then_some(namespace);
    Ok(Object {
        environment: order.environment.to_owned(),
        cluster: order.cluster.map(str::to_owned),
        api_version,
        kind,
        name,
        namespace,
        manifest: File::new(
            String::new(),
            &[order.environment],
            String::new(),
            Vec::new(),
        ),
        tree,
    })
}
