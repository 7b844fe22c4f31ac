//! The formats that a JSON Schema names, checked by the type that reads them.

use super::{
    ClusterName, Cron, DatabaseName, DnsLabel, DnsSubdomain, Duration, ExtensionName, GoDuration,
    Image, KubernetesVersion, LabelKey, LabelValue, OperatorVersion, PostgresMajor, Quantity,
    Retention, RoleName, Schedule, SecretKey,
};

/// Judges `text` by the grammar that a schema calls `format`; `None` where the
/// format is none of ours. The error says what is wrong.
pub fn check(format: &str, text: &str) -> Option<Result<(), String>> {
    let judged = judge(format, text)?;
    Some(judged.map_err(|refusal| refusal.message))
}

/// What to write instead of a `text` that [`check`] refuses.
pub fn help(format: &str, text: &str) -> Option<String> {
    judge(format, text)?.err().map(|refusal| refusal.help)
}

/// Why a text is refused, and what to do about it.
struct Refusal {
    message: String,
    help: String,
}

fn judge(format: &str, text: &str) -> Option<Result<(), Refusal>> {
    /// Asks the type's own parser.
    macro_rules! ask {
        ($type:ident) => {
            $type::read(text).map(drop).map_err(|error| Refusal {
                message: error.to_string(),
                help: error.help(),
            })
        };
    }
    Some(match format {
        "cluster-name" => ask!(ClusterName),
        "cron" => ask!(Cron),
        "database-name" => ask!(DatabaseName),
        "dns-label" => ask!(DnsLabel),
        "dns-subdomain" => ask!(DnsSubdomain),
        "extension-name" => ask!(ExtensionName),
        "go-duration" => ask!(GoDuration),
        "image" => ask!(Image),
        "kubernetes-version" => ask!(KubernetesVersion),
        "label-key" => ask!(LabelKey),
        "label-value" => ask!(LabelValue),
        "operator-version" => ask!(OperatorVersion),
        "postgres-major" => ask!(PostgresMajor),
        "quantity" => ask!(Quantity),
        "retention" => ask!(Retention),
        "role-name" => ask!(RoleName),
        "schedule" => ask!(Schedule),
        "secret-key" => ask!(SecretKey),
        "time-span" => ask!(Duration),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_checked_by_its_own_parser() {
        assert_eq!(check("quantity", "1Gi"), Some(Ok(())));
        assert_eq!(check("date-time", "anything"), None);
        let message = "`1GB` is not a quantity: there is no unit `GB`".to_owned();
        assert_eq!(check("quantity", "1GB"), Some(Err(message)));
        assert_eq!(help("quantity", "1GB"), Some("write `Gi`".to_owned()));
        assert_eq!(help("quantity", "1Gi"), None);
    }

    #[test]
    fn every_schema_names_a_format_that_takes_its_examples() {
        let mut schemas = Vec::new();
        macro_rules! schemas {
            ($($type:ident)+) => { $(schemas.push(schemars::schema_for!($type).to_value());)+ };
        }
        schemas!(ClusterName Cron DatabaseName DnsLabel DnsSubdomain Duration ExtensionName);
        schemas!(GoDuration Image KubernetesVersion LabelKey LabelValue OperatorVersion);
        schemas!(PostgresMajor Quantity Retention RoleName Schedule SecretKey);
        for schema in schemas {
            let format = schema["format"].as_str().unwrap();
            for example in schema["examples"].as_array().unwrap() {
                let text = example
                    .as_str()
                    .map_or_else(|| example.to_string(), str::to_owned);
                assert_eq!(check(format, &text), Some(Ok(())), "{format}");
            }
        }
    }
}
