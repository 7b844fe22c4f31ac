//! What the loss of a part of a cluster costs, in words.
//!
//! How long things take is from the operator's documentation («Automated failover»,
//! «Instance manager», «Backup») and from Kubernetes' defaults: a node is given up
//! after 40 to 50 s, its pods after another 300 s. Whatever depends on the load or on
//! people is said to be so, and not guessed.

use super::measure::{Backup, Cluster};
use super::words;
use crate::kube::schedule::Cron;

/// A part that can be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The pod of the primary.
    Pod,
    /// The node of the primary.
    Node,
    /// The zone of the primary.
    Zone,
    /// The region, or the whole Kubernetes cluster.
    Region,
    /// Data that somebody destroys by mistake.
    Mistake,
}

/// What a loss costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What is lost.
    pub failure: Failure,
    /// What becomes of commits, in words.
    pub commits: String,
    /// For how long applications cannot write, in words.
    pub outage: String,
}

impl Failure {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pod => "pod",
            Self::Node => "node",
            Self::Zone => "zone",
            Self::Region => "region",
            Self::Mistake => "mistake",
        }
    }
}

/// What losing a part of a cluster costs: the primary's part, which is the worst.
pub(super) fn losses(cluster: &Cluster) -> Vec<Loss> {
    let one = |failure: Failure, (commits, outage): (String, String)| Loss {
        failure,
        commits,
        outage,
    };
    vec![
        one(Failure::Pod, pod(cluster)),
        one(Failure::Node, node(cluster)),
        one(Failure::Zone, zone(cluster)),
        one(Failure::Region, region(cluster)),
        one(Failure::Mistake, mistake(cluster)),
    ]
}

fn pod(cluster: &Cluster) -> (String, String) {
    if cluster.instances < 2 {
        let outage = "nothing takes over: down until PostgreSQL runs again on the same volume, seconds to minutes";
        return ("no commit is lost".to_owned(), outage.to_owned());
    }
    let outage = format!(
        "a standby takes over: no writes for about 15 to 30 s{}",
        waiting(cluster, 1)
    );
    (failover(cluster), outage)
}

fn node(cluster: &Cluster) -> (String, String) {
    if cluster.instances < 2 {
        let commits = format!(
            "no commit is lost, unless the volume is local to the node: then {}",
            restored(cluster.backup.as_ref())
        );
        let outage =
            "nothing takes over: down for about 11 to 13 min, until the volume is on another node";
        return (commits, outage.to_owned());
    }
    let shared = match cluster.nodes {
        Some("required") => "",
        _ => {
            "; nothing keeps all instances from sharing the node, and then it is down until the node is back"
        }
    };
    let outage = format!(
        "a standby takes over: no writes for about 60 to 90 s{}{shared}",
        waiting(cluster, 1)
    );
    (failover(cluster), outage)
}

fn zone(cluster: &Cluster) -> (String, String) {
    let backup = cluster.backup.as_ref();
    if cluster.instances < 2 {
        let commits = format!(
            "no commit is lost, if the zone comes back; else {}",
            restored(backup)
        );
        let outage = format!("nothing takes over: down until then{}", or_restored(backup));
        return (commits, outage);
    }
    let Some((zones, true)) = cluster.zones else {
        let commits = format!(
            "{}; nothing keeps all instances from sharing the zone, and then {}",
            failover(cluster),
            restored(backup)
        );
        let outage = format!(
            "a standby takes over, if one is left: no writes for about 60 to 90 s; else down until the zone is back{}",
            or_restored(backup)
        );
        return (commits, outage);
    };
    // The most instances that may be in the primary's zone, itself included.
    let lost = cluster.instances.div_ceil(zones);
    let commits = match cluster.synchronous {
        Some((number, _)) if number < lost => {
            "commits of the last moments may be lost: the standbys that confirmed them may be in the same zone"
                .to_owned()
        }
        Some(_) | None => failover(cluster),
    };
    let waiting = waiting(cluster, lost);
    let outage =
        format!("a standby in another zone takes over: no writes for about 60 to 90 s{waiting}");
    (commits, outage)
}

