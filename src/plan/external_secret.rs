//! Secrets that External Secrets makes: with values from a store, or with passwords
//! of its own. No password passes through a spec or a manifest.

use serde::Serialize;

use super::ledger::Ledger;
use super::metadata::{Common, Component, Map, Metadata, one};
use super::names::{Names, Remote, text};
use super::object::{Body, Object};
use super::prerequisite::Prerequisite;
use super::site::Site;
use crate::knowledge::operator::secrets::{PASSWORD, RELOAD_LABEL};
use crate::kube::GoDuration;
use crate::spec::{
    ExternalSecrets, OriginId, Part, Problem, SecretGenerator, SecretStoreKind, Settings, Sourced,
};

/// How often a store is asked: every hour.
const REFRESH_SECONDS: u64 = 3600;

const NANOSECONDS: u64 = 1_000_000_000;

/// The version of the generators' interface.
const GENERATORS: &str = "generators.external-secrets.io/v1alpha1";

/// What an `ExternalSecret` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalSecret {
    /// The Secret that is made.
    pub target: Sourced<String>,
    /// When it is made anew, if not in intervals.
    pub refresh_policy: Option<Sourced<&'static str>>,
    /// How often the store is asked.
    pub refresh_interval: Option<Sourced<String>>,
    /// Whether the Secret goes with the object.
    pub creation_policy: Sourced<&'static str>,
    /// Whether the Secret goes when the store has it no longer.
    pub deletion_policy: Sourced<&'static str>,
    /// The store.
    pub store: Option<StoreRef>,
    /// The form of the Secret, where it is not just what the store has.
    pub template: Option<SecretTemplate>,
    /// What is taken from the store.
    pub data: Vec<RemoteValue>,
    /// What makes up the values.
    pub generator: Option<GeneratorRef>,
}

/// A store, by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoreRef {
    /// Its kind.
    pub kind: Sourced<SecretStoreKind>,
    /// Its name.
    pub name: Sourced<String>,
}

/// A generator, by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GeneratorRef {
    /// The version of its interface.
    pub api_version: Sourced<&'static str>,
    /// Its kind.
    pub kind: Sourced<&'static str>,
    /// Its name.
    pub name: Sourced<String>,
}

/// The form of a Secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SecretTemplate {
    /// Its type.
    pub r#type: Sourced<&'static str>,
    /// Its labels.
    pub labels: Map,
    /// Its values, as templates.
    pub data: Map,
}

/// A value in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoteValue {
    /// The key in the Secret.
    pub secret_key: Sourced<String>,
    /// The name in the store.
    pub key: Sourced<String>,
    /// The part of what is there under that name.
    pub property: Sourced<String>,
}

/// What a `Password` generator says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Password {
    /// How long a password is.
    pub length: Sourced<u32>,
    /// How many digits it has.
    pub digits: Sourced<u32>,
    /// How many other signs it has.
    pub symbols: Sourced<u32>,
    /// Whether it lacks capitals.
    pub no_upper: Sourced<bool>,
    /// Whether a character may come twice.
    pub allow_repeat: Sourced<bool>,
}

/// Where the Secrets of a cluster come from, if External Secrets makes them.
#[derive(Clone, Debug)]
pub(super) struct Source<'a> {
    given: &'a ExternalSecrets,
    switched_by: OriginId,
    store: Option<StoreRef>,
}

impl<'a> Source<'a> {
    /// Where the Secrets of a cluster come from; none if they are there already.
    pub(super) fn of(ledger: &mut Ledger, settings: &'a Settings) -> Option<Self> {
        let part = settings.secrets.as_ref()?.external_secrets.as_ref()?;
        let given = part.on()?;
        let store = store(ledger, given);
        if given.store.is_none() {
            lacking(ledger, part, given);
        }
        Some(Self {
            given,
            switched_by: part.switched_by(),
            store,
        })
    }

    /// Whether passwords come from the store, even those that the operator would
    /// otherwise make.
    pub(super) fn stores_passwords(&self) -> bool {
        self.store.is_some() && self.given.generator.is_none()
    }

    fn generator(&self) -> Option<&Sourced<SecretGenerator>> {
        self.given.generator.as_ref()
    }
}

