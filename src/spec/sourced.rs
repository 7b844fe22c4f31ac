//! Values that know where they come from.

use std::borrow::{Borrow, Cow};
use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::OriginId;

/// The key under which a serialized value carries its origin.
pub const ORIGIN_KEY: &str = "$origin";
/// The key under which a serialized scalar or list stands beside its origin.
pub const VALUE_KEY: &str = "$value";

/// A scalar or a list, and where it comes from.
///
/// It is serialized as `{"$origin": 7, "$value": 3}` and read from that or from
/// the bare value; its schema is that of the value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: OriginId,
}

/// A list, each item of which knows where it comes from.
pub type List<T> = Sourced<Vec<Sourced<T>>>;

impl<T> Sourced<T> {
    /// A value and its origin.
    pub fn new(value: T, origin: OriginId) -> Self {
        Self { value, origin }
    }

    /// Another value with the same origin.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Sourced<U> {
        Sourced {
            value: change(self.value),
            origin: self.origin,
        }
    }

    /// The same, of a borrowed value.
    pub fn as_ref(&self) -> Sourced<&T> {
        Sourced {
            value: &self.value,
            origin: self.origin,
        }
    }
}

impl<T: fmt::Display> fmt::Display for Sourced<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(out)
    }
}

impl<T: Serialize> Serialize for Sourced<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry(ORIGIN_KEY, &self.origin)?;
        map.serialize_entry(VALUE_KEY, &self.value)?;
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Sourced<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(SourcedVisitor(PhantomData))
    }
}

struct SourcedVisitor<T>(PhantomData<T>);

impl<T> SourcedVisitor<T> {
    /// Reads a value that stands there without an origin.
    fn bare<'de, E: de::Error>(from: impl IntoDeserializer<'de, E>) -> Result<Sourced<T>, E>
    where
        T: Deserialize<'de>,
    {
        T::deserialize(from.into_deserializer()).map(|value| Sourced::new(value, OriginId::UNKNOWN))
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for SourcedVisitor<T> {
    type Value = Sourced<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a scalar or a list")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Self::Value, E> {
        Self::bare(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        Self::bare(value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        Self::bare(value)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        Self::bare(value)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
        Self::bare(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        T::deserialize(SeqAccessDeserializer::new(items))
            .map(|value| Sourced::new(value, OriginId::UNKNOWN))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut origin = OriginId::UNKNOWN;
        let mut value = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match &*key {
                ORIGIN_KEY => origin = map.next_value()?,
                VALUE_KEY => value = Some(map.next_value()?),
                _ => {
                    return Err(de::Error::custom(
                        "expected a scalar or a list, found a map",
                    ));
                }
            }
        }
        let value = value.ok_or_else(|| de::Error::missing_field(VALUE_KEY))?;
        Ok(Sourced::new(value, origin))
    }
}

impl<T: JsonSchema> JsonSchema for Sourced<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A map whose keys a person chooses, in the order of its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<K, V> {
    /// Where the map as a whole comes from.
    pub origin: OriginId,
    entries: BTreeMap<K, V>,
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self {
            origin: OriginId::UNKNOWN,
            entries: BTreeMap::new(),
        }
    }
}

impl<K: Ord, V> Table<K, V> {
    /// The entries in the order of their keys.
    pub fn iter(&self) -> btree_map::Iter<'_, K, V> {
        self.entries.iter()
    }

    /// The keys in order.
    pub fn keys(&self) -> btree_map::Keys<'_, K, V> {
        self.entries.keys()
    }

    /// The entry with the given key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(key)
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

impl<'a, K: Ord, V> IntoIterator for &'a Table<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = btree_map::Iter<'a, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Deserialize<'de> for Table<K, V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(TableVisitor(PhantomData))
    }
}

struct TableVisitor<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>> Visitor<'de> for TableVisitor<K, V> {
    type Value = Table<K, V>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut table = Table::default();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if key == ORIGIN_KEY {
                table.origin = map.next_value()?;
                continue;
            }
            let key = K::deserialize(key.into_deserializer())?;
            // A null takes the entry away.
            if let Some(value) = map.next_value::<Option<V>>()? {
                table.entries.insert(key, value);
            }
        }
        Ok(table)
    }
}

impl<K: JsonSchema, V: JsonSchema> JsonSchema for Table<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}By{}", V::schema_name(), K::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "propertyNames": generator.subschema_for::<K>(),
            "additionalProperties": generator.subschema_for::<Option<V>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_with_and_without_its_origin() {
        let bare: Sourced<u8> = serde_json::from_str("3").unwrap();
        assert_eq!(bare, Sourced::new(3, OriginId::UNKNOWN));
        let with = Sourced::new(3, OriginId::from_u32(7));
        let text = serde_json::to_string(&with).unwrap();
        assert_eq!(text, r#"{"$origin":7,"$value":3}"#);
        assert_eq!(serde_json::from_str::<Sourced<u8>>(&text).unwrap(), with);
    }

    #[test]
    fn a_list_knows_its_origin_and_those_of_its_items() {
        let text = r#"{"$origin":1,"$value":[{"$origin":2,"$value":"a"},"b"]}"#;
        let list: List<String> = serde_json::from_str(text).unwrap();
        assert_eq!(list.origin, OriginId::from_u32(1));
        let items: Vec<_> = list
            .value
            .iter()
            .map(|i| (&*i.value, i.origin.as_u32()))
            .collect();
        assert_eq!(items, [("a", 2), ("b", 0)]);
    }

    #[test]
    fn a_map_in_the_place_of_a_scalar_is_an_error() {
        assert!(serde_json::from_str::<Sourced<u8>>(r#"{"a":1}"#).is_err());
        assert!(serde_json::from_str::<Sourced<u8>>(r#"{"$origin":1}"#).is_err());
    }

    #[test]
    fn a_table_keeps_its_origin_apart_and_drops_nulls() {
        let text = r#"{"$origin":4,"b":2,"a":1,"c":null}"#;
        let table: Table<String, u8> = serde_json::from_str(text).unwrap();
        assert_eq!(table.origin.as_u32(), 4);
        assert_eq!(table.keys().collect::<Vec<_>>(), ["a", "b"]);
    }
}
