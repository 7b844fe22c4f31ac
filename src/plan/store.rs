//! The object store that a cluster's backups go to.

use serde::Serialize;

use super::ledger::Ledger;
use super::names::{Names, text};
use crate::spec::{
    Azure, Backup, Gcs, ObjectStore, OriginId, Part, PathPattern, Problem, S3, SecretKey, Sourced,
    Spec,
};

/// The name of the Barman Cloud plugin.
pub(super) const PLUGIN: &str = "barman-cloud.cloudnative-pg.io";

/// Backups of a cluster, and the store that they go to.
#[derive(Clone, Debug)]
pub(super) struct Store<'a> {
    /// How backups are to be.
    pub(super) backup: &'a Backup,
    /// Where it comes from that there are backups.
    pub(super) switched_by: OriginId,
    /// The store.
    pub(super) kind: Kind<'a>,
}

/// The kinds of stores.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind<'a> {
    /// Amazon S3 and its kin.
    S3(&'a S3),
    /// Google Cloud Storage.
    Gcs(&'a Gcs),
    /// Azure Blob Storage.
    Azure(&'a Azure),
}

/// A cloud that gives identities to pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    Amazon,
    Google,
    Azure,
}

impl<'a> Store<'a> {
    /// The store that a cluster's backups go to; none if it has no backups, or if
    /// that store is not there, which is a problem.
    pub(super) fn of(
        ledger: &mut Ledger,
        spec: &'a Spec,
        names: &Names<'_>,
        backup: Option<&'a Part<Backup>>,
    ) -> Option<Self> {
        let part = backup?;
        let backup = part.on()?;
        let store = match &backup.store {
            Some(name) => named(ledger, spec, name)?,
            None => only(ledger, spec, names, part)?,
        };
        let kind = match store {
            ObjectStore { s3: Some(s3), .. } => Kind::S3(s3),
            ObjectStore { gcs: Some(gcs), .. } => Kind::Gcs(gcs),
            ObjectStore {
                azure: Some(azure), ..
            } => Kind::Azure(azure),
            // The spec has said so.
            ObjectStore { .. } => return None,
        };
        Some(Self {
            backup,
            switched_by: part.switched_by(),
            kind,
        })
    }

    /// The port at which the store listens.
    pub(super) fn port(&self, ledger: &mut Ledger) -> Sourced<u16> {
        let endpoint = match self.kind {
            Kind::S3(s3) => s3.endpoint.as_ref(),
            Kind::Gcs(_) | Kind::Azure(_) => None,
        };
        let Some(endpoint) = endpoint else {
            return ledger.default(443, "where the cloud's object store listens");
        };
        ledger.derived(
            port(endpoint.value.as_str()),
            "the port of the store's endpoint",
            [endpoint.origin],
        )
    }

    /// The cloud that gives the pods their identity, if they need one.
    pub(super) fn identity(&self) -> Option<Identity> {
        match self.kind {
            Kind::S3(s3) => s3.identity.is_some().then_some(Identity::Amazon),
            Kind::Gcs(gcs) => gcs.identity.is_some().then_some(Identity::Google),
            Kind::Azure(azure) => azure.identity.is_some().then_some(Identity::Azure),
        }
    }

    /// The folder in the store under which every cluster has its own.
    pub(super) fn path(&self) -> Option<&'a Sourced<PathPattern>> {
        let archive = self.backup.archive.as_ref();
        if let Some(path) = archive.and_then(|archive| archive.path.as_ref()) {
            return Some(path);
        }
        match self.kind {
            Kind::S3(s3) => s3.path.as_ref(),
            Kind::Gcs(gcs) => gcs.path.as_ref(),
            Kind::Azure(azure) => azure.path.as_ref(),
        }
    }
}

fn named<'a>(
    ledger: &mut Ledger,
    spec: &'a Spec,
    name: &Sourced<String>,
) -> Option<&'a ObjectStore> {
    let found = spec.object_stores.get(name.value.as_str());
    if found.is_none() {
        let message = format!("no object store is named `{name}`");
        let help = match spec
            .object_stores
            .keys()
            .map(|key| format!("`{key}`"))
            .collect::<Vec<_>>()
        {
            known if known.is_empty() => "define it under `objectStores`".to_owned(),
            known => format!(
                "define it under `objectStores`, or name one of {}",
                known.join(", ")
            ),
        };
        ledger.report(Problem::new(ledger.span(name.origin), message).help(help));
    }
    found
}

/// The only store there is.
fn only<'a>(
    ledger: &mut Ledger,
    spec: &'a Spec,
    names: &Names<'_>,
    part: &Part<Backup>,
) -> Option<&'a ObjectStore> {
    let mut stores = spec.object_stores.iter();
    if let (Some((_, store)), None) = (stores.next(), stores.next()) {
        return Some(store);
    }
    let place = ledger.origins.in_spec(part.switched_by());
    let place = place.unwrap_or_else(|| ledger.span(names.environment.origin));
    let environment = names.environment;
    let problem = if spec.object_stores.is_empty() {
        let message = format!("nothing says where the backups of `{environment}` go");
        Problem::new(place, message)
            .help("define a store under `objectStores`, or set `backup: false`")
    } else {
        let message =
            format!("nothing says which object store the backups of `{environment}` go to");
        Problem::new(place, message).help("name one with `backup: { store: NAME }`")
    };
    ledger.report(problem);
    None
}

/// The port of an address such as `https://minio.example.com:9000/path`.
fn port(endpoint: &str) -> u16 {
    let (scheme, rest) = endpoint.split_once("://").unwrap_or(("https", endpoint));
    let authority = rest.split('/').next().unwrap_or_default();
    let port = authority
        .rsplit_once(':')
        .and_then(|(_, port)| port.parse().ok());
    port.unwrap_or(if scheme == "http" { 80 } else { 443 })
}

/// A value in a Secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SecretRef {
    /// The Secret's name.
    pub name: Sourced<String>,
    /// The key in it.
    pub key: Sourced<String>,
}

impl SecretRef {
    /// The value that the spec names, under `key` if it names none.
    pub(super) fn of(
        ledger: &mut Ledger,
        names: &Names<'_>,
        secret: &SecretKey,
        key: &str,
    ) -> Self {
        Self {
            name: names.fill(ledger, &secret.name),
            key: match &secret.key {
                Some(key) => text(key),
                None => ledger.default(key.to_owned(), "the key by convention"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_of_an_endpoint_is_its_own_or_that_of_its_scheme() {
        assert_eq!(port("https://s3.example.com"), 443);
        assert_eq!(port("http://minio.storage.svc"), 80);
        assert_eq!(port("https://minio.storage.svc:9000/base"), 9000);
        assert_eq!(port("https://[2001:db8::1]:9000"), 9000);
        assert_eq!(port("https://[2001:db8::1]"), 443);
    }
}
