//! Addresses: of networks, of pages and of services.

use core::net::IpAddr;
use std::num::NonZeroU16;

use super::text_type;

/// A range of addresses in CIDR notation, as a `NetworkPolicy` takes it: the part
/// that the length leaves open is zero.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cidr(String);

/// Why a text is not a range of addresses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CidrError {
    /// It has not the form of one.
    #[error("`{text}` is not a range of addresses")]
    Form {
        /// What was written.
        text: String,
    },
    /// It has bits after its length.
    #[error("`{text}` has bits after its length")]
    Bits {
        /// What was written.
        text: String,
        /// The same without them.
        network: String,
    },
}

impl CidrError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Form { .. } => {
                "write an address, a slash and a length, such as `10.0.0.0/8` or `10.1.2.3/32`"
                    .to_owned()
            }
            Self::Bits { network, .. } => format!("write `{network}`"),
        }
    }
}

impl Cidr {
    /// Checks a range.
    pub fn read(text: &str) -> Result<Self, CidrError> {
        let form = || CidrError::Form {
            text: super::super::check::shortened(text),
        };
        let (address, length) = text.split_once('/').ok_or_else(form)?;
        let plain = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        let octal = 1 < length.len() && length.starts_with('0');
        let length: u32 = length.parse().map_err(|_| form())?;
        let address: IpAddr = address.parse().map_err(|_| form())?;
        let network = network(address, length)
            .filter(|_| plain && !octal)
            .ok_or_else(form)?;
        if network != address {
            return Err(CidrError::Bits {
                text: text.to_owned(),
                network: format!("{network}/{length}"),
            });
        }
        Ok(Self(text.to_owned()))
    }

    /// The range as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The first address of a range; `None` where the length is too long.
fn network(address: IpAddr, length: u32) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) => {
            let open = u32::BITS.checked_sub(length)?;
            let mask = u32::MAX.checked_shl(open).unwrap_or(0);
            Some(IpAddr::V4((address.to_bits() & mask).into()))
        }
        IpAddr::V6(address) => {
            let open = u128::BITS.checked_sub(length)?;
            let mask = u128::MAX.checked_shl(open).unwrap_or(0);
            Some(IpAddr::V6((address.to_bits() & mask).into()))
        }
    }
}

text_type!(
    Cidr, CidrError, format: "cidr",
    about: "A range of addresses in CIDR notation.",
    examples: ["10.0.0.0/8", "203.0.113.7/32"]
);

/// The address of a page or a service: `http` or `https`, a host, perhaps a port
/// and a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Url(String);

/// Why a text is not an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// It does not start with `http://` or `https://`.
    #[error("`{text}` starts with neither `https://` nor `http://`")]
    Scheme {
        /// What was written.
        text: String,
    },
    /// There is no host, or none that could be one.
    #[error("`{text}` names no host")]
    Host {
        /// What was written.
        text: String,
    },
    /// The port is no port.
    #[error("`{text}` has no port between 1 and 65535")]
    Port {
        /// What was written.
        text: String,
    },
    /// It has a part that is not expected.
    #[error("`{text}` has {part}")]
    Part {
        /// What was written.
        text: String,
        /// The part.
        part: &'static str,
    },
}

impl UrlError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Scheme { .. } | Self::Host { .. } => {
                "write an address such as `https://runbooks.example.com/pg`".to_owned()
            }
            Self::Port { .. } => "write the port after a colon, or leave both out".to_owned(),
            Self::Part { part, .. } => format!("leave out {part}"),
        }
    }
}

impl Url {
    /// Checks an address.
    pub fn read(text: &str) -> Result<Self, UrlError> {
        let written = || super::super::check::shortened(text);
        let part = |part| UrlError::Part {
            text: written(),
            part,
        };
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or_else(|| UrlError::Scheme { text: written() })?;
        if rest.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(part("a blank"));
        }
        if rest.contains(['?', '#']) {
            return Err(part("a query or a fragment"));
        }
        let authority = rest.split('/').next().unwrap_or_default();
        if authority.contains('@') {
            return Err(part("a user"));
        }
        let (host, port) = split_port(authority);
        if !is_host(host) {
            return Err(UrlError::Host { text: written() });
        }
        if port.is_some_and(|port| port.parse::<NonZeroU16>().is_err()) {
            return Err(UrlError::Port { text: written() });
        }
        Ok(Self(text.to_owned()))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether what is sent there is encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The host, without the brackets of an IPv6 address.
    pub fn host(&self) -> &str {
        let host = split_port(self.authority()).0;
        host.strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(host)
    }

    /// The port: the one written, or that of the scheme.
    pub fn port(&self) -> u16 {
        let written = split_port(self.authority()).1;
        let default = if self.is_encrypted() { 443 } else { 80 };
        written
            .and_then(|port| port.parse().ok())
            .unwrap_or(default)
    }

    fn authority(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        rest.split('/').next().unwrap_or_default()
    }
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        return matches!(address.parse(), Ok(IpAddr::V6(_)));
    }
    let inner = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let label = |label: &str| !label.is_empty() && label.chars().all(inner);
    host.split('.').all(label)
}

text_type!(
    Url, UrlError, format: "address",
    about: "An address that starts with https:// or http://.",
    examples: ["https://runbooks.example.com/pg"]
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_both_families_are_taken() {
        for text in [
            "10.0.0.0/8",
            "0.0.0.0/0",
            "10.1.2.3/32",
            "::/0",
            "fd00:1::/32",
        ] {
            assert!(Cidr::read(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_range_needs_a_length_that_fits() {
        for text in [
            "10.0.0.0",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.0/08",
            "10.0.0.0/+8",
            "x/8",
            "/8",
        ] {
            let error = Cidr::read(text).unwrap_err();
            assert!(matches!(error, CidrError::Form { .. }), "{text}");
        }
        let error = Cidr::read("10.1.2.3/8").unwrap_err();
        assert_eq!(error.help(), "write `10.0.0.0/8`");
    }

    #[test]
    fn an_address_has_a_scheme_and_a_host() {
        for text in [
            "https://example.com",
            "http://minio.storage.svc:9000/",
            "https://[fd00::1]:443/a",
            "https://10.0.0.1/a/b",
        ] {
            assert!(Url::read(text).is_ok(), "{text}");
        }
        for text in [
            "example.com",
            "s3://bucket",
            "https://",
            "https:///x",
            "https://a..b",
            "https://a:0",
            "https://a:70000",
            "https://a:",
            "https://u@a",
            "https://a b",
            "https://a?x=1",
            "https://[::1",
        ] {
            assert!(Url::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn host_and_port_are_told_apart() {
        let parts = |text: &str| {
            let url = Url::read(text).unwrap();
            (url.host().to_owned(), url.port())
        };
        assert_eq!(parts("https://a.b/c"), ("a.b".to_owned(), 443));
        assert_eq!(parts("http://a:9000"), ("a".to_owned(), 9000));
        assert_eq!(
            parts("https://[fd00::1]:8443/x"),
            ("fd00::1".to_owned(), 8443)
        );
        assert_eq!(parts("https://[fd00::1]/x"), ("fd00::1".to_owned(), 443));
    }
}
