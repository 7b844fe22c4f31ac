//! How grave a finding is: [`Severity`], and a rule's [`Severities`] per environment.

use std::fmt;

/// How grave a finding is; the order is by gravity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Likely to cause trouble.
    Warning,
    /// Is refused, loses data, loses availability, or opens the database.
    Error,
}

impl Severity {
    /// The name as reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.as_str())
    }
}

/// What a rule makes of a finding in one environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing: the rule does not run there.
    Off,
    /// See [`Severity::Info`].
    Info,
    /// See [`Severity::Warning`].
    Warning,
    /// See [`Severity::Error`].
    Error,
}

impl Level {
    /// The severity of a finding, or nothing where the rule is off.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }

    /// The name as reports write it.
    pub fn as_str(self) -> &'static str {
        self.severity().map_or("off", Severity::as_str)
    }
}

/// A rule's level in each environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Severities {
    /// Where people try things.
    pub dev: Level,
    /// Where a release is tried.
    pub staging: Level,
    /// Where losing data or being down costs.
    pub prod: Level,
    /// Where nobody told, if that is milder than production.
    pub untold: Option<Level>,
}

impl Severities {
    /// The same level everywhere.
    pub const fn all(level: Level) -> Self {
        Self::of(level, level, level)
    }

    /// One level each for dev, staging and prod.
    pub const fn of(dev: Level, staging: Level, prod: Level) -> Self {
        Self {
            dev,
            staging,
            prod,
            untold: None,
        }
    }

    /// The same, and this level where nobody told the environment: for what is
    /// worth it in production only, and would be said of nearly every object.
    #[must_use]
    pub const fn untold(self, level: Level) -> Self {
        Self {
            untold: Some(level),
            ..self
        }
    }

    /// Off in dev, a warning in staging, an error in prod.
    pub const RISING: Self = Self::of(Level::Off, Level::Warning, Level::Error);

    /// The level, if it is the same everywhere.
    pub fn uniform(self) -> Option<Level> {
        let same = self.dev == self.staging && self.staging == self.prod;
        (same && self.untold.is_none()).then_some(self.prod)
    }

    /// The level in an environment.
    pub fn at(self, environment: Environment) -> Level {
        match environment {
            Environment::Dev => self.dev,
            Environment::Staging => self.staging,
            Environment::Prod => self.prod,
        }
    }
}

/// The environments that rules tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Environment {
    /// Where people try things.
    Dev,
    /// Where a release is tried.
    Staging,
    /// Where losing data or being down costs.
    Prod,
}

impl Environment {
    /// All environments, in the order in which demands rise.
    pub const ALL: [Self; 3] = [Self::Dev, Self::Staging, Self::Prod];

    /// The environment of this exact name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|environment| environment.as_str() == name)
    }

    /// The name as people write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Staging => "staging",
            Self::Prod => "prod",
        }
    }
}
