//! What every value with a grammar of its own has in common.

/// Implements `FromStr`, `Display`, `Serialize`, `Deserialize` and `JsonSchema`
/// for a type that has `read(&str) -> Result<Self, Error>` (how a spec reads it)
/// and `as_str`.
///
/// `of: string` reads text only, so that `1.30` without quotes is refused
/// instead of becoming `1.3`; `of: scalar` takes numbers too, as they stand.
macro_rules! text_type {
    ($type:ident, $error:ty, of: $of:ident, format: $format:literal, about: $about:literal, examples: [$($example:literal),+ $(,)?]) => {
        $crate::kube::text::text_traits!($type, $error, of: $of);

        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($type)).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": $crate::kube::text::text_type!(@types $of),
                    "format": $format,
                    "description": $about,
                    "examples": [$($example),+],
                })
            }
        }
    };
    (@types string) => { "string" };
    (@types scalar) => { ["string", "number"] };
}

/// What [`text_type`] implements but for the schema: for types of other stages,
/// whose schemas are laid out differently.
macro_rules! text_traits {
    ($type:ident, $error:ty, of: $of:ident) => {
        impl std::str::FromStr for $type {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::read(text)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.pad(self.as_str())
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = $crate::kube::text::text_traits!(@read $of from)?;
                Self::read(&text).map_err(serde::de::Error::custom)
            }
        }
    };
    (@read string $from:ident) => { <String as serde::Deserialize>::deserialize($from) };
    (@read scalar $from:ident) => { $from.deserialize_any($crate::kube::text::ScalarText) };
}

pub(crate) use text_traits;
pub(in crate::kube) use text_type;

/// Reads a string or a number as the text that it stands for.
pub(in crate::kube) struct ScalarText;

impl serde::de::Visitor<'_> for ScalarText {
    type Value = String;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("a string or a number")
    }

    fn visit_str<E>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_u64<E>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_i64<E>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_f64<E>(self, number: f64) -> Result<String, E> {
        Ok(number.to_string())
    }
}

/// Rows of a recorded table: comment lines left out, columns split at tabs.
#[cfg(test)]
pub(in crate::kube) fn recorded(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// The text that a column holds in JSON quotes.
#[cfg(test)]
pub(in crate::kube) fn unquoted(column: &str) -> String {
    serde_json::from_str(column).unwrap()
}
