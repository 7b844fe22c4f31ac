//! Secrets that the operator makes, and those that it reads: their type and
//! their keys (`pkg/specs/secrets.go`, the documentation's pages "Certificates"
//! and "Connecting from an application").

use crate::knowledge::change::Change;
use crate::kube::version::OperatorVersion;

/// A key of a Secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Since which release the operator writes it.
    pub since: Change,
}

/// The form of a Secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The Secret's `type`; none where any will do.
    pub kind: Option<&'static str>,
    /// The keys.
    pub keys: &'static [Key],
}

impl Shape {
    /// The keys that a release writes.
    pub fn keys_in(&self, version: &OperatorVersion) -> impl Iterator<Item = &'static str> {
        self.keys
            .iter()
            .filter(|key| key.since.reached(version))
            .map(|key| key.name)
    }
}

const fn key(name: &'static str) -> Key {
    Key {
        name,
        since: Change::with(""),
    }
}

const FQDN: Change = Change::with("1.25.3 1.26.1 1.27.0");

/// Credentials of a user with everything that a client needs to connect.
pub const CREDENTIALS: Shape = Shape {
    kind: Some("kubernetes.io/basic-auth"),
    keys: &[
        key("username"),
        key("user"),
        key("password"),
        key("dbname"),
        key("host"),
        key("port"),
        key("pgpass"),
        key("uri"),
        key("jdbc-uri"),
        Key {
            name: "fqdn-uri",
            since: FQDN,
        },
        Key {
            name: "fqdn-jdbc-uri",
            since: FQDN,
        },
    ],
};

/// A certificate authority that the operator signs with.
pub const AUTHORITY: Shape = Shape {
    kind: Some("Opaque"),
    keys: &[key("ca.crt"), key("ca.key")],
};

/// A certificate with its key.
pub const CERTIFICATE: Shape = Shape {
    kind: Some("kubernetes.io/tls"),
    keys: &[key("tls.crt"), key("tls.key")],
};

/// The password of a role, as a person provides it.
pub const PASSWORD: Shape = Shape {
    kind: Some("kubernetes.io/basic-auth"),
    keys: &[key("username"), key("password")],
};

/// A certificate authority that the operator only hands out.
pub const TRUSTED: Shape = Shape {
    kind: None,
    keys: &[key("ca.crt")],
};

/// The form of the Secret that the operator makes for a Cluster under this name.
pub fn of_cluster(name: &str, cluster: &str) -> Option<Shape> {
    match name.strip_prefix(cluster)? {
        "-app" | "-superuser" => Some(CREDENTIALS),
        "-ca" => Some(AUTHORITY),
        "-server" | "-replication" | "-pooler" => Some(CERTIFICATE),
        _ => None,
    }
}

/// The label by which the operator notices a change of a Secret or `ConfigMap`.
pub const RELOAD_LABEL: &str = "cnpg.io/reload";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_application_secret_has_a_host_and_later_a_full_uri() {
        let shape = of_cluster("orders-app", "orders").unwrap();
        let keys = |text| {
            shape
                .keys_in(&OperatorVersion::parse(text).unwrap())
                .collect::<Vec<_>>()
        };
        assert!(keys("1.25.2").contains(&"host") && !keys("1.25.2").contains(&"fqdn-uri"));
        assert!(keys("1.26.1").contains(&"fqdn-uri"));
        assert_eq!(of_cluster("orders-rw", "orders"), None);
    }
}
