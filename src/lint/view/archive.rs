//! Where in an object store the backups and the WAL of a server lie.

use super::backup::{self, Archiver};
use super::external::External;
use super::plugin::Plugin;
use crate::document::Span;
use crate::kube::Location;
use crate::lint::context::Context;
use crate::lint::kind::OBJECT_STORE;
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

#[derive(Clone, Debug)]
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

    /// Whether both surely are in the same object store, at the same path.
    pub fn is_in_store_of(&self, other: &Self) -> bool {
        match (&self.store, &other.store) {
            (Store::Place(one, path), Store::Place(other, other_path)) => {
                one == other && path == other_path
            }
            (Store::Object(one, name), Store::Object(other, other_name)) => {
                one == other && name == other_name
            }
            (Store::Place(..), Store::Object(..)) | (Store::Object(..), Store::Place(..)) => false,
        }
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
