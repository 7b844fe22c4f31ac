//! What holds for a run as a whole, whatever the rules are.

use crate::document::Documents;
use crate::lint::tests::{Run, settings};
use crate::lint::{
    Environment, Environments, Finding, Scope, Selection, Settings, Target, Why, run,
};

/// A cluster with a superuser who can log in, and what else is given.
fn cluster(metadata: &str, spec: &str) -> String {
    format!(
        "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
{metadata}spec:
  instances: 3
  enableSuperuserAccess: true
  storage:
    size: 10Gi
{spec}"
    )
}

/// Settings in which only this rule runs, and nobody forces an environment.
fn only(rules: &[&str]) -> Settings {
    Settings {
        environments: Environments::default(),
        selection: Selection::new(rules, &[]).unwrap(),
        ..settings(Environment::Prod, Target::newest())
    }
}

fn found(settings: &Settings, text: &str) -> Run {
    Run::of_files(settings, &[("main.yaml", text)])
}

#[test]
fn practice_of_an_unknown_environment_is_judged_as_production_but_never_an_error() {
    let run = found(&only(&["superuser-access"]), &cluster("", ""));
    assert_eq!(run.rules(), ["warning[superuser-access]"]);
    let [note] = run.outcome().notes.as_slice() else {
        panic!("{:?}", run.outcome().notes);
    };
    assert!(
        note.contains("environment of 1 object is unknown"),
        "{note}"
    );
}

#[test]
fn admission_is_an_error_whatever_the_environment() {
    let run = found(&only(&["unknown-field"]), &cluster("", "  storag: {}\n"));
    assert_eq!(run.rules(), ["error[unknown-field]"]);
}

#[test]
fn an_object_tells_its_environment_by_annotation_or_label() {
    for (kind, name, severity) in [
        ("annotations", "prod", "error"),
        ("labels", "prod", "error"),
        ("annotations", "staging", "warning"),
        ("labels", "dev", "info"),
    ] {
        let metadata = format!("  {kind}:\n    pgspec/environment: {name}\n");
        let run = found(&only(&["superuser-access"]), &cluster(&metadata, ""));
        assert_eq!(run.rules(), [format!("{severity}[superuser-access]")]);
        assert_eq!(run.outcome().notes, [""; 0]);
    }
}

#[test]
fn a_name_stands_for_the_environment_that_the_settings_say() {
    let metadata = "  annotations:\n    pgspec/environment: qa\n";
    let text = cluster(metadata, "");
    let mut settings = only(&["superuser-access"]);
    let unknown = found(&settings, &text);
    assert_eq!(unknown.rules(), ["warning[superuser-access]"]);
    assert!(unknown.outcome().notes[0].contains("`pgspec/environment: qa`"));
    let named = [("qa".to_owned(), Environment::Dev)];
    settings.environments.named = named.into_iter().collect();
    assert_eq!(found(&settings, &text).rules(), ["info[superuser-access]"]);
    settings.environments.forced = Some(Environment::Prod);
    assert_eq!(found(&settings, &text).rules(), ["error[superuser-access]"]);
}

#[test]
fn a_rule_that_is_off_in_an_environment_says_nothing_there() {
    let metadata = "  annotations:\n    pgspec/environment: dev\n";
    let text = cluster(metadata, "").replace("instances: 3", "instances: 1");
    assert_eq!(found(&only(&["single-instance"]), &text).rules(), [""; 0]);
}

#[test]
fn of_a_patch_what_it_holds_is_checked_and_what_it_lacks_is_not_missed() {
    let patch = "apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  enableSuperuserAccess: true
";
    let kustomizations = [
        "kind: Kustomization\npatches:\n  - path: patches/main.yaml\n",
        "kind: Kustomization\npatchesStrategicMerge:\n  - ./patches/main.yaml\n",
        "patches:\n  - path: ../overlay/patches/main.yaml\n",
        "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\npatches:\n  - path: patches/main.yaml\n",
    ];
    let all = Settings {
        environments: Environments::default(),
        ..settings(Environment::Prod, Target::newest())
    };
    for kustomization in kustomizations {
        let run = Run::of_files(
            &all,
            &[
                ("overlay/kustomization.yaml", kustomization),
                ("overlay/patches/main.yaml", patch),
            ],
        );
        assert_eq!(
            run.rules(),
            ["warning[superuser-access]"],
            "{kustomization}"
        );
        let passed = run.outcome().passed_over.iter().map(|passed| passed.why);
        assert!(passed.eq([Why::Partial]), "{kustomization}");
    }
}

