//! The object store of a cluster's backups.

use serde::Serialize;

use super::ledger::Ledger;
use super::metadata::Component;
use super::names::{Names, text};
use super::object::{Body, Object};
use super::scheduling::Resources;
use super::site::Site;
use super::store::{Kind, SecretRef, Store};
use crate::kube::Quantity;
use crate::spec::{Azure, Compression, Gcs, S3, S3Encryption, Sourced};

/// Where the sidecar gets by with little: an archive of one cluster. A restore of
/// a large one was seen to need more than 512 MiB.
const SIDECAR_CPU_MILLIS: u64 = 100;
const SIDECAR_MEBIBYTES: u64 = 512;

/// Environment variables that keep `boto3` from checksums that other stores than
/// Amazon's do not know (the plugin's documentation, «Object stores»).
const CHECKSUMS: [&str; 2] = [
    "AWS_REQUEST_CHECKSUM_CALCULATION",
    "AWS_RESPONSE_CHECKSUM_VALIDATION",
];

/// What an `ObjectStore` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectStore {
    /// The folder to which the name of the server is added.
    pub destination_path: Sourced<String>,
    /// The address of the service, where it is not the cloud's.
    #[serde(rename = "endpointURL")]
    pub endpoint_url: Option<Sourced<String>>,
    /// The authority that signed the certificate of the service.
    #[serde(rename = "endpointCA")]
    pub endpoint_ca: Option<SecretRef>,
    /// How to authenticate with S3.
    pub s3_credentials: Option<S3Credentials>,
    /// How to authenticate with Google.
    pub google_credentials: Option<GoogleCredentials>,
    /// How to authenticate with Azure.
    pub azure_credentials: Option<AzureCredentials>,
    /// How WAL is stored.
    pub wal: Storing,
    /// How base backups are stored.
    pub data: Storing,
    /// How long backups are kept.
    pub retention_policy: Option<Sourced<String>>,
    /// Environment of the container that archives.
    pub env: Vec<Variable>,
    /// CPU and memory of the container that archives.
    pub resources: Resources,
}

/// A variable of an environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Variable {
    /// Its name.
    pub name: Sourced<&'static str>,
    /// Its value.
    pub value: Sourced<String>,
}

/// How to authenticate with S3.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct S3Credentials {
    /// Whether the pod has an identity.
    #[serde(rename = "inheritFromIAMRole", skip_serializing_if = "Option::is_none")]
    pub inherit_from_iam_role: Option<Sourced<bool>>,
    /// The id of the access key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<SecretRef>,
    /// The secret of the access key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret_access_key: Option<SecretRef>,
    /// The token of a session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_token: Option<SecretRef>,
}

/// How to authenticate with Google.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GoogleCredentials {
    /// Whether the pod has an identity.
    pub gke_environment: Sourced<bool>,
    /// The key file of a service account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_credentials: Option<SecretRef>,
}

/// How to authenticate with Azure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AzureCredentials {
    /// Whether the pod has an identity.
    #[serde(rename = "inheritFromAzureAD", skip_serializing_if = "Option::is_none")]
    pub inherit_from_azure_ad: Option<Sourced<bool>>,
    /// The connection string of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_string: Option<SecretRef>,
}

/// How something is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Storing {
    /// How it is compressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compression: Option<Sourced<Compression>>,
    /// How the service encrypts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption: Option<Sourced<S3Encryption>>,
    /// How many files are written at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_parallel: Option<Sourced<u32>>,
    /// How many parts are written at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jobs: Option<Sourced<u32>>,
}

/// The object store of a cluster: each cluster has its own, since its retention
/// and its container are the cluster's.
pub(super) fn object(ledger: &mut Ledger, site: &Site<'_>) -> Option<Object> {
    let store = site.store.as_ref()?;
    if !site.operator.has_barman_plugin() {
        return None;
    }
    let body = Body::ObjectStore(Box::new(object_store(ledger, site, store)));
    let metadata = site.metadata(ledger, site.name.clone(), Component::Backup);
    Some(Object::new(metadata, body, store.switched_by))
}

pub(super) fn object_store(ledger: &mut Ledger, site: &Site<'_>, store: &Store<'_>) -> ObjectStore {
    let names = site.names(None);
    let (wal, data) = storing(ledger, store);
    let mut object = ObjectStore {
        destination_path: destination(ledger, &names, store),
        endpoint_url: None,
        endpoint_ca: None,
        s3_credentials: None,
        google_credentials: None,
        azure_credentials: None,
        wal,
        data,
        retention_policy: store.backup.retention.as_ref().map(text),
        env: Vec::new(),
        resources: resources(ledger, store),
    };
    match store.kind {
        Kind::S3(s3) => {
            object.endpoint_url = s3.endpoint.as_ref().map(text);
            let ca = s3.endpoint_ca.as_ref();
            object.endpoint_ca = ca.map(|ca| SecretRef::of(ledger, &names, &ca.value, "ca.crt"));
            object.s3_credentials = Some(s3_credentials(ledger, &names, s3));
            object.env = environment(ledger, s3);
        }
        Kind::Gcs(gcs) => object.google_credentials = Some(google(ledger, &names, gcs)),
        Kind::Azure(azure) => {
            object.azure_credentials = Some(azure_credentials(ledger, &names, azure));
        }
    }
    object
}

