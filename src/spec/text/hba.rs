//! Lines of `pg_hba.conf`.

use super::text_type;

/// A line of `pg_hba.conf`, which says how clients authenticate.
///
/// Checked is what the PostgreSQL documentation calls the seven formats: the
/// type of connection, that the fields are there, and the method's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HbaLine(String);

/// Why a text is not a line of `pg_hba.conf`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HbaError {
    /// It is several lines, or a comment, or nothing.
    #[error("not one line of `pg_hba.conf`")]
    Line,
    /// The type of connection is none.
    #[error("there is no type of connection `{found}`")]
    Type {
        /// What was written.
        found: String,
    },
    /// A field is missing.
    #[error("the line lacks {what}")]
    Missing {
        /// What is missing.
        what: &'static str,
    },
    /// The method is none.
    #[error("there is no method `{found}`")]
    Method {
        /// What was written.
        found: String,
    },
}

/// Types of connection, as the documentation of `pg_hba.conf` lists them.
const TYPES: &[&str] = &[
    "local",
    "host",
    "hostssl",
    "hostnossl",
    "hostgssenc",
    "hostnogssenc",
];

/// Methods, as the documentation of `pg_hba.conf` lists them.
const METHODS: &[&str] = &[
    "trust",
    "reject",
    "scram-sha-256",
    "md5",
    "password",
    "gss",
    "sspi",
    "ident",
    "peer",
    "ldap",
    "radius",
    "cert",
    "pam",
    "bsd",
    "oauth",
];

impl HbaError {
    /// What to write instead.
    pub fn help(&self) -> String {
        match self {
            Self::Line | Self::Missing { .. } => {
                "write `TYPE DATABASE USER ADDRESS METHOD`, such as `hostssl odoo odoo_ro 10.0.0.0/8 scram-sha-256`".to_owned()
            }
            Self::Type { .. } => format!("the types are {}", listed(TYPES)),
            Self::Method { .. } => format!("the methods are {}", listed(METHODS)),
        }
    }
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

impl HbaLine {
    /// Checks a line.
    pub fn read(text: &str) -> Result<Self, HbaError> {
        let line = text.trim();
        if line.is_empty() || line.starts_with('#') || line.contains(['\n', '\r', '\0']) {
            return Err(HbaError::Line);
        }
        let fields = fields(line).ok_or(HbaError::Line)?;
        let mut rest = fields.iter().map(String::as_str);
        let kind = rest.next().unwrap_or_default();
        if !TYPES.contains(&kind) {
            return Err(HbaError::Type {
                found: kind.to_owned(),
            });
        }
        let mut next = |what| rest.next().ok_or(HbaError::Missing { what });
        next("the database")?;
        next("the user")?;
        if kind != "local" {
            let address = next("the address")?;
            // An address without a length has a mask in a field of its own.
            if is_bare_address(address) {
                next("the mask")?;
            }
        }
        let method = next("the method")?;
        if !METHODS.contains(&method) {
            return Err(HbaError::Method {
                found: method.to_owned(),
            });
        }
        Ok(Self(line.to_owned()))
    }

    /// The type of connection that it is about.
    pub fn connection(&self) -> &str {
        self.0.split_whitespace().next().unwrap_or_default()
    }

    /// How it asks clients who they are.
    pub fn method(&self) -> String {
        let fields = fields(&self.0).unwrap_or_default();
        let mut rest = fields.into_iter().skip(3).skip_while(|field| {
            // Where the line is about sockets, there is neither address nor mask.
            !METHODS.contains(&field.as_str())
        });
        rest.next().unwrap_or_default()
    }

    /// The line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The fields of a line: separated by blanks, commas hold lists together, quotes
/// keep blanks. `None` where a quote is left open.
fn fields(line: &str) -> Option<Vec<String>> {
    let mut fields = Vec::new();
    let mut field = String::new();
    let mut quoted = false;
    let mut after_comma = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            '#' if !quoted => break,
            c if c.is_whitespace() && !quoted => {
                if !field.is_empty() && !after_comma {
                    fields.push(std::mem::take(&mut field));
                }
                continue;
            }
            _ => {}
        }
        after_comma = c == ',' && !quoted;
        field.push(c);
    }
    if quoted {
        return None;
    }
    if !field.is_empty() {
        fields.push(field);
    }
    Some(fields)
}

fn is_bare_address(text: &str) -> bool {
    text.parse::<core::net::IpAddr>().is_ok()
}

text_type!(
    HbaLine, HbaError, format: "hba-line",
    about: "A line of pg_hba.conf: type, database, user, address, method.",
    examples: ["hostssl odoo odoo_ro 10.0.0.0/8 scram-sha-256"]
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_of_the_documentation_is_taken() {
        for text in [
            "local all all peer",
            "host all all 127.0.0.1/32 scram-sha-256",
            "host all all 127.0.0.1 255.255.255.255 trust",
            "hostssl a,b, c \"all\" ::1/128 cert map=x",
            "hostnossl all all all reject",
            "host all all .example.com scram-sha-256",
            "hostgssenc postgres all 192.168.0.0/16 gss include_realm=1",
            "  host  all\tall  samenet md5  # why",
            "hostssl odoo odoo_ro ${podselector:web} scram-sha-256",
        ] {
            assert!(HbaLine::read(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_line_tells_its_connection_and_its_method() {
        for (text, connection, method) in [
            ("local all all peer", "local", "peer"),
            ("host all trust 10.0.0.0 255.0.0.0 md5", "host", "md5"),
            ("hostssl a, b \"x y\" ::1/128 cert map=x", "hostssl", "cert"),
        ] {
            let line = HbaLine::read(text).unwrap();
            assert_eq!(
                (line.connection(), line.method().as_str()),
                (connection, method)
            );
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let message = |text: &str| HbaLine::read(text).unwrap_err().to_string();
        assert_eq!(
            message("hostss all all all md5"),
            "there is no type of connection `hostss`"
        );
        assert_eq!(message("host all all md5"), "the line lacks the method");
        assert_eq!(
            message("host all all 10.0.0.1 md5"),
            "the line lacks the method"
        );
        assert_eq!(
            message("host all all all scram"),
            "there is no method `scram`"
        );
        assert_eq!(message("host all"), "the line lacks the user");
        assert_eq!(
            message("local all all peer\nlocal all all trust"),
            HbaError::Line.to_string()
        );
        assert_eq!(
            message("host \"all all all md5"),
            HbaError::Line.to_string()
        );
        assert_eq!(
            message("# host all all all md5"),
            HbaError::Line.to_string()
        );
    }
}
