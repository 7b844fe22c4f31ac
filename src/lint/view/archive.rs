//! Where in an object store the backups and the WAL of a server lie.

use super::backup::{self, Archiver};
use super::external::{self, External};
use super::plugin::Plugin;
use crate::document::Span;
use crate::kube::Location;
use crate::lint::context::Context;
use crate::lint::kind::{BACKUP, CLUSTER, OBJECT_STORE};
use crate::lint::object::Object;
use crate::lint::slot::Slot;

/// A folder in an object store: one server's backups and WAL.
#[derive(Clone, Debug)]
pub struct Archive<'a> {
    store: Store<'a>,
    /// The name of the folder.
    pub server: &'a str,
    /// Whether nobody wrote that name.
    pub is_default: bool,
    /// Where the folder, or else the store, is named.
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Store<'a> {
    /// An object store, by its endpoint and path.
    Place(String, Location),
    /// An `ObjectStore` that is not here, or is filled in later.
    Object(Option<&'a str>, &'a str),
}

impl<'a> Archive<'a> {
    /// Where a cluster archives to, as far as it can be told.
    pub fn written(cx: &Context<'a>, cluster: Object<'a>) -> Option<Self> {
        match backup::archiver(cluster)? {
            Archiver::Plugin(plugin) => Self::of_plugin(cx, cluster, &plugin),
            Archiver::InTree(store) => Self::of_in_tree(&store, cluster.name()),
            Archiver::Nothing => None,
        }
    }

    /// Where a cluster reads an external cluster, as far as it can be told.
    pub fn read(cx: &Context<'a>, cluster: Object<'a>, external: External<'a>) -> Option<Self> {
        match external.plugin() {
            Some(plugin) => Self::of_plugin(cx, cluster, &plugin),
            None => Self::of_in_tree(&external.in_tree(), external.name()),
        }
    }

    /// Whether both surely are the same folder.
    pub fn is(&self, other: &Self) -> bool {
        self.server == other.server && self.is_in_store_of(other)
    }

    /// The folder as a text that all who surely mean the same have in common.
    pub fn place(&self) -> String {
        let server = self.server;
        match &self.store {
            Store::Place(endpoint, path) => format!("{endpoint}\n{}", path.join(server)),
            Store::Object(namespace, name) => {
                format!("{}\n{name}\n{server}", namespace.unwrap_or_default())
            }
        }
    }

    /// Whether both surely are in the same object store, at the same path.
    pub fn is_in_store_of(&self, other: &Self) -> bool {
        self.store == other.store
    }

    /// The folder as people write it.
    pub fn text(&self) -> String {
        match &self.store {
            Store::Place(_, path) => format!("`{}`", path.join(self.server)),
            Store::Object(_, name) => format!("`{}` in ObjectStore `{name}`", self.server),
        }
    }

    /// What the Barman Cloud plugin uses: it falls back to the name of the
    /// cluster that it runs in, for external clusters as well.
    fn of_plugin(cx: &Context<'a>, cluster: Object<'a>, plugin: &Plugin<'a>) -> Option<Self> {
        if !plugin.is_barman() {
            return None;
        }
        let name = plugin.object_store().text().written().flatten()?;
        let object = cx.find(cluster, &OBJECT_STORE, name).found();
        let place = object.and_then(|object| place(&object.slot(&["spec", "configuration"])));
        let server = plugin.server_name().text();
        let written = server.value()?;
        let named = written.map_or(plugin.object_store(), |_| server.slot());
        Some(Self {
            store: place.unwrap_or(Store::Object(cluster.namespace(), name)),
            server: written.or_else(|| cluster.name())?,
            is_default: written.is_none(),
            span: named.span(),
        })
    }

    /// What the operator itself uses; the server's name falls back to this one.
    fn of_in_tree(store: &Slot<'a>, default: Option<&'a str>) -> Option<Self> {
        let server = store.at(&["serverName"]).text();
        let written = server.value()?;
        let path = store.at(&["destinationPath"]);
        Some(Self {
            store: place(store)?,
            server: written.or(default)?,
            is_default: written.is_none(),
            span: written.map_or(path, |_| server.slot()).span(),
        })
    }
}

