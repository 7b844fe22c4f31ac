use super::*;
use crate::document::Documents;
use crate::knowledge::kinds::{Lookup, Target, lookup};

/// What is said against a manifest, as `Class path: message`, with the text at the place.
fn said_for(manifest: &str, operator: &str) -> Vec<(String, String)> {
    let mut documents = Documents::default();
    assert_eq!(documents.add("test.yaml", manifest.as_bytes()), []);
    let document = documents.iter().next().unwrap();
    let target = Target {
        operator: Some(operator.parse().unwrap()),
        plugin: None,
    };
    let api_version = document.api_version().unwrap();
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let found = lookup(group, version, document.kind().unwrap(), &target);
    let Lookup::Known(kind) = found else {
        panic!("{found:?}");
    };
    let text = |violation: &Violation| document.source().slice(violation.span).to_owned();
    check(document, &kind)
        .iter()
        .map(|it| {
            (
                format!("{:?} {}: {}", it.class, it.path, it.message),
                text(it),
            )
        })
        .collect()
}

#[track_caller]
fn assert_said(manifest: &str, expected: &[(&str, &str)]) {
    let said = said_for(manifest, "1.30");
    let said: Vec<_> = said
        .iter()
        .map(|(said, at)| (said.as_str(), at.as_str()))
        .collect();
    assert_eq!(said, expected, "{manifest}");
}

/// A cluster with more lines in its `spec`.
fn cluster(spec: &str) -> String {
    let spec = spec.trim().replace('\n', "\n  ");
    format!(
        "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: main\nspec:\n  {spec}\n"
    )
}

/// The help for the only violation of a manifest.
#[track_caller]
fn help(manifest: &str, operator: &str) -> String {
    let mut documents = Documents::default();
    documents.add("test.yaml", manifest.as_bytes());
    let document = documents.iter().next().unwrap();
    let target = Target {
        operator: Some(operator.parse().unwrap()),
        plugin: None,
    };
    let Lookup::Known(kind) = lookup(
        "postgresql.cnpg.io",
        "v1",
        document.kind().unwrap(),
        &target,
    ) else {
        panic!("no such kind");
    };
    let violations = check(document, &kind);
    let [violation] = violations.as_slice() else {
        panic!("{violations:#?}");
    };
    violation.help.clone().unwrap()
}

#[test]
fn a_right_object_gives_nothing() {
    let spec = "
instances: 3
storage: { size: 10Gi }
resources:
  requests: { cpu: 1, memory: 2Gi }
postgresql:
  parameters: { work_mem: 64MB, jit: 'off' }
affinity:
  tolerations:
    - key: node
      operator: Exists
managed:
  roles:
    - name: app
      ensure: present
";
    assert_said(&cluster(spec), &[]);
}

#[test]
fn unknown_fields_are_named_where_they_stand() {
    assert_said(
        &cluster("instance: 3\nstorage:\n  sise: 1Gi"),
        &[
            (
                "UnknownField spec.instance: `instance` is not a field of `spec`",
                "instance",
            ),
            (
                "UnknownField spec.storage.sise: `sise` is not a field of `storage`",
                "sise",
            ),
        ],
    );
    let parameters = "postgresql:\n  parameters:\n    anything.goes: here";
    assert_said(&cluster(parameters), &[]);
}

#[test]
fn help_for_an_unknown_field_is_what_was_meant() {
    assert_eq!(help(&cluster("instance: 3"), "1.30"), "write `instances`");
    let misplaced = cluster("postgresql:\n  walStorage: { size: 1Gi }");
    assert_eq!(
        help(&misplaced, "1.30"),
        "it is a field of `spec`: move it there"
    );
    let misplaced = cluster("tolerations: []");
    assert_eq!(
        help(&misplaced, "1.30"),
        "it is a field of `spec.affinity`: move it there"
    );
    let later = cluster("probes:\n  liveness:\n    isolationCheck: { enabled: true }");
    assert_eq!(help(&later, "1.25"), "it comes with 1.27 of the operator");
    let nothing = cluster("xyzzy: 1");
    assert_eq!(help(&nothing, "1.30"), "remove it");
}

#[test]
fn types_must_fit() {
    assert_said(
        &cluster(
            "instances: '3'\nenableSuperuserAccess: 'yes'\npostgresql:\n  parameters:\n    jit: off\nstorage: 1Gi\nenv: {}",
        ),
        &[
            (
                "WrongType spec.instances: `instances` must be an integer, not a string",
                "'3'",
            ),
            (
                "WrongType spec.enableSuperuserAccess: `enableSuperuserAccess` must be a boolean, not a string",
                "'yes'",
            ),
            (
                "WrongType spec.postgresql.parameters.jit: `jit` must be a string, not a boolean",
                "off",
            ),
            (
                "WrongType spec.storage: `storage` must be an object, not a string",
                "1Gi",
            ),
            (
                "WrongType spec.env: `env` must be a list, not an object",
                "{}",
            ),
        ],
    );
    assert_eq!(help(&cluster("instances: '3'"), "1.30"), "write `3`");
    let off = cluster("postgresql:\n  parameters:\n    jit: off");
    assert_eq!(help(&off, "1.30"), "write `\"off\"`");
}

