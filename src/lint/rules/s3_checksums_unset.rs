//! `s3-checksums-unset`: stores that are not Amazon's get requests that they understand.

use crate::lint::kind::{CLUSTER, OBJECT_STORE};
use crate::lint::view::{self, backup};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("s3-checksums-unset"),
    family: Family::Practice,
    topic: Topic::Backup,
    severities: Severities::of(Level::Off, Level::Info, Level::Info),
    summary: "an S3 store that is not Amazon's is spared checksums that it may not know",
    rationale: "
Since boto3 1.36 Amazon's client sends and expects checksums that many other
stores do not know. Where a store does not, every upload of WAL and of backups
fails. The two variables ask for checksums only where they are required, and
harm nobody.
",
    sources: &[
        Source {
            title: "Barman Cloud plugin, Object stores, S3-compatible storage providers",
            url: "https://cloudnative-pg.io/plugin-barman-cloud/docs/object_stores/#s3-compatible-storage-providers",
        },
        Source {
            title: "boto3, issue 4398",
            url: "https://github.com/boto/boto3/issues/4398",
        },
        Source {
            title: "CloudNativePG, issue 7715",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/7715",
        },
    ],
    bad: &["
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: s3://main/
    endpointURL: https://s3.example.com  #~
    s3Credentials:
      inheritFromIAMRole: true
"],
    good: &[
        "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  instanceSidecarConfiguration:
    env:
      - name: AWS_REQUEST_CHECKSUM_CALCULATION
        value: when_required
      - name: AWS_RESPONSE_CHECKSUM_VALIDATION
        value: when_required
  configuration:
    destinationPath: s3://main/
    endpointURL: https://s3.example.com
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
    destinationPath: s3://main/
    endpointURL: https://s3.eu-central-1.amazonaws.com
    s3Credentials:
      inheritFromIAMRole: true
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &OBJECT_STORE], check),
};

/// What asks for checksums only where they are required.
const VARIABLE: &str = "AWS_REQUEST_CHECKSUM_CALCULATION";

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    let (configuration, env, from) = if object.is(&CLUSTER) {
        let env = object.slot(&["spec", "env"]);
        (
            backup::in_tree(object),
            env,
            object.slot(&["spec", "envFrom"]),
        )
    } else {
        let sidecar = object.slot(&["spec", "instanceSidecarConfiguration"]);
        let env = sidecar.at(&["env"]);
        (
            object.slot(&["spec", "configuration"]),
            env,
            sidecar.at(&["envFrom"]),
        )
    };
    let endpoint = configuration.at(&["endpointURL"]).text();
    let Some(url) = endpoint.written().flatten() else {
        return;
    };
    let is_s3 = configuration.at(&["s3Credentials"]).node().is_some();
    if !is_s3 || url.contains(".amazonaws.com") || from.is_present() != Some(false) {
        return;
    }
    let Some(env) = view::list(env) else { return };
    for variable in env {
        match variable.at(&["name"]).text().written().flatten() {
            Some(name) if name != VARIABLE => {}
            _ => return,
        }
    }
    let field = if object.is(&CLUSTER) {
        "spec.env"
    } else {
        "spec.instanceSidecarConfiguration.env"
    };
    reporter
        .report(
            endpoint,
            "the store may refuse uploads for checksums that it does not know",
            "is not Amazon's",
        )
        .at_field(field)
        .help(format!(
            "set `{VARIABLE}` and `AWS_RESPONSE_CHECKSUM_VALIDATION` to `when_required` in `{field}`"
        ));
}
