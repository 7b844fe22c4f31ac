//! How large the instances of a cluster are.

use super::ledger::Ledger;
use super::placement::Allotment;
use crate::kube::Quantity;
use crate::spec::{Placement, Problem, Settings, Sourced};

/// The sizes of each instance of a cluster.
#[derive(Clone, Debug)]
pub(super) struct Sizes {
    /// CPU, in cores.
    pub(super) cpu: Sourced<Quantity>,
    /// Memory, in bytes.
    pub(super) memory: Sourced<Quantity>,
    /// The volume for data, in bytes.
    pub(super) storage: Sourced<Quantity>,
    /// The volume for WAL, in bytes, if it has one of its own.
    pub(super) wal: Option<Sourced<Quantity>>,
}

/// One of the sizes: its name, and where settings have it.
struct Measure {
    name: &'static str,
    of: fn(&Settings) -> Option<&Sourced<Quantity>>,
}

const CPU: Measure = Measure {
    name: "cpu",
    of: |settings| settings.cpu.as_ref(),
};
const MEMORY: Measure = Measure {
    name: "memory",
    of: |settings| settings.memory.as_ref(),
};
const STORAGE: Measure = Measure {
    name: "storage",
    of: |settings| settings.storage.as_ref(),
};
const WAL: Measure = Measure {
    name: "wal",
    of: |settings| settings.wal.as_ref(),
};

impl Sizes {
    /// The sizes of a cluster: its own, else those of its applications together.
    pub(super) fn of(ledger: &mut Ledger, allotment: &Allotment<'_>) -> Option<Self> {
        let cpu = needed(ledger, allotment, &CPU);
        let memory = needed(ledger, allotment, &MEMORY);
        let storage = needed(ledger, allotment, &STORAGE);
        let wal = measured(ledger, allotment, &WAL);
        Some(Self {
            cpu: cpu?,
            memory: memory?,
            storage: storage?,
            wal,
        })
    }
}

fn needed(
    ledger: &mut Ledger,
    allotment: &Allotment<'_>,
    measure: &Measure,
) -> Option<Sourced<Quantity>> {
    let found = measured(ledger, allotment, measure);
    if found.is_none() {
        let span = ledger.span(allotment.name.origin);
        let message = format!(
            "nothing says how much {} the cluster `{}` gets",
            measure.name, allotment.name
        );
        let help = format!("set `{}` or `size`", measure.name);
        ledger.report(Problem::new(span, message).help(help));
    }
    found.filter(|quantity| !quantity.value.is_zero())
}

fn measured(
    ledger: &mut Ledger,
    allotment: &Allotment<'_>,
    measure: &Measure,
) -> Option<Sourced<Quantity>> {
    let whole = allotment.placement == Placement::PerApp
        || allotment
            .own
            .is_some_and(|own| own.size.is_some() || (measure.of)(own).is_some());
    if whole {
        return (measure.of)(allotment.settings).cloned();
    }
    let parts = allotment
        .apps
        .iter()
        .filter_map(|app| (measure.of)(&app.settings));
    let parts: Vec<&Sourced<Quantity>> = parts.collect();
    let (first, rest) = parts.split_first()?;
    let sum = rest.iter().try_fold(first.value.clone(), |sum, part| {
        sum.checked_add(&part.value)
    });
    let Some(sum) = sum else {
        let message = format!(
            "the {} of the applications of `{}` is too much to add up",
            measure.name, allotment.name
        );
        ledger.report(Problem::new(ledger.span(first.origin), message));
        return None;
    };
    let terms: Vec<String> = allotment
        .apps
        .iter()
        .filter_map(|app| {
            Some(format!(
                "{} of `{}`",
                (measure.of)(&app.settings)?,
                app.name
            ))
        })
        .collect();
    let origins = parts.iter().map(|part| part.origin);
    Some(ledger.derived(sum, terms.join(" + "), origins))
}
