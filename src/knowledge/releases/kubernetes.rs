//! Minors of Kubernetes 1.

use super::{Period, day};
use crate::knowledge::lines::Lines;

static MINORS: &str = include_str!("../data/releases/kubernetes.tsv");

/// A minor of Kubernetes 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kubernetes {
    /// Its second number.
    pub minor: u32,
    /// The period in which it is maintained; its beginning is left open.
    pub period: Period,
}

/// The minors that are known, oldest first.
pub fn kubernetes_minors() -> impl Iterator<Item = Kubernetes> {
    Lines::of(MINORS).iter().filter_map(|line| {
        let (name, ended) = line.split_once('\t')?;
        let minor = name.strip_prefix("1.")?.parse().ok()?;
        Some(Kubernetes {
            minor,
            period: Period {
                released: None,
                ended: day(ended),
                planned_end: None,
            },
        })
    })
}

/// What is known of a minor.
pub fn kubernetes(minor: u32) -> Option<Kubernetes> {
    kubernetes_minors().find(|known| known.minor == minor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::releases::{Support, lines};

    #[test]
    fn three_minors_were_maintained_at_the_end_of_november_2026() {
        let day = "2026-11-24".parse().unwrap();
        let supported = kubernetes_minors()
            .filter(|known| known.period.supported_on(day) == Support::Supported);
        assert_eq!(
            supported.map(|known| known.minor).collect::<Vec<_>>(),
            [35, 36, 37]
        );
    }

    #[test]
    fn every_minor_that_an_operator_supports_is_known() {
        for line in lines() {
            for minor in line.kubernetes().unwrap() {
                assert!(kubernetes(minor).is_some(), "{} of {}", minor, line.name);
            }
        }
    }
}
