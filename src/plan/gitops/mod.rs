//! What Argo CD is told about the output: which folder of the repository goes
//! where, in which order.

mod application;
mod argocd;
mod operator;

pub use application::{Application, Helm, IgnoredDifference, SyncPolicy};

use super::ledger::Ledger;
use super::metadata::{ENVIRONMENT, Map, Metadata};
use super::names::text;
use super::object::Object;
use super::{Environment, GITOPS, Operator, Placed, checks};
use crate::spec::{DIR, Folder, Layout, OriginId, Sourced, Spec};

/// What all objects of the tool have in common.
struct Told<'a> {
    spec: &'a Spec,
    project: &'a Sourced<String>,
    operator: &'a Operator,
    layout: Sourced<Layout>,
}

/// What those who apply the output are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitOps {
    /// The name of its folder: [`GITOPS`].
    pub name: Sourced<String>,
    /// The objects for all environments.
    pub objects: Vec<Object>,
    /// Those for each environment.
    pub groups: Vec<Group>,
}

/// An environment, and the objects for it.
pub(super) type Group = (Sourced<String>, Vec<Object>);

impl GitOps {
    /// Every object, each environment's in a folder of its own.
    pub(super) fn placed(&self) -> impl Iterator<Item = Placed<'_>> {
        let groups = self.groups.iter().flat_map(|(name, objects)| {
            let name = Some(name);
            objects.iter().map(move |object| (name, object))
        });
        let objects = self.objects.iter().map(|object| (None, object));
        objects.chain(groups).map(|(cluster, object)| Placed {
            environment: &self.name,
            cluster,
            object,
        })
    }
}

/// What the tool of the spec is told, if it names one.
pub(super) fn of(
    ledger: &mut Ledger,
    spec: &Spec,
    operator: &Operator,
    environments: &[Environment],
) -> Option<GitOps> {
    let argocd = spec.output.gitops.as_ref()?.argocd.as_ref()?;
    let project = text(&spec.project);
    let told = Told {
        spec,
        project: &project,
        operator,
        layout: ledger.or(
            spec.output.layout.as_ref(),
            Layout::default(),
            "plain manifests",
        ),
    };
    let (objects, groups) = argocd::objects(ledger, &told, argocd, environments);
    let why = "the folder of what applies the rest";
    let gitops = GitOps {
        name: ledger.derived(GITOPS.to_owned(), why, [argocd.origin]),
        objects,
        groups,
    };
    checks::unique(ledger, gitops.placed().map(|placed| placed.object));
    Some(gitops)
}

impl Told<'_> {
    /// The metadata of an object.
    fn metadata(
        &self,
        ledger: &mut Ledger,
        name: Sourced<String>,
        namespace: Sourced<String>,
        environment: Option<&Sourced<String>>,
    ) -> Metadata {
        let managed = ledger.default("pgspec".to_owned(), "pgspec renders this object");
        let labels = Map::from([
            ("app.kubernetes.io/managed-by".to_owned(), managed),
            ("app.kubernetes.io/part-of".to_owned(), self.project.clone()),
        ]);
        let annotations = environment.map(|name| (ENVIRONMENT.to_owned(), name.clone()));
        Metadata {
            name,
            namespace: Some(namespace),
            labels,
            annotations: annotations.into_iter().collect(),
        }
    }

    /// A name made of the project's and others.
    fn name(&self, ledger: &mut Ledger, parts: &[&Sourced<String>]) -> Sourced<String> {
        let mut name = self.project.value.clone();
        for part in parts {
            name.push('-');
            name.push_str(&part.value);
        }
        if parts.is_empty() {
            return self.project.clone();
        }
        let mut from: Vec<OriginId> = parts.iter().map(|part| part.origin).collect();
        from.push(self.project.origin);
        ledger.derived(name, "the project, and what it is about", from)
    }

    /// The path of a folder of the output in the repository.
    fn path(
        &self,
        ledger: &mut Ledger,
        output: Option<&Sourced<Folder>>,
        first: &str,
        rest: &[&str],
    ) -> Sourced<String> {
        let output = output.or(self.spec.output.dir.as_ref());
        let root = output.map_or(DIR, |folder| folder.value.as_str());
        let path = [&[root, first], rest].concat().join("/");
        let why = "the folder of the output in the repository, and the folder in it";
        let from: Vec<OriginId> = output.map(|folder| folder.origin).into_iter().collect();
        ledger.derived(path, why, from)
    }
}
