//! `key-not-text`: keys are text.

use crate::document::Oddity;
use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities, Source,
    Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("key-not-text"),
    family: Family::NoEffect,
    topic: Topic::Schema,
    severities: Severities::all(Level::Warning),
    summary: "every key is text, as it is written",
    rationale: "
Keys of objects are text. A key that YAML takes for a boolean or a number is
renamed on its way to the server: `on` and `yes` become `true`, `0x10` becomes
`16`. Whoever looks for the name that is written does not find it.
",
    sources: &[
        Source {
            title: "YAML 1.1, Boolean Language-Independent Type",
            url: "https://yaml.org/type/bool.html",
        },
        Source {
            title: "kubernetes-sigs/yaml, README",
            url: "https://github.com/kubernetes-sigs/yaml",
        },
    ],
    bad: &["
apiVersion: v1
kind: ConfigMap
metadata:
  name: main-queries
data:
  on: always  #~
"],
    good: &[
        "
apiVersion: v1
kind: ConfigMap
metadata:
  name: main-queries
data:
  'on': always
",
        "
apiVersion: v1
kind: ConfigMap
metadata:
  name: main-queries
data:
  online: always
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Text(check),
};

fn check(oddity: &Oddity, _: Object, reporter: &mut Reporter) {
    if let Oddity::OddKey { key, name } = oddity {
        let written = key.text().unwrap_or_default();
        let message = format!("the key `{written}` becomes `{name}`");
        reporter
            .report(key, message, "not text")
            .help(format!("write `'{written}'`"));
    }
}
