//! `preload-library-not-in-image`: what the server loads is in its image.

use crate::knowledge::images;
use crate::knowledge::images::extensions::{self, Extension};
use crate::kube::Image;
use crate::lint::kind::CLUSTER;
use crate::lint::view::list;
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("preload-library-not-in-image"),
    family: Family::NoEffect,
    topic: Topic::Postgresql,
    severities: Severities::all(Level::Error),
    summary: "the libraries that a server loads are in its image",
    rationale: "
A server that cannot find a library of `shared_preload_libraries` does not start,
and the operator can do nothing about it. The project's images have what comes
with PostgreSQL, and the standard and system ones a few extensions more; anything
else needs an image of its own or an image volume (`postgresql.extensions`).
",
    sources: &[
        Source {
            title: "CloudNativePG, PostgreSQL Configuration, Shared preload libraries",
            url: "https://cloudnative-pg.io/documentation/current/postgresql_conf/#shared-preload-libraries",
        },
        Source {
            title: "CloudNativePG, Image Volume Extensions",
            url: "https://cloudnative-pg.io/documentation/current/imagevolume_extensions/",
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
  imageName: ghcr.io/cloudnative-pg/postgresql:18.6-standard-trixie
  storage:
    size: 10Gi
  postgresql:
    shared_preload_libraries:
      - pg_stat_statements
      - timescaledb  #~
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:18.6-minimal-trixie
  storage:
    size: 10Gi
  postgresql:
    shared_preload_libraries:
      - pgaudit.so  #~
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
  postgresql:
    shared_preload_libraries:
      - pg_cron  #~
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
  imageName: ghcr.io/cloudnative-pg/postgresql:18.6-standard-trixie
  storage:
    size: 10Gi
  postgresql:
    shared_preload_libraries:
      - pg_stat_statements
      - pgaudit
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
  imageName: registry.example.com/main:18.6
  postgresql:
    shared_preload_libraries:
      - timescaledb
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:18.6-minimal-trixie
  storage:
    size: 10Gi
  postgresql:
    extensions:
      - name: pg-crash
        image:
          reference: registry.example.com/main:1.0
    shared_preload_libraries:
      - pg_crash
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
spec:
  instances: 3
  imageName: ghcr.io/cloudnative-pg/postgresql:18.6-minimal-trixie
  storage:
    size: 10Gi
  postgresql:
    extensions:
      - name: main
        image:
          reference: registry.example.com/main:1.0
    shared_preload_libraries:
      - timescaledb
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let Some(image) = image(cx, cluster) else {
        return;
    };
    let Ok(version) = image.postgres_version() else {
        return;
    };
    let Ok(major) = u8::try_from(version.major) else {
        return;
    };
    let postgresql = cluster.slot(&["spec", "postgresql"]);
    let Some(mounted) = list(postgresql.at(&["extensions"])) else {
        return;
    };
    let names: Option<Vec<&str>> = mounted
        .iter()
        .map(|item| item.at(&["name"]).text().written().flatten())
        .collect();
    // What is in an image volume of another making, nobody can tell.
    let Some(names) = names.filter(|names| names.iter().all(|name| is_known(name))) else {
        return;
    };
    for entry in postgresql.at(&["shared_preload_libraries"]).items() {
        let Some(text) = entry.text().written().flatten() else {
            continue;
        };
        let Some(extension) = extensions::by_library(text) else {
            continue;
        };
        let is_mounted = names.iter().any(|name| brings(&extension, name));
        if is_mounted || images::has(&image, &extension, major) != Some(false) {
            continue;
        }
        reporter
            .report(
                entry,
                format!(
                    "`{}` is not in the image `{}`",
                    extension.name,
                    image.as_str()
                ),
                "the server does not start without it",
            )
            .help("use an image that has it, or mount it with `postgresql.extensions`");
    }
}

/// The image that a cluster runs, as far as the cluster alone tells.
fn image(cx: &Context, cluster: Object) -> Option<Image> {
    let catalog = cluster.slot(&["spec", "imageCatalogRef"]);
    if catalog.is_present()? {
        return None;
    }
    match cluster.slot(&["spec", "imageName"]).text().value()? {
        Some(name) => Some(Image::parse(name)),
        None if cluster.is_partial() => None,
        None => images::default_operand(&cx.target().operator).map(|name| Image::parse(&name)),
    }
}

/// Whether an image volume of this name is one of the project's.
fn is_known(volume: &str) -> bool {
    extensions::all().any(|extension| brings(&extension, volume))
}

/// Whether an image volume of this name has the extension.
fn brings(extension: &Extension, volume: &str) -> bool {
    extension.catalog == Some(volume) || extension.name == volume.replace('-', "_")
}
