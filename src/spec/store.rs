//! Object stores that backups go to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ArnPattern, AzureAccount, AzureClientId, Brief, Bucket, GoogleAccount, OriginId, PathPattern,
    SecretPattern, Sourced, Url,
};
use crate::kube::{DnsLabel, name};

/// An object store: exactly one of the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct ObjectStore {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// Amazon S3, or what speaks its protocol.
    pub s3: Option<S3>,
    /// Google Cloud Storage.
    pub gcs: Option<Gcs>,
    /// Azure Blob Storage.
    pub azure: Option<Azure>,
}

/// A bucket of Amazon S3, or of what speaks its protocol. Either
/// `credentialsSecret` or `identity` is given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct S3 {
    /// The bucket.
    pub bucket: Sourced<Bucket>,
    /// The folder in the bucket under which every cluster has its own. `{app}`,
    /// `{cluster}`, `{environment}` and `{project}` are replaced. Without it:
    /// `{project}/{environment}`.
    pub path: Option<Sourced<PathPattern>>,
    /// The region, such as `eu-north-1`.
    pub region: Option<Sourced<DnsLabel>>,
    /// The address of the service, where it is not Amazon's.
    pub endpoint: Option<Sourced<Url>>,
    /// The Secret with the authority that signed the endpoint's certificate.
    #[serde(rename = "endpointCA")]
    pub endpoint_ca: Option<Brief<SecretKey>>,
    /// The Secret with the access key.
    pub credentials_secret: Option<Brief<S3Secret>>,
    /// An identity of the cloud instead of a Secret.
    pub identity: Option<S3Identity>,
    /// Encryption by the service. Without it: what the bucket does.
    pub encryption: Option<Sourced<S3Encryption>>,
}

/// How S3 encrypts what it stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum S3Encryption {
    /// With keys of the service.
    #[serde(rename = "AES256")]
    Aes256,
    /// With a key of the key management service.
    #[serde(rename = "aws:kms")]
    AwsKms,
}

/// A Secret with an access key, and under which keys the parts are. In a spec, the
/// name alone is enough.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct S3Secret {
    /// Its name. `{app}`, `{cluster}`, `{environment}` and `{project}` are replaced.
    pub name: Sourced<SecretPattern>,
    /// The key of the access key's id. Without it: `ACCESS_KEY_ID`.
    pub access_key_id: Option<Sourced<name::SecretKey>>,
    /// The key of the secret access key. Without it: `ACCESS_SECRET_KEY`.
    pub secret_access_key: Option<Sourced<name::SecretKey>>,
    /// The key of the session token, where there is one.
    pub session_token: Option<Sourced<name::SecretKey>>,
}

/// An identity that Amazon gives to pods.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct S3Identity {
    /// The IAM role of the cluster's service account, on EKS. `{app}`,
    /// `{cluster}`, `{environment}` and `{project}` are replaced.
    pub eks_role_arn: Sourced<ArnPattern>,
}

/// A bucket of Google Cloud Storage. Either `credentialsSecret` or `identity` is
/// given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Gcs {
    /// The bucket.
    pub bucket: Sourced<Bucket>,
    /// The folder in the bucket under which every cluster has its own. `{app}`,
    /// `{cluster}`, `{environment}` and `{project}` are replaced. Without it:
    /// `{project}/{environment}`.
    pub path: Option<Sourced<PathPattern>>,
    /// The Secret with the key file of a service account.
    pub credentials_secret: Option<Brief<SecretKey>>,
    /// An identity of the cloud instead of a Secret.
    pub identity: Option<GcsIdentity>,
}

/// An identity that Google gives to pods.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GcsIdentity {
    /// The Google service account that the cluster's service account stands for,
    /// on GKE: `NAME@PROJECT.iam.gserviceaccount.com`.
    pub gke_service_account: Sourced<GoogleAccount>,
}

/// A container of Azure Blob Storage. Either `credentialsSecret` or `identity` is
/// given.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Azure {
    /// The storage account.
    pub account: Sourced<AzureAccount>,
    /// The container.
    pub container: Sourced<DnsLabel>,
    /// The folder in the container under which every cluster has its own.
    /// `{app}`, `{cluster}`, `{environment}` and `{project}` are replaced. Without
    /// it: `{project}/{environment}`.
    pub path: Option<Sourced<PathPattern>>,
    /// The Secret with the account's connection string.
    pub credentials_secret: Option<Brief<SecretKey>>,
    /// An identity of the cloud instead of a Secret.
    pub identity: Option<AzureIdentity>,
}

/// An identity that Azure gives to pods.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AzureIdentity {
    /// The client id of the workload identity, on AKS.
    pub workload_client_id: Sourced<AzureClientId>,
}

/// One value in a Secret. In a spec, the name alone is enough.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SecretKey {
    /// The Secret's name. `{app}`, `{cluster}`, `{environment}` and `{project}`
    /// are replaced.
    pub name: Sourced<SecretPattern>,
    /// The key in it. Without it: `ca.crt` for a certificate, `gcsCredentials`
    /// for a key file, `AZURE_CONNECTION_STRING` for a connection string.
    pub key: Option<Sourced<name::SecretKey>>,
}
