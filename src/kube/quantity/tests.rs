//! Quantities against what Kubernetes makes of the same texts.

use super::Quantity;
use crate::kube::text::{recorded, unquoted};

const RECORDED: &str = include_str!("../../../tests/data/quantities.tsv");

#[test]
fn texts_mean_what_kubernetes_makes_of_them() {
    let mut last: Option<Quantity> = None;
    let mut rows = 0;
    for row in recorded(RECORDED) {
        let text = unquoted(row[0]);
        let parsed = Quantity::parse(&text).ok();
        assert_eq!(parsed.is_some(), row[1] != "no", "{text}");
        rows += 1;
        let Some(quantity) = parsed else { continue };
        // Where there is no letter, its canonical form is another amount.
        if !(row[2] == "-" && quantity.as_str().ends_with('E')) {
            assert_eq!(quantity.as_str(), row[1], "{text}");
        }
        if row[2] != "-" {
            assert_eq!(quantity.bytes().to_string(), row[2], "{text}");
        }
        if row[3] != "-" {
            assert_eq!(quantity.millis().to_string(), row[3], "{text}");
        }
        if let Some(last) = &last {
            assert_eq!(
                (quantity.cmp(last) as i8).to_string(),
                row[4],
                "{text} and {last}"
            );
        }
        last = Some(quantity);
    }
    assert!(rows > 1500);
}

#[test]
fn the_canonical_form_means_the_same_and_stays() {
    for row in recorded(RECORDED) {
        let Ok(quantity) = Quantity::parse(&unquoted(row[0])) else {
            continue;
        };
        let again = Quantity::parse(quantity.as_str()).unwrap();
        assert_eq!(again, quantity);
        assert_eq!(again.as_str(), quantity.as_str());
    }
}

#[test]
fn quantities_add_up_and_multiply() {
    let sum = |a, b| {
        Quantity::parse(a)
            .unwrap()
            .checked_add(&Quantity::parse(b).unwrap())
    };
    assert_eq!(sum("1536Mi", "512Mi").unwrap().as_str(), "2Gi");
    assert_eq!(sum("0", "1Gi").unwrap().as_str(), "1Gi");
    assert_eq!(sum("1500m", "500m").unwrap().as_str(), "2");
    assert_eq!(sum("1Gi", "-1Gi").unwrap().as_str(), "0");
    assert_eq!(
        Quantity::parse("250m")
            .unwrap()
            .checked_mul(3)
            .unwrap()
            .as_str(),
        "750m"
    );
    assert_eq!(Quantity::parse("1e30").unwrap().checked_mul(3), None);
}

#[test]
fn built_quantities_are_written_as_people_write_them() {
    assert_eq!(Quantity::from_mebibytes(1536).as_str(), "1536Mi");
    assert_eq!(Quantity::from_mebibytes(200 * 1024).as_str(), "200Gi");
    assert_eq!(Quantity::from_bytes(1 << 40).as_str(), "1Ti");
    assert_eq!(Quantity::from_millis(500).as_str(), "500m");
    assert_eq!(Quantity::from_millis(4000).as_str(), "4");
}

#[test]
fn a_spec_asks_for_more_than_zero() {
    for text in ["0", "-1Gi", "Gi", "0.0Mi"] {
        assert!(text.parse::<Quantity>().is_err(), "{text}");
    }
    assert_eq!("1.5Gi".parse::<Quantity>().unwrap().as_str(), "1536Mi");
    assert_eq!(serde_json::from_str::<Quantity>("2").unwrap().as_str(), "2");
    assert_eq!(
        serde_json::from_str::<Quantity>("1.5").unwrap().as_str(),
        "1500m"
    );
}

#[test]
fn a_wrong_unit_names_the_one_that_was_meant() {
    for (text, meant) in [
        ("1GB", "Gi"),
        ("512mb", "Mi"),
        ("1 Gi", "Gi"),
        ("5K", "Ki"),
        ("2gib", "Gi"),
    ] {
        let error = Quantity::parse(text).unwrap_err();
        assert_eq!(error.help(), format!("write `{meant}`"), "{text}");
    }
    assert_eq!(
        Quantity::parse("10%").unwrap_err().to_string(),
        "`10%` is not a quantity: there is no unit `%`"
    );
    assert_eq!(
        Quantity::parse("large").unwrap_err().to_string(),
        "`large` is not a quantity: it does not begin with a number"
    );
}
