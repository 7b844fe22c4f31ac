//! Specs, as a user might write them.

use proptest::collection::{btree_map, vec};
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

/// A field, and what it may hold.
type Field = (&'static str, BoxedStrategy<Value>);

/// A spec of up to three environments and three applications. Those that share a
/// cluster have no settings of a cluster of their own.
pub(crate) fn any() -> impl Strategy<Value = Value> {
    let shared = (Just(None), apps(0.0001)).boxed();
    let apart = (Just(Some("per-app")), apps(0.1)).boxed();
    (
        target(),
        settings(0.1),
        environments(),
        prop_oneof![shared, apart],
        select(vec!["manifests", "kustomize", "helm"]),
    )
        .prop_map(
            |(target, mut defaults, environments, (placement, apps), layout)| {
                put(&mut defaults, "placement", placement.map(Value::from));
                // Of several stores, one has to be named.
                let backup = defaults.get("backup").filter(|backup| backup.is_object());
                let mut backup = backup.cloned().unwrap_or_else(|| json!({}));
                put(&mut backup, "store", Some(json!("main")));
                put(&mut defaults, "backup", Some(backup));
                let mut spec = json!({
                    "version": 1,
                    "project": "acme",
                    "objectStores": stores(),
                    "output": { "layout": layout },
                    "environments": environments,
                    "apps": apps,
                });
                put(&mut spec, "defaults", Some(defaults));
                put(&mut spec, "target", target);
                spec
            },
        )
}

fn stores() -> Value {
    json!({
        "main": { "s3": { "bucket": "acme-pg", "region": "eu-north-1", "credentialsSecret": "s3" } },
        "role": { "s3": { "bucket": "acme-role", "region": "eu-west-1",
            "identity": { "eksRoleArn": "arn:aws:iam::111122223333:role/{environment}-{cluster}" } } },
        "gcs": { "gcs": { "bucket": "acme-gcs", "credentialsSecret": { "name": "gcs", "key": "key.json" } } },
    })
}

fn target() -> impl Strategy<Value = Option<Value>> {
    let pairs = vec![("1.28", "1.33"), ("1.29", "1.34"), ("1.30", "1.35")];
    let target = select(pairs).prop_map(
        |(operator, kubernetes)| json!({ "operator": operator, "kubernetes": kubernetes }),
    );
    weighted(0.5, target)
}

fn environments() -> impl Strategy<Value = Value> {
    let names = subsequence(vec!["dev", "staging", "prod"], 1..=3);
    (names, vec(environment(), 3)).prop_map(|(names, settings)| {
        let all = names.into_iter().map(str::to_owned).zip(settings);
        Value::Object(all.collect())
    })
}

fn environment() -> impl Strategy<Value = Value> {
    let zones = weighted(0.2, 2_u32..4);
    (settings(0.15), zones).prop_map(|(mut settings, zones)| {
        put(&mut settings, "zones", zones.map(Value::from));
        settings
    })
}

/// Applications, with each setting of a cluster at this probability.
fn apps(probability: f64) -> BoxedStrategy<Value> {
    let names = select(vec!["odoo", "keycloak", "my-shop", "wiki", "billing", "a"]);
    let apps = btree_map(names, app(probability), 1..4).prop_map(|apps| {
        let apps = apps.into_iter().map(|(name, app)| (name.to_owned(), app));
        Value::Object(apps.collect())
    });
    apps.boxed()
}

fn app(probability: f64) -> impl Strategy<Value = Value> {
    let database = fields(
        0.3,
        vec![
            ("name", one_of(&["main", "erp", "db_1"])),
            ("owner", one_of(&["owner_a", "svc"])),
            ("encoding", one_of(&["UTF8"])),
            (
                "extensions",
                some_of(&["pg_trgm", "unaccent", "pgcrypto", "citext", "hstore"]),
            ),
        ],
    );
    let access = one_of(&["read", "write", "owner"]);
    let roles = btree_map(select(vec!["reader", "batch_job"]), access, 0..2).prop_map(|roles| {
        let roles = roles.into_iter();
        Value::Object(
            roles
                .map(|(name, access)| (name.to_owned(), json!({ "access": access })))
                .collect(),
        )
    });
    let clients = vec(select(vec!["shop", "batch"]), 0..2).prop_map(|names| {
        names
            .into_iter()
            .map(|name| json!({ "namespace": name }))
            .collect()
    });
    let parts = (
        weighted(0.4, database),
        weighted(0.3, roles),
        weighted(0.3, clients),
        weighted(0.3, select(vec!["small", "medium", "large"])),
    );
    (settings(probability), parts).prop_map(|(mut app, (database, roles, clients, size))| {
        put(&mut app, "database", database);
        put(&mut app, "roles", roles);
        put(&mut app, "clients", clients);
        put(&mut app, "size", size.map(Value::from));
        app
    })
}

/// The settings that may stand at any level, each with this probability.
fn settings(probability: f64) -> BoxedStrategy<Value> {
    let pooler = || {
        fields(
            0.4,
            vec![
                ("instances", number(1, 4)),
                ("mode", one_of(&["session", "transaction"])),
            ],
        )
    };
    let poolers = fields(
        0.5,
        vec![("rw", pooler()), ("ro", pooler()), ("r", pooler())],
    );
    let backup = fields(
        0.4,
        vec![
            ("store", one_of(&["main", "role", "gcs"])),
            (
                "schedule",
                one_of(&[
                    "daily 02:00",
                    "every 6h",
                    "weekly sunday 03:30",
                    "0 0 2 * * *",
                ]),
            ),
            ("retention", one_of(&["7d", "4w", "6m"])),
            ("target", one_of(&["primary", "prefer-standby"])),
        ],
    );
    let monitoring = fields(0.4, vec![("enabled", truth()), ("alerts", truth())]);
    let resources = vec![
        ("cpu", one_of(&["500m", "1", "2", "4"])),
        ("memory", one_of(&["1Gi", "2Gi", "4Gi", "16Gi"])),
        ("storage", one_of(&["10Gi", "50Gi", "1Ti"])),
        ("wal", one_of(&["5Gi", "20Gi"])),
    ];
    let mut all: Vec<Field> = vec![
        ("instances", number(2, 5)),
        ("logLevel", one_of(&["error", "warning", "info", "debug"])),
        ("workload", one_of(&["oltp", "web", "mixed", "warehouse"])),
        ("storageClass", one_of(&["fast", "standard"])),
        ("priorityClass", one_of(&["database"])),
        ("podDisruptionBudget", truth()),
        ("deletionGuard", truth()),
        ("quota", truth()),
        ("poolers", or_off(poolers)),
        ("backup", or_off(backup)),
        ("monitoring", monitoring),
        ("labels", Just(json!({ "team": "databases" })).boxed()),
        ("parameters", parameters()),
        (
            "preloadLibraries",
            some_of(&["auto_explain", "pg_stat_statements"]),
        ),
    ];
    all.extend(resources);
    fields(probability, all)
}

fn parameters() -> BoxedStrategy<Value> {
    fields(
        0.3,
        vec![
            ("max_connections", number(50, 600)),
            ("work_mem", one_of(&["4MB", "64MB"])),
            ("log_lock_waits", one_of(&["on", "off"])),
            ("random_page_cost", one_of(&["1.1", "4"])),
        ],
    )
}

/// An object with some of the fields.
fn fields(probability: f64, fields: Vec<Field>) -> BoxedStrategy<Value> {
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let values: Vec<_> = fields
        .into_iter()
        .map(|(_, value)| weighted(probability, value))
        .collect();
    let object = values.prop_map(move |values| {
        let given = names.iter().zip(values);
        let given = given.filter_map(|(name, value)| Some(((*name).to_owned(), value?)));
        Value::Object(given.collect::<Map<_, _>>())
    });
    object.boxed()
}

fn one_of(values: &'static [&'static str]) -> BoxedStrategy<Value> {
    select(values).prop_map(Value::from).boxed()
}

fn some_of(values: &'static [&'static str]) -> BoxedStrategy<Value> {
    subsequence(values, 0..=values.len())
        .prop_map(|values| values.into_iter().map(Value::from).collect())
        .boxed()
}

fn number(from: u32, to: u32) -> BoxedStrategy<Value> {
    (from..=to).prop_map(Value::from).boxed()
}

fn truth() -> BoxedStrategy<Value> {
    proptest::arbitrary::any::<bool>()
        .prop_map(Value::from)
        .boxed()
}

/// A part of the spec, or that it is switched off.
fn or_off(part: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop_oneof![4 => part, 1 => Just(Value::Bool(false))].boxed()
}

fn put(object: &mut Value, name: &str, value: Option<Value>) {
    if let (Some(object), Some(value)) = (object.as_object_mut(), value) {
        object.insert(name.to_owned(), value);
    }
}
