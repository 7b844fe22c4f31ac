//! Whether a cluster follows another one.

use crate::lint::object::Object;

/// Whether a cluster is a replica of another, as the operator decides it:
/// `enabled` where it is set, else whether `self` is not the `primary`.
/// Nothing where nobody can tell.
pub fn is_replica(cluster: Object<'_>) -> Option<bool> {
    let replica = cluster.slot(&["spec", "replica"]);
    if !replica.is_present()? {
        return Some(false);
    }
    let enabled = replica.at(&["enabled"]);
    if enabled.is_present()? {
        return enabled.boolean_or(false).value();
    }
    let primary = replica.at(&["primary"]).text_or("").value()?;
    Some(own_name(cluster)? != primary)
}

/// What a cluster calls itself among its external clusters; nothing where
/// nobody can tell.
pub fn own_name(cluster: Object<'_>) -> Option<&str> {
    let own = cluster.slot(&["spec", "replica", "self"]);
    own.text().value()?.or_else(|| cluster.name())
}

#[cfg(test)]
mod tests {
    use super::is_replica;
    use crate::document::Documents;
    use crate::lint::context::Context;
    use crate::lint::tests::settings;
    use crate::lint::{Environment, Target};

    fn judge(replica: &str) -> Option<bool> {
        let head = "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: main\n";
        let text = format!("{head}spec:\n  instances: 1\n{replica}");
        let mut documents = Documents::default();
        assert_eq!(documents.add("0.yaml", text.as_bytes()), []);
        let settings = settings(Environment::Prod, Target::newest());
        is_replica(Context::new(&documents, &settings).clusters()[0])
    }

    #[test]
    fn a_replica_is_whoever_says_so_or_is_not_the_primary() {
        assert_eq!(judge(""), Some(false));
        assert_eq!(judge("  replica: {source: a, enabled: true}"), Some(true));
        assert_eq!(judge("  replica: {source: a, enabled: false}"), Some(false));
        assert_eq!(judge("  replica: {source: a, primary: main}"), Some(false));
        assert_eq!(judge("  replica: {source: a, primary: a}"), Some(true));
        let itself = "  replica: {source: a, primary: b, self: b}";
        assert_eq!(judge(itself), Some(false));
        assert_eq!(judge("  replica: {source: a}"), Some(true));
        assert_eq!(judge("  replica: {source: a, primary: \"${P}\"}"), None);
    }
}
