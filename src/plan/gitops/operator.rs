//! Where the operator is installed: once in each Kubernetes cluster.

use std::collections::BTreeMap;

use crate::plan::Environment;
use crate::plan::ledger::Ledger;
use crate::plan::names::text;
use crate::plan::object::Body;
use crate::spec::{Problem, Sourced, Spec};

/// A Kubernetes cluster that gets an operator.
pub(super) struct Place<'a> {
    /// An environment of it: the first.
    pub(super) environment: &'a Environment,
    /// How it is called.
    pub(super) server: &'a str,
    /// The namespace of the operator in it.
    pub(super) namespace: Sourced<String>,
    /// Whether a cluster in it needs the plugin for object stores.
    pub(super) plugin: bool,
}

/// The Kubernetes clusters of all environments, by how `server` calls them. That
/// environments of one of them disagree about the namespace is a problem.
pub(super) fn places<'a>(
    ledger: &mut Ledger,
    spec: &Spec,
    environments: &'a [Environment],
    server: impl Fn(&'a Environment) -> &'a str,
) -> Vec<Place<'a>> {
    let mut places: BTreeMap<&str, Place<'a>> = BTreeMap::new();
    for environment in environments {
        let (server, namespace) = (server(environment), namespace(ledger, spec, environment));
        let place = places.entry(server).or_insert_with(|| Place {
            environment,
            server,
            namespace: namespace.clone(),
            plugin: false,
        });
        if place.namespace.value != namespace.value {
            disagreement(ledger, &place.namespace, &namespace);
        }
        let mut objects = environment.clusters.iter().flat_map(|it| &it.objects);
        place.plugin |= objects.any(|object| matches!(object.body, Body::ObjectStore(_)));
    }
    places.into_values().collect()
}

/// The namespace of the operator in an environment.
fn namespace(ledger: &mut Ledger, spec: &Spec, environment: &Environment) -> Sourced<String> {
    let given = spec.environments.get(environment.name.value.as_str());
    let network = given.and_then(|given| given.settings.network.as_ref());
    match network.and_then(|part| part.settings.operator_namespace.as_ref()) {
        Some(namespace) => text(namespace),
        None => ledger.default(
            "cnpg-system".to_owned(),
            "where the operator is installed by default",
        ),
    }
}

fn disagreement(ledger: &mut Ledger, first: &Sourced<String>, other: &Sourced<String>) {
    // A default has no place of its own.
    let place = |origin| ledger.origins.in_spec(origin);
    let message = format!(
        "the operator of one Kubernetes cluster would be in the namespaces `{first}` and `{other}`"
    );
    let at = place(other.origin).or_else(|| place(first.origin));
    let mut problem = Problem::new(at.unwrap_or(0..0), message);
    if let (Some(first), Some(_)) = (place(first.origin), place(other.origin)) {
        problem = problem.related(first, "the other one");
    }
    let help = "set `network: { operatorNamespace: NAME }` to one name under `defaults`, or name another `server` for one of the environments";
    ledger.report(problem.help(help));
}

/// How a Kubernetes cluster can be called within a name: its host, or its name.
pub(super) fn slug(server: &str) -> Option<String> {
    let rest = server.split_once("://").map_or(server, |(_, rest)| rest);
    let kept = |c: char| match c.to_ascii_lowercase() {
        c @ ('a'..='z' | '0'..='9') => c,
        _ => '-',
    };
    let slug: String = rest.chars().map(kept).collect();
    let slug = slug.trim_matches('-');
    (!slug.is_empty()).then(|| slug.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_are_called_by_their_host_or_name() {
        let slugs = ["https://k8s.example.com:6443/", "prod-eu", "https://[::]"].map(slug);
        let expected = [Some("k8s-example-com-6443"), Some("prod-eu"), None];
        assert_eq!(slugs, expected.map(|slug| slug.map(str::to_owned)));
    }
}
