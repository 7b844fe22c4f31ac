//! One cluster of one environment with everything decided that several of its
//! objects depend on.

use super::certificate::Issuing;
use super::external_secret::Source;
use std::ops::RangeInclusive;

use super::ledger::Ledger;
use super::metadata::Map;
use super::names::{Names, text};
use super::placement::Allotment;
use super::pools::{self, Choice};
use super::sizes::Sizes;
use super::store::Store;
use super::synchronous::{self, Synchronous};
use super::target::Operator;
use super::tenant::Tenant;
use super::tuning;
use crate::knowledge::releases;
use crate::spec::{OriginId, Placement, Settings, Sourced, Spec};

/// A cluster of an environment.
#[derive(Debug)]
pub(super) struct Site<'a> {
    /// The project.
    pub(super) project: &'a Sourced<String>,
    /// The environment.
    pub(super) environment: &'a Sourced<String>,
    /// The operator that the manifests are for.
    pub(super) operator: &'a Operator,
    /// The cluster's name.
    pub(super) name: Sourced<String>,
    /// The cluster whose archive it is made from, if it is. Placeholders stand for
    /// that one, whose Secrets and identities there are.
    pub(super) source: Option<Sourced<String>>,
    /// Its namespace.
    pub(super) namespace: Sourced<String>,
    /// Whether it is made for several applications or for one.
    pub(super) placement: Placement,
    /// Its settings.
    pub(super) settings: &'a Settings,
    /// Its applications.
    pub(super) tenants: Vec<Tenant<'a>>,
    /// The sizes of each instance.
    pub(super) sizes: Sizes,
    /// How many instances it has.
    pub(super) instances: Sourced<u32>,
    /// The major of PostgreSQL.
    pub(super) major: Sourced<u32>,
    /// The image of PostgreSQL.
    pub(super) image: Sourced<String>,
    /// The parameters of PostgreSQL.
    pub(super) parameters: Map,
    /// Libraries to preload.
    pub(super) libraries: Vec<Sourced<String>>,
    /// How many connections each instance takes.
    pub(super) max_connections: Sourced<u32>,
    /// Synchronous replication.
    pub(super) synchronous: Option<Synchronous>,
    /// The poolers in front of it.
    pub(super) poolers: Vec<Choice<'a>>,
    /// Where its Secrets come from; none where they are there already.
    pub(super) secrets: Option<Source<'a>>,
    /// How cert-manager issues its certificates; none where the operator makes them.
    pub(super) issuing: Option<Issuing<'a>>,
    /// The store that its backups go to.
    pub(super) store: Option<Store<'a>>,
}

/// What all clusters of an environment have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings<'a> {
    /// The spec.
    pub(super) spec: &'a Spec,
    /// The project.
    pub(super) project: &'a Sourced<String>,
    /// The environment.
    pub(super) environment: &'a Sourced<String>,
    /// The operator that the manifests are for.
    pub(super) operator: &'a Operator,
}

impl<'a> Site<'a> {
    /// Decides about a cluster; none if something is wrong with it that leaves
    /// nothing to go on with.
    pub(super) fn of(
        ledger: &mut Ledger,
        around: Surroundings<'a>,
        allotment: Allotment<'a>,
    ) -> Option<Self> {
        let Surroundings {
            spec,
            project,
            environment,
            operator,
        } = around;
        let sizes = Sizes::of(ledger, &allotment);
        let workload = tuning::workload(ledger, &allotment);
        let Allotment {
            name,
            placement,
            settings,
            own: _,
            apps,
        } = allotment;
        let app = match (placement, apps.as_slice()) {
            (Placement::PerApp, [app]) => Some(text(&app.name)),
            _ => None,
        };
        let names = Names {
            project,
            environment,
            cluster: &name,
            app: app.as_ref(),
        };
        let namespace = namespace(ledger, &names, settings);
        let store = Store::of(ledger, spec, &names, settings.backup.as_ref());
        let secrets = Source::of(ledger, settings);
        let stored = secrets.as_ref().is_some_and(Source::stores_passwords);
        let instances = ledger.or(settings.instances.as_ref(), 1, "the operator's default");
        let major = major(ledger, operator, settings);
        operator.runs(ledger, major);
        let image = tuning::image(ledger, settings, operator, major);
        let tenants = apps.iter().map(|app| {
            let app_name = text(&app.name);
            let names = Names {
                app: Some(&app_name),
                ..names
            };
            Tenant::of(ledger, &names, placement, app, stored)
        });
        let tenants: Vec<Tenant<'a>> = tenants.collect();
        let sizes = sizes?;
        let parameters = tuning::parameters(ledger, settings, &tenants, &sizes, major, workload);
        Some(Self {
            project,
            environment,
            operator,
            source: None,
            namespace,
            placement,
            settings,
            sizes,
            instances,
            image: image?,
            libraries: tuning::libraries(ledger, settings, &tenants, &parameters),
            max_connections: tuning::max_connections(&parameters),
            synchronous: synchronous::of(ledger, operator, settings, &name, instances),
            poolers: pools::choose(ledger, settings, &tenants, instances.value),
            parameters,
            major,
            store,
            secrets,
            issuing: Issuing::of(ledger, settings),
            tenants,
            name,
        })
    }

