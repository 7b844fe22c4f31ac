//! Tests of the plan: what is decided, not how it is laid out.

mod backups;
mod clusters;
mod contradictions;
mod gitops;
mod imports;
mod isolation;
mod older;
mod provenance;
mod recovery;
mod secrets;
mod surroundings;
mod tls;

use super::{Body, Cluster, ClusterPlan, Environment, Needed, Object, Plan, plan};
use crate::spec::{self, Problem};

/// A spec with two environments and an object store, and what a test adds.
fn spec_with(environments: &str, apps: &str) -> String {
    format!(
        "version: 1
project: acme
objectStores:
  main: {{ s3: {{ bucket: backups, region: eu-north-1, credentialsSecret: s3 }} }}
environments: {environments}
apps: {apps}
"
    )
}

/// The plan of a spec that has one.
fn planned(text: &str) -> Plan {
    let spec = spec::parse("pgspec.yaml", text).unwrap();
    plan(&spec).unwrap()
}

/// The problems of a spec whose plan has some, each with the text that it is at.
fn problems(text: &str) -> Vec<(String, String)> {
    let spec = spec::parse("pgspec.yaml", text).unwrap();
    let problems = plan(&spec).unwrap_err();
    let place = |problem: &Problem| {
        text.get(problem.span.clone())
            .unwrap_or_default()
            .to_owned()
    };
    problems
        .iter()
        .map(|problem| {
            assert!(problem.help.is_some(), "no way out of: {}", problem.message);
            (problem.message.clone(), place(problem))
        })
        .collect()
}

impl Plan {
    fn environment(&self, name: &str) -> &Environment {
        let mut environments = self.environments.iter();
        environments.find(|found| found.name.value == name).unwrap()
    }

    fn cluster(&self, environment: &str, name: &str) -> &ClusterPlan {
        let mut clusters = self.environment(environment).clusters.iter();
        clusters.find(|found| found.name.value == name).unwrap()
    }
}

impl ClusterPlan {
    fn body(&self) -> &Cluster {
        let Body::Cluster(cluster) = &self.named("Cluster", &self.name.value).body else {
            unreachable!()
        };
        cluster
    }

    fn named(&self, kind: &str, name: &str) -> &Object {
        let mut objects = self.objects.iter();
        let found = objects.find(|object| object.kind() == kind && object.name() == name);
        found.unwrap_or_else(|| panic!("no {kind} {name}"))
    }

    fn kinds(&self) -> Vec<&'static str> {
        let mut kinds: Vec<_> = self.objects.iter().map(Object::kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}
