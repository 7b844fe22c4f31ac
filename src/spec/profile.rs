//! How profiles build on each other.

/// A step of the way from a profile to what every profile starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// What the spec says under a name.
    Own(String),
    /// A built-in profile, if there is one of the name.
    Builtin(String),
}

/// How many profiles of a spec may build on each other.
const DEEPEST: usize = 16;

/// The steps from a profile down, nearest first.
///
/// `own` tells whether the spec has a profile of a name, `extends` which one that
/// builds on. One that does not say builds on the built-in profile of its name,
/// and so does one that names itself. A circle ends where it closes, and so does a way that is
/// too long; neither ends at a built-in profile.
pub(super) fn chain(
    name: &str,
    own: impl Fn(&str) -> bool,
    extends: impl Fn(&str) -> Option<String>,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut name = name.to_owned();
    while own(&name) {
        let step = Step::Own(name.clone());
        if steps.contains(&step) || DEEPEST <= steps.len() {
            return steps;
        }
        steps.push(step);
        match extends(&name) {
            Some(parent) if parent != name => name = parent,
            _ => break,
        }
    }
    steps.push(Step::Builtin(name));
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(name: &str, spec: &[(&str, Option<&str>)]) -> Vec<String> {
        let find = |name: &str| spec.iter().find(|(own, _)| *own == name);
        let extends = |name: &str| find(name)?.1.map(str::to_owned);
        chain(name, |name| find(name).is_some(), extends)
            .into_iter()
            .map(|step| match step {
                Step::Own(name) => name,
                Step::Builtin(name) => format!("builtin {name}"),
            })
            .collect()
    }

    #[test]
    fn a_profile_builds_on_the_one_that_it_names() {
        let spec = [("perf", Some("prod")), ("prod", None)];
        assert_eq!(steps("perf", &spec), ["perf", "prod", "builtin prod"]);
        assert_eq!(steps("dev", &spec), ["builtin dev"]);
    }

    #[test]
    fn a_profile_that_names_itself_means_the_built_in_one() {
        assert_eq!(
            steps("prod", &[("prod", Some("prod"))]),
            ["prod", "builtin prod"]
        );
    }

    #[test]
    fn a_circle_ends() {
        let spec = [("a", Some("b")), ("b", Some("a"))];
        assert_eq!(steps("a", &spec), ["a", "b"]);
    }
}
