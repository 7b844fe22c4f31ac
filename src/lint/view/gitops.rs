//! Which tool applies an object, as far as the objects of a run tell.

use crate::document::Span;
use crate::lint::context::Context;
use crate::lint::kind::{ARGO_APPLICATION, FLUX_KUSTOMIZATION};
use crate::lint::object::Object;
use crate::lint::view::list;

/// A tool that deletes what is no longer in Git.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Argo CD.
    Argo,
    /// Flux.
    Flux,
}

/// That a tool applies an object.
#[derive(Clone, Copy, Debug)]
pub struct Applied {
    /// The tool.
    pub tool: Tool,
    /// What tells so.
    pub span: Span,
}

/// The tool that applies an object, if something here says that one does.
pub fn applied(cx: &Context<'_>, object: Object<'_>) -> Option<Applied> {
    by_annotation(object).or_else(|| by_folder(cx, object))
}

/// Annotations of a tool are of use only under that tool.
fn by_annotation(object: Object<'_>) -> Option<Applied> {
    let annotations = object.slot(&["metadata", "annotations"]);
    annotations.entries().find_map(|(name, value)| {
        let tool = if name.starts_with("argocd.argoproj.io/") {
            Tool::Argo
        } else if name.starts_with("kustomize.toolkit.fluxcd.io/") {
            Tool::Flux
        } else {
            return None;
        };
        let node = value.node()?;
        let span = node.key_span().unwrap_or_else(|| node.span());
        Some(Applied { tool, span })
    })
}

/// An application of a folder that the object is in, with pruning on.
fn by_folder(cx: &Context<'_>, object: Object<'_>) -> Option<Applied> {
    let flux = cx.objects(&FLUX_KUSTOMIZATION).iter().find_map(|it| {
        let prunes = it.slot(&["spec", "prune"]).boolean_or(false).value()?;
        let path = it.slot(&["spec", "path"]).text().written()??;
        let applies = prunes && is_in(*it, path, object);
        applies.then(|| Applied {
            tool: Tool::Flux,
            span: it.grip(),
        })
    });
    flux.or_else(|| {
        cx.objects(&ARGO_APPLICATION).iter().find_map(|it| {
            let automated = it.slot(&["spec", "syncPolicy", "automated"]);
            let prunes = automated.at(&["prune"]).boolean_or(false).value()?;
            let mut sources = list(it.slot(&["spec", "sources"]))?;
            sources.push(it.slot(&["spec", "source"]));
            let applies = sources.iter().any(|source| {
                let path = source.at(&["path"]).text().written().flatten();
                path.is_some_and(|path| is_in(*it, path, object))
            });
            (prunes && applies).then(|| Applied {
                tool: Tool::Argo,
                span: it.grip(),
            })
        })
    })
}

/// Whether a path of the repository that `from` is in holds the object: taken
/// from the folder of `from`, or from one around it.
fn is_in(from: Object<'_>, path: &str, object: Object<'_>) -> bool {
    let (wanted, from, object) = (parts(path), folder(&from), folder(&object));
    if wanted.is_empty() {
        return false;
    }
    (0..=from.len()).any(|depth| {
        let root = from.get(..depth).unwrap_or_default();
        let rest = object.strip_prefix(root);
        rest.is_some_and(|rest| rest.starts_with(&wanted))
    })
}

/// The folders that the object's file is in, from the outermost.
fn folder<'a>(object: &Object<'a>) -> Vec<&'a str> {
    let mut parts = parts(object.document().source().name());
    parts.pop();
    parts
}

fn parts(path: &str) -> Vec<&str> {
    let parts = path.split('/');
    parts.filter(|part| !["", "."].contains(part)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::tests::{documents, settings};
    use crate::lint::{Environment, Target};

    /// Whether a Kustomization in the file `at` with this path applies the
    /// cluster in the file `cluster`.
    fn applies(at: &str, path: &str, cluster: &str) -> bool {
        let kustomization = format!(
            "apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: main
spec:
  prune: true
  path: {path}
"
        );
        let main = "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: main\n";
        let documents = documents(&[(at, &*kustomization), (cluster, main)]);
        let settings = settings(Environment::Prod, Target::newest());
        let cx = Context::new(&documents, &settings);
        applied(&cx, cx.clusters()[0]).is_some()
    }

    #[test]
    fn a_path_starts_at_the_root_of_the_repository_which_is_around_both() {
        assert!(applies(
            "repo/flux/main.yaml",
            "./apps/db",
            "repo/apps/db/c.yaml"
        ));
        assert!(applies("flux/main.yaml", "apps", "apps/db/c.yaml"));
        assert!(!applies(
            "repo/flux/main.yaml",
            "./apps/db",
            "repo/apps/dbs/c.yaml"
        ));
        assert!(!applies(
            "one/flux/main.yaml",
            "./apps",
            "other/apps/c.yaml"
        ));
        assert!(!applies("flux/main.yaml", "./", "apps/c.yaml"));
    }
}