#[test]
fn documents_of_unknown_kinds_are_counted_and_passed_over() {
    let text = "apiVersion: example.com/v1\nkind: Cluster\n---\na: 1\n---\n- 1\n";
    let run = found(&only(&[]), text);
    let outcome = run.outcome();
    assert_eq!((outcome.counts.documents, outcome.counts.known), (3, 0));
    assert!(
        outcome
            .passed_over
            .iter()
            .all(|passed| passed.why == Why::UnknownKind)
    );
    assert_eq!(outcome.passed_over.len(), 3);
    assert_eq!((run.rules(), outcome.notes.len()), (vec![], 0));
}

#[test]
fn a_misspelled_field_is_told_once_and_not_missed_as_well() {
    let metadata = "  annotations:\n    pgspec/environment: prod\n";
    let backup = "  backup:
    retentionPolcy: 30d
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
";
    let rules = ["unknown-field", "retention-missing"];
    let run = found(&only(&rules), &cluster(metadata, backup));
    assert_eq!(run.rules(), ["error[unknown-field]"]);
    let right = backup.replace("    retentionPolcy: 30d\n", "");
    let run = found(&only(&rules), &cluster(metadata, &right));
    assert_eq!(run.rules().len(), 1);
    assert!(run.rules()[0].ends_with("[retention-missing]"));
}

#[test]
fn a_value_of_the_wrong_type_is_told_by_its_type_alone() {
    let text = cluster("", "").replace(
        "enableSuperuserAccess: true",
        "enableSuperuserAccess: 'yes'",
    );
    let run = found(&only(&["superuser-access", "wrong-type"]), &text);
    assert_eq!(run.rules(), ["error[wrong-type]"]);
}

#[test]
fn a_check_that_lacks_its_input_says_so() {
    let text = cluster("", "").replace(
        "enableSuperuserAccess: true",
        "enableSuperuserAccess: ${ACCESS}",
    );
    let run = found(&only(&["superuser-access"]), &text);
    assert_eq!(run.rules(), [""; 0]);
    let [unknown] = run.outcome().unknowns.as_slice() else {
        panic!("{:?}", run.outcome().unknowns);
    };
    assert_eq!(unknown.path.as_deref(), Some("spec.enableSuperuserAccess"));
}

#[test]
fn findings_are_in_the_order_of_the_text_and_the_same_in_parallel() {
    let settings = only(&["superuser-access", "single-instance", "unknown-field"]);
    let text = cluster("", "  storag: {}\n").replace("instances: 3", "instances: 1");
    let texts: Vec<String> = (0..super::MANY * 2)
        .map(|index| text.replace("name: main", &format!("name: main-{index}")))
        .collect();
    let mut documents = Documents::default();
    for (index, text) in texts.iter().enumerate() {
        assert_eq!(documents.add(&format!("{index}.yaml"), text.as_bytes()), []);
    }
    let together = run(&documents, &settings);
    let rules = ["single-instance", "superuser-access", "unknown-field"];
    assert_eq!(together.findings.len(), texts.len() * rules.len());
    for (finding, rule) in together.findings.iter().zip(rules.iter().cycle()) {
        assert_eq!(finding.rule().id().as_str(), *rule);
    }
    let spans = || {
        together
            .findings
            .iter()
            .map(|finding| finding.primary().span)
    };
    assert!(spans().is_sorted());
    let again = run(&documents, &settings);
    let said = |finding: &Finding| format!("{finding:?}");
    assert!(
        together
            .findings
            .iter()
            .map(said)
            .eq(again.findings.iter().map(said))
    );
}

#[test]
fn nothing_depends_on_whether_all_files_were_given_but_what_is_missing() {
    let text = cluster("", "");
    let part = Settings {
        scope: Scope::Part,
        ..only(&["superuser-access"])
    };
    assert_eq!(found(&part, &text).rules(), ["warning[superuser-access]"]);
}
