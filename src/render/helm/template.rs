//! The templates of a cluster chart: they print values.

use super::group::Group;

/// The template of a group.
///
/// Values print as they are (`toYaml`), so nothing in them is taken for a
/// template, braces of alerts included, and a key that is not there gives no
/// object.
pub(super) fn of(group: &Group, environments: &[&str]) -> String {
    let Group {
        api_version,
        kind,
        key,
        by_name,
    } = group;
    let guard = match environments {
        [first, _, ..] if kind == "Cluster" && !by_name => guard(first),
        _ => String::new(),
    };
    let (open, object) = if *by_name {
        (format!("range $name, $object := .Values.{key}"), "$object")
    } else {
        (format!("with .Values.{key}"), ".")
    };
    format!(
        "{guard}{{{{- {open} }}}}\n\
         ---\n\
         apiVersion: {api_version}\n\
         kind: {kind}\n\
         {{{{ toYaml {object} }}}}\n\
         {{{{- end }}}}\n"
    )
}

/// Without the values of an environment, the common ones give half a cluster.
fn guard(environment: &str) -> String {
    format!(
        "{{{{- $metadata := dig \"metadata\" dict (.Values.cluster | default dict) }}}}\n\
         {{{{- $environment := dig \"annotations\" \"pgspec/environment\" \"\" $metadata }}}}\n\
         {{{{- $_ := required \"give the values of an environment, as in -f values-{environment}.yaml\" \
         $environment }}}}\n"
    )
}

/// What `helm install` prints at its end.
pub(super) fn notes(name: &str) -> String {
    format!(
        "{{{{ .Chart.Name }}}} is rendered by pgspec: change its spec, not this chart.\n\
         {{{{- with .Values.cluster }}}}\n\
         \x20 kubectl cnpg status {name} -n {{{{ .metadata.namespace }}}}\n\
         {{{{- end }}}}\n"
    )
}
