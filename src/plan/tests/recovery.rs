//! Clusters that are restored from the archive of another.

use super::{Body, ClusterPlan, Plan, spec_with};
use crate::plan::{Job, NetworkPolicy, Recovery, Stop, Target, recover};
use crate::spec;

const ENVIRONMENTS: &str = "{ prod: {} }";
const APPS: &str =
    "{ odoo: { roles: { odoo_ro: {} }, database: { ownerSecret: \"{cluster}-owner\" } } }";

fn restored(verify: bool, target: Target) -> Plan {
    let text = spec_with(ENVIRONMENTS, APPS).replace(
        "credentialsSecret: s3",
        "path: \"{cluster}\", identity: { eksRoleArn: \"arn:aws:iam::111122223333:role/{cluster}\" }",
    );
    let spec = spec::parse("pgspec.yaml", &text).unwrap();
    let recovery = Recovery {
        environment: "prod".to_owned(),
        cluster: "odoo".to_owned(),
        name: "odoo-r1".to_owned(),
        target,
        verify,
    };
    recover(&spec, &recovery).unwrap()
}

impl ClusterPlan {
    fn stop(&self) -> Vec<(&'static str, String)> {
        let recovery = self.body().recovery.as_ref().unwrap();
        let shown = |stop: &Stop| match stop {
            Stop::Text(text) => text.value.clone(),
            Stop::Flag(flag) => flag.value.to_string(),
        };
        let target = recovery.recovery_target.iter();
        target.map(|(key, stop)| (*key, shown(stop))).collect()
    }

    fn job(&self) -> &Job {
        let Body::Job(job) = &self.named("Job", &self.name.value).body else {
            unreachable!()
        };
        job
    }

    fn policy(&self, name: &str) -> &NetworkPolicy {
        let Body::NetworkPolicy(policy) = &self.named("NetworkPolicy", name).body else {
            unreachable!()
        };
        policy
    }
}

#[test]
fn a_restored_cluster_reads_the_old_archive_and_writes_a_new_one() {
    let plan = restored(false, Target::default());
    let cluster = plan.cluster("prod", "odoo-r1");
    let body = cluster.body();
    let recovery = body.recovery.as_ref().unwrap();
    assert_eq!(recovery.database.as_ref().unwrap().value, "odoo");
    assert_eq!(recovery.owner.as_ref().unwrap().value, "odoo");
    assert_eq!(cluster.stop(), []);
    let [origin] = body.external_clusters.as_slice() else {
        unreachable!()
    };
    assert_eq!(origin.name.value, recovery.source.value);
    for (parameter, read, written) in [
        ("barmanObjectName", "odoo", "odoo-r1"),
        ("serverName", "odoo", "odoo-r1"),
    ] {
        let plugin = origin.plugin.as_ref().unwrap();
        assert_eq!(plugin.parameters[parameter].value, read);
        assert_eq!(body.plugins[0].parameters[parameter].value, written);
    }
    assert_eq!(body.instances.value, 3);
    // Beside the cluster that runs, nothing has a name of its.
    for object in &cluster.objects {
        assert!(object.name().starts_with("odoo-r1"), "{}", object.name());
    }
}

#[test]
fn secrets_and_identities_of_a_restored_cluster_are_those_that_there_are() {
    let plan = restored(false, Target::default());
    let cluster = plan.cluster("prod", "odoo-r1");
    let body = cluster.body();
    let secret = body.recovery.as_ref().unwrap().secret.as_ref().unwrap();
    assert_eq!(secret.name.value, "odoo-owner");
    let mut annotations = body.service_account_annotations.values();
    let role = annotations.next().unwrap();
    assert_eq!(role.value, "arn:aws:iam::111122223333:role/odoo");
    let Body::DatabaseRole(role) = &cluster.named("DatabaseRole", "odoo-r1-odoo-ro").body else {
        unreachable!()
    };
    assert_eq!(role.cluster.value, "odoo-r1");
    assert_eq!(
        role.role.password_secret.as_ref().unwrap().value,
        "odoo-odoo-ro"
    );
    let Body::ObjectStore(store) = &cluster.named("ObjectStore", "odoo-r1").body else {
        unreachable!()
    };
    assert_eq!(store.destination_path.value, "s3://backups/odoo");
}

#[test]
fn recovery_stops_where_it_is_told() {
    let stop = |time: Option<&str>, backup: Option<&str>, name: Option<&str>| {
        let plan = restored(
            false,
            Target {
                time: time.map(str::to_owned),
                backup: backup.map(str::to_owned),
                name: name.map(str::to_owned),
            },
        );
        let told = plan.cluster("prod", "odoo-r1").stop();
        let words = told
            .into_iter()
            .map(|(key, value)| format!("{key} {value}"));
        words.collect::<Vec<_>>()
    };
    let (time, backup) = ("2026-11-20 11:14:21+01:00", "20261120T020000");
    assert_eq!(stop(Some(time), None, None), [format!("targetTime {time}")]);
    // A backup alone is the state that it has.
    assert_eq!(
        stop(None, Some(backup), None),
        [
            format!("backupID {backup}"),
            "targetImmediate true".to_owned()
        ]
    );
    assert_eq!(
        stop(Some(time), Some(backup), None),
        [format!("backupID {backup}"), format!("targetTime {time}")]
    );
    assert_eq!(
        stop(None, Some(backup), Some("before-migration")),
        [
            format!("backupID {backup}"),
            "targetName before-migration".to_owned()
        ]
    );
}

#[test]
fn a_cluster_to_be_checked_is_no_more_than_that() {
    let plan = restored(true, Target::default());
    let cluster = plan.cluster("prod", "odoo-r1");
    assert_eq!(cluster.kinds(), ["Cluster", "Job", "NetworkPolicy"]);
    let body = cluster.body();
    assert!(body.recovery.is_some());
    assert_eq!(body.instances.value, 1);
    assert_eq!(body.plugins, []);
    assert_eq!(body.managed_roles, []);
    assert!(body.enable_superuser_access.value);
    let annotations = &cluster.named("Cluster", "odoo-r1").metadata.annotations;
    assert!(!annotations.keys().any(|key| key.contains("helm.sh")));
}

#[test]
fn the_job_knows_what_must_be_there_and_can_reach_it() {
    let plan = restored(true, Target::default());
    let cluster = plan.cluster("prod", "odoo-r1");
    let job = cluster.job();
    assert_eq!(job.env["DATABASES"].value, "odoo");
    assert_eq!(job.env["ROLES"].value, "odoo\nodoo_ro");
    assert_eq!(job.env["PGHOST"].value, "odoo-r1-rw");
    assert_eq!(job.password_secret.value, "odoo-r1-superuser");

    let pods = &cluster.policy("odoo-r1-verification").pod_selector;
    let labels = &cluster.named("Job", "odoo-r1").metadata.labels;
    for (key, value) in &pods.match_labels {
        assert_eq!(labels[key].value, value.value);
    }
    let mut ingress = cluster.policy("odoo-r1-instances").ingress.iter();
    let lets_in = ingress.any(|rule| {
        let peers = rule.peers.iter();
        peers
            .filter_map(|peer| peer.pod_selector.as_ref())
            .any(|peer| peer.match_labels.keys().eq(pods.match_labels.keys()))
    });
    assert!(lets_in);
}