fn region(cluster: &Cluster) -> (String, String) {
    let for_good = "down for good".to_owned();
    match cluster.backup.as_ref() {
        None => (restored(None), for_good),
        Some(backup) if in_cluster(backup) => {
            let why = "everything is lost: the object store is in the same Kubernetes cluster";
            (why.to_owned(), for_good)
        }
        Some(backup) => (
            format!("{}, if {} outlives the region", archived(backup), backup.to),
            format!(
                "down until somebody restores it elsewhere: {}",
                download(backup)
            ),
        ),
    }
}

fn mistake(cluster: &Cluster) -> (String, String) {
    let Some(backup) = cluster.backup.as_ref() else {
        let why = "what was destroyed is lost: there is no backup";
        return (why.to_owned(), "it is missing for good".to_owned());
    };
    let window = backup.retention.as_deref().map_or_else(
        || "any moment since the first backup".to_owned(),
        |retention| format!("any moment of the last {retention}"),
    );
    let together = match cluster.apps.as_slice() {
        [] | [_] => String::new(),
        apps => format!(", for {} together", words::and(apps)),
    };
    let commits = format!("{window} can be restored beside the cluster{together}");
    let quicker = match &backup.snapshots {
        Some(snapshots) => format!(
            "new volumes from a snapshot and the replay of {} of WAL",
            since(Some(snapshots))
        ),
        None => download(backup),
    };
    (commits, format!("it is missing until then: {quicker}"))
}

/// Whether commits wait once a standby has taken over from so many instances.
fn waiting(cluster: &Cluster, lost: u32) -> &'static str {
    let standbys = cluster.instances.saturating_sub(lost).saturating_sub(1);
    match cluster.synchronous {
        Some((number, true)) if standbys < number => {
            ", and then until enough standbys are there again"
        }
        Some(_) | None => "",
    }
}

/// What becomes of commits when a standby takes over.
fn failover(cluster: &Cluster) -> String {
    let commits = match cluster.synchronous {
        Some((_, true)) => "no commit is lost",
        Some((_, false)) => "no commit is lost, unless all standbys were away before",
        None => "the commits that no standby had yet are lost, usually of less than a second",
    };
    commits.to_owned()
}

/// What becomes of commits when the cluster is restored from its backups.
fn restored(backup: Option<&Backup>) -> String {
    backup.map_or_else(
        || "everything is lost: there is no backup".to_owned(),
        archived,
    )
}

/// How else an outage may end.
fn or_restored(backup: Option<&Backup>) -> &'static str {
    backup.map_or("", |_| ", or until a restore")
}

/// What is missing in the archive of WAL.
fn archived(backup: &Backup) -> String {
    let number = backup
        .archive_timeout
        .trim_matches(|c: char| !c.is_ascii_digit());
    if number == "0" {
        return "the commits since the last full segment of WAL are lost (`archive_timeout` is off)"
            .to_owned();
    }
    format!(
        "the commits of the last {} (`archive_timeout`) and of an upload are lost",
        backup.archive_timeout
    )
}

/// What a restore from the object store takes.
fn download(backup: &Backup) -> String {
    format!(
        "the download of a base backup and the replay of {} of WAL",
        since(backup.schedule.as_ref())
    )
}

/// How much WAL there may be since the last backup of a schedule.
fn since(schedule: Option<&String>) -> String {
    let cron = schedule.and_then(|schedule| Cron::read(schedule).ok());
    let interval = cron.and_then(|cron| cron.timing().interval());
    interval.map_or_else(
        || "an unknown amount".to_owned(),
        |interval| format!("up to {}", words::period(interval.longest)),
    )
}

/// Whether a store is a Service of the same Kubernetes cluster, by its address.
fn in_cluster(backup: &Backup) -> bool {
    let host = |endpoint: &str| {
        let rest = endpoint
            .split_once("://")
            .map_or(endpoint, |(_, rest)| rest);
        let host = rest.split(['/', ':']).next().unwrap_or_default();
        !host.contains('.') || host.split('.').nth(2) == Some("svc")
    };
    backup.endpoint.as_deref().is_some_and(host)
}
