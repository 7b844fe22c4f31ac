//! `dropped-text`: no text stands where nobody reads it.

use crate::document::Oddity;
use crate::lint::{
    Check, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities, Source,
    Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("dropped-text"),
    family: Family::NoEffect,
    topic: Topic::Schema,
    severities: Severities::all(Level::Error),
    summary: "nothing stands between the end of a document (`...`) and the next `---`",
    rationale: "
A line of three points ends a document. What follows it up to the next line of
three hyphens is in no document: `kubectl` drops it without a word.
",
    sources: &[
        Source {
            title: "YAML 1.2, Document Markers",
            url: "https://yaml.org/spec/1.2.2/#912-document-markers",
        },
        Source {
            title: "kubernetes-sigs/yaml, README",
            url: "https://github.com/kubernetes-sigs/yaml",
        },
    ],
    bad: &["
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
...
apiVersion: v1  #~
kind: ConfigMap
metadata:
  name: main-queries
"],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
...
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: main-queries
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
...
# nothing but a comment
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
...
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Text(check),
};

fn check(oddity: &Oddity, object: Object, reporter: &mut Reporter) {
    // The items of a list share the text around them.
    let list = object
        .document()
        .list()
        .and_then(|list| list.get("items")?.item(0));
    if list.is_some_and(|first| first != object.document().root()) {
        return;
    }
    if let Oddity::DroppedText { span } = *oddity {
        reporter
            .report(
                span,
                "text after the end of the document is dropped",
                "in no document",
            )
            .help("put `---` before it");
    }
}
