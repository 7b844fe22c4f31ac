//! `setting-switched-off`: what is switched off is not set.

use crate::lint::kind::{CLUSTER, POOLER};

use crate::lint::{
    Check, Context, Family, FixSafety, Key, Level, Limits, Object, Reporter, Rule, RuleId,
    Severities, Slot, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("setting-switched-off"),
    family: Family::NoEffect,
    topic: Topic::Schema,
    severities: Severities::all(Level::Warning),
    summary: "no setting is written that another one switches off",
    rationale: "
Some settings hold only while a switch next to them is on: the kind of
anti-affinity while there is one, the Secret of the superuser while it may log
in, the relabelings of a PodMonitor while the operator makes one. Otherwise they
are accepted and have no effect.
",
    sources: &[
        Source {
            title: "CloudNativePG, API reference",
            url: "https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/",
        },
        Source {
            title: "CloudNativePG, pods.go, CreateGeneratedAntiAffinity",
            url: "https://github.com/cloudnative-pg/cloudnative-pg/blob/v1.30.0/pkg/specs/pods.go",
        },
    ],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  storage:
    size: 10Gi
  affinity:
    enablePodAntiAffinity: false
    podAntiAffinityType: required  #~
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
  superuserSecret:  #~
    name: main-superuser
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata:
  name: main-pooler
spec:
  cluster:
    name: main
  instances: 2
  pgbouncer:
    poolMode: session
  monitoring:
    enablePodMonitor: false
    podMonitorRelabelings:  #~
      - targetLabel: environment
        replacement: prod
",
    ],
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
  affinity:
    podAntiAffinityType: required
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
  enableSuperuserAccess: true
  superuserSecret:
    name: main-superuser
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
  backup:
    volumeSnapshot:
      online: false
  probes:
    liveness:
      isolationCheck:
        requestTimeout: 2000
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER, &POOLER], check),
};

/// What is switched, by what, and whether that is on if nobody says.
struct Switch {
    settings: &'static [&'static [&'static str]],
    by: &'static [&'static str],
    default: bool,
}

static SWITCHES: &[Switch] = &[
    Switch {
        settings: &[
            &["spec", "affinity", "podAntiAffinityType"],
            &["spec", "affinity", "topologyKey"],
        ],
        by: &["spec", "affinity", "enablePodAntiAffinity"],
        default: true,
    },
    Switch {
        settings: &[&["spec", "superuserSecret"]],
        by: &["spec", "enableSuperuserAccess"],
        default: false,
    },
    Switch {
        settings: &[
            &["spec", "monitoring", "podMonitorRelabelings"],
            &["spec", "monitoring", "podMonitorMetricRelabelings"],
        ],
        by: &["spec", "monitoring", "enablePodMonitor"],
        default: false,
    },
    Switch {
        settings: &[&["spec", "backup", "volumeSnapshot", "onlineConfiguration"]],
        by: &["spec", "backup", "volumeSnapshot", "online"],
        default: true,
    },
    Switch {
        settings: &[
            &[
                "spec",
                "probes",
                "liveness",
                "isolationCheck",
                "requestTimeout",
            ],
            &[
                "spec",
                "probes",
                "liveness",
                "isolationCheck",
                "connectionTimeout",
            ],
        ],
        by: &["spec", "probes", "liveness", "isolationCheck", "enabled"],
        default: true,
    },
];

fn check(_: &Context, object: Object, reporter: &mut Reporter) {
    for switch in SWITCHES {
        let written = switch.settings.iter().map(|path| object.slot(path));
        let Some(setting) = written.clone().find_map(Slot::node) else {
            continue;
        };
        let by = object.slot(switch.by).boolean_or(switch.default);
        if reporter.need(by) != Some(false) {
            continue;
        }
        let path = by.slot().path();
        let name = path.trim_start_matches("spec.");
        let said = if by.is_default() {
            "does not say `true`"
        } else {
            "is `false`"
        };
        let finding = reporter.report(
            Key(setting),
            format!("this has no effect, as `{name}` {said}"),
            "is switched off",
        );
        if by.is_default() {
            finding.help(format!("remove it, or set `{name}: true`"));
        } else {
            finding.relate(by.slot().span(), "switches it off");
            finding.help(format!("remove it, or `{name}: false`"));
        }
    }
}
