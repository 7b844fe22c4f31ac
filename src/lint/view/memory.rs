//! The memory that an instance asks for, and the most that it may take.

use crate::knowledge::tuning::Bytes;
use crate::kube::Quantity;
use crate::lint::object::Object;
use crate::lint::slot::Slot;

/// The field with the memory that is reserved.
pub fn request(cluster: Object<'_>) -> Slot<'_> {
    cluster.slot(&["spec", "resources", "requests", "memory"])
}

/// The field with the most memory.
pub fn limit(cluster: Object<'_>) -> Slot<'_> {
    cluster.slot(&["spec", "resources", "limits", "memory"])
}

/// The amount that a field holds, if it is written and known.
pub fn bytes(field: &Slot<'_>) -> Option<Bytes> {
    let quantity: Quantity = field.quantity().written().flatten()?;
    u64::try_from(quantity.bytes()).ok().map(Bytes)
}

/// Whether huge pages are asked for; nothing where nobody can tell.
pub fn has_huge_pages(cluster: Object<'_>) -> Option<bool> {
    let fields: [&'static [&'static str]; 2] = [
        &["spec", "resources", "requests"],
        &["spec", "resources", "limits"],
    ];
    for field in fields {
        let resources = cluster.slot(field);
        resources.is_present()?;
        if resources
            .entries()
            .any(|(name, _)| name.starts_with("hugepages-"))
        {
            return Some(true);
        }
    }
    Some(false)
}
