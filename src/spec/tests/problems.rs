//! One case for each problem: what is marked, what is said, and what is to be done.

use std::fmt::Write as _;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report,
};

use super::{told, unsound, with};

/// Checks what is told of the sound spec with some lines changed.
fn all(cases: &[(&str, &str)]) {
    let mut wrong = String::new();
    for (lines, expected) in cases {
        let found = told(&with(lines));
        if found.trim_end() != *expected {
            writeln!(wrong, "{lines}\n{found}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_file_as_a_whole() {
    all(&[
        ("version: 2", "[2] `version` takes 1, not 2"),
        (
            "version: \"1\"",
            "[\"1\"] `version` takes a whole number, not text; leave out the quotes",
        ),
        (
            "project: Acme Corp",
            "[Acme Corp] `Acme Corp` is not a name: `A` is not allowed; write `acme-corp`",
        ),
        (
            "projcet: x",
            "[projcet] unknown key `projcet`; did you mean `project`",
        ),
        (
            "project: acme\nproject: other",
            "[project] `project` is given twice (again here); remove one of them; [project] first here",
        ),
        (
            "environments:",
            "[environments] `environments` takes a map, not nothing",
        ),
        (
            "environments: {}",
            "[{}] `environments` is empty; add an entry",
        ),
        (
            "apps: [odoo, wiki]",
            "[[odoo, wiki]] `apps` takes a map, not a list",
        ),
        (
            "target: { operator: 1.30 }",
            "[1.30] `operator` takes text, not a number; put it in quotes",
        ),
        (
            "target: { operator: latest }",
            "[latest] `latest` is not a version of CloudNativePG; write a version such as `1.30`",
        ),
        (
            "output: { layout: charts }",
            "[charts] `layout` takes `manifests`, `kustomize` or `helm`, not `charts`",
        ),
        (
            "output: { dir: ../elsewhere }",
            "[../elsewhere] `../elsewhere` leads to `..`; write a path below the folder of the spec, such as `deploy`",
        ),
        (
            "output: { dir: /etc }",
            "[/etc] `/etc` is not a folder beside the spec; write a path below the folder of the spec, such as `deploy`",
        ),
        (
            "templates: ~/templates",
            "[~/templates] `~/templates` is not a folder beside the spec; write a path below the folder of the spec, such as `deploy`",
        ),
        (
            "instances: 3",
            "[instances] unknown key `instances`; it is a setting: put it under `defaults`, an environment or an application",
        ),
        (
            "colour: red",
            "[colour] unknown key `colour`; write `version`, `project`, `target`, `output`, `defaults`, `profiles`, `sizes`, `objectStores`, `environments`, `apps`, `overrides`, `templates` or `accept`",
        ),
    ]);
}

#[test]
fn keys_that_are_not_supported_yet() {
    all(&[
        (
            "defaults: { secrets: {} }",
            "[secrets] `secrets` is not supported yet; remove it; what is rendered refers to Secrets by name, and `pgspec plan` lists those that must exist",
        ),
        (
            "defaults: { tls: {} }",
            "[tls] `tls` is not supported yet; remove it; the operator makes and renews its own certificates",
        ),
        (
            "environments: { prod: { objectives: {} }, dev: }",
            "[objectives] `objectives` is not supported yet; remove it; say what is wanted with `instances`, `zones`, `synchronous` and `backup`",
        ),
        (
            "output: { gitops: { argocd: {} } }",
            "[gitops] `gitops` is not supported yet; remove it, and let Argo CD or Flux apply the output folder",
        ),
        (
            "defaults: { backup: { snapshots: {} } }",
            "[snapshots] `snapshots` is not supported yet; remove it; backups go to the object store",
        ),
    ]);
}

#[test]
fn values_of_the_wrong_form() {
    all(&[
        (
            "defaults: { postgres: eighteen }",
            "[eighteen] `eighteen` is not a version of PostgreSQL; write a version such as `18`",
        ),
        (
            "defaults: { postgres: 18.1 }",
            "[18.1] `18.1` is a minor version of PostgreSQL, not a major; write `18`",
        ),
        (
            "defaults: { instances: 0 }",
            "[0] `instances` takes 1 to 100, not 0",
        ),
        (
            "defaults: { instances: three }",
            "[three] `instances` takes a whole number, not text",
        ),
        (
            "defaults: { instances: \"3\" }",
            "[\"3\"] `instances` takes a whole number, not text; leave out the quotes",
        ),
        (
            "defaults: { instances: 1.5 }",
            "[1.5] `instances` takes a whole number, not `1.5`",
        ),
        (
            "defaults: { storage: 20GB }",
            "[20GB] `20GB` is not a quantity: there is no unit `GB`; write `Gi`",
        ),
        (
            "defaults: { storage: -1Gi }",
            "[-1Gi] `-1Gi` is not more than zero; ask for more than zero",
        ),
        (
            "defaults: { memory: true }",
            "[true] `memory` takes text or a number, not `true`",
        ),
        (
            "defaults: { zones: true }",
            "[true] `zones` takes `false` or a whole number, not `true`",
        ),
        ("defaults: { zones: 1 }", "[1] `zones` takes 2 to 16, not 1"),
        (
            "defaults: { network: yes }",
            "[yes] `network` takes `true` or `false` or a map, not text; write `true`",
        ),
        (
            "defaults: { network: { operatorPolicy: off } }",
            "[off] `operatorPolicy` takes `true` or `false`, not text; write `false`",
        ),
        (
            "defaults: { placement: per-application }",
            "[per-application] `placement` takes `shared` or `per-app`, not `per-application`",
        ),
        (
            "defaults: { labels: { a b: c } }",
            "[a b] `a b` is not a label key: a blank is not allowed; write `a-b`",
        ),
        (
            "defaults: { labels: { version: 1.10 } }",
            "[1.10] `version` takes text, not a number; put it in quotes",
        ),
        (
            "defaults: { storageClass: Fast }",
            "[Fast] `Fast` is not a name: `F` is not allowed; write `fast`",
        ),
        (
            "defaults: { image: \"postgres:\" }",
            "[\"postgres:\"] `postgres:` is not an image: its repository is invalid; write `registry/repository:tag`, in lower case up to the tag, `@sha256:` and 64 hexadecimal digits following where wanted",
        ),
        (
            "defaults: { parameters: { Work_Mem: 1MB } }",
            "[Work_Mem] `Work_Mem` is not the name of a parameter; write lower-case letters, digits and `_`, an extension's with its name and a point in front",
        ),
        (
            "defaults: { parameters: { work_mem: [1] } }",
            "[[1]] `work_mem` takes text, a number or `true` or `false`, not a list",
        ),
        (
            "defaults: { pgHba: [host all all md5] }",
            "[host all all md5] the line lacks the method; write `TYPE DATABASE USER ADDRESS METHOD`, such as `hostssl odoo odoo_ro 10.0.0.0/8 scram-sha-256`",
        ),
        (
            "defaults: { pgHba: reject }",
            "[reject] `pgHba` takes a list, not text; write a list: `[a, b]`",
        ),
        (
            "defaults: { tolerations: [{ operator: exists }] }",
            "[exists] `operator` takes `Equal` or `Exists`, not `exists`; did you mean `Exists`",
        ),
        (
            "defaults: { affinity: { nodes: strict } }",
            "[strict] `nodes` takes `required`, `preferred` or `off`, not `strict`",
        ),
        (
            "defaults: { namespace: \"{env}-db\" }",
            "[\"{env}-db\"] there is no placeholder `{env}`; the placeholders are `{app}`, `{cluster}`, `{environment}`, `{project}`",
        ),
        (
            "defaults: { namespace: a/b }",
            "[a/b] `a/b` is not the name of a namespace: it holds `/`; write lower-case letters, digits and `-`, with placeholders where wanted",
        ),
        (
            "defaults: { database: { name: postgres, encoding: utf8 } }",
            "[postgres] the database name `postgres` is reserved; choose another name; PostgreSQL has this one\n[utf8] `utf8` is not an encoding of a database; write `UTF8`, or another encoding of a server, such as `LATIN1`",
        ),
        (
            "defaults: { roles: { pg_reader: {} } }",
            "[pg_reader] the role name `pg_reader` is reserved; choose another name; PostgreSQL has this one",
        ),
        (
            "defaults: { database: { extensions: [pg trgm] } }",
            "[pg trgm] `pg trgm` is not a PostgreSQL extension name: a blank is not allowed; write `pg_trgm`",
        ),
        (
            "defaults: { poolers: { rw: { mode: statement } } }",
            "[statement] `mode` takes `session` or `transaction`, not `statement`",
        ),
        (
            "defaults: { poolers: { rx: {} } }",
            "[rx] unknown key `rx`; write `rw`, `ro`, `r` or `enabled`",
        ),
        (
            "defaults: { synchronous: { number: 0 } }",
            "[0] `number` takes 1 to 99, not 0",
        ),
        (
            "defaults: { monitoring: { runbooks: runbooks.example.com } }",
            "[runbooks.example.com] `runbooks.example.com` starts with neither `https://` nor `http://`; write an address such as `https://runbooks.example.com/pg`",
        ),
        (
            "defaults: { monitoring: { alerts: { thresholds: { volumeUse: 100, backupAge: 1 day } } } }",
            "[100] `volumeUse` takes 1 to 99, not 100\n[1 day] `1 day` is not a duration: there is no unit `day`; write weeks, days, hours, minutes and seconds as `2w`, `30d`, `4h`, `15m`, `30s`",
        ),
        (
            "defaults: { network: { apiServer: { cidrs: [10.0.0.1/8], ports: [0] } } }",
            "[10.0.0.1/8] `10.0.0.1/8` has bits after its length; write `10.0.0.0/8`\n[0] `ports` takes 1 to 65535, not 0",
        ),
        (
            "defaults: { backup: { schedule: 0 2 * * * } }",
            "[0 2 * * *] a schedule has six fields, the first of them seconds; write `0 0 2 * * *`",
        ),
        (
            "defaults: { backup: { schedule: dayly 02:00 } }",
            "[dayly 02:00] `dayly 02:00` is not a schedule; write `hourly`, `every 6h`, `daily 02:00`, `weekly sun 03:30`, `monthly 1 02:00` or six cron fields",
        ),
        (
            "defaults: { backup: { retention: 30 days } }",
            "[30 days] `30 days` is not a retention; write days, weeks or months as `30d`, `4w` or `3m`; there are no other units",
        ),
        (
            "defaults: { instances: 0x3 }",
            "[0x3] readers of YAML disagree about `0x3`; write a number as decimal digits, and text in quotes",
        ),
        (
            "defaults: { labels: { code: 0755 } }",
            "[0755] readers of YAML disagree about `0755`; write a number as decimal digits, and text in quotes",
        ),
        (
            "accept: [{ rule: x }]",
            "[{ rule: x }] `accept` lacks `reason`; add `reason`",
        ),
        (
            "accept: [{ rule: x, reason: y, until: 31.1.2027 }]",
            "[31.1.2027] `31.1.2027` is not a date; write year, month and day as `2027-01-31`",
        ),
    ]);
}

#[test]
fn names_that_nothing_has() {
    all(&[
        (
            "defaults: { size: meduim }",
            "[meduim] no size is named `meduim`; did you mean `medium`",
        ),
        (
            "defaults: { size: enormous }",
            "[enormous] no size is named `enormous`; define it under `sizes`",
        ),
        (
            "environments: { qa: {} }",
            "[qa] environment `qa` names no profile; add `profile: dev`, `staging`, `prod`, or one that stands under `profiles`",
        ),
        (
            "environments: { qa: { profile: pord } }",
            "[pord] no profile is named `pord`; did you mean `prod`",
        ),
        (
            "profiles: { perf: { extends: fast } }",
            "[fast] no profile is named `fast`; the built-in ones are `dev`, `staging` and `prod`; others stand under `profiles`",
        ),
        (
            "profiles: { a: { extends: b }, b: { extends: a } }",
            "[b] profile `a` starts from itself, or from too many; let one of those that it starts from start from a built-in profile\n[a] profile `b` starts from itself, or from too many; let one of those that it starts from start from a built-in profile",
        ),
        (
            "defaults: { backup: { store: mian } }",
            "[mian] no object store is named `mian`; did you mean `main`",
        ),
        (
            "apps: { odoo: { only: [prood] } }",
            "[prood] no environment is named `prood`; did you mean `prod`",
        ),
        (
            "apps: { odoo: { environments: { live: {} } } }",
            "[live] no environment is named `live`; define it under `environments`",
        ),
        (
            "environments: { prod: { clusters: { tools: { apps: [wki] } } } }",
            "[wki] no application is named `wki`; did you mean `wiki`",
        ),
        (
            "overrides: [{ environment: live, kind: Cluster, patch: {} }]",
            "[live] no environment is named `live`; define it under `environments`",
        ),
    ]);
}

#[test]
fn what_excludes_each_other() {
    all(&[
        (
            "apps: { odoo: { only: [dev], except: [prod] } }",
            "[except] `odoo` has both `only` and `except`; keep one of them; [only] and here",
        ),
        (
            "apps: { odoo: { only: [] } }",
            "[[]] `odoo` is in no environment; name an environment that it is in, or remove it",
        ),
        (
            "apps: { odoo: { except: [dev, prod] } }",
            "[[dev, prod]] `odoo` is in no environment; name an environment that it is in, or remove it",
        ),
        (
            "apps: { odoo: { only: [dev], environments: { prod: {} } } }",
            "[prod] settings for an environment that `odoo` is not in; remove them, or change `only` or `except`",
        ),
        (
            "environments: { prod: { clusters: { a: { apps: [odoo] }, b: { apps: [odoo] } } } }",
            "[odoo] `odoo` is in two clusters of one environment; keep one of them; [odoo] first here",
        ),
        (
            "environments: { dev: {}, prod: { clusters: { a: { apps: [odoo] } } } }\napps: { odoo: { only: [dev] } }",
            "[odoo] `odoo` is not in `prod`; remove it here, or change its `only` or `except`; [odoo] the application",
        ),
        (
            "environments: { charts: { profile: dev } }",
            "[charts] the name `charts` is taken by the folder of the charts; use another name",
        ),
        (
            "apps: { environment: {}, operator: {} }",
            "[environment] the name `environment` is taken by the folder of what an environment has once; use another name\n[operator] the name `operator` is taken by the chart of the operator; use another name",
        ),
        (
            "objectStores: { main: {} }",
            "[main] object store `main` has no kind; add `s3`, `gcs` or `azure`",
        ),
        (
            "objectStores: { main: { s3: { bucket: abc } } }",
            "[s3] `s3` says nothing about how to authenticate; add `credentialsSecret`, the name of a Secret, or `identity`",
        ),
        (
            "objectStores: { main: { s3: { bucket: abc, credentialsSecret: a, identity: { eksRoleArn: \"arn:aws:iam::111122223333:role/x\" } }, gcs: { bucket: abc, credentialsSecret: b } } }",
            "[identity] `s3` authenticates in two ways; keep one of them; [credentialsSecret] the other\n[gcs] object store `main` has two kinds; make two object stores of it; [s3] the other",
        ),
        (
            "objectStores: { main: { s3: { bucket: s3://abc, endpoint: minio, credentialsSecret: { key: x } } } }",
            "[s3://abc] `s3://abc` is not the name of a bucket; write 3 to 63 lower-case letters, digits, `-`, `_` and `.`, a letter or digit at both ends\n[minio] `minio` starts with neither `https://` nor `http://`; write an address such as `https://runbooks.example.com/pg`\n[credentialsSecret] `credentialsSecret` lacks `name`; add `name`\n[key] unknown key `key`; write `name`, `accessKeyId`, `secretAccessKey` or `sessionToken`",
        ),
        (
            "objectStores: { main: { s3: { credentialsSecret: A_B, identity: { eksRoleArn: pg } } } }",
            "[s3] `s3` lacks `bucket`; add `bucket`\n[identity] `s3` authenticates in two ways; keep one of them; [credentialsSecret] the other\n[pg] `pg` is not the ARN of an IAM role: it reads `arn:aws:iam::ACCOUNT:role/NAME`; write a role such as `arn:aws:iam::111122223333:role/pg-{cluster}`",
        ),
    ]);
}

#[test]
fn names_that_would_lead_elsewhere() {
    all(&[
        (
            "project: ../x",
            "[../x] `../x` is not a name: `.` is not allowed; write `x`",
        ),
        (
            "environments: { ../../etc: { profile: dev } }",
            "[../../etc] `../../etc` is not a name: `.` is not allowed; write `etc`",
        ),
        (
            "apps: { a/b: {} }",
            "[a/b] `a/b` is not a cluster name: `/` is not allowed; write `a-b`",
        ),
        (
            "apps: { \"a\\nb\": {} }",
            "[\"a\\nb\"] `a\\nb` is not a cluster name: `\\n` is not allowed; write `a-b`",
        ),
        (
            "environments: { prod: { clusters: { \"..\": {} } } }",
            "[\"..\"] `..` is not a cluster name: `.` is not allowed; use lower-case letters, digits and `-`, a letter at the beginning and no `-` at the end",
        ),
    ]);
}

#[test]
fn secrets() {
    all(&[
        (
            "defaults: { password: hunter2 }",
            "[password] a secret under `password` (a spec holds no secrets); put it into a Secret in the database's namespace and name that Secret here",
        ),
        (
            "objectStores: { main: { s3: { bucket: abc, secretKey: x, credentialsSecret: y } } }",
            "[secretKey] a secret under `secretKey` (a spec holds no secrets); put it into a Secret in the database's namespace and name that Secret here",
        ),
        (
            "defaults: { annotations: { url: \"postgres://u:p@db/x\" } }",
            "[\"postgres://u:p@db/x\"] an address with a password in the spec (a spec holds no secrets); put it into a Secret in the database's namespace and name that Secret here",
        ),
        (
            "overrides: [{ kind: Cluster, patch: { spec: { password: x } } }]",
            "[x] a secret under `password` (a spec holds no secrets); put it into a Secret in the database's namespace and name that Secret here",
        ),
        (
            "overrides: [{ kind: Secret, patch: { stringData: { a: b } } }]",
            "[{ a: b }] a secret under `stringData` (a spec holds no secrets); put it into a Secret in the database's namespace and name that Secret here",
        ),
    ]);
}

#[test]
fn what_is_missing_is_told_at_the_start() {
    let text = "version: 1\nenvironments: { dev: }\napps: { odoo: }\n";
    assert_eq!(told(text), "[] a spec lacks `project`; add `project`\n");
}

#[test]
fn a_second_document_is_refused() {
    let text = format!("{}---\na: 1\n", super::SOUND);
    assert_eq!(
        told(&text),
        "[] a second document in the spec; a spec is one document: remove the `---` and what follows\n"
    );
}

/// A file with many mistakes at once.
const MESSY: &str = r"version: 1
project: Acme Corp
target: { operator: 1.30 }
secrets: { externalSecrets: {} }
defaults:
  instnaces: 3
  storage: 20GB
  network: yes
  backup: { store: mian, schedule: 0 2 * * * }
objectStores:
  main: { s3: { bucket: acme-pg, secretKey: hunter2, credentialsSecret: backup } }
environments:
  dev: { instances: 1, instances: 2 }
  qa: {}
  prod:
    clusters: { tools: { apps: [wiki, odo] } }
apps:
  odoo: { size: meduim, clients: { namespace: odoo } }
  wiki: { only: [dev] }
";

#[test]
fn all_problems_of_a_messy_file_come_at_once_in_its_order() {
    let mut drawn = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor());
    for problem in unsound(MESSY) {
        let label = LabeledSpan::new_primary_with_span(problem.label.clone(), problem.span.clone());
        let mut diagnostic = MietteDiagnostic::new(problem.to_string()).with_label(label);
        for (span, message) in &problem.related {
            let label = LabeledSpan::new_with_span(Some(message.clone()), span.clone());
            diagnostic = diagnostic.and_label(label);
        }
        diagnostic.help = problem.help;
        let source = NamedSource::new("pgspec.yaml", MESSY);
        let report = Report::new(diagnostic).with_source_code(source);
        handler.render_report(&mut drawn, report.as_ref()).unwrap();
        drawn.push('\n');
    }
    insta::with_settings!({
        snapshot_path => "../../../tests/snapshots/spec",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("messy", drawn);
    });
}
