//! The digest in a `Chart.lock`, as Helm computes it, so that a lock can be
//! written without a network: with exact versions nothing is to be resolved.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::plan::Chart;

/// The digest of the dependencies of a chart and of its lock.
///
/// Helm (`internal/resolver/resolver.go`, `HashReq`) takes the SHA-256 of what
/// Go's JSON encoder makes of both lists. An entry has its fields in the order of
/// the Go structure, of which `repository` is always there and the others where
/// they are set; with exact versions, and neither conditions nor aliases, an
/// entry of the lock is that of the chart.
pub(super) fn digest(dependencies: &[Chart]) -> String {
    let entries: Vec<String> = dependencies.iter().map(entry).collect();
    let list = entries.join(",");
    let json = format!("[[{list}],[{list}]]");
    let mut digest = String::from("sha256:");
    for byte in Sha256::digest(json.as_bytes()) {
        // Writing to a string cannot fail.
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}

fn entry(chart: &Chart) -> String {
    let Chart {
        name,
        version,
        repository,
    } = *chart;
    let [name, version, repository] = [name, version, repository].map(go_string);
    format!(r#"{{"name":{name},"version":{version},"repository":{repository}}}"#)
}

/// Text as Go's encoder writes it: what is special in HTML is escaped, too.
fn go_string(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    json.replace('&', "\\u0026")
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_one_that_helm_computes() {
        // As `helm dependency update` of Helm 3.19 and 4.0 wrote it for these two.
        let dependencies = [
            ("one", "0.28.0", "file://../stubs/one"),
            ("two", "0.5.0", "file://../stubs/two"),
        ]
        .map(|(name, version, repository)| Chart {
            name,
            version,
            repository,
        });
        assert_eq!(
            digest(&dependencies),
            "sha256:d5ef4e3680878fc20530bc03a969f681741554634f0131e3cdedce3c25819ac3"
        );
    }
}
