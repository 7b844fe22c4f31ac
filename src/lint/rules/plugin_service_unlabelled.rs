//! `plugin-service-unlabelled`: plugins are found.

use crate::lint::kind::SERVICE;

use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("plugin-service-unlabelled"),
    family: Family::NoEffect,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "a Service of a plugin has the label `cnpg.io/pluginName`",
    rationale: "
The operator finds plugins by Services with the label `cnpg.io/pluginName`. Without
it, or with `cnpg.io/plugin` as the documentation once calls it, the Service is
passed over, and each cluster that names the plugin waits for it.
",
    sources: &[
        Source {
            title: "CloudNativePG, plugin_predicates.go",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/internal/controller/plugin_predicates.go",
        },
        Source {
            title: "CloudNativePG, CNPG-I",
            url: "https://cloudnative-pg.io/documentation/current/cnpg_i/",
        },
    ],
    bad: &[r#"
apiVersion: v1
kind: Service
metadata:
  name: main-plugin
  annotations:
    cnpg.io/pluginPort: "9090"
  labels:
    cnpg.io/plugin: main.example.com  #~
spec:
  ports:
    - port: 9090
  selector:
    app: main-plugin
"#],
    good: &[
        r#"
apiVersion: v1
kind: Service
metadata:
  name: main-plugin
  annotations:
    cnpg.io/pluginPort: "9090"
  labels:
    cnpg.io/pluginName: main.example.com
spec:
  ports:
    - port: 9090
  selector:
    app: main-plugin
"#,
        "
apiVersion: v1
kind: Service
metadata:
  name: main-plugin
  labels:
    app: main.example.com
spec:
  ports:
    - port: 9090
  selector:
    app: main-plugin
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&SERVICE], check),
};

fn check(_: &Context, service: Object, reporter: &mut Reporter) {
    let port = service.annotation("cnpg.io/pluginPort");
    let name = service.label("cnpg.io/pluginName");
    if port.is_present() != Some(true) || name.is_present() != Some(false) {
        return;
    }
    let old = service.label("cnpg.io/plugin");
    let finding = match old.node() {
        Some(node) => reporter.report(
            Key(node),
            "the operator does not find this plugin",
            "is not the label that it looks for",
        ),
        None => reporter.report(
            name,
            "the operator does not find this plugin",
            "lacks the label `cnpg.io/pluginName`",
        ),
    };
    finding.help("write the name of the plugin as the label `cnpg.io/pluginName`");
}
