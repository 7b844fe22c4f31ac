//! Which poolers a cluster has, and how large their pools are.

use super::ledger::Ledger;
use super::metadata::{Map, table};
use super::site::Site;
use super::tenant::Tenant;
use crate::knowledge::tuning::pools::available_connections;
use crate::kube::Quantity;
use crate::spec::{OriginId, Part, PoolMode, Pooler as Given, Poolers, Problem, Settings, Sourced};

/// How many clients a pod of a pooler takes.
pub(super) const CLIENTS: u32 = 1000;

/// How many of a server's connections poolers may have, in percent: the rest is
/// for what needs a session, such as migrations.
const SHARE: u32 = 80;

/// What a pod of `PgBouncer` needs: it uses a single core, and little memory.
const CPU_MILLIS: u64 = 100;
const MEBIBYTES: u64 = 128;

/// The instances that a pooler leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PoolerKind {
    /// The primary.
    ReadWrite,
    /// The standbys.
    ReadOnly,
    /// Any instance.
    Read,
}

impl PoolerKind {
    const ALL: [Self; 3] = [Self::ReadWrite, Self::ReadOnly, Self::Read];

    /// The operator's word for it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::ReadWrite => "rw",
            Self::ReadOnly => "ro",
            Self::Read => "r",
        }
    }

    fn of(self, poolers: &Poolers) -> Option<&Part<Given>> {
        match self {
            Self::ReadWrite => poolers.rw.as_ref(),
            Self::ReadOnly => poolers.ro.as_ref(),
            Self::Read => poolers.r.as_ref(),
        }
    }

    /// Whether it opens connections to the primary.
    fn reaches_primary(self) -> bool {
        self != Self::ReadOnly
    }
}

/// A pooler that a cluster has.
#[derive(Clone, Debug)]
pub(super) struct Choice<'a> {
    /// The instances that it leads to.
    pub(super) kind: PoolerKind,
    /// Where it comes from that it is there.
    pub(super) origin: OriginId,
    /// How many pods it has.
    pub(super) instances: Sourced<u32>,
    /// When a server connection goes back to the pool.
    pub(super) mode: Sourced<PoolMode>,
    /// CPU of each pod.
    pub(super) cpu: Sourced<Quantity>,
    /// Memory of each pod.
    pub(super) memory: Sourced<Quantity>,
    /// Parameters that the spec has for it.
    pub(super) parameters: Map,
    /// Whoever asked for it first: the cluster's settings, or an application's.
    asked: &'a Part<Given>,
}

/// The poolers of a cluster: those of its settings, and those that applications
/// which share it ask for. Without a standby there is none to standbys: nobody
/// would answer there, in development as a rule.
pub(super) fn choose<'a>(
    ledger: &mut Ledger,
    settings: &'a Settings,
    tenants: &[Tenant<'a>],
    instances: u32,
) -> Vec<Choice<'a>> {
    let asking = tenants
        .iter()
        .map(|tenant| tenant.app)
        .filter(|app| app.own.poolers.is_some());
    let all = std::iter::once(settings).chain(asking.map(|app| &app.settings));
    let all: Vec<&Poolers> = all
        .filter_map(|settings| settings.poolers.as_ref()?.on())
        .collect();
    let mut choices = Vec::new();
    let answered = |kind: &PoolerKind| *kind != PoolerKind::ReadOnly || 1 < instances;
    for kind in PoolerKind::ALL.into_iter().filter(answered) {
        let mut parts = all
            .iter()
            .filter_map(|poolers| kind.of(poolers))
            .filter(|part| part.is_on());
        let Some(first) = parts.next() else { continue };
        let mut choice = Choice::of(ledger, kind, first);
        for part in parts {
            choice.join(ledger, part);
        }
        choices.push(choice);
    }
    choices
}

impl<'a> Choice<'a> {
    fn of(ledger: &mut Ledger, kind: PoolerKind, part: &'a Part<Given>) -> Self {
        let given = &part.settings;
        let session = "the operator's default: a connection keeps what a session may hold";
        let cpu = Quantity::from_millis(CPU_MILLIS);
        let memory = Quantity::from_mebibytes(MEBIBYTES);
        Self {
            kind,
            origin: part.switched_by(),
            instances: ledger.or(given.instances.as_ref(), 1, "the operator's default"),
            mode: ledger.or(given.mode.as_ref(), PoolMode::Session, session),
            cpu: ledger.or(given.cpu.as_ref(), cpu, "PgBouncer does little but copy"),
            memory: ledger.or(
                given.memory.as_ref(),
                memory,
                "PgBouncer keeps a few kilobytes for a client",
            ),
            parameters: table(given.parameters.as_ref()),
            asked: part,
        }
    }

