//! Every value knows where it comes from.

use serde_json::Value;

use super::{planned, spec_with};
use crate::spec::{Origin, OriginId};

const TEXT: &str = "{ odoo: { memory: 8Gi, poolers: { rw: { instances: 3 } } } }";

/// Every pair of a value and its origin in what a template sees.
fn pairs(value: &Value, found: &mut Vec<OriginId>, path: &str) {
    match value {
        Value::Object(map) if map.contains_key("$value") => {
            let origin = map["$origin"].as_u64().unwrap();
            let origin = OriginId::from_u32(u32::try_from(origin).unwrap());
            found.push(origin);
            assert_ne!(origin, OriginId::UNKNOWN, "{path}");
        }
        Value::Object(map) => {
            for (key, value) in map {
                pairs(value, found, &format!("{path}.{key}"));
            }
        }
        Value::Array(items) => {
            for item in items {
                pairs(item, found, path);
            }
        }
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            panic!("{path} has no origin: {value}")
        }
    }
}

#[test]
fn every_value_of_every_object_has_an_origin() {
    let plan = planned(&spec_with("{ dev: {}, prod: {} }", TEXT));
    let mut count = 0;
    for placed in plan.objects() {
        let mut found = Vec::new();
        let value = serde_json::to_value(placed.object).unwrap();
        pairs(&value, &mut found, placed.object.kind());
        for origin in &found {
            assert_ne!(plan.origins.get(*origin), &Origin::Unknown);
        }
        count += found.len();
    }
    assert!(count > 500, "{count}");
}

#[test]
fn every_object_goes_back_to_a_place_in_the_spec_or_a_profile() {
    let text = spec_with("{ dev: {}, prod: {} }", TEXT);
    let plan = planned(&text);
    for placed in plan.objects() {
        assert_ne!(
            placed.object.origin,
            OriginId::UNKNOWN,
            "{}",
            placed.object.name()
        );
    }
    let odoo = plan.cluster("prod", "odoo").named("Cluster", "odoo");
    let span = plan.origins.in_spec(odoo.origin).unwrap();
    assert_eq!(&text[span], "odoo");
}

#[test]
fn a_derived_parameter_tells_its_formula_and_goes_back_to_the_memory() {
    let text = spec_with("{ prod: {} }", TEXT);
    let plan = planned(&text);
    let buffers = &plan.cluster("prod", "odoo").body().parameters["shared_buffers"];
    assert_eq!(buffers.value, "2GB");
    let Origin::Derived { why, .. } = plan.origins.get(buffers.origin) else {
        panic!("not derived")
    };
    assert_eq!(why, "25 % of memory 8Gi");
    let span = plan.origins.in_spec(buffers.origin).unwrap();
    assert_eq!(&text[span], "8Gi");
}
