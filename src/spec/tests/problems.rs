//! One case for each problem: what is marked, what is said, and what is to be done.

use super::{all, told};

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
    all(&[(
        "environments: { prod: { objectives: {} }, dev: }",
        "[objectives] `objectives` is not supported yet; remove it; say what is wanted with `instances`, `zones`, `synchronous` and `backup`",
    )]);
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
fn a_cluster_without_applications_is_refused_unless_it_takes_the_rest() {
    all(&[(
        "environments: { prod: { clusters: { shared: {}, tools: {}, other: { apps: [] } } } }",
        "[tools] cluster `tools` has no application; \
         list some under `apps`; only `shared` takes those that no other takes\n\
         [other] cluster `other` has no application; \
         list some under `apps`; only `shared` takes those that no other takes",
    )]);
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
            "environments: { prod: { clusters: { \"..\": { apps: [wiki] } } } }",
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
