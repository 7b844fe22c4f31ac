//! Metrics that the operator's pods export, those of the default queries
//! included (`config/manager/default-monitoring.yaml`).

use std::ops::RangeInclusive;

use crate::knowledge::change::Change;
use crate::knowledge::lines::{self, Lines};

static METRICS: &str = include_str!("../data/operator/metrics.tsv");

/// A metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Its name.
    pub name: &'static str,
    /// Whether it only grows, so that a rate of it means something.
    pub counter: bool,
    /// Where it comes from.
    pub from: Source,
    /// Since which release of the operator.
    pub since: Change,
    /// Since when it is deprecated.
    pub deprecated: Option<Change>,
    postgres: &'static str,
    labels: &'static str,
}

/// Where a metric comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The instance manager itself.
    Collector,
    /// A default query; there is none where a Cluster disables them.
    Query,
    /// A Pooler's pods.
    Pooler,
    /// The Barman Cloud plugin, since its release 0.6.
    Plugin,
}

impl Metric {
    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        let (name, kind) = (next(), next());
        let from = match next() {
            "collector" => Source::Collector,
            "query" => Source::Query,
            "pooler" => Source::Pooler,
            "plugin" => Source::Plugin,
            _ => return None,
        };
        let (labels, postgres, since, deprecated) = (next(), next(), next(), next());
        let deprecated = (!deprecated.is_empty()).then(|| Change::with(deprecated));
        Some(Self {
            name,
            counter: kind == "counter",
            from,
            since: Change::with(since),
            deprecated,
            postgres,
            labels,
        })
    }

    /// The labels that it has besides those of the scrape.
    pub fn labels(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.labels.split(',').filter(|label| !label.is_empty())
    }

    /// The majors of PostgreSQL that have it; none for all.
    pub fn majors(&self) -> Option<RangeInclusive<u8>> {
        lines::range(self.postgres).map(|(first, last)| first..=last)
    }
}

/// The metric of that name.
pub fn metric(name: &str) -> Option<Metric> {
    Lines::of(METRICS)
        .find(name)
        .filter_map(Metric::read)
        .find(|metric| metric.name == name)
}

/// Every metric, sorted by name.
pub fn all() -> impl Iterator<Item = Metric> {
    Lines::of(METRICS).iter().filter_map(Metric::read)
}

/// Whether a name is in a namespace that the operator or its plugin export
/// under, so that an unknown one is a mistake unless a custom query makes it.
pub fn is_own(name: &str) -> bool {
    name.starts_with("cnpg_") || name.starts_with("barman_cloud_cloudnative_pg_io_")
}

/// The metric nearest to an unknown name, if one is near enough to be meant.
pub fn nearest(name: &str) -> Option<&'static str> {
    all()
        .map(|metric| (strsim::damerau_levenshtein(name, metric.name), metric.name))
        .min()
        .filter(|(distance, _)| *distance <= name.len() / 6 + 1)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kube::version::OperatorVersion;

    #[test]
    fn every_line_is_a_metric_of_the_operators_own() {
        assert_eq!(all().count(), 156);
        for known in all() {
            assert!(is_own(known.name), "{known:?}");
            assert_eq!(metric(known.name), Some(known));
        }
    }

    #[test]
    fn a_metric_knows_its_release_and_its_postgres() {
        let reached = |name: &str, text| {
            metric(name)
                .unwrap()
                .since
                .reached(&OperatorVersion::parse(text).unwrap())
        };
        assert!(!reached("cnpg_pg_extensions_update_available", "1.25.4"));
        assert!(reached("cnpg_pg_extensions_update_available", "1.26.0"));
        assert_eq!(
            metric("cnpg_pg_stat_checkpointer_write_time")
                .unwrap()
                .majors(),
            Some(17..=99)
        );
        assert!(
            metric("cnpg_collector_first_recoverability_point")
                .unwrap()
                .deprecated
                .is_some()
        );
        assert!(metric("cnpg_pg_stat_database_deadlocks").unwrap().counter);
    }

    #[test]
    fn a_typing_mistake_finds_its_metric() {
        assert_eq!(metric("cnpg_backend_total"), None);
        assert_eq!(nearest("cnpg_backend_total"), Some("cnpg_backends_total"));
        assert_eq!(nearest("cnpg_something_else_altogether"), None);
    }
}
