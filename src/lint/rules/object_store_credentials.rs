//! `object-store-credentials`: an object store has one kind of credentials.

use crate::lint::kind::{CLUSTER, OBJECT_STORE};
use crate::lint::view::{configuration, external};
use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Slot, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("object-store-credentials"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "every object store has complete credentials for exactly one provider",
    rationale: r#"
The Barman Cloud plugin has no webhook, and the operator checks only the
`barmanObjectStore` of a backup. An object store without credentials is accepted,
and every backup and restore fails ("missing Azure credentials"), as with half a
pair of S3 keys ("missing secret access key"); of two kinds only one is used, S3
first.
"#,
    sources: &[
        Source {
            title: "CloudNativePG, barman-cloud, Credentials",
            url: "https://github.com/cloudnative-pg/barman-cloud/blob/main/pkg/credentials/env.go",
        },
        Source {
            title: "Barman Cloud plugin, Object stores",
            url: "https://cloudnative-pg.io/plugin-barman-cloud/docs/object_stores/",
        },
    ],
    bad: &[
        "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:  #~
    destinationPath: s3://main/
",
        "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: s3://main/
    s3Credentials:
      inheritFromIAMRole: true
    googleCredentials:  #~
      gkeEnvironment: true
",
        "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: s3://main/
    s3Credentials:  #~
      accessKeyId:
        name: main-s3
        key: id
",
    ],
    good: &[
        "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: s3://main/
    s3Credentials:
      inheritFromIAMRole: true
",
        "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: gs://main/
    googleCredentials:
      gkeEnvironment: true
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &OBJECT_STORE], check),
};

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    if object.is(&OBJECT_STORE) {
        for configuration in configuration::of(object) {
            judge(&configuration, reporter);
        }
        return;
    }
    // The webhook itself looks at that of the backup.
    for external in external::of(object).unwrap_or_default() {
        let store = external.in_tree();
        if store.node().is_some() {
            judge(&store, reporter);
        }
    }
}

fn judge(configuration: &Slot, reporter: &mut Reporter) {
    let slots = [
        configuration.at(&["s3Credentials"]),
        configuration.at(&["azureCredentials"]),
        configuration.at(&["googleCredentials"]),
    ];
    if slots.iter().any(|slot| slot.is_present().is_none()) {
        return;
    }
    let mut present = slots.iter().filter_map(|slot| slot.node());
    let help = "keep one of `s3Credentials`, `azureCredentials` and `googleCredentials`";
    match (present.next(), present.next(), configuration.node()) {
        (Some(first), Some(second), _) => {
            reporter
                .report(
                    Key(second),
                    "the object store has credentials for two providers",
                    "one too many",
                )
                .relate(
                    first.key_span().unwrap_or_else(|| first.span()),
                    "the others",
                )
                .help(help);
        }
        (Some(_), None, _) => judge_s3(&configuration.at(&["s3Credentials"]), reporter),
        (None, _, Some(node)) => {
            reporter
                .report(
                    Key(node),
                    "the object store has no credentials",
                    "names none",
                )
                .at_field(configuration.path())
                .help("add one of `s3Credentials`, `azureCredentials` and `googleCredentials`");
        }
        _ => {}
    }
}

/// Amazon's client needs two keys, or a role that the pod has.
fn judge_s3(credentials: &Slot, reporter: &mut Reporter) {
    let Some(node) = credentials.node() else {
        return;
    };
    let role = credentials.at(&["inheritFromIAMRole"]).boolean_or(false);
    let keys = [
        credentials.at(&["accessKeyId"]),
        credentials.at(&["secretAccessKey"]),
    ];
    let missing = keys.iter().find(|key| key.is_present() == Some(false));
    if let (Some(false), Some(missing)) = (role.value(), missing) {
        reporter
            .report(Key(node), "the credentials lack a key", "incomplete")
            .at_field(missing.path())
            .help("add both `accessKeyId` and `secretAccessKey`, or `inheritFromIAMRole: true`");
    }
}
