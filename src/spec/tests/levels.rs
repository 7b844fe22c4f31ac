//! Which level wins, and where a value says that it comes from.

use super::super::{Origin, Placement, Settings, Spec, Zones};
use super::{sound, with};

/// The settings of an application in an environment.
fn app<'s>(spec: &'s Spec, environment: &str, app: &str) -> &'s Settings {
    &spec.environments[environment].apps[app].settings
}

fn instances(settings: &Settings) -> u32 {
    settings.instances.unwrap().value
}

/// What is written at the place where a value comes from.
fn written<'t>(text: &'t str, spec: &Spec, origin: super::super::OriginId) -> &'t str {
    &text[spec.origins.in_spec(origin).unwrap()]
}

#[test]
fn profiles_give_what_nobody_says() {
    let spec = sound(super::SOUND);
    let (dev, prod) = (app(&spec, "dev", "odoo"), app(&spec, "prod", "odoo"));
    assert_eq!((instances(dev), instances(prod)), (1, 3));
    assert_eq!(dev.placement.unwrap().value, Placement::Shared);
    assert_eq!(prod.placement.unwrap().value, Placement::PerApp);
    assert_eq!(prod.zones.unwrap().value, Zones::Across(3));
    assert!(!dev.backup.as_ref().unwrap().is_on());
    assert!(prod.backup.as_ref().unwrap().is_on());
    let origin = spec.origins.get(prod.instances.unwrap().origin);
    assert!(
        matches!(origin, Origin::Profile { name: "prod", .. }),
        "{origin:?}"
    );
    let origin = spec.origins.get(prod.postgres.as_ref().unwrap().origin);
    assert!(matches!(origin, Origin::Builtin(_)), "{origin:?}");
    assert_eq!(spec.environments["prod"].stage, Some("prod"));
}

#[test]
fn the_nearest_level_wins() {
    let text = with(
        "defaults: { instances: 4 }
profiles: { prod: { instances: 2 } }
environments:
  dev:
  prod: { instances: 5, clusters: { tools: { instances: 6, apps: [wiki, odoo] } } }
  qa: { profile: prod }
apps:
  odoo:
  wiki: { instances: 7, environments: { prod: { instances: 8 } } }",
    );
    let spec = sound(&text);
    assert_eq!(
        instances(app(&spec, "dev", "odoo")),
        4,
        "defaults over the profile"
    );
    assert_eq!(instances(&spec.environments["prod"].settings), 5);
    assert_eq!(
        instances(&spec.environments["prod"].clusters["tools"].settings),
        6
    );
    assert_eq!(
        instances(app(&spec, "prod", "odoo")),
        6,
        "the cluster over the environment"
    );
    assert_eq!(instances(app(&spec, "qa", "wiki")), 7, "the application");
    assert_eq!(
        instances(app(&spec, "prod", "wiki")),
        8,
        "the application there"
    );
    let wiki = app(&spec, "prod", "wiki").instances.unwrap();
    assert_eq!(written(&text, &spec, wiki.origin), "8");
}

#[test]
fn parameters_are_overridden_one_by_one() {
    let text = with(
        "defaults: { parameters: { work_mem: 8MB, jit: off, max_connections: 100 } }
apps: { odoo: { parameters: { work_mem: 64MB, jit: null } } }",
    );
    let spec = sound(&text);
    let parameters = app(&spec, "prod", "odoo").parameters.as_ref().unwrap();
    let all: Vec<_> = parameters
        .iter()
        .map(|(name, value)| {
            (
                name.as_str(),
                value.value.as_str(),
                written(&text, &spec, value.origin),
            )
        })
        .collect();
    assert_eq!(
        all,
        [
            ("max_connections", "100", "100"),
            ("work_mem", "64MB", "64MB")
        ]
    );
}

#[test]
fn lists_are_replaced() {
    let line = "host all all all reject";
    let text = with(&format!(
        "defaults: {{ pgHba: [{line}] }}\napps: {{ odoo: {{ pgHba: [] }}, wiki: {{}} }}"
    ));
    let spec = sound(&text);
    assert_eq!(
        app(&spec, "dev", "wiki")
            .pg_hba
            .as_ref()
            .unwrap()
            .value
            .len(),
        1
    );
    assert_eq!(
        app(&spec, "dev", "odoo")
            .pg_hba
            .as_ref()
            .unwrap()
            .value
            .len(),
        0
    );
}

#[test]
fn a_size_is_written_out_and_what_is_spelled_out_stays() {
    let text = with("apps: { odoo: { size: large, storage: 9Gi }, wiki: { cpu: 3 } }");
    let spec = sound(&text);
    let odoo = app(&spec, "prod", "odoo");
    assert_eq!(odoo.cpu.as_ref().unwrap().value.as_str(), "8");
    assert_eq!(odoo.storage.as_ref().unwrap().value.as_str(), "9Gi");
    assert_eq!(
        written(&text, &spec, odoo.cpu.as_ref().unwrap().origin),
        "large"
    );
    let wiki = app(&spec, "prod", "wiki");
    assert_eq!(wiki.cpu.as_ref().unwrap().value.as_str(), "3");
    assert_eq!(
        wiki.memory.as_ref().unwrap().value.as_str(),
        "4Gi",
        "of the profile's size"
    );
}

#[test]
fn a_nearer_size_wins_over_a_farther_amount() {
    let text = with("defaults: { cpu: 3 }\napps: { odoo: { size: small } }");
    let spec = sound(&text);
    let cpu = app(&spec, "prod", "odoo").cpu.as_ref().unwrap();
    assert_eq!(cpu.value.as_str(), "500m");
}