/// The store that the spec names.
fn store(ledger: &mut Ledger, given: &ExternalSecrets) -> Option<StoreRef> {
    let store = given.store.as_ref()?;
    let Some(name) = &store.name else {
        let message = "the store of the Secrets has no name";
        let problem = Problem::new(ledger.span(store.origin), message)
            .help("add `name`, as the `SecretStore` or `ClusterSecretStore` is named");
        ledger.report(problem);
        return None;
    };
    Some(StoreRef {
        kind: ledger.or(
            store.kind.as_ref(),
            SecretStoreKind::SecretStore,
            "the default of External Secrets",
        ),
        name: text(name),
    })
}

/// Tells what cannot be without a store.
fn lacking(ledger: &mut Ledger, part: &Part<ExternalSecrets>, given: &ExternalSecrets) {
    if given.generator.is_none() {
        let message = "`externalSecrets` says not where the values come from";
        let problem = Problem::new(ledger.span(part.switched_by()), message).help(
            "name a store with `store: { kind: ClusterSecretStore, name: NAME }`, or let passwords be made up with `generator: password`",
        );
        ledger.report(problem);
    }
    let path = given.path.as_ref().map(|path| ("path", path.origin));
    let interval = given.refresh_interval.as_ref();
    let interval = interval.map(|interval| ("refreshInterval", interval.origin));
    for (key, origin) in [path, interval].into_iter().flatten() {
        let message = format!("`{key}` is about a store, but none is named");
        let problem = Problem::new(ledger.span(origin), message).help(format!(
            "name the store with `store`, or remove `{key}`: passwords are made up once"
        ));
        ledger.report(problem);
    }
}

/// The Secrets with the passwords of a cluster's roles.
pub(super) fn passwords(ledger: &mut Ledger, site: &Site<'_>) -> Vec<Object> {
    let Some(source) = &site.secrets else {
        return Vec::new();
    };
    let mut objects = Vec::new();
    for tenant in &site.tenants {
        let owner = tenant.owner_secret.as_ref();
        let owner = owner.map(|secret| (secret, &tenant.owner, tenant.owner.origin));
        let others = tenant.roles.iter().filter_map(|role| {
            let secret = role.secret.as_ref()?;
            Some((secret, &role.name, role.role.origin))
        });
        for (secret, role, origin) in owner.into_iter().chain(others) {
            let metadata =
                site.tenant_metadata(ledger, tenant, secret.clone(), Component::Database);
            let metadata = metadata.guarded(ledger, site.settings);
            let names = site.names(Some(&tenant.name));
            let body = password(ledger, site, source, &names, secret, role);
            let body = Body::ExternalSecret(Box::new(body));
            objects.push(Object::new(metadata, body, origin));
        }
    }
    if let Some(generator) = source.generator().filter(|_| !objects.is_empty()) {
        let metadata = site.metadata(ledger, site.name.clone(), Component::Database);
        let body = Body::Password(made_up(ledger));
        objects.insert(0, Object::new(metadata, body, generator.origin));
    }
    objects
}

/// The Secret with the password of a role.
fn password(
    ledger: &mut Ledger,
    site: &Site<'_>,
    source: &Source<'_>,
    names: &Names<'_>,
    secret: &Sourced<String>,
    role: &Sourced<String>,
) -> ExternalSecret {
    let mut object = plain(ledger, source, secret, site.settings);
    object.template = Some(login(ledger, source, role));
    if let Some(generator) = source.generator() {
        let why = "a password is made up once; the next one would lock out who has the first";
        object.refresh_policy = Some(ledger.derived("CreatedOnce", why, [generator.origin]));
        object.generator = Some(GeneratorRef {
            api_version: ledger.default(GENERATORS, "the version of the generators' interface"),
            kind: ledger.derived("Password", "what makes it up", [generator.origin]),
            name: site.name.clone(),
        });
    } else {
        from_store(ledger, source, &mut object);
        object.data = vec![remote(ledger, source, names, secret, "password")];
    }
    object
}

/// A user name and a password, as the operator takes them.
fn login(ledger: &mut Ledger, source: &Source<'_>, role: &Sourced<String>) -> SecretTemplate {
    let from = [source.switched_by];
    let kind = PASSWORD.kind.unwrap_or_default();
    let why = "the operator takes a changed password from a Secret with this label";
    let reload = ledger.derived("true".to_owned(), why, from);
    let why = "the password, as it comes";
    let password = ledger.derived("{{ .password }}".to_owned(), why, from);
    SecretTemplate {
        r#type: ledger.default(kind, "the type with a user name and a password"),
        labels: one(RELOAD_LABEL, reload),
        data: Map::from([
            ("username".to_owned(), role.clone()),
            ("password".to_owned(), password),
        ]),
    }
}

