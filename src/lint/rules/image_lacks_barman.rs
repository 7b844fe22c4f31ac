//! `image-lacks-barman`: the image has the tools that its cluster needs.

use crate::knowledge::images;
use crate::kube::Image;
use crate::lint::kind::CLUSTER;
use crate::lint::kind::{CLUSTER_IMAGE_CATALOG, IMAGE_CATALOG};
use crate::lint::view::{self, backup, external};
use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Slot, Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("image-lacks-barman"),
    family: Family::NoEffect,
    topic: Topic::Backup,
    severities: Severities::all(Level::Error),
    summary: "a cluster that uses `barmanObjectStore` has an image with Barman Cloud in it",
    rationale: r#"
`minimal` and `standard` images come without Barman Cloud. The archive command
then fails ("executable file not found"), no backup is made, and WAL piles up on
the volume until it is full.
"#,
    sources: &[
        Source {
            title: "CloudNativePG, PostgreSQL container images",
            url: "https://github.com/cloudnative-pg/postgres-containers#images",
        },
        Source {
            title: "CloudNativePG, WAL archiving",
            url: "https://cloudnative-pg.io/documentation/current/wal_archiving/",
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
  imageName: ghcr.io/cloudnative-pg/postgresql:18.1-standard-trixie  #~
  backup:
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
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
  imageCatalogRef:
    apiGroup: postgresql.cnpg.io
    kind: ImageCatalog
    name: main-images  #~
    major: 18
  backup:
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
---
apiVersion: postgresql.cnpg.io/v1
kind: ImageCatalog
metadata:
  name: main-images
spec:
  images:
    - major: 18
      image: ghcr.io/cloudnative-pg/postgresql:18.1-minimal-trixie
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
  imageName: ghcr.io/cloudnative-pg/postgresql:18.1-system-trixie
  backup:
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
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
  imageName: ghcr.io/cloudnative-pg/postgresql:18.1-standard-trixie
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: main-backups
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
  imageName: registry.example.com/postgresql:18.1-standard-trixie
  backup:
    barmanObjectStore:
      destinationPath: s3://main/
      s3Credentials:
        inheritFromIAMRole: true
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&CLUSTER], check),
};

fn check(cx: &Context, cluster: Object, reporter: &mut Reporter) {
    let named = cluster.slot(&["spec", "imageName"]).text();
    let Some((name, image)) = named
        .written()
        .flatten()
        .map(|name| (name, named.slot()))
        .or_else(|| of_catalog(cx, cluster))
    else {
        return;
    };
    if images::has_barman(&Image::parse(name)) != Some(false) {
        return;
    }
    let source = external::recovery_source(cluster).or_else(|| external::replica_source(cluster));
    let stores = [
        Some(backup::in_tree(cluster)),
        source.map(external::External::in_tree),
    ];
    let mut used = stores.into_iter().flatten().filter_map(Slot::node);
    if let Some(key) = used.find_map(crate::document::Node::key_span) {
        reporter
            .report(
                image,
                "the image lacks Barman Cloud, so nothing is archived or restored",
                "without Barman Cloud",
            )
            .relate(key, "needs it in the image")
            .help("move to the plugin `barman-cloud.cloudnative-pg.io`, or use a `system` image");
    }
}

/// The image that the cluster's catalog has for it, if that is here; and the
/// field of the cluster that asks for it.
fn of_catalog<'a>(cx: &Context<'a>, cluster: Object<'a>) -> Option<(&'a str, Slot<'a>)> {
    let reference = cluster.slot(&["spec", "imageCatalogRef"]);
    let text = |slot: Slot<'a>| slot.text().written().flatten();
    let kind = match text(reference.at(&["kind"]))? {
        "ImageCatalog" => &IMAGE_CATALOG,
        "ClusterImageCatalog" => &CLUSTER_IMAGE_CATALOG,
        _ => return None,
    };
    let catalog = cx
        .find(cluster, kind, text(reference.at(&["name"]))?)
        .found()?;
    let major = reference.at(&["major"]).integer().written()??;
    let images = view::list(catalog.slot(&["spec", "images"]))?;
    let image = images
        .into_iter()
        .find(|image| image.at(&["major"]).integer().value().flatten() == Some(major))?;
    Some((text(image.at(&["image"]))?, reference.at(&["name"])))
}
