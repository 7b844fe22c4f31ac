//! Releases of the Barman Cloud plugin, and the Helm charts of the operator
//! and the plugin.

use super::day;
use crate::knowledge::lines::Lines;
use crate::kube::civil::Date;
use crate::kube::version::OperatorVersion;

static PLUGINS: &str = include_str!("../data/releases/plugin.tsv");
static CHARTS: &str = include_str!("../data/releases/charts.tsv");

/// A release of plugin-barman-cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plugin {
    /// Its name, such as `0.15.0`.
    pub name: &'static str,
    /// The day of its release.
    pub released: Option<Date>,
}

impl Plugin {
    /// The oldest minor of operator 1 that it works with.
    pub const OLDEST_OPERATOR: u32 = 26;

    /// Whether it works with a release of the operator.
    pub fn works_with(version: &OperatorVersion) -> bool {
        version.release() >= (1, Self::OLDEST_OPERATOR)
    }
}

/// A Helm chart of the project, without the repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chart {
    /// `cloudnative-pg`, the operator.
    Operator,
    /// `plugin-barman-cloud`.
    Plugin,
}

impl Chart {
    /// The chart's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Operator => "cloudnative-pg",
            Self::Plugin => "plugin-barman-cloud",
        }
    }
}

/// The release of the plugin of that name.
pub fn plugin(name: &str) -> Option<Plugin> {
    plugins().find(|plugin| plugin.name == name)
}

/// The newest release of the plugin that is known.
pub fn newest_plugin() -> Option<Plugin> {
    plugins().last()
}

/// The newest version of a chart that installs this release of its
/// application, if there is one.
pub fn chart(chart: Chart, application: &str) -> Option<&'static str> {
    Lines::of(CHARTS)
        .iter()
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let (name, version) = (fields.next()?, fields.next()?);
            (name == chart.name() && fields.nth(1)? == application).then_some(version)
        })
        .next_back()
}

fn plugins() -> impl Iterator<Item = Plugin> {
    Lines::of(PLUGINS)
        .iter()
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, released)| Plugin {
            name,
            released: day(released),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_chart_of_a_release_is_found() {
        assert_eq!(chart(Chart::Operator, "1.30.1"), Some("0.29.1"));
        assert_eq!(chart(Chart::Operator, "1.29.1"), Some("0.28.3"));
        assert_eq!(chart(Chart::Operator, "1.29.2"), None);
        assert_eq!(
            chart(Chart::Plugin, newest_plugin().unwrap().name),
            Some("0.8.0")
        );
    }

    #[test]
    fn the_plugin_needs_operator_1_26() {
        assert!(plugin("0.15.0").unwrap().released.is_some());
        assert_eq!(plugin("1.0.0"), None);
        let works = |text| Plugin::works_with(&OperatorVersion::parse(text).unwrap());
        assert!(works("1.26.0") && works("1.30") && !works("1.25.4"));
    }
}
