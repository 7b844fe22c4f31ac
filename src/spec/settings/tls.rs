//! Encryption on the way, and the certificates for it.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::kube::{DnsSubdomain, Duration};
use crate::spec::{Kind, OriginId, Part, Sourced};

/// Encryption on the way, and the certificates for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Tls {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// Whether clients without TLS are kept out. Without it: yes.
    pub required: Option<Sourced<bool>>,
    /// cert-manager issues the certificate of the server. Without it: the operator
    /// makes its own.
    pub cert_manager: Option<Part<CertManager>>,
}

/// Certificates by cert-manager.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct CertManager {
    /// Who issues the certificate of the server. It must tell its own certificate
    /// (`ca.crt`), which ACME does not.
    pub issuer: Option<Issuer>,
    /// Whether it issues the certificates of standbys, poolers and roles too, from an
    /// authority of the cluster's own. Without it: the operator does. To be decided
    /// before a cluster is made: what its poolers need is made with it.
    pub client_certificates: Option<Sourced<bool>>,
    /// How long a certificate is valid. Without it: 90 days.
    pub duration: Option<Sourced<Duration>>,
    /// How long before its end it is renewed. Without it: a third of its time.
    pub renew_before: Option<Sourced<Duration>>,
}

/// An issuer of certificates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
pub struct Issuer {
    /// Where this comes from.
    #[serde(rename = "$origin")]
    #[schemars(skip)]
    pub origin: OriginId,
    /// Its kind. Without it: `Issuer`, which is of one namespace.
    pub kind: Option<Sourced<Kind>>,
    /// Its name.
    pub name: Option<Sourced<DnsSubdomain>>,
    /// The group of its kind, where that is not cert-manager's own.
    pub group: Option<Sourced<DnsSubdomain>>,
}
