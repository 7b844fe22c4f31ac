//! The network flows that a Cluster, its Poolers and the operator need, so that
//! a policy which forgets one can be told.

use super::ports;
use crate::knowledge::change::Change;

/// One end of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Peer {
    /// The operator.
    Operator,
    /// The Barman Cloud plugin.
    Plugin,
    /// The instances of the Cluster.
    Instances,
    /// The Jobs that make instances of the Cluster.
    Jobs,
    /// The pods of a Pooler.
    Poolers,
    /// Clients in the Kubernetes cluster.
    Applications,
    /// Prometheus.
    Prometheus,
    /// The API server of Kubernetes.
    ApiServer,
    /// The DNS of Kubernetes.
    Dns,
    /// The object store of backups.
    ObjectStore,
    /// Another Cluster that this one replicates from or to.
    ExternalCluster,
    /// An LDAP server.
    Ldap,
    /// The metadata service of a cloud, for its identities.
    CloudMetadata,
}

/// When a flow is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Always.
    Always,
    /// If the Cluster archives or restores by an object store.
    Backup,
    /// If a Pooler uses the Cluster.
    Pooler,
    /// If something scrapes metrics.
    Monitoring,
    /// If the Barman Cloud plugin is used.
    Plugin,
    /// If the Cluster has external clusters that it connects to.
    External,
    /// If clients are authenticated by LDAP.
    Ldap,
    /// If pods get their credentials from the cloud.
    CloudIdentity,
}

/// A flow: who connects to whom, and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Who connects.
    pub from: &'static [Peer],
    /// To whom.
    pub to: &'static [Peer],
    /// The ports of `to`, TCP but for DNS, which has UDP as well.
    pub ports: &'static [u16],
    /// When it is needed.
    pub need: Need,
    /// Since which release.
    pub since: Change,
    /// What does not work without it, as a phrase.
    pub without: &'static str,
}

const ALWAYS: Change = Change::with("");

/// Every flow, the most harmful to forget first.
pub const FLOWS: [Flow; 15] = [
    Flow {
        from: &[Peer::Operator],
        to: &[Peer::Instances],
        ports: &[ports::STATUS, ports::POSTGRES],
        need: Need::Always,
        since: ALWAYS,
        without: "the operator does not know the state of the instances and cannot fail over",
    },
    Flow {
        from: &[Peer::Instances, Peer::Jobs],
        to: &[Peer::Instances],
        ports: &[ports::POSTGRES],
        need: Need::Always,
        since: ALWAYS,
        without: "replicas can neither be made nor follow the primary",
    },
    Flow {
        from: &[Peer::Instances],
        to: &[Peer::Instances],
        ports: &[ports::STATUS],
        need: Need::Always,
        since: Change::with("1.27.0"),
        without: "a primary that loses the API server takes itself for isolated and stops",
    },
    Flow {
        from: &[Peer::Instances, Peer::Jobs, Peer::Poolers],
        to: &[Peer::ApiServer],
        ports: &[443, 6443],
        need: Need::Always,
        since: ALWAYS,
        without: "the instance manager cannot read its Cluster, and no instance starts",
    },
    Flow {
        from: &[Peer::Instances, Peer::Jobs, Peer::Poolers],
        to: &[Peer::Dns],
        ports: &[53],
        need: Need::Always,
        since: ALWAYS,
        without: "no name is resolved, that of the primary included",
    },
    Flow {
        from: &[Peer::Instances, Peer::Jobs],
        to: &[Peer::ObjectStore],
        ports: &[443],
        need: Need::Backup,
        since: ALWAYS,
        without: "WAL is not archived and piles up until the volume is full",
    },
    Flow {
        from: &[Peer::Poolers],
        to: &[Peer::Instances],
        ports: &[ports::POSTGRES],
        need: Need::Pooler,
        since: ALWAYS,
        without: "the pooler reaches no instance",
    },
    Flow {
        from: &[Peer::Applications],
        to: &[Peer::Instances, Peer::Poolers],
        ports: &[ports::POSTGRES],
        need: Need::Always,
        since: ALWAYS,
        without: "no client can connect",
    },
    Flow {
        from: &[Peer::Prometheus],
        to: &[Peer::Instances],
        ports: &[ports::INSTANCE_METRICS],
        need: Need::Monitoring,
        since: ALWAYS,
        without: "there are no metrics, and alerts on their absence fire",
    },
    Flow {
        from: &[Peer::Prometheus],
        to: &[Peer::Poolers],
        ports: &[ports::POOLER_METRICS],
        need: Need::Monitoring,
        since: ALWAYS,
        without: "there are no metrics of the pooler",
    },
    Flow {
        from: &[Peer::ApiServer],
        to: &[Peer::Operator],
        ports: &[ports::WEBHOOK],
        need: Need::Always,
        since: ALWAYS,
        without: "no Cluster can be created or changed",
    },
    Flow {
        from: &[Peer::Operator],
        to: &[Peer::Plugin],
        ports: &[ports::PLUGIN],
        need: Need::Plugin,
        since: Change::with("1.24.0"),
        without: "Clusters that use the plugin are not reconciled",
    },
    Flow {
        from: &[Peer::Instances, Peer::Jobs],
        to: &[Peer::ExternalCluster],
        ports: &[ports::POSTGRES],
        need: Need::External,
        since: ALWAYS,
        without: "the replica cluster, the subscription or the import does not reach its source",
    },
    Flow {
        from: &[Peer::Instances],
        to: &[Peer::Ldap],
        ports: &[389, 636],
        need: Need::Ldap,
        since: ALWAYS,
        without: "nobody can log in by LDAP",
    },
    Flow {
        from: &[Peer::Instances, Peer::Jobs],
        to: &[Peer::CloudMetadata],
        ports: &[80, 443],
        need: Need::CloudIdentity,
        since: ALWAYS,
        without: "pods get no credentials for the object store",
    },
];

/// The flows that arrive at a peer.
pub fn into(peer: Peer) -> impl Iterator<Item = Flow> {
    FLOWS
        .into_iter()
        .filter(move |flow| flow.to.contains(&peer))
}

/// The flows that leave a peer.
pub fn out_of(peer: Peer) -> impl Iterator<Item = Flow> {
    FLOWS
        .into_iter()
        .filter(move |flow| flow.from.contains(&peer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_that_isolates_instances_must_leave_these_open() {
        let always = |flow: &Flow| flow.need == Need::Always;
        let sources: Vec<_> = into(Peer::Instances)
            .filter(always)
            .flat_map(|flow| flow.from)
            .copied()
            .collect();
        for peer in [
            Peer::Operator,
            Peer::Instances,
            Peer::Jobs,
            Peer::Applications,
        ] {
            assert!(sources.contains(&peer), "{peer:?}");
        }
        let targets: Vec<_> = out_of(Peer::Jobs)
            .filter(always)
            .flat_map(|flow| flow.to)
            .copied()
            .collect();
        assert_eq!(targets, [Peer::Instances, Peer::ApiServer, Peer::Dns]);
    }
}
