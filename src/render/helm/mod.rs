//! The layout `helm`: a chart for each cluster, one for the operator.
//!
//! A cluster chart is derived from the objects, whatever template or override
//! they come from: `values.yaml` holds what the environments share of each,
//! `values-ENV.yaml` the rest, and the templates print both.

mod dependency;
mod digest;
mod group;
mod json;
mod operator;
mod schema;
mod template;
mod values;

use std::collections::BTreeMap;

use group::Group;
pub(super) use operator::chart as operator_chart;

use super::file::File;
use super::manifests;
use super::object::Object;
use crate::document::Tree;
use crate::plan::{Connection, Plan};

/// The version of every chart. Nobody publishes them: they are read from
/// the folder, and its history is that of the repository.
const VERSION: &str = "0.1.0";

/// The folder of the charts, below the output folder.
pub const CHARTS: &str = "charts";

/// What Helm leaves out of a packed chart.
const HELM_IGNORE: &str = "\
.DS_Store
.git/
.gitignore
.idea/
.vscode/
*.bak
*.orig
*.swp
*.tmp
*~
";

/// The charts of all clusters, by name.
pub(super) fn cluster_charts(objects: &[Object], plan: &Plan) -> Vec<File> {
    let mut charts: BTreeMap<&str, Chart<'_>> = BTreeMap::new();
    for object in objects.iter().filter(|object| !object.is_gitops()) {
        let Some(cluster) = object.cluster.as_deref() else {
            continue;
        };
        let chart = charts.entry(cluster).or_default();
        let environment = object.environment.as_str();
        match chart
            .environments
            .iter_mut()
            .find(|(name, _)| *name == environment)
        {
            Some((_, objects)) => objects.push(object),
            None => chart.environments.push((environment, vec![object])),
        }
    }
    charts
        .into_iter()
        .flat_map(|(name, chart)| chart.files(name, plan))
        .collect()
}

/// The objects of a cluster in every environment that has it.
#[derive(Debug, Default)]
struct Chart<'o> {
    environments: Vec<(&'o str, Vec<&'o Object>)>,
}

impl Chart<'_> {
    fn files(&self, name: &str, plan: &Plan) -> Vec<File> {
        let environments: Vec<&str> = self.environments.iter().map(|(name, _)| *name).collect();
        let folder = Folder {
            chart: name,
            environments: &environments,
        };
        let groups = Group::all(&self.environments);
        let all = self
            .environments
            .iter()
            .map(|(_, objects)| values::of(objects, &groups));
        let all: Vec<Tree> = all.collect();
        let shared = values::shared(&all);
        let about = format!("The PostgreSQL cluster {name}");
        let mut files = vec![
            folder.text(".helmignore", HELM_IGNORE.to_owned()),
            folder.chart_yaml(&about, None, Tree::seq()),
            folder.yaml("values.yaml", shared.clone()),
            folder.text(
                "values.schema.json",
                schema::of(name, &groups, &all, &plan.operator),
            ),
            folder.text("templates/NOTES.txt", template::notes(name, &environments)),
        ];
        for group in &groups {
            let file = format!("templates/{}.yaml", group.file());
            files.push(folder.text(&file, template::of(group)));
        }
        for (environment, whole) in environments.iter().zip(&all) {
            let rest = values::rest(whole, &shared).unwrap_or_else(Tree::map);
            let folder = Folder {
                environments: &[*environment],
                ..folder
            };
            files.push(folder.yaml(&format!("values-{environment}.yaml"), rest));
            if let Some(connections) = connections(plan, environment, name) {
                let file = format!("{}/{environment}.txt", template::NOTES);
                files.push(folder.text(&file, template::contract(connections)));
            }
        }
        files
    }
}

/// How the applications of a cluster connect in an environment, if it has any.
fn connections<'p>(plan: &'p Plan, environment: &str, cluster: &str) -> Option<&'p [Connection]> {
    let mut environments = plan.environments.iter();
    let environment = environments.find(|found| found.name.value == environment)?;
    let mut clusters = environment.clusters.iter();
    let cluster = clusters.find(|found| found.name.value == cluster)?;
    Some(cluster.connections.as_slice()).filter(|connections| !connections.is_empty())
}

/// Where the files of a chart go.
#[derive(Clone, Copy, Debug)]
struct Folder<'a> {
    chart: &'a str,
    /// The environments that its files are for; all where none is named.
    environments: &'a [&'a str],
}

impl Folder<'_> {
    fn path(self, file: &str) -> String {
        format!("{}/{}/{file}", CHARTS, self.chart)
    }

    fn text(self, file: &str, text: String) -> File {
        File::new(self.path(file), self.environments, text, Vec::new())
    }

    fn yaml(self, file: &str, tree: Tree) -> File {
        manifests::file(self.path(file), self.environments, tree)
    }

    fn chart_yaml(self, about: &str, app_version: Option<&str>, dependencies: Tree) -> File {
        let mut tree = Tree::map();
        tree.insert("apiVersion", "v2".into());
        tree.insert("name", self.chart.into());
        tree.insert("description", format!("{about}, rendered by pgspec").into());
        tree.insert("type", "application".into());
        tree.insert("version", VERSION.into());
        if let Some(version) = app_version {
            tree.insert("appVersion", version.into());
        }
        if !dependencies.items().is_empty() {
            tree.insert("dependencies", dependencies);
        }
        self.yaml("Chart.yaml", tree)
    }
}
