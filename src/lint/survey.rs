//! What a run knows of each document before any rule looks at it: its kind, its
//! environment, whether it is a patch, and what lies near it.

use std::collections::BTreeSet;

use super::fragment;
use super::kind::{self, Kind};
use super::kustomize::{self, Kustomizations};
use super::object::{Extent, Object, ObjectId};
use super::settings::{Environments, Settings};
use super::severity::Environment;
use crate::document::{Document, Documents};
use crate::knowledge::kinds;

/// The label or annotation that tells the environment of an object.
pub const ENVIRONMENT: &str = "pgspec/environment";

/// All documents as objects.
#[derive(Debug)]
pub(super) struct Survey<'a> {
    /// In the order of the documents.
    pub(super) objects: Vec<Object<'a>>,
    kustomizations: Kustomizations,
    /// Names of environments that objects give and nobody explained.
    pub(super) strange: BTreeSet<&'a str>,
}

impl<'a> Survey<'a> {
    pub(super) fn of(documents: &'a Documents, settings: &Settings) -> Self {
        let kustomizations = Kustomizations::of(documents).with_patches(&settings.patches);
        let mut strange = BTreeSet::new();
        let target = settings.target.of_kinds();
        let objects = documents.iter().enumerate().map(|(index, document)| {
            let served = served(&target, document);
            Object {
                id: ObjectId::new(index, document.id()),
                document,
                kind: kind_of(document),
                served,
                extent: extent(&kustomizations, document, served),
                environment: environment(&settings.environments, document, &mut strange),
            }
        });
        Self {
            objects: objects.collect(),
            kustomizations,
            strange,
        }
    }

    /// How near two objects lie: more is nearer.
    pub(super) fn nearness(one: Object<'_>, other: Object<'_>) -> usize {
        let (one, other) = (file(one), file(other));
        if one == other {
            return usize::MAX;
        }
        let shared = folder(one).split('/').zip(folder(other).split('/'));
        shared.take_while(|(one, other)| one == other).count()
    }

    /// Whether a kustomization around the object takes in what is not here.
    pub(super) fn is_open(&self, object: Object<'_>) -> bool {
        self.kustomizations.is_open(file(object))
    }
}

/// The folder that a file is in.
fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The name of the file that an object is in.
fn file(object: Object<'_>) -> &str {
    object.document.source().name()
}

/// The kind that rules know by name; kustomize knows its own file by the name of
/// the file.
fn kind_of(document: Document<'_>) -> Option<&'static Kind> {
    let named = named_kind(document);
    let is_file = kustomize::is_kustomization(document.source().name());
    named.or_else(|| is_file.then_some(&kind::KUSTOMIZATION))
}

fn named_kind(document: Document<'_>) -> Option<&'static Kind> {
    let (group, name) = (document.group()?, document.kind()?);
    let mut named = kind::NAMED.iter().copied();
    named.find(|kind| kind.name == name && kind.group == group)
}

/// The kind as the API server of the target has it, if the tables have it.
fn served(target: &kinds::Target, document: Document<'_>) -> Option<kinds::Kind> {
    let (group, name) = (document.group()?, document.kind()?);
    let version = document.api_version()?.rsplit('/').next()?;
    match kinds::lookup(group, version, name, target) {
        kinds::Lookup::Known(kind) => Some(kind),
        kinds::Lookup::OtherVersion(_)
        | kinds::Lookup::OtherRelease { .. }
        | kinds::Lookup::NoSuchKind
        | kinds::Lookup::Foreign => None,
    }
}

fn extent(
    kustomizations: &Kustomizations,
    document: Document<'_>,
    served: Option<kinds::Kind>,
) -> Extent {
    if kustomizations.is_patch(document.source().name()) || fragment::is_one(document, served) {
        Extent::Partial
    } else {
        Extent::Whole
    }
}

/// The environment that a document is for: the one forced, or the one that its
/// annotation or label names.
fn environment<'a>(
    environments: &Environments,
    document: Document<'a>,
    strange: &mut BTreeSet<&'a str>,
) -> Option<Environment> {
    if environments.forced.is_some() {
        return environments.forced;
    }
    let written = document
        .annotation(ENVIRONMENT)
        .or_else(|| document.label(ENVIRONMENT));
    let name = written?.as_str()?;
    let environment = environments.named(name);
    if environment.is_none() {
        strange.insert(name);
    }
    environment
}
