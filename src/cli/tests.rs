//! The whole program, in process.

use std::ffi::OsString;

use clap::CommandFactory as _;

use super::error::Exit;
use super::{Cli, run};

/// What a run wrote, and how it ended.
struct Ran {
    exit: Exit,
    stdout: String,
    stderr: String,
}

fn pgspec(args: &[&str], stdin: &str) -> Ran {
    let args = ["pgspec"].iter().chain(args).map(OsString::from);
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let exit = run(args, &mut stdin.as_bytes(), &mut stdout, &mut stderr);
    Ran {
        exit,
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

const GOOD: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: main\n";

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
fn the_command_line_is_consistent() {
    Cli::command().debug_assert();
}

#[test]
fn a_clean_manifest_ends_in_zero_and_a_bad_one_in_one() {
    assert_eq!(pgspec(&["lint", "-"], GOOD).exit, Exit::Clean);
    let ran = pgspec(&["lint", "--format", "concise", "-"], BAD);
    assert_eq!(ran.exit, Exit::Findings);
    assert!(
        ran.stdout.contains("<stdin>:6:14: error[wrong-type]"),
        "{}",
        ran.stdout
    );
    assert_eq!(ran.stderr, "");
}

#[test]
fn what_cannot_be_read_wins_over_findings() {
    let both = format!("{BAD}---\na: [\n");
    let ran = pgspec(&["lint", "-"], &both);
    assert_eq!(ran.exit, Exit::Input);
    assert!(ran.stdout.contains("wrong-type"), "{}", ran.stdout);
}

#[test]
fn nothing_fails_a_run_that_must_not_fail() {
    assert_eq!(
        pgspec(&["lint", "--fail-on", "never", "-"], BAD).exit,
        Exit::Clean
    );
}

#[test]
fn wrong_usage_ends_in_two_and_says_what_was_meant() {
    let ran = pgspec(&["lint", "--select", "wrong-typ", "-"], GOOD);
    assert_eq!(ran.exit, Exit::Usage);
    assert!(ran.stderr.contains("`wrong-type`"), "{}", ran.stderr);
    assert_eq!(
        pgspec(&["lint", "--env", "qa", "-"], GOOD).exit,
        Exit::Usage
    );
    assert_eq!(
        pgspec(&["lint", "--operator-version", "x", "-"], GOOD).exit,
        Exit::Usage
    );
    assert_eq!(pgspec(&["no-such-command"], "").exit, Exit::Usage);
}

#[test]
fn a_folder_without_manifests_ends_in_three() {
    let folder = tempfile::tempdir().unwrap();
    let ran = pgspec(&["lint", folder.path().to_str().unwrap()], "");
    assert_eq!(ran.exit, Exit::Input);
    assert!(ran.stderr.contains("no YAML file found"), "{}", ran.stderr);
}

#[test]
fn a_patch_that_is_given_alone_lacks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let patch = folder.path().join("nightly.yaml");
    let text = "apiVersion: postgresql.cnpg.io/v1\nkind: ScheduledBackup\nmetadata:\n  \
                name: nightly\nspec:\n  method: PLUGIN\n";
    std::fs::write(&patch, text).unwrap();
    let lint = || {
        let args = ["lint", "--format", "concise", patch.to_str().unwrap()];
        pgspec(&args, "").stdout
    };
    assert!(lint().contains("[missing-field]"), "{}", lint());
    let kustomization = folder.path().join("kustomization.yaml");
    std::fs::write(kustomization, "patches: [{path: nightly.yaml}]\n").unwrap();
    assert!(!lint().contains("[missing-field]"), "{}", lint());
    assert!(lint().contains("[not-allowed-value]"), "{}", lint());
    assert!(
        lint().contains("1 judged as parts of objects"),
        "{}",
        lint()
    );
}

#[test]
fn a_template_is_named_and_not_judged() {
    let ran = pgspec(
        &["lint", "-"],
        "{{- if .Values.on }}\nkind: Cluster\n{{- end }}\n",
    );
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.stdout);
}

#[test]
fn an_expression_in_quotes_hides_no_mistake_of_syntax() {
    let ran = pgspec(
        &["lint", "-"],
        "summary: \"{{ $labels.pod }}\"\nbroken: [\n",
    );
    assert_eq!(ran.exit, Exit::Input, "{}", ran.stdout);
}

#[test]
fn a_rule_explains_itself_and_a_misspelled_one_its_neighbour() {
    let ran = pgspec(&["explain", "wrong-type"], "");
    assert_eq!(ran.exit, Exit::Clean);
    assert!(ran.stdout.contains("https://"), "{}", ran.stdout);
    let ran = pgspec(&["explain", "wrong-types"], "");
    assert_eq!(ran.exit, Exit::Usage);
    assert!(ran.stderr.contains("`wrong-type`"), "{}", ran.stderr);
}

