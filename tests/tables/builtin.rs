//! The kinds that are built into Kubernetes, from its OpenAPI documents, in the
//! form of a custom resource definition's schema.
//!
//! Built-in objects are decoded into Go structs and then checked by code. The
//! decoding is what the documents describe exactly: names, types, formats. What
//! they say about required fields and lists is for clients, and the server
//! takes an object that lacks such a field or repeats such an item, or has
//! reasons of its own to refuse it: it is left out here, but for the keys of
//! lists, which strategic merge patches go by.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::crd::{self, Kind};

/// The OpenAPI document below `api/openapi-spec/v3`, with kinds, their plurals and scopes.
const KINDS: &[(&str, &str, &str, &[Names])] = &[
    (
        "api__v1",
        "",
        "v1",
        &[
            ("ConfigMap", "configmaps", NAMESPACED),
            ("LimitRange", "limitranges", NAMESPACED),
            ("Namespace", "namespaces", CLUSTER),
            (
                "PersistentVolumeClaim",
                "persistentvolumeclaims",
                NAMESPACED,
            ),
            ("ResourceQuota", "resourcequotas", NAMESPACED),
            ("Secret", "secrets", NAMESPACED),
            ("Service", "services", NAMESPACED),
            ("ServiceAccount", "serviceaccounts", NAMESPACED),
        ],
    ),
    (
        "apis__networking.k8s.io__v1",
        "networking.k8s.io",
        "v1",
        &[("NetworkPolicy", "networkpolicies", NAMESPACED)],
    ),
    (
        "apis__policy__v1",
        "policy",
        "v1",
        &[("PodDisruptionBudget", "poddisruptionbudgets", NAMESPACED)],
    ),
    (
        "apis__rbac.authorization.k8s.io__v1",
        "rbac.authorization.k8s.io",
        "v1",
        &[
            ("ClusterRole", "clusterroles", CLUSTER),
            ("ClusterRoleBinding", "clusterrolebindings", CLUSTER),
            ("Role", "roles", NAMESPACED),
            ("RoleBinding", "rolebindings", NAMESPACED),
        ],
    ),
    (
        "apis__scheduling.k8s.io__v1",
        "scheduling.k8s.io",
        "v1",
        &[("PriorityClass", "priorityclasses", CLUSTER)],
    ),
    (
        "apis__storage.k8s.io__v1",
        "storage.k8s.io",
        "v1",
        &[("StorageClass", "storageclasses", CLUSTER)],
    ),
];

/// A kind, its plural, its scope.
type Names = (&'static str, &'static str, &'static str);

const NAMESPACED: &str = "Namespaced";
const CLUSTER: &str = "Cluster";

/// The kinds of `KINDS`, from the sources of Kubernetes in a folder.
pub(crate) fn kinds(module: &Path) -> Vec<(Kind, Value)> {
    let mut found = vec![object_meta(module)];
    for (document, group, version, kinds) in KINDS {
        let schemas = schemas(module, document);
        for (kind, plural, scope) in *kinds {
            let is = json!([{"group": group, "version": version, "kind": kind}]);
            let (name, _) = schemas
                .iter()
                .find(|(_, schema)| schema["x-kubernetes-group-version-kind"] == is)
                .unwrap_or_else(|| panic!("no {kind} in {group}/{version}"));
            let mut schema = resolve(&schemas, &json!({"$ref": name}));
            // As in a custom resource definition: what `metadata` holds is the same for all.
            schema["properties"]["metadata"] = json!({"type": "object"});
            let kind = Kind {
                group: (*group).to_owned(),
                name: (*kind).to_owned(),
                plural: (*plural).to_owned(),
                scope: (*scope).to_owned(),
                version: (*version).to_owned(),
                // The server itself decodes it into a Go struct.
                webhooks: Some("v".to_owned()),
                status: true,
                scale: None,
            };
            found.push((kind, crd::facts(&schema)));
        }
    }
    found
}

/// What `metadata` holds, as a kind of its own.
fn object_meta(module: &Path) -> (Kind, Value) {
    let schemas = schemas(module, "api__v1");
    let schema = &schemas["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"];
    let kind = Kind {
        group: "meta.k8s.io".to_owned(),
        name: "ObjectMeta".to_owned(),
        plural: String::new(),
        scope: CLUSTER.to_owned(),
        version: "v1".to_owned(),
        webhooks: Some("v".to_owned()),
        status: false,
        scale: None,
    };
    (kind, crd::facts(&resolve(&schemas, schema)))
}

/// The schemas of an OpenAPI document.
fn schemas(module: &Path, document: &str) -> Map<String, Value> {
    let path = module.join(format!("api/openapi-spec/v3/{document}_openapi.json"));
    let text = std::fs::read_to_string(path).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    let Value::Object(schemas) = document["components"]["schemas"].take() else {
        panic!("no schemas");
    };
    schemas
}

/// The schema with its references resolved and only what the decoder does.
fn resolve(schemas: &Map<String, Value>, schema: &Value) -> Value {
    let reference = schema["$ref"]
        .as_str()
        .or_else(|| schema["allOf"][0]["$ref"].as_str());
    if let Some(reference) = reference {
        let name = reference.rsplit('/').next().unwrap();
        return match name.rsplit('.').next().unwrap() {
            "IntOrString" => json!({"x-kubernetes-int-or-string": true}),
            "Quantity" => json!({"anyOf": [{"type": "string"}, {"type": "number"}]}),
            "RawExtension" | "FieldsV1" => {
                json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true})
            }
            _ => resolve(schemas, &schemas[name]),
        };
    }
    let mut resolved = Map::new();
    for (key, value) in schema.as_object().unwrap() {
        let value = match key.as_str() {
            "type" | "format" | "enum" | "x-kubernetes-list-map-keys" => value.clone(),
            "x-kubernetes-patch-merge-key" => {
                resolved.insert("x-kubernetes-list-map-keys".to_owned(), json!([value]));
                continue;
            }
            "items" | "additionalProperties" => resolve(schemas, value),
            "properties" => value
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, child)| (name.clone(), resolve(schemas, child)))
                .collect(),
            _ => continue,
        };
        resolved.insert(key.clone(), value);
    }
    Value::Object(resolved)
}