#[test]
fn bounds_choices_patterns_and_formats_hold() {
    assert_said(
        &cluster(
            "instances: 0\nprimaryUpdateStrategy: auto\nresources:\n  requests:\n    memory: 2 GB",
        ),
        &[
            (
                "OutOfBounds spec.instances: `instances` must be at least 1, not 0",
                "0",
            ),
            (
                "NotAllowedValue spec.primaryUpdateStrategy: `primaryUpdateStrategy` cannot be `auto`",
                "auto",
            ),
            (
                "MalformedValue spec.resources.requests.memory: `2 GB` in `memory` is not a quantity",
                "2 GB",
            ),
        ],
    );
    let strategy = cluster("primaryUpdateStrategy: auto");
    assert_eq!(
        help(&strategy, "1.30"),
        "write `unsupervised` or `supervised`"
    );
    let port = "managed:\n  services:\n    additional:\n      - selectorType: rw\n        serviceTemplate:\n          metadata: { name: x }\n          spec:\n            ports:\n              - port: 99999999999";
    assert_said(
        &cluster(port),
        &[(
            "OutOfBounds spec.managed.services.additional[0].serviceTemplate.spec.ports[0].port: `port` must fit into 32 bits, not 99999999999",
            "99999999999",
        )],
    );
}

#[test]
fn what_the_operator_fills_in_is_not_missed() {
    // The webhook of clusters writes an empty name, which the schema takes.
    assert_said(&cluster("managed:\n  roles:\n    - ensure: present"), &[]);
    // An empty source is too short.
    assert_said(
        &cluster("replica:\n  enabled: true"),
        &[(
            "MissingField spec.replica.source: `source` is missing from `replica`",
            "replica",
        )],
    );
    let pooler = "apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata: { name: pooler }
spec:
  cluster: {}
";
    assert_said(
        pooler,
        &[
            (
                "MissingField spec.pgbouncer: `pgbouncer` is missing from `spec`",
                "spec",
            ),
            (
                "MissingField spec.cluster.name: `name` is missing from `cluster`",
                "cluster",
            ),
        ],
    );
}

#[test]
fn nulls_are_nothing() {
    // The webhook of clusters makes an empty item of a null one.
    let spec = "instances:\nstorage: null\nenv: ~\nimagePullSecrets:\n  - null";
    assert_said(&cluster(spec), &[]);
    let database = "apiVersion: postgresql.cnpg.io/v1
kind: Database
metadata: { name: app }
spec:
  cluster: { name: main }
  name: app
  owner: null
  schemas: [ ~ ]
";
    assert_said(
        database,
        &[
            (
                "MissingField spec.owner: `owner` is missing from `spec`",
                "spec",
            ),
            (
                "WrongType spec.schemas[0]: an item of `schemas` is empty where an object must be",
                "~",
            ),
        ],
    );
}

#[test]
fn what_the_operator_writes_anew_is_what_is_checked() {
    let snapshot = "bootstrap:
  recovery:
    volumeSnapshots:
      storage: { kind: VolumeSnapshot, name: x }";
    assert_said(
        &cluster(snapshot),
        &[(
            "MissingField spec.bootstrap.recovery.volumeSnapshots.storage.apiGroup: `apiGroup` is missing from `storage`",
            "storage",
        )],
    );
    let filled = "logLevel: ''\nephemeralVolumesSizeLimit: { shm: 1.5 }\nprimaryUpdateStrategy: ''";
    assert_said(
        &cluster(filled),
        &[(
            "NotAllowedValue spec.primaryUpdateStrategy: `primaryUpdateStrategy` cannot be ``",
            "''",
        )],
    );
    let omitted = "projectedVolumeTemplate: { sources: [ { podCertificate: { keyType: x } } ] }";
    assert_said(
        &cluster(omitted),
        &[(
            "MissingField spec.projectedVolumeTemplate.sources[0].podCertificate.signerName: `signerName` is missing from `podCertificate`",
            "podCertificate",
        )],
    );
    let modulus = "monitoring: { podMonitorRelabelings: [ { modulus: -1 } ] }";
    assert_said(
        &cluster(modulus),
        &[(
            "OutOfBounds spec.monitoring.podMonitorRelabelings[0].modulus: `modulus` must be at least 0, not -1",
            "-1",
        )],
    );
    let durations = "monitoring: { metricsQueriesTTL: 1 day }\ninstances: 3000000000";
    assert_said(
        &cluster(durations),
        &[
            (
                "MalformedValue spec.monitoring.metricsQueriesTTL: `1 day` in `metricsQueriesTTL` is not a duration",
                "1 day",
            ),
            (
                "OutOfBounds spec.instances: `spec.instances` must be from 0 to 2147483647, not 3000000000",
                "3000000000",
            ),
        ],
    );
}

