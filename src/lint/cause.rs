//! One mistake, one finding: where one cause breaks several rules, the finding
//! nearest to the cause speaks and the others are dropped.

use std::collections::HashMap;

use super::finding::Finding;
use super::object::ObjectId;

/// The findings without those that another one explains.
///
/// A finding explains another about the same object if it names the other's
/// field as missing or misread because of it ([`Finding::explain`]), or if the
/// other's rule yields to its rule and both are about the same field, or one
/// field lies inside of the other.
pub(super) fn nearest(findings: Vec<Finding>) -> Vec<Finding> {
    let mut by_object: HashMap<ObjectId, Vec<usize>> = HashMap::new();
    for (index, finding) in findings.iter().enumerate() {
        by_object.entry(finding.object).or_default().push(index);
    }
    let explained = |finding: &Finding| {
        let near = by_object
            .get(&finding.object)
            .map_or(&[][..], Vec::as_slice);
        let mut near = near.iter().filter_map(|index| findings.get(*index));
        near.any(|other| explains(other, finding))
    };
    let keep: Vec<bool> = findings.iter().map(|finding| !explained(finding)).collect();
    let kept = findings.into_iter().zip(keep).filter(|(_, keep)| *keep);
    kept.map(|(finding, _)| finding).collect()
}

/// Whether `cause` tells the mistake that `finding` tells again.
fn explains(cause: &Finding, finding: &Finding) -> bool {
    if cause.rule.id() == finding.rule.id() {
        return false;
    }
    let path = finding.path.as_deref();
    if path.is_some_and(|path| cause.explains.iter().any(|field| is_inside(path, field))) {
        return true;
    }
    if !finding
        .rule
        .limits
        .yields_to
        .contains(&cause.rule.id().as_str())
    {
        return false;
    }
    match (cause.path.as_deref(), path) {
        (Some(cause), Some(path)) => is_inside(path, cause) || is_inside(cause, path),
        _ => true,
    }
}

/// Whether a path is that of the field, or of something inside of it.
fn is_inside(path: &str, field: &str) -> bool {
    let rest = path.strip_prefix(field);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

#[cfg(test)]
mod tests {
    use super::is_inside;

    #[test]
    fn a_field_is_inside_of_itself_and_of_what_holds_it() {
        assert!(is_inside("spec.backup", "spec.backup"));
        assert!(is_inside("spec.backup.target", "spec.backup"));
        assert!(is_inside("spec.plugins[0].name", "spec.plugins"));
        assert!(!is_inside("spec.backupTarget", "spec.backup"));
        assert!(!is_inside("spec", "spec.backup"));
    }
}
