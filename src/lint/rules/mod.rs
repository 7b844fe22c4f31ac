//! The rules, one per file; `superuser_access.rs` is a short one to copy.
//!
//! To add a rule:
//!
//! 1. Name the mistake, in kebab case (`superuser-access`), and copy a rule to
//!    `src/lint/rules/<name in snake case>.rs`.
//! 2. Write `bad` first: the smallest manifest that shows the mistake, all names
//!    made from `main`, `#~` at the end of each line where a finding must start.
//!    Then `good`: the first bad one put right, and near misses.
//! 3. Add two lines below, in alphabetical order: `mod name;` and its name in `list!`.
//! 4. Write `check`. [`Check::Each`](super::Check::Each) gets one object of the
//!    kinds it names, and all others through the [`Context`](super::Context):
//!    - a view (`view::Cluster::of(object)`) or [`Object::slot`](super::Object::slot)
//!      gives fields with their defaults, as [`Known`](super::Known);
//!    - [`Reporter::need`](super::Reporter::need) gives a value, or notes that
//!      nobody can tell, whereupon the rule says nothing;
//!    - [`Context::find`](super::Context::find) follows a name and
//!      [`Context::referring`](super::Context::referring) goes back: only what is
//!      [`Lookup::Absent`](super::Lookup::Absent) or `complete` is missing;
//!    - [`Reporter::report`](super::Reporter::report) takes the place, what is
//!      wrong, and a few words for the place; then `.help(…)`, `.relate(…)`.
//! 5. Run `INSTA_UPDATE=always cargo test --lib lint::rules` and read the new
//!    file in `tests/snapshots/rules`: it is what users will see.
//!
//! What every rule must keep, the tests here derive from its examples. Among it:
//! a value that is filled in later (`${SIZE}`) is never wrong, a patch lacks
//! nothing, and another deployment next to it changes nothing. Where another rule
//! is nearer to the cause, [`Limits::yields_to`](super::Limits::yields_to) names it.

use super::rule::Rule;

/// Declares the rules by the names of their files and lists them in the same order.
macro_rules! list {
    ($($file:ident)*) => {
        /// Every rule, in alphabetical order.
        pub static ALL: &[&Rule] = &[$(&$file::RULE),*];
    };
}

