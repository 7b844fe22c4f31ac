//! Base backups, snapshots, and where they go.

use super::{Body, ClusterPlan, planned, problems, spec_with};
use crate::plan::ScheduledBackup;
use crate::spec::{BackupTarget, SnapshotOwner};

impl ClusterPlan {
    fn schedule(&self, name: &str) -> &ScheduledBackup {
        let Body::ScheduledBackup(schedule) = &self.named("ScheduledBackup", name).body else {
            unreachable!()
        };
        schedule
    }
}

/// A spec of one cluster in production with these settings of backups.
fn with_backup(backup: &str, more: &str) -> String {
    spec_with(
        &format!("{{ prod: {{ backup: {backup}{more} }} }}"),
        "{ odoo: {} }",
    )
}

#[test]
fn no_snapshots_are_taken_unless_asked_for() {
    let plan = planned(&with_backup("{ retention: 7d }", ""));
    let cluster = plan.cluster("prod", "odoo");
    assert_eq!(cluster.body().volume_snapshot, None);
    let mut schedules = cluster.objects.iter();
    assert!(!schedules.any(|object| object.name() == "odoo-snapshot"));
}

#[test]
fn snapshots_are_hot_and_stay_unless_told_otherwise() {
    let plan = planned(&with_backup("{ snapshots: { class: csi } }", ""));
    let cluster = plan.cluster("prod", "odoo");
    let snapshot = cluster.body().volume_snapshot.as_ref().unwrap();
    let class =
        |class: &Option<crate::spec::Sourced<String>>| class.as_ref().unwrap().value.clone();
    assert_eq!(class(&snapshot.class_name), "csi");
    assert_eq!(class(&snapshot.wal_class_name), "csi");
    assert!(snapshot.online.value);
    let online = snapshot.online_configuration.as_ref().unwrap();
    assert!(online.wait_for_archive.value);
    assert!(!online.immediate_checkpoint.value);
    assert_eq!(snapshot.snapshot_owner_reference.value, SnapshotOwner::None);

    let schedule = cluster.schedule("odoo-snapshot");
    assert_eq!(schedule.schedule.value, "0 0 */6 * * *");
    assert_eq!(schedule.method.value, "volumeSnapshot");
    assert_eq!(schedule.plugin, None);
    assert_eq!(schedule.target.value, BackupTarget::PreferStandby);
    assert!(!schedule.immediate.value);
    let base = cluster.schedule("odoo-backup");
    assert_eq!(base.method.value, "plugin");
    assert!(base.immediate.value);
}

#[test]
fn snapshots_that_go_with_their_backup_are_not_deleted_by_its_owner() {
    let plan = planned(&with_backup("{ snapshots: { owner: backup } }", ""));
    let cluster = plan.cluster("prod", "odoo");
    let schedule = cluster.schedule("odoo-snapshot");
    assert_eq!(schedule.backup_owner_reference.value, "none");
}

#[test]
fn cold_snapshots_are_taken_of_a_standby() {
    let cold = "{ snapshots: { online: false } }";
    let plan = planned(&with_backup(cold, ""));
    let snapshot = plan.cluster("prod", "odoo").body().volume_snapshot.as_ref();
    assert_eq!(snapshot.unwrap().online_configuration, None);

    let single = with_backup(cold, ", instances: 1, synchronous: false");
    assert_eq!(
        problems(&single),
        [(
            "each cold snapshot would stop the primary of `odoo`: there is no other instance"
                .to_owned(),
            "false".to_owned()
        )]
    );
    let primary = with_backup("{ target: primary, snapshots: { online: false } }", "");
    assert_eq!(
        problems(&primary),
        [(
            "each cold snapshot would stop the primary of `odoo`: the primary is the target"
                .to_owned(),
            "false".to_owned()
        )]
    );
}

#[test]
fn settings_of_snapshots_that_have_nothing_to_be_about() {
    let checkpoint = "{ snapshots: { online: false, immediateCheckpoint: true } }";
    assert_eq!(
        problems(&with_backup(checkpoint, "")),
        [(
            "there is no checkpoint to hasten: cold snapshots are of a server that is shut down"
                .to_owned(),
            "true".to_owned()
        )]
    );
    let class = "{ snapshots: { walClass: csi } }";
    assert_eq!(
        problems(&with_backup(
            class,
            ", wal: null, size: null, cpu: 1, memory: 2Gi, storage: 20Gi"
        )),
        [(
            "`odoo` has no volume for WAL that `walClass` could be for".to_owned(),
            "csi".to_owned()
        )]
    );
}

/// The name of the folder of the cluster's archive.
fn server(text: &str) -> String {
    let plan = planned(text);
    let plugin = &plan.cluster("prod", "odoo").body().plugins[0];
    plugin.parameters["serverName"].value.clone()
}

#[test]
fn an_archive_is_gone_on_with_by_its_path_and_the_name_of_its_server() {
    let text = with_backup(
        "{ archive: { path: \"legacy/{app}\", serverName: orders-pg } }",
        "",
    );
    assert_eq!(server(&text), "orders-pg");
    let plan = planned(&text);
    let store = &plan
        .cluster("prod", "odoo")
        .named("ObjectStore", "odoo")
        .body;
    let Body::ObjectStore(store) = store else {
        unreachable!()
    };
    assert_eq!(store.destination_path.value, "s3://backups/legacy/odoo");
}

#[test]
fn each_generation_has_an_archive_of_its_own() {
    assert_eq!(server(&with_backup("{}", "")), "odoo");
    let first = with_backup("{ archive: { generation: 1 } }", "");
    assert_eq!(server(&first), "odoo");
    let second = with_backup("{ archive: { generation: 2 } }", "");
    assert_eq!(server(&second), "odoo-2");
    let named = with_backup(
        "{ archive: { serverName: \"{cluster}-pg\", generation: 3 } }",
        "",
    );
    assert_eq!(server(&named), "odoo-pg-3");
}

#[test]
fn two_clusters_do_not_share_an_archive() {
    let environments = "{ prod: { backup: { archive: { serverName: pg } } } }";
    assert_eq!(
        problems(&spec_with(environments, "{ odoo: {}, wiki: {} }")),
        [(
            "the archives of `prod/odoo` and `prod/wiki` would be in one folder: `s3://backups/acme/prod/pg`"
                .to_owned(),
            "pg".to_owned()
        )]
    );
    let path = "{ prod: {}, staging: { placement: per-app } }";
    let text = spec_with(path, "{ odoo: {} }");
    let text = text.replace("bucket: backups", "bucket: backups, path: pg");
    let found = problems(&text);
    assert_eq!(
        found[0].0,
        "the archives of `prod/odoo` and `staging/odoo` would be in one folder: `s3://backups/pg/odoo`"
    );
}
