//! The examples have plans.

use pgspec::{plan, spec};

#[test]
fn every_example_has_a_plan() {
    let examples = std::fs::read_dir("examples").unwrap();
    let mut count = 0;
    for example in examples {
        let path = example.unwrap().path().join("pgspec.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        let spec = spec::parse("pgspec.yaml", &text).unwrap();
        let plan = plan::plan(&spec).unwrap();
        assert!(plan.objects().next().is_some(), "{}", path.display());
        count += 1;
    }
    assert!(count > 0);
}
