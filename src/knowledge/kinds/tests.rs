use super::*;

fn target(operator: &str) -> Target {
    Target {
        operator: Some(operator.parse().unwrap()),
        plugin: None,
    }
}

#[track_caller]
fn known(kind: &str, operator: &str) -> Kind {
    let found = lookup("postgresql.cnpg.io", "v1", kind, &target(operator));
    let Lookup::Known(kind) = found else {
        panic!("{kind} on {operator}: {found:?}");
    };
    kind
}

/// Visits every node below a schema once.
fn walk(schema: Schema, seen: &mut Vec<Schema>) {
    if seen.contains(&schema) {
        return;
    }
    seen.push(schema);
    let named = schema.properties().map(|(_, child)| child);
    let children = named.chain(schema.items()).chain(schema.additional());
    for child in children.chain(schema.any_of()).chain(schema.none_of()) {
        walk(child, seen);
    }
}

#[test]
fn a_cluster_has_its_fields() {
    let cluster = known("Cluster", "1.30");
    assert_eq!((cluster.plural, cluster.namespaced), ("clusters", true));
    assert_eq!((cluster.release, cluster.fit), ("1.30.1", Fit::Exact));
    assert!(cluster.rewritten && cluster.decoded);
    let schema = cluster.schema();
    assert_eq!(*schema.facts().required, ["metadata", "spec"]);
    let instances = schema.at(&["spec", "instances"]).unwrap().facts();
    assert_eq!(instances.kind, Some(Type::Integer));
    assert_eq!(instances.minimum, Some(1.0));
    assert_eq!(instances.default, Some(1.into()));
    let name = schema
        .at(&["spec", "managed", "roles", "[]", "name"])
        .unwrap();
    assert_eq!(name.facts().kind, Some(Type::String));
    let parameter = schema.at(&["spec", "postgresql", "parameters", "work_mem"]);
    assert_eq!(parameter.unwrap().facts().kind, Some(Type::String));
    assert_eq!(schema.at(&["spec", "instance"]), None);
}

#[test]
fn metadata_has_its_fields() {
    let meta = object_meta().unwrap();
    assert!(meta.at(&["labels", "app"]).is_some());
    assert!(meta.at(&["ownerReferences", "[]", "uid"]).is_some());
    assert!(meta.property("lables").is_none());
    assert!(
        !all(&Target::default())
            .iter()
            .any(|kind| kind.name == "ObjectMeta")
    );
}

#[test]
fn releases_differ() {
    let of = |operator| known("Cluster", operator).schema();
    let isolation = &["spec", "probes", "liveness", "isolationCheck"];
    assert_eq!(of("1.25").at(isolation), None);
    assert!(of("1.27").at(isolation).is_some());
    assert!(of("1.28.0") != of("1.28.4"));
    let database = lookup("postgresql.cnpg.io", "v1", "DatabaseRole", &target("1.29"));
    assert!(
        matches!(
            database,
            Lookup::OtherRelease {
                since: "1.30.0",
                release: "1.29.2"
            }
        ),
        "{database:?}"
    );
}

#[test]
fn what_is_not_known_is_told_apart() {
    let ask = |group, version, kind| lookup(group, version, kind, &Target::default());
    assert!(matches!(
        ask("postgresql.cnpg.io", "v1", "Restore"),
        Lookup::NoSuchKind
    ));
    let Lookup::OtherVersion(kind) = ask("postgresql.cnpg.io", "v1beta1", "Cluster") else {
        panic!("there is no v1beta1");
    };
    assert_eq!(kind.version, "v1");
    assert!(matches!(ask("apps", "v1", "Deployment"), Lookup::Foreign));
    assert!(matches!(ask("", "v1", "Pod"), Lookup::Foreign));
    assert!(matches!(ask("", "v1", "Secret"), Lookup::Known(_)));
}

#[test]
fn every_line_of_every_table_is_read() {
    for source in &SOURCES {
        let table = source.table();
        let (head, nodes) = source.text.split_once("\n\n").unwrap();
        assert_eq!(
            table.kinds().len(),
            head.lines().count() - 1,
            "{}",
            source.name
        );
        assert!(!table.releases().is_empty(), "{}", source.name);
        for line in nodes.lines() {
            if let Err(error) = serde_json::from_str::<Facts>(line) {
                panic!("{}: {error}: {line}", source.name);
            }
        }
        for entry in table.kinds() {
            let known = source.groups.contains(&entry.group) || entry.kind == "ObjectMeta";
            assert!(known, "{}", entry.group);
        }
    }
}

#[test]
fn every_pattern_compiles_and_every_node_is_in_order() {
    for operator in operator_releases() {
        for kind in all(&target(operator)) {
            let mut seen = Vec::new();
            walk(kind.schema(), &mut seen);
            for schema in seen {
                let names: Vec<_> = schema.properties().map(|(name, _)| name).collect();
                assert!(names.is_sorted(), "{names:?}");
                if let Some(pattern) = &schema.facts().pattern {
                    assert!(
                        pattern::compile(pattern.as_str()).is_some(),
                        "{}",
                        pattern.as_str()
                    );
                }
            }
        }
    }
}