/// The Secrets that the objects of an environment need beside those with the
/// passwords of roles: whatever a store has for their namespace.
pub(super) fn others(
    ledger: &mut Ledger,
    common: &Common<'_>,
    sites: &[Site<'_>],
    needed: &[Prerequisite],
) -> Vec<Object> {
    let mut objects = Vec::new();
    for need in needed {
        let site = sites.iter().find(|site| {
            let has_store = |source: &Source<'_>| source.store.is_some();
            need.namespace.as_deref() == Some(site.namespace.value.as_str())
                && site.secrets.as_ref().is_some_and(has_store)
        });
        let Some((site, source)) = site.and_then(|site| Some((site, site.secrets.as_ref()?)))
        else {
            continue;
        };
        let secret = Sourced::new(need.name.clone(), need.origin);
        let metadata = common
            .metadata(ledger, secret.clone(), Some(site.namespace.clone()))
            .guarded(ledger, site.settings);
        let mut object = plain(ledger, source, &secret, site.settings);
        from_store(ledger, source, &mut object);
        for key in &need.keys {
            let value = remote(ledger, source, &site.names(None), &secret, key);
            object.data.push(value);
        }
        objects.push(with_body(metadata, object, need.origin));
    }
    objects
}

fn with_body(metadata: Metadata, object: ExternalSecret, origin: OriginId) -> Object {
    Object::new(metadata, Body::ExternalSecret(Box::new(object)), origin)
}

/// A Secret of which nobody knows yet where it comes from.
fn plain(
    ledger: &mut Ledger,
    source: &Source<'_>,
    secret: &Sourced<String>,
    settings: &Settings,
) -> ExternalSecret {
    let guard = settings.deletion_guard.as_ref().filter(|part| part.is_on());
    let creation_policy = match guard {
        Some(guard) => {
            let why = "the Secret stays while the database stays";
            ledger.derived("Orphan", why, [guard.switched_by(), source.switched_by])
        }
        None => ledger.default("Owner", "the Secret goes with the object"),
    };
    let why = "a store that loses a password does not take it away from who connects with it";
    ExternalSecret {
        target: secret.clone(),
        refresh_policy: None,
        refresh_interval: None,
        creation_policy,
        deletion_policy: ledger.default("Retain", why),
        store: None,
        template: None,
        data: Vec::new(),
        generator: None,
    }
}

/// Lets a Secret come from the store.
fn from_store(ledger: &mut Ledger, source: &Source<'_>, object: &mut ExternalSecret) {
    object.store.clone_from(&source.store);
    let interval = match &source.given.refresh_interval {
        Some(given) => Sourced::new(given.value.seconds(), given.origin),
        None => ledger.default(
            REFRESH_SECONDS,
            "a changed password is there within the hour",
        ),
    };
    object.refresh_interval = Some(interval.map(go_text));
}

fn go_text(seconds: u64) -> String {
    let nanoseconds = i64::try_from(seconds.saturating_mul(NANOSECONDS)).unwrap_or(i64::MAX);
    GoDuration::from_nanoseconds(nanoseconds).to_string()
}

/// Where a value of a Secret is in the store.
fn remote(
    ledger: &mut Ledger,
    source: &Source<'_>,
    names: &Names<'_>,
    secret: &Sourced<String>,
    key: &str,
) -> RemoteValue {
    let place = if let Some(path) = &source.given.path {
        let pattern = Remote {
            pattern: &path.value,
            secret: &secret.value,
        };
        names.fill(ledger, &Sourced::new(pattern, path.origin))
    } else {
        let place = format!("{}/{}/{secret}", names.project, names.environment);
        let why = "the names of the project, the environment and the Secret";
        let from = [
            names.project.origin,
            names.environment.origin,
            secret.origin,
        ];
        ledger.derived(place, why, from)
    };
    let why = "the key that is read in the Secret";
    let key = ledger.derived(key.to_owned(), why, [secret.origin]);
    RemoteValue {
        secret_key: key.clone(),
        key: place,
        property: key,
    }
}

/// Passwords without signs that an address would have to escape: 32 characters of
/// 62 are 190 bits.
fn made_up(ledger: &mut Ledger) -> Password {
    Password {
        length: ledger.default(32, "nobody types it, and nobody guesses it"),
        digits: ledger.default(8, "a quarter of the characters"),
        symbols: ledger.default(0, "it stands in addresses as it is"),
        no_upper: ledger.default(false, "capitals make it harder to guess"),
        allow_repeat: ledger.default(true, "each character is as likely as any other"),
    }
}
