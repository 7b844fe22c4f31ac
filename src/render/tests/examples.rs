//! The built-in templates, over the examples.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use minijinja::value::{Serde, Value};

use crate::document::{Content, Tree};
use crate::plan::Plan;
use crate::render::engine::Engine;
use crate::render::{Layout, Options, Rendered, context, marks, order, render, templates};

/// The plans of the examples, by name.
pub(super) static PLANS: LazyLock<Vec<(String, Plan)>> = LazyLock::new(plans);

fn plans() -> Vec<(String, Plan)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut plans: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let text = fs::read_to_string(entry.path().join("pgspec.yaml")).unwrap();
            let spec = crate::spec::parse("pgspec.yaml", &text).unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, crate::plan::plan(&spec).unwrap())
        })
        .collect();
    plans.sort_by(|one, other| one.0.cmp(&other.0));
    plans
}

pub(super) fn rendered(plan: &Plan, layout: Layout) -> Rendered {
    let options = Options {
        layout,
        ..Options::default()
    };
    render(plan, &options).unwrap()
}

#[test]
fn built_in_templates_write_the_same_with_and_without_origins() {
    let engine = Engine::with(&Options::default().templates).unwrap();
    for (name, plan) in PLANS.iter() {
        for placed in plan.objects() {
            let template = order(&placed).template;
            let value = Value::from(Serde(placed.object));
            let text = |context| {
                marks::strip(&engine.render(template, &context).unwrap())
                    .unwrap()
                    .text
            };
            let (bare, leaves) = (
                text(context::bare(&value)),
                text(context::leaves(&value, 0)),
            );
            assert_eq!(bare, leaves, "{name}: {template}");
        }
    }
}

#[test]
fn every_scalar_has_an_origin_or_stands_in_the_template() {
    fn scalars(tree: &Tree, found: &mut Vec<(u32, String)>) {
        match &tree.content {
            Content::Map(fields) => fields.iter().for_each(|field| scalars(&field.value, found)),
            Content::Seq(items) => items.iter().for_each(|item| scalars(item, found)),
            Content::Str(text) => found.push((tree.origin, text.clone())),
            Content::Null
            | Content::Bool(_)
            | Content::Int(_)
            | Content::Float(_)
            | Content::Plain(_) => found.push((tree.origin, tree.to_json().to_string())),
        }
    }
    for (name, plan) in PLANS.iter() {
        for object in rendered(plan, Layout::Manifests).objects {
            let template = format!("{}.yaml.j2", object.kind.to_lowercase());
            let template = templates()
                .iter()
                .find(|known| known.name == template)
                .unwrap();
            let mut found = Vec::new();
            scalars(object.tree(), &mut found);
            for (origin, text) in found {
                let literal = origin == 0 && template.text.contains(&text);
                assert!(
                    literal || origin != 0,
                    "{name}: {} has `{text}` from nowhere",
                    object.name
                );
            }
        }
    }
}

#[test]
fn every_byte_of_an_object_leads_back() {
    for (name, plan) in PLANS.iter() {
        let rendered = rendered(plan, Layout::Helm);
        for object in &rendered.objects {
            let file = &object.manifest;
            let start = file.text.find("apiVersion").unwrap();
            for at in (start..file.text.len() - 1).step_by(7) {
                assert!(
                    rendered.origin_at(&file.path, at).is_some(),
                    "{name}: {} at {at}",
                    file.path
                );
            }
        }
    }
}

#[test]
fn the_same_plan_gives_the_same_files() {
    for (name, plan) in PLANS.iter() {
        for layout in [Layout::Manifests, Layout::Kustomize, Layout::Helm] {
            let files = || -> Vec<_> { rendered(plan, layout).files().cloned().collect() };
            assert_eq!(files(), files(), "{name}");
        }
    }
}

#[test]
fn files_have_paths_of_their_own_that_stay_below_the_folder() {
    for (name, plan) in PLANS.iter() {
        for layout in [Layout::Manifests, Layout::Kustomize, Layout::Helm] {
            let rendered = rendered(plan, layout);
            let mut paths: Vec<&str> = rendered.files().map(|file| file.path.as_str()).collect();
            for path in &paths {
                let fine = |part: &str| !part.is_empty() && part != "." && part != "..";
                assert!(path.split('/').all(fine), "{name}: {path}");
            }
            let all = paths.len();
            paths.sort_unstable();
            paths.dedup();
            assert_eq!(paths.len(), all, "{name}");
        }
    }
}
