//! `object-store-scheme-mismatch`: a path and its credentials are of one provider.

use crate::lint::kind::{CLUSTER, OBJECT_STORE};
use crate::lint::view::configuration;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("object-store-scheme-mismatch"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "every object store has credentials for the provider that its path names",
    rationale: "
`destinationPath` says by its scheme which provider is meant (`s3://`, `gs://`,
or the `https://` address of an Azure container), and the credentials choose the
client that is used. Where they differ, every backup and restore fails.
",
    sources: &[
        Source {
            title: "CloudNativePG, Object stores",
            url: "https://cloudnative-pg.io/documentation/current/appendixes/object_stores/",
        },
        Source {
            title: "Barman Cloud plugin, Object stores",
            url: "https://cloudnative-pg.io/plugin-barman-cloud/docs/object_stores/",
        },
    ],
    bad: &["
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: s3://main/  #~
    googleCredentials:
      gkeEnvironment: true
"],
    good: &[
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
        "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: https://main.blob.core.windows.net/main
    azureCredentials:
      inheritFromAzureAD: true
",
        "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: main-backups
spec:
  configuration:
    destinationPath: s3://main/
    endpointURL: https://storage.googleapis.com
    s3Credentials:
      inheritFromIAMRole: true
",
    ],
    fix: FixSafety::None,
    limits: Limits {
        yields_to: &["object-store-credentials"],
        ..Limits::NONE
    },
    check: Check::Each(&[&CLUSTER, &OBJECT_STORE], check),
};

/// Credentials, and the scheme of the paths that they are for.
const PROVIDERS: [(&str, &str); 3] = [
    ("s3Credentials", "s3"),
    ("googleCredentials", "gs"),
    ("azureCredentials", "https"),
];

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    for configuration in configuration::of(object) {
        let path = configuration.at(&["destinationPath"]).text();
        let text = path.written().flatten().unwrap_or_default();
        let mut written = PROVIDERS.into_iter().filter_map(|(name, scheme)| {
            let node = configuration.key(name).node()?;
            Some((name, scheme, node))
        });
        let (Some((name, scheme, node)), None) = (written.next(), written.next()) else {
            continue;
        };
        let Some((written, _)) = text.split_once("://") else {
            continue;
        };
        let known = PROVIDERS.iter().any(|(_, known)| *known == written);
        if known && written != scheme {
            reporter
                .report(
                    path,
                    format!("the path is for `{written}://`, but the credentials are not"),
                    "of another provider",
                )
                .relate(
                    node.key_span().unwrap_or_else(|| node.span()),
                    "the credentials",
                )
                .help(format!(
                    "write a path that begins with `{scheme}://`, or replace `{name}`"
                ));
        }
    }
}
