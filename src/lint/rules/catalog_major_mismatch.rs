//! `catalog-major-mismatch`: a catalog lists images under their own majors.

use crate::knowledge::parameters::MAJORS;
use crate::kube::Image;
use crate::lint::kind::{CLUSTER_IMAGE_CATALOG, IMAGE_CATALOG};

use crate::lint::{
    Check, Context, Family, FixSafety, Level, Limits, Object, Reporter, Rule, RuleId, Severities,
    Source, Topic,
};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("catalog-major-mismatch"),
    family: Family::NoEffect,
    topic: Topic::Migration,
    severities: Severities::all(Level::Error),
    summary: "a catalog lists each image under the major that it has",
    rationale: "
The operator takes the major from the catalog and not from the image. Where both
differ, the server refuses a data directory of another major, or an upgrade is
made that nobody asked for.
",
    sources: &[Source {
        title: "CloudNativePG, Image Catalog",
        url: "https://cloudnative-pg.io/documentation/current/image_catalog/",
    }],
    bad: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: ImageCatalog
metadata:
  name: main
spec:
  images:
    - major: 17
      image: ghcr.io/cloudnative-pg/postgresql:18.6-standard-trixie  #~
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: ClusterImageCatalog
metadata:
  name: main
spec:
  images:
    - major: 18
      image: registry.example.com/postgresql:17.5  #~
",
    ],
    good: &[
        "
apiVersion: postgresql.cnpg.io/v1
kind: ImageCatalog
metadata:
  name: main
spec:
  images:
    - major: 18
      image: ghcr.io/cloudnative-pg/postgresql:18.6-standard-trixie
",
        "
apiVersion: postgresql.cnpg.io/v1
kind: ImageCatalog
metadata:
  name: main
spec:
  images:
    - major: 18
      image: registry.example.com/main:16.0
",
    ],
    fix: FixSafety::None,
    limits: Limits::NONE,
    check: Check::Each(&[&IMAGE_CATALOG, &CLUSTER_IMAGE_CATALOG], check),
};

fn check(_: &Context, catalog: Object, reporter: &mut Reporter) {
    for entry in catalog.slot(&["spec", "images"]).items() {
        let listed = entry.at(&["major"]);
        let name = entry.at(&["image"]);
        let written = listed.integer().written().flatten();
        let Some((major, text)) = written.zip(name.text().written().flatten()) else {
            continue;
        };
        let image = Image::parse(text);
        // Tags of images of another making count something else.
        let is_postgres = image
            .name()
            .rsplit('/')
            .next()
            .is_some_and(|last| last.starts_with("postgres"));
        let tag = image.postgres_tag().filter(|_| is_postgres);
        let Some(own) = tag.and_then(|tag| u8::try_from(tag.version.major).ok()) else {
            continue;
        };
        if !MAJORS.contains(&own) || i64::from(own) == major {
            continue;
        }
        reporter
            .report(
                name,
                format!("an image of PostgreSQL {own} is listed as {major}"),
                format!("PostgreSQL {own}"),
            )
            .relate(listed.span(), "another major")
            .help(format!(
                "write `major: {own}`, or name an image of PostgreSQL {major}"
            ));
    }
}
