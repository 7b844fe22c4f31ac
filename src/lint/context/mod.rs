//! All objects of a run, resolved together: what a rule may ask.

mod index;
#[cfg(test)]
mod tests;

use std::sync::OnceLock;

use crate::document::{DocumentId, Documents};
use crate::kube::civil::Date;
use crate::lint::archives::Archives;
use crate::lint::kind::{self, Kind};
use crate::lint::object::{Object, ObjectId};
use crate::lint::references::References;
use crate::lint::settings::{Scope, Settings};
use crate::lint::survey::Survey;
use crate::lint::target::Target;
use crate::lint::view::archive::Archive;
use index::Index;

/// All objects of a run, resolved together, and what they are judged for.
#[derive(Debug)]
pub struct Context<'a> {
    documents: &'a Documents,
    settings: &'a Settings,
    survey: Survey<'a>,
    index: Index<'a>,
    references: OnceLock<References>,
    archives: OnceLock<Archives>,
}

/// What there is of a name.
#[derive(Clone, Copy, Debug)]
pub enum Lookup<'a> {
    /// This object.
    Found(Object<'a>),
    /// Nothing, and everything was looked at.
    Absent,
    /// Nobody can tell: it may be elsewhere, or it is one of several.
    Unknown,
}

impl<'a> Lookup<'a> {
    /// The object, if it was found.
    pub fn found(self) -> Option<Object<'a>> {
        match self {
            Self::Found(object) => Some(object),
            Self::Absent | Self::Unknown => None,
        }
    }
}

/// The objects that refer to another one.
#[derive(Clone, Debug)]
pub struct Referring<'a> {
    /// Those of the run.
    pub objects: Vec<Object<'a>>,
    /// Whether there are no others, here or elsewhere.
    pub complete: bool,
}

impl<'a> Context<'a> {
    pub(super) fn new(documents: &'a Documents, settings: &'a Settings) -> Self {
        let survey = Survey::of(documents, settings);
        let index = Index::of(&survey.objects);
        Self {
            documents,
            settings,
            survey,
            index,
            references: OnceLock::new(),
            archives: OnceLock::new(),
        }
    }

    /// The documents, with their texts.
    pub fn documents(&self) -> &'a Documents {
        self.documents
    }

    /// The versions that the objects are judged for.
    pub fn target(&self) -> &'a Target {
        &self.settings.target
    }

    /// The day of the run.
    pub fn today(&self) -> Date {
        self.settings.today
    }

    /// Whether everything was given that will be applied, so that what is
    /// missing is missing.
    pub fn is_whole(&self) -> bool {
        self.settings.scope == Scope::Whole
    }

    /// The objects of a kind, patches included, in the order of the run.
    pub fn objects(&self, kind: &Kind) -> &[Object<'a>] {
        self.index.objects(kind)
    }

    /// The objects of a kind that may be in the namespace of another object,
    /// patches included.
    pub fn near<'c>(
        &'c self,
        kind: &Kind,
        other: Object<'c>,
    ) -> impl Iterator<Item = Object<'a>> + use<'c, 'a> {
        self.index.within(kind, other.namespace())
    }

    /// The clusters of `CloudNativePG`, patches included.
    pub fn clusters(&self) -> &[Object<'a>] {
        self.objects(&kind::CLUSTER)
    }

    /// What an object means by a name: of its own namespace, if the kind has any.
    pub fn find(&self, from: Object<'_>, kind: &'static Kind, name: &str) -> Lookup<'a> {
        self.find_in(from, kind, from.namespace(), name)
    }

    /// What an object means by a name and a namespace.
    ///
    /// Of several, the nearest is meant: in the same file, then in the folder
    /// that has most in common. A namespace that one of both lacks is filled in
    /// when they are applied, and fits any.
    pub fn find_in(
        &self,
        from: Object<'_>,
        kind: &'static Kind,
        namespace: Option<&str>,
        name: &str,
    ) -> Lookup<'a> {
        let candidates = self.index.named(kind, namespace, name);
        let nearness = |object: &Object<'a>| {
            let exact = !kind.namespaced || object.namespace() == namespace;
            (exact, Survey::nearness(from, *object))
        };
        let whole = || candidates.clone().filter(|object| !object.is_partial());
        let Some(nearest) = whole().map(|object| nearness(&object)).max() else {
            let partial = candidates.clone().next().is_some();
            return self.nothing(from, kind, partial);
        };
        let mut best = whole().filter(|object| nearness(object) == nearest);
        match (best.next(), best.next()) {
            (Some(object), None) => Lookup::Found(object),
            _ => Lookup::Unknown,
        }
    }

    /// The objects of a kind that name this cluster as theirs (`spec.cluster.name`).
    pub fn referring(&self, kind: &Kind, cluster: Object<'_>) -> Referring<'a> {
        let references = self.references.get_or_init(|| References::new(self));
        let all = references.to(cluster.id()).iter();
        let objects = all.filter_map(|id| self.object(*id));
        let maybe = references.maybe_to(cluster.id(), kind);
        Referring {
            objects: objects.filter(|object| object.is(kind)).collect(),
            complete: !maybe && !self.is_open(cluster) && !cluster.is_partial(),
        }
    }

    /// The clusters that surely archive to a place.
    pub fn archiving_to(&self, archive: &Archive<'_>) -> impl Iterator<Item = Object<'a>> {
        let clusters = self.archives().at(archive).iter();
        clusters.filter_map(|id| self.object(*id))
    }

    /// Whether a cluster surely archives to this `ObjectStore`.
    pub fn is_archived_to(&self, store: Object<'_>) -> bool {
        self.archives().are_in(store)
    }

    fn archives(&self) -> &Archives {
        self.archives.get_or_init(|| Archives::new(self))
    }

    /// All documents as objects, those that no rule speaks of included.
    pub fn all(&self) -> &[Object<'a>] {
        &self.survey.objects
    }

    /// What the run as a whole has to say of its objects.
    pub(super) fn survey(&self) -> &Survey<'a> {
        &self.survey
    }

    /// The object of this place among all documents.
    pub(super) fn object(&self, id: ObjectId) -> Option<Object<'a>> {
        self.survey.objects.get(id.index()).copied()
    }

    /// The object that a document is.
    pub(super) fn object_of(&self, document: DocumentId) -> Option<Object<'a>> {
        let objects = &self.survey.objects;
        let index = objects.binary_search_by_key(&document, |object| object.document.id());
        objects.get(index.ok()?).copied()
    }

    /// What it means that no object has the name.
    fn nothing(&self, from: Object<'_>, kind: &'static Kind, partial: bool) -> Lookup<'a> {
        let nameless = || {
            self.objects(kind)
                .iter()
                .any(|object| object.name().is_none())
        };
        if partial || self.is_open(from) || is_kept_elsewhere(kind) || nameless() {
            return Lookup::Unknown;
        }
        Lookup::Absent
    }

    /// Whether objects that are not here may be applied together with this one.
    pub fn is_open(&self, object: Object<'_>) -> bool {
        !self.is_whole() || self.survey.is_open(object)
    }
}

/// Kinds whose objects people keep elsewhere, or that a controller makes.
fn is_kept_elsewhere(kind: &Kind) -> bool {
    !kind.namespaced
        || *kind == kind::SECRET
        || *kind == kind::CONFIG_MAP
        || *kind == kind::SERVICE_ACCOUNT
}