#[test]
fn every_command_has_long_help() {
    for command in Cli::command().get_subcommands_mut() {
        let help = command.render_long_help().to_string();
        assert!(help.contains("Usage:"), "{help}");
    }
}

#[test]
fn connections_are_those_of_the_environments_and_applications_asked_for() {
    let all = pgspec(&["connections", "examples/acme/pgspec.yaml"], "");
    assert_eq!(all.exit, Exit::Clean, "{}", all.stderr);
    let args = [
        "connections",
        "examples/acme/pgspec.yaml",
        "--env",
        "prod",
        "--app",
        "wiki",
    ];
    let wiki = pgspec(&args, "").stdout;
    assert!(
        wiki.contains("tools-pooler-rw.acme-prod.svc") && !wiki.contains("odoo"),
        "{wiki}"
    );
    assert!(all.stdout.contains(wiki.lines().nth(1).unwrap()));
    let args = ["connections", "examples/acme/pgspec.yaml", "--app", "wikki"];
    let unknown = pgspec(&args, "");
    assert_eq!(unknown.exit, Exit::Usage);
    assert!(
        unknown.stderr.contains("gitea, keycloak, odoo, wiki"),
        "{}",
        unknown.stderr
    );
    let args = [
        "connections",
        "examples/acme/pgspec.yaml",
        "--env",
        "dev",
        "--app",
        "wiki",
    ];
    let nowhere = pgspec(&args, "");
    assert_eq!((nowhere.exit, nowhere.stdout.as_str()), (Exit::Clean, ""));
    assert!(nowhere.stderr.contains("none of the applications"));
}

/// A run of `pgspec recover` on an example.
fn recover(args: &[&str]) -> Ran {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/tuned/pgspec.yaml");
    let mut all = vec!["recover", "--spec", spec];
    all.extend(args);
    pgspec(&all, "")
}

#[test]
fn a_restore_is_written_where_nothing_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let (first, other) = (folder.path().join("first"), folder.path().join("other"));
    let (first, other) = (first.to_str().unwrap(), other.to_str().unwrap());
    let ran = recover(&["live/ledger", "--out", first]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("cluster/ledger-restore"),
        "{}",
        ran.stderr
    );
    let written = std::path::Path::new(first).join("live/ledger-restore/cluster.yaml");
    assert!(written.exists());

    // Again it is the same; another one does not take its place.
    assert_eq!(recover(&["live/ledger", "--out", first]).exit, Exit::Clean);
    let ran = recover(&["live/portal", "--verify", "--out", first]);
    assert_eq!(ran.exit, Exit::Usage);
    assert!(
        ran.stderr.contains("holds another rendering"),
        "{}",
        ran.stderr
    );
    assert!(written.exists());
    let ran = recover(&["live/portal", "--verify", "--out", other]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("logs job/portal-verify"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_restore_that_cannot_be_is_refused_with_the_way_out() {
    for (args, message) in [
        (
            &["live/nobody"][..],
            "the spec has no cluster `live/nobody`",
        ),
        (&["dev/shared"], "`dev/shared` has no backups"),
        (
            &["live/ledger", "--to", "2026-11-20 11:14:21"],
            "`2026-11-20 11:14:21` may mean different times",
        ),
        (
            &["live/ledger", "--to", "yesterday"],
            "`yesterday` is not a time that the operator can read",
        ),
        (
            &["live/ledger", "--backup", "ledger-backup-1"],
            "`ledger-backup-1` is not the id of a backup",
        ),
        (&["live/ledger", "--name", "before"], "--backup <ID>"),
        (
            &["live/ledger", "--as", "portal"],
            "`live` has a cluster `portal`",
        ),
        (&["live/ledger", "--as", "Ledger"], "`Ledger`"),
    ] {
        let ran = recover(args);
        assert_eq!(ran.exit, Exit::Usage, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(message), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn a_plan_is_of_the_environments_asked_for_and_lists_what_they_need() {
    let prod = pgspec(&["plan", "examples/acme/pgspec.yaml", "--env", "prod"], "");
    assert_eq!(prod.exit, Exit::Clean, "{}", prod.stderr);
    assert!(prod.stdout.contains("\nprod\n") && !prod.stdout.contains("\nstaging\n"));
    assert!(prod.stdout.contains("Secret acme-prod/tools-wiki with"));
    assert!(!prod.stdout.contains("databases-dev"), "{}", prod.stdout);
    for format in ["json", "mermaid", "svg"] {
        let args = ["plan", "examples/acme/pgspec.yaml", "--format", format];
        assert_eq!(pgspec(&args, "").exit, Exit::Clean);
    }
    let unknown = pgspec(&["plan", "examples/acme/pgspec.yaml", "--env", "prd"], "");
    assert_eq!(unknown.exit, Exit::Usage);
}
