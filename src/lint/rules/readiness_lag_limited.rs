//! `readiness-lag-limited`: a replica that lags is still a replica.

use crate::lint::kind::CLUSTER;

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("readiness-lag-limited"),
    family: Family::Practice,
    topic: Topic::Availability,
    severities: Severities::all(Level::Info),
    summary: "the readiness of a replica does not depend on its lag",
    rationale: "
With `maximumLag` a replica that lags more is not ready, at any time. It then
leaves the Services, the quorum of synchronous replication and the candidates for a
failover, just when the primary is under load. The documentation says to use it
with extreme caution.
",
    sources: &[
        Source {
            title: "CloudNativePG, Instance manager, Readiness probe strategy",
            url: "https://cloudnative-pg.io/documentation/current/instance_manager/#readiness-probe-strategy",
        },
        Source {
            title: "cloudnative-pg#10547",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/issues/10547",
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
  probes:
    readiness:
      type: streaming
      maximumLag: 16Mi  #~
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
  probes:
    readiness:
      type: streaming
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
  probes:
    startup:
      type: streaming
      maximumLag: 16Mi
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(_: &Context, cluster: Object, reporter: &mut Reporter) {
    let probe = cluster.slot(&["spec", "probes", "readiness"]);
    let streaming = probe.at(&["type"]).text().written().flatten() == Some("streaming");
    let lag = probe.at(&["maximumLag"]).quantity();
    if streaming && reporter.need(lag).flatten().is_some() {
        reporter
            .report(
                probe.at(&["maximumLag"]),
                "a replica that lags leaves the Services, the quorum and the failover",
                "is looked at all the time",
            )
            .help("remove the line, or move it to `probes.startup`");
    }
}