mod anti_affinity_off;
mod anti_affinity_preferred;
mod api_server_blocked;
mod application_database_exists;
mod archive_check_skipped;
mod archive_reused;
mod archive_shared;
mod autoscaler_on_cluster;
mod backup_credentials_refused;
mod backup_method_mismatch;
mod backup_missing;
mod base_backup_missing;
mod catalog_major_mismatch;
mod certificate_pins_operator_secret;
mod certificates_incomplete;
mod cluster_not_found;
mod cluster_unnamed;
mod cold_snapshot_stops_writes;
mod config_map_key_not_found;
mod data_checksums_off;
mod database_reclaim_delete;
mod delay_ignored;
mod deletion_unprotected;
mod deprecated_field;
mod disruption_budget_off;
mod dns_blocked;
mod drain_blocked;
mod dropped_text;
mod duplicate_item;
mod duplicate_key;
mod durability_off;
mod environment_reserved;
mod exposed_service;
mod extension_without_preload;
mod external_cluster_not_found;
mod external_cluster_unused;
mod failover_quorum_undone;
mod first_backup_late;
mod fixed_parameter;
mod hba_cert_without_tls;
mod hba_trust;
mod hba_weak_method;
mod hba_without_tls;
mod hibernated_cluster_backed_up;
mod huge_pages_not_requested;
pub(super) mod ignore_expired;
pub(super) mod ignore_malformed;
pub(super) mod ignore_unknown_rule;
pub(super) mod ignore_unused;
pub(super) mod ignore_without_reason;
mod image_floating;
mod image_lacks_barman;
mod image_unset;
mod in_tree_barman;
mod initdb_options_override;
mod isolation_check_off;
mod key_not_text;
mod liveness_timeout_ignored;
mod log_level_verbose;
mod maintenance_left_on;
mod malformed_value;
mod managed_twice;
mod memory_budget_exceeded;
mod memory_limit_missing;
mod memory_request_below_limit;
mod merge_overwrites_key;
mod metric_unknown;
mod metrics_blocked;
mod missing_field;
mod not_allowed_value;
mod object_store_blocked;
mod object_store_credentials;
mod object_store_not_found;
mod object_store_scheme_mismatch;
mod object_store_without_tls;
mod online_ignored;
mod operator_blocked;
mod operator_secret_not_made;
mod out_of_bounds;
mod parameter_overwritten;
mod parameter_value_invalid;
mod password_in_sql;
mod plugin_archives_nothing;
mod plugin_name_unknown;
mod plugin_service_unlabelled;
mod plugin_without_object_store;
mod pooler_blocked;
mod pooler_exceeds_max_connections;
mod pooler_name_taken;
mod pooler_parameter_refused;
mod pooler_single_instance;
mod pooler_tls_weakened;
mod pooler_without_instances;
mod pooler_without_service;
mod postgres_newer_than_operator;
mod postgres_out_of_support;
mod preload_library_not_in_image;
mod read_only_without_replica;
mod readiness_lag_limited;
mod recovery_database_defaulted;
mod recovery_source_ignored;
mod recovery_time_malformed;
mod recovery_time_without_zone;
mod recovery_without_source;
mod replica_follows_itself;
mod replication_blocked;
mod resize_ignored;
mod retention_missing;
mod retention_without_effect;
mod role_with_two_passwords;
mod s3_checksums_unset;
mod schedule_five_fields;
mod schedule_malformed;
mod schedule_never_fires;
mod schedule_too_often;
mod secret_in_clear;
mod secret_key_not_found;
mod secret_username_differs;
mod security_context_partial;
mod selector_matches_no_pod;
mod server_name_missing;
mod service_monitor_without_port;
mod service_name_taken;
mod service_not_made;
mod setting_switched_off;
mod shared_buffers_above_request;
mod shared_buffers_without_unit;
mod shutdown_not_smart;
mod single_instance;
mod slot_name_too_long;
mod slot_wal_unlimited;
mod snapshot_owned_by_cluster;
mod snapshot_without_archive;
mod snapshots_pile_up;
mod spread_selects_nothing;
mod sql_in_wrong_database;
mod storage_class_not_expandable;
mod storage_size_malformed;
mod storage_size_missing;
mod superuser_access;
mod synchronous_commit_local;
mod synchronous_impossible;
mod synchronous_stops_writes;
mod tablespace_name_unusable;
mod template_name_ignored;
#[cfg(test)]
mod tests;
mod tls_parameter_weakened;
mod tls_version_range_empty;
mod topology_member_without_backup;
mod topology_members_differ;
mod topology_primaries_differ;
mod tracking_label_inherited;
mod unknown_annotation;
mod unknown_field;
mod unknown_kind;
mod unknown_parameter;
mod update_supervised;
mod validation_disabled;
mod value_read_differently;
mod wal_volume_too_small;
mod wrong_type;
mod zone_spread_missing;

