//! Backups by the operator itself, for releases that the Barman Cloud plugin does
//! not work with.

use serde::Serialize;

use super::archive;
use super::ledger::Ledger;
use super::object_store::{
    self, AzureCredentials, GoogleCredentials, ObjectStore, S3Credentials, Storing,
};
use super::site::Site;
use super::store::SecretRef;
use crate::spec::Sourced;

/// What a `Cluster` says of its object store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BarmanObjectStore {
    /// The folder to which the name of the server is added.
    pub destination_path: Sourced<String>,
    /// The address of the service, where it is not the cloud's.
    #[serde(rename = "endpointURL", skip_serializing_if = "Option::is_none")]
    pub endpoint_url: Option<Sourced<String>>,
    /// The authority that signed the certificate of the service.
    #[serde(rename = "endpointCA", skip_serializing_if = "Option::is_none")]
    pub endpoint_ca: Option<SecretRef>,
    /// The name of the server: its folder.
    pub server_name: Sourced<String>,
    /// How to authenticate with S3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub s3_credentials: Option<S3Credentials>,
    /// How to authenticate with Google.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub google_credentials: Option<GoogleCredentials>,
    /// How to authenticate with Azure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub azure_credentials: Option<AzureCredentials>,
    /// How WAL is stored.
    pub wal: Storing,
    /// How base backups are stored.
    pub data: Storing,
}

/// The store of a cluster that the operator itself backs up, and what an object
/// for the plugin would say beside it; none where the plugin does it.
pub(super) fn of(ledger: &mut Ledger, site: &Site<'_>) -> Option<(BarmanObjectStore, ObjectStore)> {
    let store = site.store.as_ref()?;
    if site.operator.has_barman_plugin() {
        return None;
    }
    let server_name = archive::server(ledger, site, store);
    let object = object_store::object_store(ledger, site, store);
    let of_object = object.clone();
    let barman = BarmanObjectStore {
        destination_path: of_object.destination_path,
        endpoint_url: of_object.endpoint_url,
        endpoint_ca: of_object.endpoint_ca,
        server_name,
        s3_credentials: of_object.s3_credentials,
        google_credentials: of_object.google_credentials,
        azure_credentials: of_object.azure_credentials,
        wal: of_object.wal,
        data: of_object.data,
    };
    Some((barman, object))
}
