//! An object of the plan: what a template makes a manifest of.

use serde::Serialize;

use super::certificate::{Certificate, Issuer};
use super::cluster::Cluster;
use super::database::Database;
use super::external_secret::{ExternalSecret, Password};
use super::gitops::Application;
use super::job::Job;
use super::metadata::Metadata;
use super::network_policy::NetworkPolicy;
use super::object_store::ObjectStore;
use super::pod_disruption_budget::PodDisruptionBudget;
use super::pod_monitor::PodMonitor;
use super::pooler::Pooler;
use super::prometheus_rule::PrometheusRule;
use super::resource_quota::ResourceQuota;
use super::role::DatabaseRole;
use super::scheduled_backup::ScheduledBackup;
use super::subscription::Subscription;
use crate::spec::OriginId;

/// An object with everything that its manifest says.
///
/// It serializes as a template sees it: `metadata`, and what the object says
/// under the name of the template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Object {
    /// Its name, labels and annotations.
    pub metadata: Metadata,
    /// What it says.
    #[serde(flatten)]
    pub body: Body,
    /// The application, cluster or environment that asked for it.
    #[serde(skip)]
    pub origin: OriginId,
}

/// What an object says, by its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// A namespace.
    Namespace {},
    /// A quota.
    ResourceQuota(ResourceQuota),
    /// A cluster.
    Cluster(Box<Cluster>),
    /// A database.
    Database(Box<Database>),
    /// A role.
    DatabaseRole(Box<DatabaseRole>),
    /// What a database receives from another server.
    Subscription(Subscription),
    /// An object store.
    ObjectStore(Box<ObjectStore>),
    /// A certificate.
    Certificate(Box<Certificate>),
    /// What issues certificates.
    Issuer(Issuer),
    /// A Secret that comes from elsewhere.
    ExternalSecret(Box<ExternalSecret>),
    /// What makes up passwords.
    Password(Password),
    /// A schedule of backups.
    ScheduledBackup(ScheduledBackup),
    /// A pooler.
    Pooler(Box<Pooler>),
    /// A budget for disruptions.
    PodDisruptionBudget(PodDisruptionBudget),
    /// A network policy.
    NetworkPolicy(NetworkPolicy),
    /// What Prometheus scrapes.
    PodMonitor(PodMonitor),
    /// Alerts.
    PrometheusRule(PrometheusRule),
    /// A check of a restored cluster.
    Job(Box<Job>),
    /// What Argo CD applies.
    Application(Box<Application>),
}

impl Object {
    pub(super) fn new(metadata: Metadata, body: Body, origin: OriginId) -> Self {
        Self {
            metadata,
            body,
            origin,
        }
    }

    /// Its kind, as its manifest has it.
    pub fn kind(&self) -> &'static str {
        self.body.kind()
    }

    /// The template that its manifest is made from, without the ending: the kind
    /// in lower case.
    pub fn template(&self) -> &'static str {
        self.body.template()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.metadata.name.value
    }

    /// Its namespace; none for what belongs to no namespace.
    pub fn namespace(&self) -> Option<&str> {
        self.metadata
            .namespace
            .as_ref()
            .map(|namespace| namespace.value.as_str())
    }

    /// The name of its file without the ending: the kind, and what its name adds to
    /// that of the cluster whose folder it is in.
    pub fn stem(&self, cluster: Option<&str>) -> String {
        let name = self.name();
        let rest = match cluster {
            Some(cluster) if name == cluster => return self.template().to_owned(),
            Some(cluster) => name
                .strip_prefix(cluster)
                .and_then(|rest| rest.strip_prefix('-'))
                .unwrap_or(name),
            None => name,
        };
        let kind = self.template();
        let told = rest
            .strip_prefix(kind)
            .is_some_and(|rest| rest.starts_with('-'));
        if told {
            rest.to_owned()
        } else {
            format!("{kind}-{rest}")
        }
    }
}

impl Body {
    /// The kind, as a manifest has it.
    pub fn kind(&self) -> &'static str {
        self.names().0
    }

    /// The name of the template.
    pub fn template(&self) -> &'static str {
        self.names().1
    }

    fn names(&self) -> (&'static str, &'static str) {
        match self {
            Self::Namespace {} => ("Namespace", "namespace"),
            Self::ResourceQuota(_) => ("ResourceQuota", "resourcequota"),
            Self::Cluster(_) => ("Cluster", "cluster"),
            Self::Database(_) => ("Database", "database"),
            Self::DatabaseRole(_) => ("DatabaseRole", "databaserole"),
            Self::Subscription(_) => ("Subscription", "subscription"),
            Self::ObjectStore(_) => ("ObjectStore", "objectstore"),
            Self::Certificate(_) => ("Certificate", "certificate"),
            Self::Issuer(_) => ("Issuer", "issuer"),
            Self::ExternalSecret(_) => ("ExternalSecret", "externalsecret"),
            Self::Password(_) => ("Password", "password"),
            Self::ScheduledBackup(_) => ("ScheduledBackup", "scheduledbackup"),
            Self::Pooler(_) => ("Pooler", "pooler"),
            Self::PodDisruptionBudget(_) => ("PodDisruptionBudget", "poddisruptionbudget"),
            Self::NetworkPolicy(_) => ("NetworkPolicy", "networkpolicy"),
            Self::PodMonitor(_) => ("PodMonitor", "podmonitor"),
            Self::PrometheusRule(_) => ("PrometheusRule", "prometheusrule"),
            Self::Job(_) => ("Job", "job"),
            Self::Application(_) => ("Application", "application"),
        }
    }
}