list! {
    anti_affinity_off
    anti_affinity_preferred
    api_server_blocked
    application_database_exists
    archive_check_skipped
    archive_reused
    archive_shared
    autoscaler_on_cluster
    backup_credentials_refused
    backup_method_mismatch
    backup_missing
    base_backup_missing
    catalog_major_mismatch
    certificate_pins_operator_secret
    certificates_incomplete
    cluster_not_found
    cluster_unnamed
    cold_snapshot_stops_writes
    config_map_key_not_found
    data_checksums_off
    database_reclaim_delete
    delay_ignored
    deletion_unprotected
    deprecated_field
    disruption_budget_off
    dns_blocked
    drain_blocked
    dropped_text
    duplicate_item
    duplicate_key
    durability_off
    environment_reserved
    exposed_service
    extension_without_preload
    external_cluster_not_found
    external_cluster_unused
    failover_quorum_undone
    first_backup_late
    fixed_parameter
    hba_cert_without_tls
    hba_trust
    hba_weak_method
    hba_without_tls
    hibernated_cluster_backed_up
    huge_pages_not_requested
    ignore_expired
    ignore_malformed
    ignore_unknown_rule
    ignore_unused
    ignore_without_reason
    image_floating
    image_lacks_barman
    image_unset
    in_tree_barman
    initdb_options_override
    isolation_check_off
    key_not_text
    liveness_timeout_ignored
    log_level_verbose
    maintenance_left_on
    malformed_value
    managed_twice
    memory_budget_exceeded
    memory_limit_missing
    memory_request_below_limit
    merge_overwrites_key
    metric_unknown
    metrics_blocked
    missing_field
    not_allowed_value
    object_store_blocked
    object_store_credentials
    object_store_not_found
    object_store_scheme_mismatch
    object_store_without_tls
    online_ignored
    operator_blocked
    operator_secret_not_made
    out_of_bounds
    parameter_overwritten
    parameter_value_invalid
    password_in_sql
    plugin_archives_nothing
    plugin_name_unknown
    plugin_service_unlabelled
    plugin_without_object_store
    pooler_blocked
    pooler_exceeds_max_connections
    pooler_name_taken
    pooler_parameter_refused
    pooler_single_instance
    pooler_tls_weakened
    pooler_without_instances
    pooler_without_service
    postgres_newer_than_operator
    postgres_out_of_support
    preload_library_not_in_image
    read_only_without_replica
    readiness_lag_limited
    recovery_database_defaulted
    recovery_source_ignored
    recovery_time_malformed
    recovery_time_without_zone
    recovery_without_source
    replica_follows_itself
    replication_blocked
    resize_ignored
    retention_missing
    retention_without_effect
    role_with_two_passwords
    s3_checksums_unset
    schedule_five_fields
    schedule_malformed
    schedule_never_fires
    schedule_too_often
    secret_in_clear
    secret_key_not_found
    secret_username_differs
    security_context_partial
    selector_matches_no_pod
    server_name_missing
    service_monitor_without_port
    service_name_taken
    service_not_made
    setting_switched_off
    shared_buffers_above_request
    shared_buffers_without_unit
    shutdown_not_smart
    single_instance
    slot_name_too_long
    slot_wal_unlimited
    snapshot_owned_by_cluster
    snapshot_without_archive
    snapshots_pile_up
    spread_selects_nothing
    sql_in_wrong_database
    storage_class_not_expandable
    storage_size_malformed
    storage_size_missing
    superuser_access
    synchronous_commit_local
    synchronous_impossible
    synchronous_stops_writes
    tablespace_name_unusable
    template_name_ignored
    tls_parameter_weakened
    tls_version_range_empty
    topology_member_without_backup
    topology_members_differ
    topology_primaries_differ
    tracking_label_inherited
    unknown_annotation
    unknown_field
    unknown_kind
    unknown_parameter
    update_supervised
    validation_disabled
    value_read_differently
    wal_volume_too_small
    wrong_type
    zone_spread_missing
}

/// The rule of this name.
pub fn find(id: &str) -> Option<&'static Rule> {
    let found = ALL.binary_search_by(|rule| rule.id().as_str().cmp(id));
    found.ok().and_then(|index| ALL.get(index)).copied()
}

/// The rule whose name is nearest to this one, if one is near at all.
pub fn nearest(id: &str) -> Option<&'static Rule> {
    /// How alike two names must be, from 0 to 1.
    const ALIKE: f64 = 0.6;
    let alike = |rule: &Rule| strsim::normalized_damerau_levenshtein(id, rule.id().as_str());
    let nearest = ALL
        .iter()
        .max_by(|one, other| alike(one).total_cmp(&alike(other)));
    nearest.copied().filter(|rule| alike(rule) >= ALIKE)
}
