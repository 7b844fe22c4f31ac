//! Charts that `render --env` would tear: what environments share changes, and
//! the values of an environment that is left out would have to change with it.

use std::collections::BTreeSet;

use crate::render::CHARTS;
use crate::tree::{Changes, FilePath};

/// The charts that `changes`, of some environments, would leave at odds with
/// themselves, and the environments whose values `whole` would change, too.
pub(super) fn torn(changes: &Changes, whole: &Changes) -> Vec<(String, Vec<String>)> {
    let torn = shared(changes).into_iter().filter_map(|name| {
        let left_out = replaced(whole)
            .filter(|path| chart(path) == Some(name))
            .filter(|path| !paths(changes).any(|other| other == *path))
            .filter_map(environment);
        let environments: Vec<String> = left_out.map(str::to_owned).collect();
        (!environments.is_empty()).then(|| (name.to_owned(), environments))
    });
    torn.collect()
}

/// The charts of which something changes that environments share.
pub(super) fn shared(changes: &Changes) -> BTreeSet<&str> {
    let shared = paths(changes).filter(|path| environment(path).is_none());
    shared.filter_map(chart).collect()
}

/// All files that change.
fn paths(changes: &Changes) -> impl Iterator<Item = &FilePath> {
    changes.write.keys().chain(changes.prune.keys())
}

/// Those of them that are there: what is new was never applied.
fn replaced(changes: &Changes) -> impl Iterator<Item = &FilePath> {
    let written = changes.write.iter();
    let replaced = written.filter_map(|(path, before)| before.map(|_| path));
    replaced.chain(changes.prune.keys())
}

/// The folder of the chart that a file belongs to.
fn chart(path: &FilePath) -> Option<&str> {
    let inside = path.as_str().strip_prefix(CHARTS)?.strip_prefix('/')?;
    inside.split_once('/').map(|(chart, _)| chart)
}

/// The environment whose values a file of a chart holds.
fn environment(path: &FilePath) -> Option<&str> {
    let (_, name) = path.as_str().rsplit_once('/')?;
    name.strip_prefix("values-")?.strip_suffix(".yaml")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::fs;
    use std::path::Path;

    use crate::cli::error::Exit;

    const SPEC: &str = "version: 1
project: acme
objectStores:
  main: { s3: { bucket: backups, region: eu-north-1, credentialsSecret: backup } }
environments: { dev: {DEV}, staging: {STAGING} }
apps: { odoo: {} }
";

    /// Renders with settings of the two environments; how it ended, and what it said.
    fn render(folder: &Path, settings: [&str; 2], layout: &str, env: &[&str]) -> (Exit, String) {
        let spec = folder.join("pgspec.yaml");
        let text = SPEC
            .replace("DEV", settings[0])
            .replace("STAGING", settings[1]);
        fs::write(&spec, text).unwrap();
        let out = folder.join("out");
        let (spec, out) = (spec.to_str().unwrap(), out.to_str().unwrap());
        let mut args = vec!["pgspec", "render", spec, "--out", out, "--layout", layout];
        args.extend(env.iter().flat_map(|name| ["--env", name]));
        let args = args.into_iter().map(OsString::from);
        let mut stderr = Vec::new();
        let exit = crate::cli::run(args, &mut "".as_bytes(), &mut Vec::new(), &mut stderr);
        (exit, String::from_utf8(stderr).unwrap())
    }

    const OTHER: &str = "parameters: { work_mem: 33MB }";

    #[test]
    fn an_environment_alone_does_not_change_what_another_one_is_made_of() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let values = at.join("out/charts/shared/values-dev.yaml");
        assert_eq!(render(at, ["", ""], "helm", &["staging"]).0, Exit::Clean);
        assert!(!values.exists());
        assert_eq!(render(at, ["", ""], "helm", &[]).0, Exit::Clean);
        let before = fs::read_to_string(&values).unwrap();
        let (exit, said) = render(at, ["", OTHER], "helm", &["staging"]);
        assert_eq!(exit, Exit::Usage);
        assert!(
            said.contains("the chart `shared` changes for dev, too"),
            "{said}"
        );
        assert_eq!(fs::read_to_string(&values).unwrap(), before);
        let both = ["dev", "staging"];
        assert_eq!(render(at, ["", OTHER], "helm", &both).0, Exit::Clean);
        // Now the value is one of its own in both, and changes alone.
        let again = render(
            at,
            ["", "parameters: { work_mem: 34MB }"],
            "helm",
            &["staging"],
        );
        assert_eq!(again.0, Exit::Clean, "{}", again.1);
    }

    #[test]
    fn manifests_share_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        assert_eq!(render(at, ["", ""], "manifests", &[]).0, Exit::Clean);
        let cluster = at.join("out/dev/shared/cluster.yaml");
        fs::write(&cluster, "changed: by hand").unwrap();
        let (exit, said) = render(at, [OTHER, OTHER], "manifests", &["staging"]);
        assert_eq!(exit, Exit::Clean, "{said}");
        assert_eq!(fs::read_to_string(&cluster).unwrap(), "changed: by hand");
    }
}
