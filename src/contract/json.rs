//! Connections for programs.

use serde_json::{Value, json};

use super::Environment;
use crate::plan::{Connection, Endpoint, Maker, Peer};

/// The version of the form: fields are added, never removed or renamed.
const SCHEMA_VERSION: u32 = 1;

/// The connections of all environments.
pub(super) fn write(environments: &[Environment<'_>]) -> String {
    let environments: Vec<Value> = environments
        .iter()
        .map(|environment| {
            let connections = environment.connections.iter();
            json!({
                "name": environment.name,
                "connections": connections.map(|connection| one(connection)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let value = json!({ "schema_version": SCHEMA_VERSION, "environments": environments });
    format!("{value:#}\n")
}

fn one(connection: &Connection) -> Value {
    let host = |endpoint: Option<&Endpoint>| endpoint.map(|endpoint| endpoint.host.value.clone());
    let (authority, key) = &connection.authority;
    json!({
        "app": connection.app.value,
        "database": connection.database.value,
        "role": connection.role.value,
        "owner": connection.is_owner,
        "namespace": connection.namespace.value,
        "clients": connection.clients.as_ref().map(|peers| {
            let peers = peers.iter().map(|peer| client(connection, peer));
            peers.collect::<Vec<_>>()
        }),
        "port": connection.port.value,
        "hosts": {
            "write": host(connection.write()),
            "read": host(connection.read()),
            "direct": host(connection.direct()),
        },
        "endpoints": connection.endpoints.iter().map(endpoint).collect::<Vec<_>>(),
        "tls": {
            "sslmode": connection.tls.value,
            "authority": { "secret": authority.value, "key": key },
        },
        "secret": {
            "name": connection.secret.name.value,
            "keys": connection.secret.keys,
            "made_by": match connection.secret.maker {
                Maker::Operator => Some("CloudNativePG"),
                Maker::ExternalSecrets => Some("External Secrets"),
                Maker::Somebody => None,
            },
        },
    })
}

fn endpoint(endpoint: &Endpoint) -> Value {
    json!({
        "instances": endpoint.kind.instances,
        "pooler": endpoint.kind.pooled,
        "host": endpoint.host.value,
        "pods": endpoint.pods.value,
        "pool_mode": endpoint.mode.map(|mode| mode.value.as_str()),
    })
}

/// Pods that network policies let connect.
fn client(connection: &Connection, peer: &Peer) -> Value {
    let labels = peer.pod_selector.iter().flat_map(|pods| &pods.match_labels);
    let labels = labels.map(|(key, value)| (key.clone(), Value::from(value.value.as_str())));
    json!({
        "namespace": peer.named_namespace().unwrap_or(&connection.namespace.value),
        "labels": labels.collect::<serde_json::Map<_, _>>(),
    })
}
