//! What a rule is: one `static` in a file of its own under `lint/rules`.

use std::fmt;

use super::check::Check;
use super::severity::Severities;

/// A rule: what it checks, why, on whose word, and how to satisfy it.
///
/// The help text, the tables of rules and the tests are all made from these fields.
#[derive(Debug)]
pub struct Rule {
    pub(super) id: RuleId,
    pub(super) family: Family,
    pub(super) topic: Topic,
    pub(super) severities: Severities,
    /// One line, no full stop, completing "this rule requires that …".
    pub(super) summary: &'static str,
    /// One or more paragraphs of Markdown: what goes wrong otherwise.
    pub(super) rationale: &'static str,
    /// Where the claim comes from. Never empty.
    pub(super) sources: &'static [Source],
    /// Manifests with findings; each line where one must start ends in `#~`.
    /// The first is shown to users.
    pub(super) bad: &'static [&'static str],
    /// Manifests without findings. The first is the first bad one, put right;
    /// the others come as close to the line as they can without crossing it.
    pub(super) good: &'static [&'static str],
    /// Whether `--fix` can put it right, and how far that can be trusted.
    pub(super) fix: FixSafety,
    /// Where the rule keeps silent; most say [`Limits::NONE`].
    pub(super) limits: Limits,
    pub(super) check: Check,
}

impl Rule {
    /// The name of the rule.
    pub fn id(&self) -> RuleId {
        self.id
    }

    /// Which kind of truth the rule tells.
    pub fn family(&self) -> Family {
        self.family
    }

    /// The subject that the rule is listed under.
    pub fn topic(&self) -> Topic {
        self.topic
    }

    /// How grave a finding is, per environment.
    pub fn severities(&self) -> Severities {
        self.severities
    }

    /// What the rule requires, in one line.
    pub fn summary(&self) -> &'static str {
        self.summary
    }

    /// What goes wrong otherwise, in Markdown.
    pub fn rationale(&self) -> &'static str {
        self.rationale.trim()
    }

    /// Where the claim comes from.
    pub fn sources(&self) -> &'static [Source] {
        self.sources
    }

    /// Whether `--fix` can put a finding right.
    pub fn fix(&self) -> FixSafety {
        self.fix
    }

    /// The operator releases that the rule speaks about.
    pub fn operators(&self) -> Operators {
        self.limits.operators
    }
}

/// The name of a rule, in kebab case. A malformed name does not compile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(&'static str);

impl RuleId {
    /// The name `id`, which is checked when the program is compiled.
    pub(super) const fn new(id: &'static str) -> Self {
        let mut rest = id.as_bytes();
        assert!(!rest.is_empty(), "a rule id must not be empty");
        while let [byte, tail @ ..] = rest {
            assert!(
                matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'),
                "a rule id must be kebab case"
            );
            rest = tail;
        }
        Self(id)
    }

    /// The name as text.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.0)
    }
}

/// The kinds of truth that rules tell; they are never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The API server or the operator's webhook refuses it, or a field would be dropped.
    Admission,
    /// Accepted, but ignored, misread or broken later.
    NoEffect,
    /// Works, but not as it should be run.
    Practice,
    /// About suppressions and configuration.
    Meta,
}

impl Family {
    /// The name as reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admission => "admission",
            Self::NoEffect => "no-effect",
            Self::Practice => "practice",
            Self::Meta => "meta",
        }
    }
}

/// The subjects that rules are grouped under, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The shape of an object.
    Schema,
    /// Staying up: instances, placement, failover.
    Availability,
    /// Base backups, the WAL archive, restoring.
    Backup,
    /// Access, encryption, secrets.
    Security,
    /// Who reaches whom.
    Network,
    /// Memory, CPU, volumes, connections.
    Capacity,
    /// Metrics and alerts.
    Monitoring,
    /// What happens when a tool applies the manifests.
    Gitops,
    /// The server's own parameters and SQL.
    Postgresql,
    /// Moving to another version or place.
    Migration,
}

impl Topic {
    /// The name as reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Availability => "availability",
            Self::Backup => "backup",
            Self::Security => "security",
            Self::Network => "network",
            Self::Capacity => "capacity",
            Self::Monitoring => "monitoring",
            Self::Gitops => "gitops",
            Self::Postgresql => "postgresql",
            Self::Migration => "migration",
        }
    }
}

/// A place where the claim of a rule is made by somebody with authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Who says it and where: "`CloudNativePG`, Security, PostgreSQL".
    pub title: &'static str,
    /// Where to read it.
    pub url: &'static str,
}

/// Whether a finding can be put right without a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FixSafety {
    /// There is no fix.
    None,
    /// The fix keeps what was meant.
    Safe,
    /// The fix may change what was meant; a person should look.
    Unsafe,
}

impl FixSafety {
    /// The name as reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// Where a rule keeps silent.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Rules that are nearer to the cause: where one of them has a finding on
    /// the same object, at the same field or one around or inside it, this rule
    /// keeps silent there. One mistake gives one finding.
    pub yields_to: &'static [&'static str],
    /// The operator releases that the rule speaks about.
    pub operators: Operators,
}

impl Limits {
    /// Speaks for every operator release, whatever other rules say.
    pub const NONE: Self = Self {
        yields_to: &[],
        operators: Operators::ALL,
    };
}

/// A range of operator releases, by major and minor: `since` ≤ release < `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operators {
    since: Option<(u32, u32)>,
    until: Option<(u32, u32)>,
}

impl Operators {
    /// Every release.
    pub const ALL: Self = Self {
        since: None,
        until: None,
    };

    /// The releases from this one on.
    pub const fn since(major: u32, minor: u32) -> Self {
        Self {
            since: Some((major, minor)),
            until: None,
        }
    }

    /// The releases before this one.
    pub const fn before(major: u32, minor: u32) -> Self {
        Self {
            since: None,
            until: Some((major, minor)),
        }
    }

    /// These releases, but only before the given one.
    #[must_use]
    pub const fn and_before(self, major: u32, minor: u32) -> Self {
        Self {
            since: self.since,
            until: Some((major, minor)),
        }
    }

    /// Whether a release, given by major and minor, is among them.
    pub fn contains(self, release: (u32, u32)) -> bool {
        self.since.is_none_or(|since| since <= release)
            && self.until.is_none_or(|until| release < until)
    }
}

#[cfg(test)]
mod tests {
    use super::Operators;

    #[test]
    fn a_range_holds_its_first_release_and_not_the_one_it_ends_before() {
        let range = Operators::since(1, 26).and_before(1, 30);
        let held: Vec<u32> = (24..32)
            .filter(|minor| range.contains((1, *minor)))
            .collect();
        assert_eq!(held, [26, 27, 28, 29]);
        assert!(Operators::ALL.contains((1, 22)));
        assert!(!Operators::before(1, 22).contains((1, 22)));
    }
}