/// The folder in the store: the spec's, or one for each environment of a project.
/// The plugin adds the name of the server.
fn destination(ledger: &mut Ledger, names: &Names<'_>, store: &Store<'_>) -> Sourced<String> {
    let folder = if let Some(path) = store.path() {
        names.fill(ledger, path)
    } else {
        let folder = format!("{}/{}", names.project, names.environment);
        let from = [names.project.origin, names.environment.origin];
        ledger.derived(folder, "the project and the environment", from)
    };
    let (root, bucket) = match store.kind {
        Kind::S3(s3) => (format!("s3://{}", s3.bucket), s3.bucket.origin),
        Kind::Gcs(gcs) => (format!("gs://{}", gcs.bucket), gcs.bucket.origin),
        Kind::Azure(azure) => (
            format!(
                "https://{}.blob.core.windows.net/{}",
                azure.account, azure.container
            ),
            azure.container.origin,
        ),
    };
    let why = "the bucket and the folder; the cluster's name comes below";
    ledger.derived(format!("{root}/{folder}"), why, [bucket, folder.origin])
}

fn storing(ledger: &mut Ledger, store: &Store<'_>) -> (Storing, Storing) {
    let given = store.backup.compression;
    let compression = ledger.or(
        given.as_ref(),
        Compression::Gzip,
        "every version of the plugin has it",
    );
    let compression = Some(compression).filter(|given| given.value != Compression::None);
    let encryption = match store.kind {
        Kind::S3(s3) => s3.encryption,
        Kind::Gcs(_) | Kind::Azure(_) => None,
    };
    let plain = Storing {
        compression,
        encryption,
        max_parallel: None,
        jobs: None,
    };
    let wal = Storing {
        max_parallel: Some(ledger.default(4, "one file at a time falls behind under load")),
        ..plain.clone()
    };
    let data = Storing {
        jobs: Some(ledger.default(
            2,
            "two parts at a time, so that the network is used and the volume not blocked",
        )),
        ..plain
    };
    (wal, data)
}

/// The sidecar's share: the class of the whole pod depends on it.
fn resources(ledger: &mut Ledger, store: &Store<'_>) -> Resources {
    let (cpu, memory) = container(ledger, store);
    Resources::guaranteed(cpu, memory)
}

/// CPU and memory of the container that archives.
pub(super) fn container(
    ledger: &mut Ledger,
    store: &Store<'_>,
) -> (Sourced<Quantity>, Sourced<Quantity>) {
    let cpu = Quantity::from_millis(SIDECAR_CPU_MILLIS);
    let memory = Quantity::from_mebibytes(SIDECAR_MEBIBYTES);
    let cpu = ledger.or(
        store.backup.cpu.as_ref(),
        cpu,
        "WAL is archived in small files",
    );
    let memory = ledger.or(
        store.backup.memory.as_ref(),
        memory,
        "base backups were seen to fail with less",
    );
    (cpu, memory)
}

fn s3_credentials(ledger: &mut Ledger, names: &Names<'_>, s3: &S3) -> S3Credentials {
    let Some(secret) = &s3.credentials_secret else {
        let origin = s3
            .identity
            .as_ref()
            .map_or(s3.bucket.origin, |identity| identity.eks_role_arn.origin);
        return S3Credentials {
            inherit_from_iam_role: Some(ledger.derived(true, "the pod has an identity", [origin])),
            access_key_id: None,
            secret_access_key: None,
            session_token: None,
        };
    };
    let secret = &secret.value;
    let name = names.fill(ledger, &secret.name);
    let mut key = |key: Option<&Sourced<_>>, default: &str| SecretRef {
        name: name.clone(),
        key: match key {
            Some(key) => text(key),
            None => ledger.default(
                default.to_owned(),
                "the key in the operator's documentation",
            ),
        },
    };
    S3Credentials {
        inherit_from_iam_role: None,
        access_key_id: Some(key(secret.access_key_id.as_ref(), "ACCESS_KEY_ID")),
        secret_access_key: Some(key(secret.secret_access_key.as_ref(), "ACCESS_SECRET_KEY")),
        session_token: secret
            .session_token
            .as_ref()
            .map(|token| key(Some(token), "")),
    }
}

/// The region, which `s3Credentials` takes from a Secret only, and what stores
/// other than Amazon's need.
fn environment(ledger: &mut Ledger, s3: &S3) -> Vec<Variable> {
    let mut environment = Vec::new();
    if let Some(region) = &s3.region {
        environment.push(Variable {
            name: Sourced::new("AWS_DEFAULT_REGION", region.origin),
            value: text(region),
        });
    }
    if let Some(endpoint) = &s3.endpoint {
        for name in CHECKSUMS {
            let why = "stores other than Amazon's may refuse the newer checksums";
            environment.push(Variable {
                name: ledger.derived(name, why, [endpoint.origin]),
                value: ledger.derived("when_required".to_owned(), why, [endpoint.origin]),
            });
        }
    }
    environment
}

fn google(ledger: &mut Ledger, names: &Names<'_>, gcs: &Gcs) -> GoogleCredentials {
    let secret = gcs.credentials_secret.as_ref();
    let origin = secret.map_or(gcs.bucket.origin, |secret| secret.origin);
    GoogleCredentials {
        gke_environment: ledger.derived(
            secret.is_none(),
            "whether the pod has an identity",
            [origin],
        ),
        application_credentials: secret
            .map(|secret| SecretRef::of(ledger, names, &secret.value, "gcsCredentials")),
    }
}

fn azure_credentials(ledger: &mut Ledger, names: &Names<'_>, azure: &Azure) -> AzureCredentials {
    let secret = azure.credentials_secret.as_ref();
    let identity = secret.is_none();
    AzureCredentials {
        inherit_from_azure_ad: identity
            .then(|| ledger.derived(true, "the pod has an identity", [azure.account.origin])),
        connection_string: secret
            .map(|secret| SecretRef::of(ledger, names, &secret.value, "AZURE_CONNECTION_STRING")),
    }
}