#[test]
fn keys_and_sets_must_differ() {
    let manifest = "apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata: { name: pooler }
spec:
  cluster: { name: main }
  pgbouncer: {}
  template:
    spec:
      containers:
        - name: a
          ports:
            - { containerPort: 1, protocol: TCP }
            - { containerPort: 1, protocol: UDP }
            - { containerPort: 1 }
        - name: b
        - name: a
";
    assert_said(
        manifest,
        &[
            (
                "DuplicateItem spec.template.spec.containers[0].ports[2]: two items of `ports` have the `containerPort` `1`",
                "{ containerPort: 1 }",
            ),
            (
                "DuplicateItem spec.template.spec.containers[2]: two items of `containers` have the `name` `a`",
                "a",
            ),
        ],
    );
}

#[test]
fn placeholders_satisfy_everything() {
    let spec = "instances: ${N}\nprimaryUpdateStrategy: ${S}\nstorage: ${STORAGE}\nreplica:\n  ${KEY}: main\nlogLevel: in${X}";
    assert_said(&cluster(spec), &[]);
    let unnamed =
        "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: ${APP}-db\nspec: {}";
    assert_said(unnamed, &[]);
}

#[test]
fn a_status_is_dropped_but_its_fields_are_known() {
    let status = |kind: &str| {
        format!(
            "apiVersion: postgresql.cnpg.io/v1\nkind: {kind}\nmetadata: {{ name: x }}\nspec: {{ cluster: {{ name: a }}, pgbouncer: {{}} }}\nstatus: {{ instances: x, nope: 1 }}"
        )
    };
    assert_said(
        &status("Pooler"),
        &[(
            "UnknownField status.nope: `nope` is not a field of `status`",
            "nope",
        )],
    );
    let cluster = status("Cluster").replace("{ cluster: { name: a }, pgbouncer: {} }", "{}");
    assert_said(
        &cluster,
        &[
            (
                "WrongType status.instances: `instances` must be an integer, not a string",
                "x",
            ),
            (
                "UnknownField status.nope: `nope` is not a field of `status`",
                "nope",
            ),
        ],
    );
}

#[test]
fn metadata_is_checked_by_its_own_rules() {
    let manifest = "apiVersion: v1
kind: Secret
metadata:
  name: My_Secret
  lables: {}
  labels: { app: true, a b: c, x: -y }
  annotations: { Example.com/note: fine, a/b/c: x }
  ownerReferences: [{ apiVersion: v1, kind: Pod, name: x }]
data:
  key: not base64
  good: YQ==
";
    assert_said(
        manifest,
        &[
            (
                "MalformedValue metadata.name: `My_Secret` is not a name that Kubernetes takes",
                "My_Secret",
            ),
            (
                "UnknownField metadata.lables: `lables` is not a field of `metadata`",
                "lables",
            ),
            (
                "WrongType metadata.labels.app: `app` must be a string, not a boolean",
                "true",
            ),
            (
                "MalformedValue metadata.labels[a b]: `a b` is not the name of a label",
                "a b",
            ),
            (
                "MalformedValue metadata.labels.x: `-y` is not the value of a label",
                "-y",
            ),
            (
                "MalformedValue metadata.annotations[a/b/c]: `a/b/c` is not the name of an annotation",
                "a/b/c",
            ),
            (
                "MissingField metadata.ownerReferences[0].uid: `uid` is missing from an item of `ownerReferences`",
                "apiVersion",
            ),
            (
                "MalformedValue data.key: `not base64` in `key` is not base64",
                "not base64",
            ),
        ],
    );
    assert_said(
        "apiVersion: v1\nkind: ConfigMap\ndata: {}",
        &[(
            "MissingField metadata.name: the ConfigMap has no name",
            "kind",
        )],
    );
    assert_said(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { generateName: a- }",
        &[],
    );
}

#[test]
fn no_list_has_more_keys_than_are_compared() {
    for kind in crate::knowledge::kinds::all(&Target::default()) {
        let mut open = vec![kind.schema()];
        while let Some(schema) = open.pop() {
            assert!(schema.facts().keys.len() <= lists::MOST_KEYS, "{kind:?}");
            open.extend(schema.properties().map(|(_, child)| child));
            open.extend(schema.items().into_iter().chain(schema.additional()));
        }
    }
}
