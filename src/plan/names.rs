//! Names that the plan composes, and the placeholders in those of the spec.

use std::fmt::Display;

use super::ledger::Ledger;
use crate::spec::{
    ArnPattern, NamespacePattern, PathPattern, PatternError, Placeholders, Problem, RemotePattern,
    SecretPattern, ServerPattern, Sourced,
};

/// What placeholders stand for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names<'a> {
    /// `{project}`.
    pub(super) project: &'a Sourced<String>,
    /// `{environment}`.
    pub(super) environment: &'a Sourced<String>,
    /// `{cluster}`.
    pub(super) cluster: &'a Sourced<String>,
    /// `{app}`, where there is one application.
    pub(super) app: Option<&'a Sourced<String>>,
}

/// A text of the spec with placeholders.
pub(super) trait Pattern {
    /// The text as written.
    fn written(&self) -> &str;

    /// The text with its placeholders filled in.
    fn filled(&self, names: &Placeholders<'_>) -> Result<String, PatternError>;
}

macro_rules! patterns {
    ($($type:ident),+) => {
        $(impl Pattern for $type {
            fn written(&self) -> &str {
                self.as_str()
            }

            fn filled(&self, names: &Placeholders<'_>) -> Result<String, PatternError> {
                self.fill(names)
            }
        })+
    };
}

patterns!(
    ArnPattern,
    NamespacePattern,
    PathPattern,
    SecretPattern,
    ServerPattern
);

/// The name in a store of what becomes a Secret.
pub(super) struct Remote<'a> {
    /// The name with placeholders.
    pub(super) pattern: &'a RemotePattern,
    /// The name of the Secret.
    pub(super) secret: &'a str,
}

impl Pattern for Remote<'_> {
    fn written(&self) -> &str {
        self.pattern.as_str()
    }

    fn filled(&self, names: &Placeholders<'_>) -> Result<String, PatternError> {
        self.pattern.fill(names, self.secret)
    }
}

impl Names<'_> {
    /// The text with its placeholders filled in.
    pub(super) fn fill(
        &self,
        ledger: &mut Ledger,
        pattern: &Sourced<impl Pattern>,
    ) -> Sourced<String> {
        let written = pattern.value.written();
        let filled = pattern.value.filled(&Placeholders {
            project: &self.project.value,
            environment: &self.environment.value,
            cluster: &self.cluster.value,
            app: self.app.map(|app| app.value.as_str()),
        });
        match filled {
            Ok(filled) if filled == written => Sourced::new(filled, pattern.origin),
            Ok(filled) => {
                let why = format!("`{written}` with the names filled in");
                let mut from = vec![pattern.origin, self.environment.origin, self.cluster.origin];
                from.extend(self.app.map(|app| app.origin));
                ledger.derived(filled, why, from)
            }
            Err(error) => {
                let problem = Problem::new(ledger.span(pattern.origin), error.to_string());
                ledger.report(problem.help(error.help()));
                Sourced::new(written.to_owned(), pattern.origin)
            }
        }
    }
}

/// A value as the text that stands for it.
pub(super) fn text(value: &Sourced<impl Display>) -> Sourced<String> {
    Sourced::new(value.value.to_string(), value.origin)
}

/// A name composed of another and a suffix.
pub(super) fn suffixed(
    ledger: &mut Ledger,
    name: &Sourced<String>,
    suffix: &str,
) -> Sourced<String> {
    let why = format!("`{name}` and `{suffix}`");
    ledger.derived(format!("{name}-{suffix}"), why, [name.origin])
}

/// The name of the object for something in a cluster: `CLUSTER-NAME`, with `-`
/// for what Kubernetes does not take in names.
pub(super) fn of_cluster(
    ledger: &mut Ledger,
    cluster: &Sourced<String>,
    name: &Sourced<String>,
) -> Sourced<String> {
    let kept = |c: char| match c.to_ascii_lowercase() {
        c @ ('a'..='z' | '0'..='9') => c,
        _ => '-',
    };
    let plain: String = name.value.chars().map(kept).collect();
    let why = format!("the cluster's name and `{name}`, as Kubernetes takes it");
    let composed = format!("{cluster}-{}", plain.trim_matches('-'));
    ledger.derived(composed, why, [name.origin, cluster.origin])
}

/// The name of an application as PostgreSQL takes it without quotes.
pub(super) fn identifier(ledger: &mut Ledger, app: &Sourced<String>) -> Sourced<String> {
    let name = app.value.replace('-', "_");
    let why = "the application's name, with `_` for `-`";
    ledger.derived(name, why, [app.origin])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::OriginId;

    fn plain(text: &str) -> Sourced<String> {
        Sourced::new(text.to_owned(), OriginId::UNKNOWN)
    }

    fn filled(pattern: &str, app: Option<&str>) -> (String, usize) {
        let (project, environment, cluster) = (plain("acme"), plain("prod"), plain("tools"));
        let app = app.map(plain);
        let names = Names {
            project: &project,
            environment: &environment,
            cluster: &cluster,
            app: app.as_ref(),
        };
        let mut ledger = Ledger::new(crate::spec::Origins::default());
        let pattern = Sourced::new(PathPattern::read(pattern).unwrap(), OriginId::UNKNOWN);
        let filled = names.fill(&mut ledger, &pattern);
        (filled.value, ledger.close().1.len())
    }

    #[test]
    fn placeholders_are_filled_in() {
        let all = "{project}/{environment}/{cluster}/{app}";
        assert_eq!(
            filled(all, Some("wiki")),
            ("acme/prod/tools/wiki".to_owned(), 0)
        );
        assert_eq!(filled("plain", None), ("plain".to_owned(), 0));
    }

    #[test]
    fn a_placeholder_that_stands_for_nothing_is_a_problem() {
        assert_eq!(filled("{app}", None).1, 1);
    }

    #[test]
    fn names_of_postgresql_become_names_of_kubernetes() {
        let mut ledger = Ledger::new(crate::spec::Origins::default());
        let mut name = |role: &str| of_cluster(&mut ledger, &plain("odoo"), &plain(role)).value;
        assert_eq!(name("odoo_ro"), "odoo-odoo-ro");
        assert_eq!(name("_Odoo"), "odoo-odoo");
    }
}
