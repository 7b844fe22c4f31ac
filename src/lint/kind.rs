//! The kinds of object that rules speak of by name.

/// A kind of object: what an object's `apiVersion` and `kind` say, but for the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    /// The API group; empty for Kubernetes' own first one.
    pub group: &'static str,
    /// The name of the kind.
    pub name: &'static str,
    /// Whether objects live in a namespace.
    pub namespaced: bool,
}

impl Kind {
    const fn namespaced(group: &'static str, name: &'static str) -> Self {
        Self {
            group,
            name,
            namespaced: true,
        }
    }

    const fn cluster_wide(group: &'static str, name: &'static str) -> Self {
        Self {
            group,
            name,
            namespaced: false,
        }
    }
}

/// The API group of the operator.
pub const CNPG: &str = "postgresql.cnpg.io";

/// `Cluster` of `CloudNativePG`.
pub static CLUSTER: Kind = Kind::namespaced(CNPG, "Cluster");
/// `Pooler` of `CloudNativePG`.
pub static POOLER: Kind = Kind::namespaced(CNPG, "Pooler");
/// `Backup` of `CloudNativePG`.
pub static BACKUP: Kind = Kind::namespaced(CNPG, "Backup");
/// `ScheduledBackup` of `CloudNativePG`.
pub static SCHEDULED_BACKUP: Kind = Kind::namespaced(CNPG, "ScheduledBackup");
/// `Database` of `CloudNativePG`.
pub static DATABASE: Kind = Kind::namespaced(CNPG, "Database");
/// `DatabaseRole` of `CloudNativePG`.
pub static DATABASE_ROLE: Kind = Kind::namespaced(CNPG, "DatabaseRole");
/// `Publication` of `CloudNativePG`.
pub static PUBLICATION: Kind = Kind::namespaced(CNPG, "Publication");
/// `Subscription` of `CloudNativePG`.
pub static SUBSCRIPTION: Kind = Kind::namespaced(CNPG, "Subscription");
/// `ImageCatalog` of `CloudNativePG`.
pub static IMAGE_CATALOG: Kind = Kind::namespaced(CNPG, "ImageCatalog");
/// `ClusterImageCatalog` of `CloudNativePG`.
pub static CLUSTER_IMAGE_CATALOG: Kind = Kind::cluster_wide(CNPG, "ClusterImageCatalog");
/// `ObjectStore` of the Barman Cloud plugin.
pub static OBJECT_STORE: Kind = Kind::namespaced("barmancloud.cnpg.io", "ObjectStore");
/// `Namespace` of Kubernetes.
pub static NAMESPACE: Kind = Kind::cluster_wide("", "Namespace");
/// `Secret` of Kubernetes.
pub static SECRET: Kind = Kind::namespaced("", "Secret");
/// `ConfigMap` of Kubernetes.
pub static CONFIG_MAP: Kind = Kind::namespaced("", "ConfigMap");
/// `Service` of Kubernetes.
pub static SERVICE: Kind = Kind::namespaced("", "Service");
/// `ServiceAccount` of Kubernetes.
pub static SERVICE_ACCOUNT: Kind = Kind::namespaced("", "ServiceAccount");
/// `ResourceQuota` of Kubernetes.
pub static RESOURCE_QUOTA: Kind = Kind::namespaced("", "ResourceQuota");
/// `LimitRange` of Kubernetes.
pub static LIMIT_RANGE: Kind = Kind::namespaced("", "LimitRange");
/// `Deployment` of Kubernetes.
pub static DEPLOYMENT: Kind = Kind::namespaced("apps", "Deployment");
/// `StatefulSet` of Kubernetes.
pub static STATEFUL_SET: Kind = Kind::namespaced("apps", "StatefulSet");
/// `DaemonSet` of Kubernetes.
pub static DAEMON_SET: Kind = Kind::namespaced("apps", "DaemonSet");
/// `Job` of Kubernetes.
pub static JOB: Kind = Kind::namespaced("batch", "Job");
/// `CronJob` of Kubernetes.
pub static CRON_JOB: Kind = Kind::namespaced("batch", "CronJob");
/// `NetworkPolicy` of Kubernetes.
pub static NETWORK_POLICY: Kind = Kind::namespaced("networking.k8s.io", "NetworkPolicy");
/// `PodDisruptionBudget` of Kubernetes.
pub static POD_DISRUPTION_BUDGET: Kind = Kind::namespaced("policy", "PodDisruptionBudget");
/// `StorageClass` of Kubernetes.
pub static STORAGE_CLASS: Kind = Kind::cluster_wide("storage.k8s.io", "StorageClass");
/// `VolumeSnapshotClass` of Kubernetes' snapshot controller.
pub static VOLUME_SNAPSHOT_CLASS: Kind =
    Kind::cluster_wide("snapshot.storage.k8s.io", "VolumeSnapshotClass");
