//! `backup-credentials-refused`: the credentials of `barmanObjectStore` are those of one provider.

use crate::lint::kind::CLUSTER;
use crate::lint::slot::Slot;
use crate::lint::view::backup;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("backup-credentials-refused"),
    family: Family::Admission,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "`barmanObjectStore` of a cluster has complete credentials for exactly one provider",
    rationale: "
The operator's webhook refuses a backup to an object store without credentials,
with those of two providers, or with keys and an identity at once. It does not look
at external clusters: their mistakes show when they are used.
",
    sources: &[
        Source {
            title: "CloudNativePG, barman-cloud, ValidateBackupConfiguration",
            url: "https://github.com/cloudnative-pg/barman-cloud/blob/v0.5.1/pkg/api/webhooks/config.go#L27",
        },
        Source {
            title: "CloudNativePG, Object stores for backups",
            url: "https://cloudnative-pg.io/documentation/current/appendixes/backup_barmanobjectstore/",
        },
    ],
    bad: &[
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
    barmanObjectStore:  #~
      destinationPath: s3://main
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
      destinationPath: s3://main
      s3Credentials:  #~
        accessKeyId:
          name: main-backup
          key: id
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
      destinationPath: gs://main
      googleCredentials: {}  #~
",
    ],
    good: &[
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
      destinationPath: s3://main
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
      destinationPath: gs://main
      googleCredentials:
        gkeEnvironment: true
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let store = backup::in_tree(cluster);
    if store.node().is_none() {
        return;
    }
    if let Some((place, message, help)) = refused(&store) {
        let field = place.path();
        let key = place.node().and_then(crate::document::Node::key_span);
        reporter
            .report(key.unwrap_or_else(|| place.span()), message, "refused")
            .at_field(field)
            .help(help);
    }
}

/// The place, what is wrong there, and the way out.
type Refused<'a> = (Slot<'a>, &'static str, &'static str);

/// What the webhook refuses first.
fn refused<'a>(store: &Slot<'a>) -> Option<Refused<'a>> {
    let add = "add one of `s3Credentials`, `azureCredentials` and `googleCredentials`";
    let keep = "keep one of `s3Credentials`, `azureCredentials` and `googleCredentials`";
    let s3 = store.at(&["s3Credentials"]);
    let azure = store.at(&["azureCredentials"]);
    let google = store.at(&["googleCredentials"]);
    match [s3.is_present()?, azure.is_present()?, google.is_present()?] {
        [false, false, false] => Some((*store, "the object store has no credentials", add)),
        [true, false, false] => of_s3(&s3),
        [false, false, true] => of_google(&google),
        // Which of them belong together depends on the release of the operator.
        [false, true, false] => None,
        _ => Some((
            *store,
            "the object store has credentials for several providers",
            keep,
        )),
    }
}

fn of_s3<'a>(s3: &Slot<'a>) -> Option<Refused<'a>> {
    let id = s3.at(&["accessKeyId"]).is_present()?;
    let secret = s3.at(&["secretAccessKey"]).is_present()?;
    let role = s3.at(&["inheritFromIAMRole"]).boolean_or(false).value()?;
    let help = "write `accessKeyId` and `secretAccessKey`, or `inheritFromIAMRole: true`";
    match (id, secret, role) {
        (true, true, false) | (false, false, true) => None,
        (true, true, true) => Some((*s3, "keys and a role are given at once", help)),
        (false, false, false) => Some((*s3, "the credentials are empty", help)),
        _ => Some((*s3, "one of two keys is missing", help)),
    }
}

fn of_google<'a>(google: &Slot<'a>) -> Option<Refused<'a>> {
    let key = google.at(&["applicationCredentials"]).is_present()?;
    let identity = google.at(&["gkeEnvironment"]).boolean_or(false).value()?;
    let help = "write `applicationCredentials`, or `gkeEnvironment: true`";
    match (key, identity) {
        (true, true) => Some((
            *google,
            "a key and the identity of the pod are given at once",
            help,
        )),
        (false, false) => Some((*google, "the credentials are empty", help)),
        _ => None,
    }
}