/// Whether two objects surely are not two versions of one.
pub fn are_apart(one: Object<'_>, other: Object<'_>) -> bool {
    let differ = |one: Option<&str>, other: Option<&str>| {
        one.zip(other).is_some_and(|(one, other)| one != other)
    };
    differ(one.name(), other.name()) || differ(one.namespace(), other.namespace())
}

/// The cluster that another one is recovered from, if it is here.
pub fn origin<'a>(cx: &Context<'a>, cluster: Object<'a>) -> Option<Object<'a>> {
    let name = cluster.slot(&["spec", "bootstrap", "recovery", "backup", "name"]);
    if let Some(name) = name.text().written().flatten() {
        let backup = cx.find(cluster, &BACKUP, name).found()?;
        let named = backup.slot(&["spec", "cluster", "name"]).text();
        return cx.find(backup, &CLUSTER, named.written()??).found();
    }
    let read = Archive::read(cx, cluster, external::recovery_source(cluster)?)?;
    let mut others = cx.archiving_to(&read);
    others.find(|other| other.id() != cluster.id())
}

/// The place that a configuration of Barman Cloud names.
fn place<'a>(configuration: &Slot<'a>) -> Option<Store<'a>> {
    let path = configuration.at(&["destinationPath"]).text();
    let endpoint = configuration.at(&["endpointURL"]).text_or("").value()?;
    let endpoint = endpoint.trim_end_matches('/').to_ascii_lowercase();
    Some(Store::Place(
        endpoint,
        Location::parse(path.written()??).ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Documents;
    use crate::lint::tests::settings;
    use crate::lint::{Environment, Target};

    const HEAD: &str = "
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata:
  name: main
  namespace: db
spec:
";
    const STORE: &str = "
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata:
  name: backups
  namespace: db
spec:
  configuration:
    endpointURL: https://S3.example.com/
    destinationPath: s3://bucket//a/
";

    /// Where the first cluster of a text writes, and where it is recovered from.
    fn texts(text: &str) -> [Option<String>; 2] {
        let mut documents = Documents::default();
        assert_eq!(documents.add("0.yaml", text.as_bytes()), []);
        let settings = settings(Environment::Prod, Target::newest());
        let cx = Context::new(&documents, &settings);
        let cluster = cx.clusters()[0];
        let source = external::recovery_source(cluster);
        let read = source.and_then(|source| Archive::read(&cx, cluster, source));
        [Archive::written(&cx, cluster), read].map(|archive| archive.map(|it| it.text()))
    }

    #[test]
    fn the_plugin_names_all_folders_after_the_cluster_that_it_runs_in() {
        let spec = "  bootstrap:
    recovery:
      source: origin
  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: backups
        serverName: main-2
  externalClusters:
    - name: origin
      plugin:
        name: barman-cloud.cloudnative-pg.io
        parameters:
          barmanObjectName: backups
";
        let apart = texts(&format!("{HEAD}{spec}"));
        let of_store = |name: &str| Some(format!("`{name}` in ObjectStore `backups`"));
        assert_eq!(apart, [of_store("main-2"), of_store("main")]);
        let together = texts(&format!("{HEAD}{spec}---{STORE}"));
        let at = |name: &str| Some(format!("`s3://bucket/a/{name}`"));
        assert_eq!(together, [at("main-2"), at("main")]);
    }

    #[test]
    fn the_operator_names_the_folder_of_an_external_cluster_after_it() {
        let spec = "  bootstrap:
    recovery:
      source: origin
  backup:
    barmanObjectStore:
      destinationPath: s3://bucket/
  externalClusters:
    - name: origin
      barmanObjectStore:
        destinationPath: s3://bucket/
";
        let expected = ["`s3://bucket/main`", "`s3://bucket/origin`"];
        let expected = expected.map(|text| Some(text.to_owned()));
        assert_eq!(texts(&format!("{HEAD}{spec}")), expected);
    }

    #[test]
    fn nothing_is_said_of_what_is_filled_in_later() {
        let spec = "  plugins:
    - name: barman-cloud.cloudnative-pg.io
      isWALArchiver: true
      parameters:
        barmanObjectName: backups
        serverName: ${NAME}
";
        assert_eq!(texts(&format!("{HEAD}{spec}")), [None, None]);
        let off = spec.replace("true", "${ON}");
        assert_eq!(texts(&format!("{HEAD}{off}")), [None, None]);
    }
}
