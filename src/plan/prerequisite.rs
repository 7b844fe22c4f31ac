//! What must be there before the objects of a plan work, and is not among them.

use std::collections::{BTreeMap, BTreeSet};

use super::metadata::Map;
use super::object::{Body, Object};
use super::object_store::{AzureCredentials, GoogleCredentials, S3Credentials};
use super::{Cluster, Environment, ExternalSecret, IssuerRef, ObjectStore, Plan, SecretRef};
use crate::knowledge::releases;
use crate::spec::{OriginId, SecretStoreKind, Sourced};

/// The keys of a Secret with a password (the operator's documentation, «Declarative
/// role management»); the user name in it must be the role's.
const PASSWORD_KEYS: [&str; 2] = ["username", "password"];

/// Something that must be there before the objects of a plan work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prerequisite {
    /// What it is.
    pub kind: Needed,
    /// Its namespace; none for what belongs to no namespace.
    pub namespace: Option<String>,
    /// Its name; with its release, where it is software.
    pub name: String,
    /// The keys that it must have, if it is a Secret.
    pub keys: BTreeSet<String>,
    /// The environments whose objects need it.
    pub environments: BTreeSet<String>,
    /// Where it comes from that it is needed.
    pub origin: OriginId,
}

/// What a prerequisite is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needed {
    /// Software that is installed: the operator and what it needs.
    Software,
    /// The definition of a kind.
    CustomResourceDefinition,
    /// A namespace.
    Namespace,
    /// A class of volumes.
    StorageClass,
    /// A class of snapshots of volumes.
    VolumeSnapshotClass,
    /// A priority of pods.
    PriorityClass,
    /// A role of the cloud that the pods take on, trusting their service account.
    Identity,
    /// A store of External Secrets, of one namespace.
    SecretStore,
    /// A store of External Secrets, of all namespaces.
    ClusterSecretStore,
    /// An issuer of certificates, of one namespace.
    Issuer,
    /// An issuer of certificates, of all namespaces.
    ClusterIssuer,
    /// A Secret.
    Secret,
}

impl Needed {
    /// What it is called: the kind, where it is an object.
    pub fn name(self) -> &'static str {
        match self {
            Self::Software => "software",
            Self::CustomResourceDefinition => "CustomResourceDefinition",
            Self::Namespace => "Namespace",
            Self::StorageClass => "StorageClass",
            Self::VolumeSnapshotClass => "VolumeSnapshotClass",
            Self::PriorityClass => "PriorityClass",
            Self::Identity => "identity",
            Self::SecretStore => "SecretStore",
            Self::ClusterSecretStore => "ClusterSecretStore",
            Self::Issuer => "Issuer",
            Self::ClusterIssuer => "ClusterIssuer",
            Self::Secret => "Secret",
        }
    }
}

impl Plan {
    /// What must be there before the objects work: software first, then by kind,
    /// namespace and name.
    pub fn prerequisites(&self) -> Vec<Prerequisite> {
        let mut list = List::default();
        for environment in &self.environments {
            list.environment = &environment.name.value;
            let operator = format!("CloudNativePG {}", self.operator.release());
            list.software(&operator, self.operator.version.origin);
            list.namespaces(environment);
            list.objects(environment);
        }
        list.known.into_values().collect()
    }
}

impl Environment {
    /// The Secrets that its objects refer to and that none of them makes.
    pub(super) fn secrets(&self) -> Vec<Prerequisite> {
        let mut list = List {
            environment: &self.name.value,
            ..List::default()
        };
        list.objects(self);
        let needed = list.known.into_values();
        needed.filter(|need| need.kind == Needed::Secret).collect()
    }

    /// The Secrets that one of its objects makes, by namespace and name.
    fn made(&self) -> BTreeSet<(&str, &str)> {
        let objects = self.placed().map(|placed| placed.object);
        objects
            .filter_map(|object| {
                let Body::ExternalSecret(secret) = &object.body else {
                    return None;
                };
                Some((object.namespace()?, secret.target.value.as_str()))
            })
            .collect()
    }
}

