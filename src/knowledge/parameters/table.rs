//! The table's text and how a line of it is found: by binary search over the
//! bytes, so that opening it costs nothing.

use super::{Context, Kind, Parameter, Unit};
use crate::knowledge::lines::{self, Lines};

/// One line a fact, sorted by the lower-cased name; see `SOURCES.md`.
static TABLE: &str = include_str!("../data/parameters.tsv");

/// A line of the table: what a run of majors says about one name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// The parameter's name as PostgreSQL spells it.
    pub(super) name: &'static str,
    /// The library that defines it; empty for the server itself.
    pub(super) library: &'static str,
    majors: (u8, u8),
    line: &'static str,
}

impl Row {
    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let name = fields.next()?;
        let (first, last) = lines::range(fields.next()?)?;
        let library = fields.nth(LIBRARY).unwrap_or_default();
        Some(Self {
            name,
            library,
            majors: (first, last),
            line,
        })
    }

    /// The newest major that the line is about.
    #[cfg(test)]
    pub(super) fn newest(&self) -> u8 {
        self.majors.1
    }

    /// What the line says about a major, if it is about it.
    pub(super) fn parameter(&self, major: u8) -> Option<Parameter> {
        if major < self.majors.0 || major > self.majors.1 {
            return None;
        }
        let mut fields = self.line.split('\t').skip(2);
        let mut next = || fields.next().unwrap_or_default();
        let context = next();
        let kind = next();
        let (unit, min, max, default) = (next(), next(), next(), next());
        if kind == "alias" {
            return super::find(default, major);
        }
        let (values, spellings, since) = (next(), next(), next());
        Some(Parameter {
            name: self.name,
            major,
            context: self::context(context)?,
            kind: self::kind(kind)?,
            unit: self::unit(unit),
            min: Some(min).filter(|text| !text.is_empty()),
            max: Some(max).filter(|text| !text.is_empty()),
            default,
            since_minor: since_minor(since, major),
            library: Some(self.library).filter(|text| !text.is_empty()),
            values,
            spellings,
        })
    }
}

/// How many fields lie between the majors and the library.
const LIBRARY: usize = 9;

/// Every line, in order.
pub(super) fn all() -> impl Iterator<Item = Row> {
    Lines::of(TABLE).iter().filter_map(Row::read)
}

/// The lines about a name, oldest major first.
pub(super) fn rows(name: &str) -> impl Iterator<Item = Row> {
    Lines::of(TABLE).find(name).filter_map(Row::read)
}

/// The lines about names that begin with a prefix and a dot.
pub(super) fn rows_with_prefix(prefix: &str) -> impl Iterator<Item = Row> {
    let prefix = format!("{}.", prefix.to_ascii_lowercase());
    Lines::of(TABLE)
        .from(&prefix)
        .filter_map(Row::read)
        .take_while(move |row| row.name.to_ascii_lowercase().starts_with(&prefix))
}

fn context(text: &str) -> Option<Context> {
    Some(match text {
        "internal" => Context::Internal,
        "postmaster" => Context::Postmaster,
        "sighup" => Context::Sighup,
        "superuser-backend" => Context::SuperuserBackend,
        "backend" => Context::Backend,
        "superuser" => Context::Superuser,
        "user" => Context::User,
        _ => return None,
    })
}

fn kind(text: &str) -> Option<Kind> {
    Some(match text {
        "bool" => Kind::Bool,
        "integer" => Kind::Integer,
        "real" => Kind::Real,
        "enum" => Kind::Enum,
        "string" => Kind::Text,
        _ => return None,
    })
}

fn unit(text: &str) -> Option<Unit> {
    Some(match text {
        "B" => Unit::Byte,
        "kB" => Unit::Kilobyte,
        "8kB" => Unit::Block,
        "MB" => Unit::Megabyte,
        "ms" => Unit::Millisecond,
        "s" => Unit::Second,
        "min" => Unit::Minute,
        _ => return None,
    })
}

fn since_minor(releases: &str, major: u8) -> Option<u16> {
    releases
        .split(' ')
        .filter_map(|release| release.split_once('.'))
        .find(|(of, _)| of.parse() == Ok(major))
        .and_then(|(_, minor)| minor.parse().ok())
}
