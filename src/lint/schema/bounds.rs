//! Bounds: of numbers, of the number of items and entries.

use super::at::At;
use super::text::plural;
use super::{Check, Class};
use crate::document::{Node, Value};

impl Check {
    /// A number.
    pub(super) fn number(&mut self, node: Node<'_>, value: Value<'_>, at: &At<'_>) {
        let facts = at.schema.facts();
        if self.dropped && !self.kind.decoded_first {
            return;
        }
        let number = match value {
            #[expect(clippy::cast_precision_loss, reason = "bounds are not that exact")]
            Value::Int(number) => number as f64,
            Value::Float(number) => number,
            Value::Null
            | Value::Bool(_)
            | Value::Str(_)
            | Value::Map
            | Value::Seq
            | Value::Unknown => return,
        };
        let bits = match facts.format {
            Some("int32") => true,
            // What Go has for it is an `int32` beside a string.
            None => facts.int_or_string && facts.pattern.is_none(),
            Some(_) => false,
        };
        if bits && self.kind.decoded && !fits_32_bits(value) {
            self.out_of_bounds(node, at, "fit into 32 bits", node.raw());
            return;
        }
        if facts.format == Some("uint64") && self.kind.decoded && number < 0.0 {
            self.out_of_bounds(node, at, "be at least 0", node.raw());
            return;
        }
        if self.dropped {
            return;
        }
        if let Some(least) = facts.minimum {
            let fine = number > least || (number >= least && !facts.exclusive_minimum);
            if !fine {
                let word = if facts.exclusive_minimum {
                    "more than"
                } else {
                    "at least"
                };
                self.out_of_bounds(node, at, &format!("be {word} {least}"), node.raw());
            }
        }
        if let Some(most) = facts.maximum {
            let fine = number < most || (number <= most && !facts.exclusive_maximum);
            if !fine {
                let word = if facts.exclusive_maximum {
                    "less than"
                } else {
                    "at most"
                };
                self.out_of_bounds(node, at, &format!("be {word} {most}"), node.raw());
            }
        }
        if let Some(factor) = facts.multiple_of
            && (number / factor).fract() != 0.0
        {
            self.out_of_bounds(node, at, &format!("be a multiple of {factor}"), node.raw());
        }
    }

    /// What the scale resource sets, which reads 32 bits without a sign.
    pub(super) fn scale(&mut self, root: Node<'_>, at: &At<'_>) {
        let Some(path) = self.kind.scale else { return };
        let mut node = root;
        let mut steps = Vec::new();
        for name in path.split('.') {
            let Some(value) = node.get(name) else { return };
            node = value;
            steps.push(name);
        }
        if let Some(number) = node.as_i64()
            && !(0..=i64::from(i32::MAX)).contains(&number)
            && let Some(schema) = at.schema.at(&steps)
            && schema
                .facts()
                .minimum
                .is_none_or(|least| number >= 0 || least < 0.0)
        {
            let message = format!("`{path}` must be from 0 to {}, not {number}", i32::MAX);
            let violation = self.say(Class::OutOfBounds, node.span(), at, message);
            path.clone_into(&mut violation.path);
        }
    }

    /// The number of items of a list.
    pub(super) fn items_in_bounds(&mut self, node: Node<'_>, count: u64, at: &At<'_>) {
        let facts = at.schema.facts();
        self.count_in_bounds(node, count, (facts.min_items, facts.max_items), "item", at);
    }

    /// The number of entries of an object.
    pub(super) fn entries_in_bounds(&mut self, node: Node<'_>, count: u64, at: &At<'_>) {
        let facts = at.schema.facts();
        let bounds = (facts.min_properties, facts.max_properties);
        self.count_in_bounds(node, count, bounds, "entry", at);
    }

    fn count_in_bounds(
        &mut self,
        node: Node<'_>,
        count: u64,
        (least, most): (Option<u64>, Option<u64>),
        what: &str,
        at: &At<'_>,
    ) {
        let must = match (least, most) {
            (Some(least), _) if count < least => format!("have at least {}", plural(least, what)),
            (_, Some(most)) if count > most => format!("have at most {}", plural(most, what)),
            _ => return,
        };
        let span = super::anchor(node);
        let message = format!("{} must {must}, not {count}", at.name());
        self.say(Class::OutOfBounds, span, at, message);
    }

    /// A scalar beyond what it must be.
    pub(super) fn out_of_bounds(&mut self, node: Node<'_>, at: &At<'_>, must: &str, is: &str) {
        let message = format!("{} must {must}, not {is}", at.name());
        self.say(Class::OutOfBounds, node.span(), at, message);
    }
}

fn fits_32_bits(value: Value<'_>) -> bool {
    match value {
        Value::Int(number) => i32::try_from(number).is_ok(),
        Value::Float(number) => (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number),
        Value::Null | Value::Bool(_) | Value::Str(_) | Value::Map | Value::Seq | Value::Unknown => {
            true
        }
    }
}
