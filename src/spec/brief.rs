//! Maps for which a spec may give the name alone.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer};
use serde_json::Value;

use super::OriginId;
use super::sourced::{ORIGIN_KEY, VALUE_KEY};

/// The key that a bare scalar stands for.
const NAME_KEY: &str = "name";

/// A map for which a spec may give the name alone: `x` is short for `{name: x}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief<T> {
    /// Where it comes from.
    pub origin: OriginId,
    /// The map.
    pub value: T,
}

impl<'de, T: de::DeserializeOwned> Deserialize<'de> for Brief<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut value = Value::deserialize(from)?;
        let bare = value
            .as_object()
            .is_none_or(|map| map.contains_key(VALUE_KEY));
        let origin = match value.get(ORIGIN_KEY) {
            Some(origin) => OriginId::deserialize(origin).map_err(de::Error::custom)?,
            None => OriginId::UNKNOWN,
        };
        if bare {
            value = [(NAME_KEY, value)].into_iter().collect();
        }
        let value = serde_json::from_value(value).map_err(de::Error::custom)?;
        Ok(Self { origin, value })
    }
}

impl<T: JsonSchema> JsonSchema for Brief<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("BriefOf{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [{ "type": "string" }, generator.subschema_for::<T>()],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{SecretKey, SecretPattern, Sourced};

    fn read(text: &str) -> Brief<SecretKey> {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_name_alone_is_short_for_a_map() {
        let origin = OriginId::from_u32(3);
        let short = read(r#"{"$origin":3,"$value":"ca"}"#);
        assert_eq!(short.origin, origin);
        assert_eq!(
            short.value.name,
            Sourced::new(SecretPattern::read("ca").unwrap(), origin)
        );
        let long = read(r#"{"$origin":3,"name":{"$origin":3,"$value":"ca"}}"#);
        assert_eq!(short, long);
        assert_eq!(read(r#""ca""#).value.name.value.as_str(), "ca");
    }
}
