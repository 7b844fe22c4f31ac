//! Connections in words.

use super::Environment;
use crate::plan::{Connection, Endpoint, Maker, Peer};

/// The connections of all environments.
pub(super) fn write(environments: &[Environment<'_>]) -> String {
    let mut text = String::new();
    for (number, environment) in environments.iter().enumerate() {
        if number > 0 {
            text.push('\n');
        }
        text.push_str(environment.name);
        text.push('\n');
        for connection in &environment.connections {
            for line in lines(connection) {
                text.push_str("  ");
                text.push_str(&line);
                text.push('\n');
            }
        }
    }
    text
}

/// A connection: who connects to what, where, how, and with which Secret.
pub(super) fn lines(connection: &Connection) -> Vec<String> {
    let owner = if connection.is_owner {
        ", its owner"
    } else {
        ""
    };
    let mut lines = vec![format!(
        "{}: the database {} as {}{owner}",
        connection.app, connection.database, connection.role
    )];
    let endpoints = connection.endpoints.iter();
    let addresses: Vec<String> = endpoints
        .map(|endpoint| format!("{}:{}", endpoint.host, connection.port))
        .collect();
    let width = addresses.iter().map(String::len).max().unwrap_or(0);
    for (endpoint, address) in connection.endpoints.iter().zip(&addresses) {
        lines.push(format!("  {address:width$}  {}", about(endpoint)));
    }
    let (secret, key) = &connection.authority;
    lines.push(format!(
        "  TLS: sslmode={}; verify-full with {key} of the Secret {}/{secret}",
        connection.tls, connection.namespace
    ));
    lines.push(format!("  From: {}", clients(connection)));
    let made = match connection.secret.maker {
        Maker::Operator => "made by the operator",
        Maker::ExternalSecrets => "made by External Secrets",
        Maker::Somebody => "must be there",
    };
    lines.push(format!(
        "  Secret: {}/{}, {made}: {}",
        connection.namespace,
        connection.secret.name,
        connection.secret.keys.join(", ")
    ));
    lines
}

/// What an endpoint is for, and what is behind it.
fn about(endpoint: &Endpoint) -> String {
    let purpose = endpoint.kind.purpose();
    let number = endpoint.pods.value;
    let plural = if number == 1 { "" } else { "s" };
    match endpoint.mode {
        Some(mode) => format!(
            "{purpose}; {number} pod{plural} of the pooler, {} mode",
            mode.value.as_str()
        ),
        None if endpoint.kind.instances == "rw" => format!("{purpose}; the primary itself"),
        None => format!("{purpose}; {number} instance{plural}"),
    }
}

/// Who may connect, as the network policies have it.
fn clients(connection: &Connection) -> String {
    match connection.clients.as_deref() {
        None => "any pod, as there are no network policies".to_owned(),
        Some([]) => "nobody (`clients: []`)".to_owned(),
        Some(peers) => {
            let peers: Vec<String> = peers.iter().map(|peer| client(connection, peer)).collect();
            peers.join("; ")
        }
    }
}

fn client(connection: &Connection, peer: &Peer) -> String {
    let namespace = peer.named_namespace();
    let namespace = namespace.unwrap_or(&connection.namespace.value);
    let labels = peer.pod_selector.iter().flat_map(|pods| &pods.match_labels);
    let labels: Vec<String> = labels
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    if labels.is_empty() {
        format!("pods of the namespace {namespace}")
    } else {
        format!(
            "pods of the namespace {namespace} with {}",
            labels.join(", ")
        )
    }
}