#[test]
fn sizes_of_the_spec_come_over_the_built_in_ones() {
    let text = with(
        "sizes: { medium: { cpu: 7 }, huge: { cpu: 90, memory: 9Ti, storage: 1Pi } }
apps: { odoo: { size: huge }, wiki: {} }",
    );
    let spec = sound(&text);
    let odoo = app(&spec, "prod", "odoo");
    assert_eq!(odoo.memory.as_ref().unwrap().value.as_str(), "9Ti");
    let wiki = app(&spec, "prod", "wiki");
    assert_eq!(wiki.cpu.as_ref().unwrap().value.as_str(), "7");
    assert_eq!(wiki.memory.as_ref().unwrap().value.as_str(), "4Gi");
}

#[test]
fn the_size_of_a_cluster_is_its_own_and_not_that_of_its_applications() {
    let text =
        with("environments: { prod: { clusters: { tools: { size: large, apps: [wiki] } } } }");
    let spec = sound(&text);
    let prod = &spec.environments["prod"];
    let tools = &prod.clusters["tools"];
    assert_eq!(tools.settings.cpu.as_ref().unwrap().value.as_str(), "8");
    assert_eq!(tools.own.cpu.as_ref().unwrap().value.as_str(), "8");
    assert_eq!(tools.own.instances, None);
    let wiki = &prod.apps["wiki"];
    assert_eq!(wiki.settings.cpu.as_ref().unwrap().value.as_str(), "2");
    assert_eq!(wiki.cluster.as_ref().unwrap().value.as_str(), "tools");
    assert_eq!(prod.apps["odoo"].cluster, None);
}

#[test]
fn parts_are_switched_at_every_level() {
    let text = with(
        "defaults: { backup: { retention: 14d }, poolers: false }
apps:
  odoo: { backup: false, environments: { prod: { backup: true } } }
  wiki: { poolers: { rw: { instances: 5 } }, podDisruptionBudget: { enabled: false } }",
    );
    let spec = sound(&text);
    let on = |environment, name| {
        app(&spec, environment, name)
            .backup
            .as_ref()
            .unwrap()
            .is_on()
    };
    assert!(
        on("dev", "wiki"),
        "a map switches on what the profile switched off"
    );
    assert!(!on("dev", "odoo"));
    assert!(on("prod", "odoo"));
    let backup = app(&spec, "prod", "odoo").backup.as_ref().unwrap();
    let retention = backup.settings.retention.as_ref().unwrap();
    assert_eq!(retention.value.as_str(), "14d", "kept through off and on");
    assert_eq!(written(&text, &spec, backup.switched_by()), "true");
    let poolers = |name| app(&spec, "prod", name).poolers.as_ref().unwrap();
    assert!(!poolers("odoo").is_on());
    let rw = poolers("wiki").on().unwrap().rw.as_ref().unwrap();
    assert_eq!(rw.settings.instances.unwrap().value, 5);
    let budget = app(&spec, "prod", "wiki").pod_disruption_budget.as_ref();
    assert!(!budget.unwrap().is_on());
}

#[test]
fn profiles_build_on_each_other() {
    let text = with(
        "profiles:
  perf: { extends: strict, instances: 5 }
  strict: { extends: prod, zones: 2 }
  prod: { backup: { retention: 60d } }
environments: { load: { profile: perf }, prod: {} }",
    );
    let spec = sound(&text);
    let load = &spec.environments["load"];
    assert_eq!(load.stage, Some("prod"));
    assert_eq!(load.profile.value, "perf");
    assert_eq!(instances(&load.settings), 5);
    assert_eq!(load.settings.zones.unwrap().value, Zones::Across(2));
    let backup = load.settings.backup.as_ref().unwrap();
    assert_eq!(
        backup.settings.retention.as_ref().unwrap().value.as_str(),
        "60d"
    );
    assert!(backup.is_on());
}

#[test]
fn an_application_is_where_only_and_except_let_it() {
    let text = with("apps: { odoo: { only: [prod] }, wiki: { except: [prod] }, chat: }");
    let spec = sound(&text);
    let apps = |environment: &str| {
        let apps = spec.environments[environment].apps.keys();
        apps.map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(apps("dev"), ["chat", "wiki"]);
    assert_eq!(apps("prod"), ["chat", "odoo"]);
}

#[test]
fn acceptances_of_all_levels_add_up() {
    let accept = |reason: &str| format!("[{{ rule: some-rule, reason: {reason} }}]");
    let text = with(&format!(
        "accept: {}\ndefaults: {{ accept: {} }}\napps: {{ odoo: {{ accept: {} }} }}",
        accept("one"),
        accept("two"),
        accept("three"),
    ));
    let spec = sound(&text);
    let accepted = &app(&spec, "prod", "odoo").accept.as_ref().unwrap().value;
    let reasons: Vec<&str> = accepted
        .iter()
        .map(|accept| &*accept.reason.value)
        .collect();
    assert_eq!(reasons, ["one", "two", "three"]);
}

#[test]
fn an_override_keeps_its_patch_with_the_place_of_each_value() {
    let text =
        with("overrides: [{ kind: Cluster, patch: { spec: { logLevel: warning, x: null } } }]");
    let spec = sound(&text);
    let [only] = spec.overrides.as_slice() else {
        panic!()
    };
    assert_eq!(only.kind.value.as_str(), "Cluster");
    let level = &only.patch["spec"]["logLevel"];
    assert_eq!(level["$value"], "warning");
    let origin = u32::try_from(level["$origin"].as_u64().unwrap()).unwrap();
    let origin = super::super::OriginId::from_u32(origin);
    assert_eq!(written(&text, &spec, origin), "warning");
    let origin = spec.origins.get(origin);
    assert!(matches!(origin, Origin::Override(_)), "{origin:?}");
    assert!(only.patch["spec"]["x"].is_null());
}