/// A list of prerequisites that is being made.
#[derive(Default)]
struct List<'p> {
    environment: &'p str,
    /// The Secrets that objects of the environment make.
    made: BTreeSet<(&'p str, &'p str)>,
    /// The issuers that are among the objects of the environment.
    issuers: BTreeSet<&'p str>,
    known: BTreeMap<(Needed, Option<String>, String), Prerequisite>,
}

impl<'p> List<'p> {
    fn objects(&mut self, environment: &'p Environment) {
        self.made = environment.made();
        let issuers = environment.placed().map(|placed| placed.object);
        let issuers = issuers.filter(|object| matches!(object.body, Body::Issuer(_)));
        self.issuers = issuers.map(Object::name).collect();
        for placed in environment.placed() {
            self.object(placed.object);
        }
    }

    fn external(&mut self, secret: &ExternalSecret, namespace: Option<&str>, origin: OriginId) {
        self.software("External Secrets", origin);
        if let Some(store) = &secret.store {
            let (kind, namespace) = match store.kind.value {
                SecretStoreKind::SecretStore => (Needed::SecretStore, namespace),
                SecretStoreKind::ClusterSecretStore => (Needed::ClusterSecretStore, None),
            };
            self.add(kind, namespace, &store.name.value, store.name.origin);
        }
    }

    fn issuer(&mut self, issuer: &IssuerRef, namespace: Option<&str>) {
        let (kind, namespace) = if issuer.is_global() {
            (Needed::ClusterIssuer, None)
        } else {
            (Needed::Issuer, namespace)
        };
        self.add(kind, namespace, &issuer.name.value, issuer.name.origin);
    }

    fn object(&mut self, object: &Object) {
        let (namespace, origin) = (object.namespace(), object.origin);
        match &object.body {
            Body::Cluster(cluster) => self.cluster(cluster, namespace),
            Body::DatabaseRole(role) => {
                self.password(role.role.password_secret.as_ref(), namespace);
            }
            Body::ObjectStore(store) => {
                let plugin = releases::newest_plugin().map_or("", |plugin| plugin.name);
                self.software(&format!("plugin-barman-cloud {plugin}"), origin);
                // The plugin and the operator talk with certificates that it makes.
                self.software("cert-manager", origin);
                self.store(store, namespace);
            }
            Body::Certificate(certificate) => {
                self.software("cert-manager", origin);
                if !self
                    .issuers
                    .contains(certificate.issuer.name.value.as_str())
                {
                    self.issuer(&certificate.issuer, namespace);
                }
            }
            Body::ExternalSecret(secret) => self.external(secret, namespace, origin),
            Body::Pooler(pooler) => self.priority(pooler.priority_class_name.as_ref()),
            Body::PodMonitor(_) => self.definition("podmonitors.monitoring.coreos.com", origin),
            Body::PrometheusRule(_) => {
                self.definition("prometheusrules.monitoring.coreos.com", origin);
            }
            Body::Namespace {}
            | Body::Application(_)
            | Body::ResourceQuota(_)
            | Body::Database(_)
            | Body::Subscription(_)
            | Body::ScheduledBackup(_)
            | Body::Password(_)
            | Body::Issuer(_)
            | Body::PodDisruptionBudget(_)
            | Body::NetworkPolicy(_)
            | Body::Job(_) => {}
        }
    }

    fn cluster(&mut self, cluster: &Cluster, namespace: Option<&str>) {
        for volume in [Some(&cluster.storage), cluster.wal_storage.as_ref()] {
            if let Some(class) = volume.and_then(|volume| volume.storage_class.as_ref()) {
                self.add(Needed::StorageClass, None, &class.value, class.origin);
            }
        }
        if let Some(snapshot) = &cluster.volume_snapshot {
            let origin = snapshot.online.origin;
            self.definition("volumesnapshots.snapshot.storage.k8s.io", origin);
            let classes = [&snapshot.class_name, &snapshot.wal_class_name];
            for class in classes.into_iter().flatten() {
                self.add(
                    Needed::VolumeSnapshotClass,
                    None,
                    &class.value,
                    class.origin,
                );
            }
        }
        if let Some(store) = &cluster.barman_object_store {
            let (s3, google, azure) = (
                store.s3_credentials.as_ref(),
                store.google_credentials.as_ref(),
                store.azure_credentials.as_ref(),
            );
            self.credentials(store.endpoint_ca.as_ref(), s3, google, azure, namespace);
        }
        self.priority(cluster.priority_class_name.as_ref());
        self.identities(&cluster.service_account_annotations);
        self.password(
            cluster.initdb.secret.as_ref().map(|secret| &secret.name),
            namespace,
        );
        for server in &cluster.import_source {
            let secrets = [server.password.as_ref(), server.ssl_root_cert.as_ref()];
            for SecretRef { name, key } in secrets.into_iter().flatten() {
                self.secret(name, &[&key.value], namespace);
            }
        }
        for role in &cluster.managed_roles {
            self.password(role.password_secret.as_ref(), namespace);
        }
    }