/// `PodMonitor` of the Prometheus operator.
pub static POD_MONITOR: Kind = Kind::namespaced("monitoring.coreos.com", "PodMonitor");
/// `ServiceMonitor` of the Prometheus operator.
pub static SERVICE_MONITOR: Kind = Kind::namespaced("monitoring.coreos.com", "ServiceMonitor");
/// `PrometheusRule` of the Prometheus operator.
pub static PROMETHEUS_RULE: Kind = Kind::namespaced("monitoring.coreos.com", "PrometheusRule");
/// `HorizontalPodAutoscaler` of Kubernetes.
pub static HORIZONTAL_POD_AUTOSCALER: Kind =
    Kind::namespaced("autoscaling", "HorizontalPodAutoscaler");
/// `VerticalPodAutoscaler` of the Kubernetes autoscaler.
pub static VERTICAL_POD_AUTOSCALER: Kind =
    Kind::namespaced("autoscaling.k8s.io", "VerticalPodAutoscaler");
/// `Certificate` of cert-manager.
pub static CERTIFICATE: Kind = Kind::namespaced("cert-manager.io", "Certificate");
/// `ExternalSecret` of the External Secrets operator.
pub static EXTERNAL_SECRET: Kind = Kind::namespaced("external-secrets.io", "ExternalSecret");
/// `Application` of Argo CD.
pub static ARGO_APPLICATION: Kind = Kind::namespaced("argoproj.io", "Application");
/// `ApplicationSet` of Argo CD.
pub static ARGO_APPLICATION_SET: Kind = Kind::namespaced("argoproj.io", "ApplicationSet");
/// `Kustomization` of Flux.
pub static FLUX_KUSTOMIZATION: Kind =
    Kind::namespaced("kustomize.toolkit.fluxcd.io", "Kustomization");
/// `HelmRelease` of Flux.
pub static FLUX_HELM_RELEASE: Kind = Kind::namespaced("helm.toolkit.fluxcd.io", "HelmRelease");
/// `Kustomization` of kustomize, which is no object but names those that are.
pub static KUSTOMIZATION: Kind = Kind::cluster_wide("kustomize.config.k8s.io", "Kustomization");
/// `Component` of kustomize: a kustomization that changes those that use it.
pub static KUSTOMIZE_COMPONENT: Kind = Kind::cluster_wide("kustomize.config.k8s.io", "Component");

/// All of them.
pub(super) static NAMED: &[&Kind] = &[
    &CLUSTER,
    &POOLER,
    &BACKUP,
    &SCHEDULED_BACKUP,
    &DATABASE,
    &DATABASE_ROLE,
    &PUBLICATION,
    &SUBSCRIPTION,
    &IMAGE_CATALOG,
    &CLUSTER_IMAGE_CATALOG,
    &OBJECT_STORE,
    &NAMESPACE,
    &SECRET,
    &CONFIG_MAP,
    &SERVICE,
    &SERVICE_ACCOUNT,
    &RESOURCE_QUOTA,
    &LIMIT_RANGE,
    &DEPLOYMENT,
    &STATEFUL_SET,
    &DAEMON_SET,
    &JOB,
    &CRON_JOB,
    &NETWORK_POLICY,
    &POD_DISRUPTION_BUDGET,
    &STORAGE_CLASS,
    &VOLUME_SNAPSHOT_CLASS,
    &POD_MONITOR,
    &SERVICE_MONITOR,
    &PROMETHEUS_RULE,
    &HORIZONTAL_POD_AUTOSCALER,
    &VERTICAL_POD_AUTOSCALER,
    &CERTIFICATE,
    &EXTERNAL_SECRET,
    &ARGO_APPLICATION,
    &ARGO_APPLICATION_SET,
    &FLUX_KUSTOMIZATION,
    &FLUX_HELM_RELEASE,
    &KUSTOMIZATION,
    &KUSTOMIZE_COMPONENT,
];
