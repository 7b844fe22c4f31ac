//! The templates of a cluster chart: they print values.

use super::group::Group;
use crate::contract;
use crate::plan::Connection;

/// The template of a group.
///
/// Values print as they are (`toYaml`), so nothing in them is taken for a
/// template, braces of alerts included, and a key that is not there gives no
/// object.
pub(super) fn of(group: &Group) -> String {
    let Group {
        api_version,
        kind,
        key,
        by_name,
    } = group;
    let (open, object) = if *by_name {
        (format!("range $name, $object := .Values.{key}"), "$object")
    } else {
        (format!("with .Values.{key}"), ".")
    };
    format!(
        "{{{{- {open} }}}}\n\
         ---\n\
         apiVersion: {api_version}\n\
         kind: {kind}\n\
         {{{{ toYaml {object} }}}}\n\
         {{{{- end }}}}\n"
    )
}

/// The folder of a chart with what there is to say about each environment.
pub(super) const NOTES: &str = "notes";

/// What `helm install` prints at its end: how to look at the cluster and how its
/// applications connect, or that the common values alone gave half of one.
pub(super) fn notes(name: &str, environments: &[&str]) -> String {
    let values: Vec<String> = environments
        .iter()
        .map(|environment| format!("-f values-{environment}.yaml"))
        .collect();
    let values = values.join(" or ");
    format!(
        "{{{{ .Chart.Name }}}} is rendered by pgspec: change its spec, not this chart.\n\
         {{{{- $metadata := dig \"metadata\" dict (.Values.cluster | default dict) }}}}\n\
         {{{{- $environment := dig \"annotations\" \"pgspec/environment\" \"\" $metadata }}}}\n\
         {{{{- if $environment }}}}\n\
         \x20 kubectl cnpg status {name} -n {{{{ dig \"namespace\" \"\" $metadata }}}}\n\
         {{{{ .Files.Get (printf \"{NOTES}/%s.txt\" $environment) }}}}\n\
         {{{{- else }}}}\n\
         WARNING: the values of an environment are missing: {values}\n\
         {{{{- end }}}}\n"
    )
}

/// How the applications of a cluster connect in an environment, as it was planned. It
/// is a file of its own for each environment, which changes with that one only.
pub(super) fn contract(connections: &[Connection]) -> String {
    let mut text = String::from("How applications connect:\n");
    for line in connections.iter().flat_map(contract::lines) {
        text.push_str("  ");
        text.push_str(&line);
        text.push('\n');
    }
    text
}