    fn store(&mut self, store: &ObjectStore, namespace: Option<&str>) {
        let s3 = store.s3_credentials.as_ref();
        let google = store.google_credentials.as_ref();
        let azure = store.azure_credentials.as_ref();
        self.credentials(store.endpoint_ca.as_ref(), s3, google, azure, namespace);
    }

    fn credentials(
        &mut self,
        authority: Option<&SecretRef>,
        s3: Option<&S3Credentials>,
        google: Option<&GoogleCredentials>,
        azure: Option<&AzureCredentials>,
        namespace: Option<&str>,
    ) {
        let references = [
            authority,
            s3.and_then(|s3| s3.access_key_id.as_ref()),
            s3.and_then(|s3| s3.secret_access_key.as_ref()),
            s3.and_then(|s3| s3.session_token.as_ref()),
            google.and_then(|google| google.application_credentials.as_ref()),
            azure.and_then(|azure| azure.connection_string.as_ref()),
        ];
        for SecretRef { name, key } in references.into_iter().flatten() {
            self.secret(name, &[&key.value], namespace);
        }
    }

    /// The namespaces that objects are in and that are not rendered: that of the
    /// operator.
    fn namespaces(&mut self, environment: &Environment) {
        let is_rendered = |name: &str| {
            let mut objects = environment.objects.iter();
            objects.any(|object| matches!(object.body, Body::Namespace {}) && object.name() == name)
        };
        for placed in environment.placed() {
            let namespace = placed.object.metadata.namespace.as_ref();
            if let Some(namespace) = namespace.filter(|name| !is_rendered(&name.value)) {
                self.add(Needed::Namespace, None, &namespace.value, namespace.origin);
            }
        }
    }

    fn identities(&mut self, annotations: &Map) {
        for identity in annotations.values() {
            self.add(Needed::Identity, None, &identity.value, identity.origin);
        }
    }

    fn priority(&mut self, class: Option<&Sourced<String>>) {
        if let Some(class) = class {
            self.add(Needed::PriorityClass, None, &class.value, class.origin);
        }
    }

    fn password(&mut self, secret: Option<&Sourced<String>>, namespace: Option<&str>) {
        if let Some(secret) = secret {
            self.secret(secret, &PASSWORD_KEYS, namespace);
        }
    }

    fn secret(&mut self, name: &Sourced<String>, keys: &[&str], namespace: Option<&str>) {
        if namespace.is_some_and(|namespace| self.made.contains(&(namespace, &name.value))) {
            return;
        }
        let secret = self.add(Needed::Secret, namespace, &name.value, name.origin);
        secret.keys.extend(keys.iter().map(ToString::to_string));
    }

    fn software(&mut self, name: &str, origin: OriginId) {
        self.add(Needed::Software, None, name, origin);
    }

    fn definition(&mut self, name: &str, origin: OriginId) {
        self.add(Needed::CustomResourceDefinition, None, name, origin);
    }

    fn add(
        &mut self,
        kind: Needed,
        namespace: Option<&str>,
        name: &str,
        origin: OriginId,
    ) -> &mut Prerequisite {
        let (namespace, name) = (namespace.map(str::to_owned), name.to_owned());
        let key = (kind, namespace.clone(), name.clone());
        let known = self.known.entry(key).or_insert_with(|| Prerequisite {
            kind,
            namespace,
            name,
            keys: BTreeSet::new(),
            environments: BTreeSet::new(),
            origin,
        });
        known.environments.insert(self.environment.to_owned());
        known
    }
}