    /// What placeholders stand for in the cluster, and for one of its applications.
    pub(super) fn names<'b>(&'b self, app: Option<&'b Sourced<String>>) -> Names<'b> {
        let only = match (self.placement, self.tenants.as_slice()) {
            (Placement::PerApp, [tenant]) => Some(&tenant.name),
            _ => None,
        };
        Names {
            project: self.project,
            environment: self.environment,
            cluster: self.source.as_ref().unwrap_or(&self.name),
            app: app.or(only),
        }
    }

    /// Whether it has standbys.
    pub(super) fn has_standbys(&self) -> bool {
        1 < self.instances.value
    }

    /// Over how many zones its instances are spread, if zones matter.
    pub(super) fn zones(&self) -> Option<Sourced<u32>> {
        let zones = self.settings.zones?;
        let count = zones.value.count()?;
        Some(Sourced::new(count, zones.origin))
    }

    /// Whether clients without TLS are kept out.
    pub(super) fn requires_tls(&self) -> bool {
        let tls = self.settings.tls.as_ref();
        let required = tls.and_then(|tls| tls.required);
        required.is_none_or(|required| required.value)
    }

    /// Where the spec says whether they are, if it does.
    pub(super) fn tls_said(&self) -> Option<OriginId> {
        let required = self.settings.tls.as_ref()?.required?;
        Some(required.origin)
    }

    /// The least that a client has to ask for: libpq's `sslmode`.
    pub(super) fn sslmode(&self, ledger: &mut Ledger) -> Sourced<&'static str> {
        let (mode, why) = if self.requires_tls() {
            (
                "require",
                "lines of `pg_hba.conf` let roles in over TLS only",
            )
        } else {
            (
                "prefer",
                "lines of `pg_hba.conf` let roles in without TLS too",
            )
        };
        match self.tls_said() {
            Some(origin) => ledger.derived(mode, why, [origin]),
            None => ledger.default(mode, why),
        }
    }

    /// Who asked for the cluster: its name goes back to the application, the
    /// cluster or the placement in the spec.
    pub(super) fn asked_by(&self) -> OriginId {
        self.name.origin
    }
}

/// The namespace of a cluster.
fn namespace(ledger: &mut Ledger, names: &Names<'_>, settings: &Settings) -> Sourced<String> {
    if let Some(namespace) = &settings.namespace {
        return names.fill(ledger, namespace);
    }
    let name = format!("{}-{}", names.project, names.environment);
    let from = [names.environment.origin, names.project.origin];
    ledger.derived(name, "the names of the project and the environment", from)
}

/// The newest major, if nothing is known of what the operator supports.
const NEWEST_MAJOR: u8 = 18;

/// The major of the spec, or the newest that the operator supports.
fn major(ledger: &mut Ledger, operator: &Operator, settings: &Settings) -> Sourced<u32> {
    let line = releases::line(&operator.version.value);
    let supported = line.and_then(|line| line.postgres());
    if let Some(major) = &settings.postgres {
        let number = major.value.get();
        let runs = |majors: &RangeInclusive<u8>| u32::from(*majors.end()) >= number;
        // A default gives way to what an older operator runs; a spec means it.
        let is_meant = ledger.origins.in_spec(major.origin).is_some();
        if is_meant || supported.as_ref().is_none_or(runs) {
            return Sourced::new(number, major.origin);
        }
    }
    let newest = supported;
    let newest = newest.map_or(NEWEST_MAJOR, |majors| *majors.end());
    let why = "the newest major that the operator supports";
    ledger.derived(u32::from(newest), why, [operator.version.origin])
}
