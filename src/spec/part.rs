//! Optional parts of a database: switched on and off, with settings of their own.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::sourced::{ORIGIN_KEY, VALUE_KEY};
use super::{OriginId, Sourced};

/// The setting of an optional part that says whether it is there.
pub const ENABLED_KEY: &str = "enabled";

/// A part that can be left out.
///
/// In a spec, `false` is short for `{enabled: false}` and `true` for
/// `{enabled: true}`. A map switches the part on, unless it says otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part<T> {
    /// Where the part as a whole comes from.
    pub origin: OriginId,
    /// Whether it is there, if somebody said so.
    pub enabled: Option<Sourced<bool>>,
    /// How it is to be. Meaningless while the part is off.
    pub settings: T,
}

impl<T> Part<T> {
    /// The settings, if the part is on.
    pub fn on(&self) -> Option<&T> {
        self.is_on().then_some(&self.settings)
    }

    /// Whether the part is on.
    pub fn is_on(&self) -> bool {
        self.enabled.is_none_or(|enabled| enabled.value)
    }

    /// Where it comes from that the part is on, or off.
    pub fn switched_by(&self) -> OriginId {
        self.enabled.map_or(self.origin, |enabled| enabled.origin)
    }
}

impl<'de, T: de::DeserializeOwned + Default> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(PartVisitor(PhantomData))
    }
}

struct PartVisitor<T>(PhantomData<T>);

impl<'de, T: de::DeserializeOwned + Default> Visitor<'de> for PartVisitor<T> {
    type Value = Part<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a boolean or a map")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Part {
            enabled: Some(Sourced::new(value, OriginId::UNKNOWN)),
            ..Part::default()
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut rest = Map::new();
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            rest.insert(key, value);
        }
        read(rest).map_err(de::Error::custom)
    }
}

fn read<T: de::DeserializeOwned + Default>(
    mut map: Map<String, Value>,
) -> Result<Part<T>, serde_json::Error> {
    if map.contains_key(VALUE_KEY) {
        let enabled: Sourced<bool> = serde_json::from_value(Value::Object(map))?;
        return Ok(Part {
            origin: enabled.origin,
            enabled: Some(enabled),
            settings: T::default(),
        });
    }
    let mut part = Part::default();
    if let Some(origin) = map.remove(ORIGIN_KEY) {
        part.origin = serde_json::from_value(origin)?;
    }
    if let Some(enabled) = map.remove(ENABLED_KEY) {
        part.enabled = serde_json::from_value(enabled)?;
    }
    part.settings = serde_json::from_value(Value::Object(map))?;
    Ok(part)
}

impl<T: JsonSchema> JsonSchema for Part<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("PartOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut settings = T::json_schema(generator);
        let switch = json_schema!({
            "type": ["boolean", "null"],
            "description": "Whether it is there. A map without this key switches it on.",
        });
        let properties = settings
            .ensure_object()
            .entry("properties")
            .or_insert_with(|| Map::new().into());
        if let Some(properties) = properties.as_object_mut() {
            properties.insert(ENABLED_KEY.to_owned(), switch.to_value());
        }
        json_schema!({
            "anyOf": [{ "type": "boolean" }, settings],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Eq, serde::Deserialize)]
    #[serde(default)]
    struct Inner {
        size: Option<Sourced<u8>>,
    }

    fn read(text: &str) -> Part<Inner> {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_boolean_is_short_for_a_map_with_the_switch() {
        assert!(read("true").is_on());
        assert!(!read("false").is_on());
        assert!(!read(r#"{"$origin":3,"$value":false}"#).is_on());
        assert!(!read(r#"{"$origin":3,"enabled":false}"#).is_on());
    }

    #[test]
    fn a_map_switches_on_and_keeps_its_settings() {
        let part = read(r#"{"$origin":3,"size":{"$origin":4,"$value":9}}"#);
        assert_eq!(part.switched_by().as_u32(), 3);
        let size = part.on().unwrap().size.unwrap();
        assert_eq!((size.value, size.origin.as_u32()), (9, 4));
    }
}
