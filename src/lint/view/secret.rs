//! What Secrets and `ConfigMap`s hold, and which keys of them objects ask for.

use std::borrow::Cow;

use crate::document::{Node, base64};
use crate::lint::context::{Context, Lookup};
use crate::lint::kind::{CONFIG_MAP, DATABASE_ROLE, EXTERNAL_SECRET, Kind, SECRET};
use crate::lint::object::Object;
use crate::lint::slot::Slot;

use super::list;

/// A place where an object asks for a key of a Secret or `ConfigMap`.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The kind of what holds the key.
    pub kind: &'static Kind,
    /// Its name.
    pub name: &'a str,
    /// The key.
    pub key: Node<'a>,
}

/// The keys that an object asks for by a `name` and a `key`.
pub fn wanted(object: Object<'_>) -> Vec<Wanted<'_>> {
    let mut found = Vec::new();
    if let Some(spec) = object.document().root().get("spec") {
        collect(spec, "", &mut found);
    }
    found
}

/// Adds what is asked for in a node, which the field `field` holds.
fn collect<'a>(node: Node<'a>, field: &str, found: &mut Vec<Wanted<'a>>) {
    let text = |key| node.get(key).and_then(Node::as_str);
    let optional = node.get("optional").and_then(Node::as_bool) == Some(true);
    if let (Some(name), Some(key), Some(_), false) =
        (text("name"), node.get("key"), text("key"), optional)
    {
        let is_map = field.to_ascii_lowercase().contains("configmap");
        let kind = if is_map { &CONFIG_MAP } else { &SECRET };
        found.push(Wanted { kind, name, key });
    }
    for entry in node.entries() {
        collect(entry.value(), &entry.name(), found);
    }
    for item in node.items() {
        collect(item, field, found);
    }
}

/// A Secret that a cluster or role takes a user's password from.
#[derive(Clone, Copy, Debug)]
pub struct Password<'a> {
    /// The field that names the Secret.
    pub name: Slot<'a>,
    /// The user whose password it is, where that is known.
    pub user: Option<&'a str>,
    /// Whether a role asks for it, which does not mind blanks around its name.
    pub is_of_role: bool,
}

/// The Secrets that a cluster or role takes passwords from.
pub fn passwords(object: Object<'_>) -> Vec<Password<'_>> {
    if object.is(&DATABASE_ROLE) {
        return vec![of_role(&object.slot(&["spec"]))];
    }
    let roles = list(object.slot(&["spec", "managed", "roles"]));
    let mut all: Vec<Password<'_>> = roles
        .unwrap_or_default()
        .into_iter()
        .map(|role| of_role(&role))
        .collect();
    all.push(Password {
        name: object.slot(&["spec", "bootstrap", "initdb", "secret", "name"]),
        user: owner(object),
        is_of_role: false,
    });
    let superuser = object.slot(&["spec", "enableSuperuserAccess"]);
    if superuser.boolean_or(false).value() == Some(true) {
        all.push(Password {
            name: object.slot(&["spec", "superuserSecret", "name"]),
            user: Some("postgres"),
            is_of_role: false,
        });
    }
    all
}

fn of_role<'a>(role: &Slot<'a>) -> Password<'a> {
    Password {
        name: role.at(&["passwordSecret", "name"]),
        user: role.at(&["name"]).text().written().flatten(),
        is_of_role: true,
    }
}

/// Who owns the database that a cluster makes, as the operator fills it in: the
/// role of the database's own name, which is `app`. None where nobody can tell.
pub fn owner(cluster: Object<'_>) -> Option<&str> {
    let initdb = cluster.slot(&["spec", "bootstrap", "initdb"]);
    let import = initdb.at(&["import"]).is_present()?;
    let database = initdb.at(&["database"]).text_or("app").value()?;
    let owner = initdb.at(&["owner"]).text().value()?;
    owner.or((!import).then_some(database))
}

/// What there is of a Secret or `ConfigMap`, and all keys that it has; none if
/// it is not here, or something may add others.
pub fn keys<'a>(
    cx: &Context<'a>,
    from: Object<'_>,
    kind: &'static Kind,
    name: &str,
) -> Option<(Object<'a>, Vec<Cow<'a, str>>)> {
    let Lookup::Found(holder) = cx.find(from, kind, name) else {
        return None;
    };
    let patched = |object: &&Object| object.is_partial() && object.name() == Some(name);
    let is_patched = cx.objects(kind).iter().any(|object| patched(&object));
    let external = |object: &Object| mentions(object.document().root(), name);
    let is_filled = cx.objects(&EXTERNAL_SECRET).iter().any(external);
    if is_patched || is_filled || is_copied(holder) {
        return None;
    }
    let mut keys = Vec::new();
    for field in ["data", "stringData", "binaryData"] {
        let slot = holder.slot(&[]).key(field);
        slot.is_present()?;
        keys.extend(slot.entries().map(|(key, _)| key));
    }
    (!keys.is_empty()).then_some((holder, keys))
}

/// Whether some text inside is this one.
pub fn mentions(node: Node<'_>, text: &str) -> bool {
    node.as_str() == Some(text)
        || node.entries().any(|entry| mentions(entry.value(), text))
        || node.items().any(|item| mentions(item, text))
}

/// The value of a Secret's key and where it stands; none if that is not known,
/// or not text.
pub fn value<'a>(secret: Object<'a>, key: &'a str) -> Option<(Slot<'a>, Cow<'a, str>)> {
    let plain = secret.slot(&["stringData"]).key(key);
    if plain.is_present()? {
        let text = plain.text().written()??;
        return (!is_filled_in(text)).then_some((plain, Cow::Borrowed(text)));
    }
    let encoded = secret.slot(&["data"]).key(key);
    let text = String::from_utf8(base64(encoded.text().written()??)?).ok()?;
    (!is_filled_in(&text)).then_some((encoded, Cow::Owned(text)))
}

/// Whether a value is encrypted, or only holds the place of another.
fn is_filled_in(text: &str) -> bool {
    text.contains(['<', '{', '[', '$'])
}

/// Whether annotations may make a controller fill it.
fn is_copied(object: Object<'_>) -> bool {
    /// Annotations of tools that add no keys.
    const HARMLESS: [&str; 7] = [
        "argocd.argoproj.io/",
        "cnpg.io/",
        "config.kubernetes.io/",
        "helm.sh/",
        "kubectl.kubernetes.io/",
        "kustomize.toolkit.fluxcd.io/",
        "pgspec/",
    ];
    let annotations = object.slot(&["metadata", "annotations"]);
    let harmless = |name: &str| HARMLESS.iter().any(|prefix| name.starts_with(prefix));
    annotations.is_present().is_none() || annotations.entries().any(|(name, _)| !harmless(&name))
}
