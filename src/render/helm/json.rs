//! JSON as prettier leaves it: objects on lines of their own, short lists on one.

use serde_json::Value;

/// The width that prettier keeps to, in columns.
const WIDTH: usize = 80;

/// A JSON document, with a line feed at its end.
pub(super) fn pretty(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, 0, &mut text);
    text.push('\n');
    text
}

/// Writes a value at an indentation; `used` is how much of its line is taken.
fn write(value: &Value, indent: usize, used: usize, out: &mut String) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            out.push('{');
            for (at, (key, value)) in fields.iter().enumerate() {
                out.push_str(if at == 0 { "\n" } else { ",\n" });
                let key = format!("{}{}: ", " ".repeat(indent + 2), Value::from(key.as_str()));
                out.push_str(&key);
                write(value, indent + 2, key.chars().count(), out);
            }
            close(indent, '}', out);
        }
        Value::Array(items) if !items.is_empty() && !fits(items, used) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "\n" } else { ",\n" });
                out.push_str(&" ".repeat(indent + 2));
                write(item, indent + 2, indent + 2, out);
            }
            close(indent, ']', out);
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(Value::to_string).collect();
            out.push('[');
            out.push_str(&items.join(", "));
            out.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            out.push_str(&value.to_string());
        }
    }
}

fn close(indent: usize, bracket: char, out: &mut String) {
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(bracket);
}

/// Whether a list fits on the rest of its line, with a comma behind it.
fn fits(items: &[Value], used: usize) -> bool {
    let short = |item: &Value| !item.is_object() && !item.is_array();
    let width: usize = items
        .iter()
        .map(|item| item.to_string().chars().count() + 2)
        .sum();
    items.iter().all(short) && used + width < WIDTH
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_break_and_short_lists_do_not() {
        let value = json!({ "a": ["b", "c"], "d": { "e": [] }, "f": {} });
        let expected =
            "{\n  \"a\": [\"b\", \"c\"],\n  \"d\": {\n    \"e\": []\n  },\n  \"f\": {}\n}\n";
        assert_eq!(pretty(&value), expected);
    }

    #[test]
    fn a_long_list_has_a_line_for_each_item() {
        let value = json!({ "list": ["a".repeat(40), "b".repeat(40)] });
        assert_eq!(pretty(&value).lines().count(), 6);
    }
}
