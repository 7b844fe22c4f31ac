//! `object-store-without-tls`: backups travel encrypted.

use crate::lint::kind::{CLUSTER, OBJECT_STORE};
use crate::lint::view::configuration;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("object-store-without-tls"),
    family: Family::Practice,
    topic: Topic::Security,
    severities: Severities::of(Level::Off, Level::Info, Level::Warning).untold(Level::Info),
    summary: "no object store is reached without TLS",
    rationale: "
Backups and WAL hold everything that the database holds. Over `http://` anybody
on the way can read them, and change them.
",
    sources: &[Source {
        title: "CloudNativePG, Object stores, Using object storage with a private CA",
        url: "https://cloudnative-pg.io/documentation/current/appendixes/object_stores/#using-object-storage-with-a-private-ca",
    }],
    bad: &[
        "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: s3://main/
    endpointURL: http://minio:9000  #~
    s3Credentials:
      inheritFromIAMRole: true
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  backup:
    barmanObjectStore:
      destinationPath: s3://main/
      endpointURL: http://minio:9000  #~
      s3Credentials:
        inheritFromIAMRole: true
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
    endpointURL: https://minio:9000
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
    s3Credentials:
      inheritFromIAMRole: true
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &OBJECT_STORE], check),
};

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    for configuration in configuration::of(object) {
        let endpoint = configuration.at(&["endpointURL"]).text();
        let text = endpoint.written().flatten().unwrap_or_default();
        if text.to_ascii_lowercase().starts_with("http://") {
            reporter
                .report(endpoint, "backups travel without encryption", "no TLS")
                .help("use `https://`, with `endpointCA` if the certificate is your own");
        }
    }
}
