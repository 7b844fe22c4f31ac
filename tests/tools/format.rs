//! prettier and yamllint find nothing to change in what pgspec writes.

use std::fs;

use crate::common::{accepted, examples, files, render};

#[test]
fn prettier_and_yamllint_find_nothing_in_any_layout() {
    for example in examples() {
        for layout in ["manifests", "kustomize", "helm"] {
            let rendered = render(&example, layout);
            let rules = rendered.path().join(".yamllint");
            fs::write(
                &rules,
                "extends: default\nrules: { line-length: disable }\n",
            )
            .unwrap();
            let texts = files(rendered.path(), |file| {
                // Chart templates are Go templates, not YAML.
                let template = file
                    .components()
                    .any(|part| part.as_os_str() == "templates");
                !template
                    && file
                        .extension()
                        .is_some_and(|ending| ending == "yaml" || ending == "json")
            });
            let mut prettier = vec!["--check".into(), "--log-level=warn".into()];
            prettier.extend(texts.iter().cloned());
            accepted("prettier", &prettier, rendered.path());
            let mut yamllint = vec!["--strict".into(), "-c".into(), rules.clone()];
            let is_yaml = |file: &&std::path::PathBuf| {
                file.extension().is_some_and(|ending| ending == "yaml")
            };
            yamllint.extend(texts.iter().filter(is_yaml).cloned());
            accepted("yamllint", &yamllint, rendered.path());
        }
    }
}
