//! The hooks work in the real pre-commit.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::common::{accepted, examples, run};

const BAD: &str = "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: three
  storage:
    size: 10Gi
";

#[test]
fn the_hooks_pass_a_clean_commit_and_refuse_a_bad_one() {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path();
    set_up(repository);
    let clean = commit(repository);
    let words = format!("{}{}", text(&clean.stdout), text(&clean.stderr));
    assert!(clean.status.success(), "{words}");
    fs::write(repository.join("bad.yaml"), BAD).unwrap();
    let refused = commit(repository);
    let words = format!("{}{}", text(&refused.stdout), text(&refused.stderr));
    assert!(
        !refused.status.success() && words.contains("wrong-type"),
        "{words}"
    );
    fs::remove_file(repository.join("bad.yaml")).unwrap();
    fs::write(repository.join("deploy/dev/stray.yaml"), "kind: x\n").unwrap();
    fs::remove_file(repository.join("deploy/pgspec.lock")).unwrap();
    let stale = commit(repository);
    let words = format!("{}{}", text(&stale.stdout), text(&stale.stderr));
    assert!(
        !stale.status.success() && words.contains("pgspec-render"),
        "{words}"
    );
}

/// A repository with a rendered spec, whose hooks are those of this project,
/// run by the program under test.
fn set_up(repository: &Path) {
    let minimal = examples()
        .into_iter()
        .find(|folder| folder.ends_with("minimal"))
        .unwrap();
    fs::copy(minimal.join("pgspec.yaml"), repository.join("pgspec.yaml")).unwrap();
    accepted(env!("CARGO_BIN_EXE_pgspec"), &["render"], repository);
    let hooks = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/.pre-commit-hooks.yaml"
    ))
    .unwrap();
    let hooks: Vec<serde_json::Value> = serde_saphyr::from_str(&hooks).unwrap();
    let mut local = Vec::new();
    for mut hook in hooks {
        let entry = hook["entry"].as_str().unwrap();
        let (_, arguments) = entry.split_once(' ').unwrap();
        hook["entry"] = format!("{} {arguments}", env!("CARGO_BIN_EXE_pgspec")).into();
        hook["language"] = "system".into();
        local.push(hook);
    }
    let config = serde_json::json!({ "repos": [{ "repo": "local", "hooks": local }] });
    fs::write(
        repository.join(".pre-commit-config.yaml"),
        config.to_string(),
    )
    .unwrap();
    accepted("git", &["init", "-q"], repository);
    accepted("pre-commit", &["install"], repository);
}

fn commit(repository: &Path) -> Output {
    accepted("git", &["add", "-A"], repository);
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    let message = ["commit", "-m", "test"];
    run("git", &[&identity[..], &message[..]].concat(), repository)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