    /// Takes in what another application asks of the same pooler: the most of
    /// everything; its mode and parameters must agree.
    fn join(&mut self, ledger: &mut Ledger, part: &'a Part<Given>) {
        if part == self.asked {
            return;
        }
        let other = Self::of(ledger, self.kind, part);
        if self.mode.value != other.mode.value {
            let what = format!(
                "the pooler `{}` of one cluster cannot be in two modes",
                self.kind.as_str()
            );
            disagree(ledger, what, self.mode.origin, other.mode.origin);
        }
        for (name, value) in other.parameters {
            let known = self
                .parameters
                .entry(name.clone())
                .or_insert_with(|| value.clone());
            if known.value != value.value {
                let what = format!(
                    "the pooler `{}` of one cluster cannot have two values for `{name}`",
                    self.kind.as_str()
                );
                disagree(ledger, what, known.origin, value.origin);
            }
        }
        larger(&mut self.instances, other.instances);
        larger(&mut self.cpu, other.cpu);
        larger(&mut self.memory, other.memory);
    }
}

/// The connections of a server that are there for applications and poolers.
pub(super) fn available(site: &Site<'_>) -> u32 {
    let number = |name: &str, default: u32| {
        let value = site.parameters.get(name);
        value
            .and_then(|value| value.value.parse().ok())
            .unwrap_or(default)
    };
    // PostgreSQL's defaults.
    let superuser = number("superuser_reserved_connections", 3);
    let reserved = number("reserved_connections", 0);
    available_connections(site.max_connections.value, superuser, reserved)
}

/// How many pairs of a user and a database come through poolers: each has a pool
/// of its own.
pub(super) fn pairs(site: &Site<'_>) -> u32 {
    let logins = site
        .tenants
        .iter()
        .map(|tenant| tenant.logins().count())
        .sum::<usize>();
    u32::try_from(logins).unwrap_or(u32::MAX).max(1)
}

/// The size of a pool such that all pools of all pods together, with those that a
/// rollout adds, leave the server connections; one at least.
pub(super) fn size(site: &Site<'_>, choice: &Choice<'_>) -> u32 {
    let budget = available(site) / 100 * SHARE + available(site) % 100 * SHARE / 100;
    let pools = pods(choice)
        .saturating_mul(pairs(site))
        .saturating_mul(sharing(site, choice));
    (budget / pools.max(1)).max(1)
}

/// How [`size`] comes about.
pub(super) fn formula(site: &Site<'_>, choice: &Choice<'_>) -> String {
    format!(
        "{SHARE} % of {} connections / {} pods in a rollout / {} pairs of user and database / {} poolers of these servers",
        available(site),
        pods(choice),
        pairs(site),
        sharing(site, choice),
    )
}

/// How many pods there are while they are replaced.
fn pods(choice: &Choice<'_>) -> u32 {
    let instances = choice.instances.value;
    instances.saturating_add(instances.div_ceil(4))
}

/// How many poolers share the connections of the servers that this one leads to.
fn sharing(site: &Site<'_>, choice: &Choice<'_>) -> u32 {
    let primary = choice.kind.reaches_primary();
    let count = site.poolers.iter().filter(|other| {
        other.kind.reaches_primary() && primary || other.kind != PoolerKind::ReadWrite && !primary
    });
    u32::try_from(count.count()).unwrap_or(u32::MAX).max(1)
}

fn larger<T: Ord>(one: &mut Sourced<T>, other: Sourced<T>) {
    if one.value < other.value {
        *one = other;
    }
}

fn disagree(ledger: &mut Ledger, what: String, one: OriginId, other: OriginId) {
    let problem = Problem::new(ledger.span(other), what)
        .related(ledger.span(one), "the other one")
        .help("say the same for both, or give one of them a cluster of its own (`placement: per-app`)");
    ledger.report(problem);
}
