//! How the problems of a messy file read.

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report,
};

use super::unsound;

/// A file with many mistakes at once.
const MESSY: &str = r"version: 1
project: Acme Corp
target: { operator: 1.30 }
secrets: { externalSecrets: {} }
defaults:
  instnaces: 3
  storage: 20GB
  network: yes
  backup: { store: mian, schedule: 0 2 * * * }
objectStores:
  main: { s3: { bucket: acme-pg, secretKey: hunter2, credentialsSecret: backup } }
environments:
  dev: { instances: 1, instances: 2 }
  qa: {}
  prod:
    clusters: { tools: { apps: [wiki, odo] } }
apps:
  odoo: { size: meduim, clients: { namespace: odoo } }
  wiki: { only: [dev] }
";

#[test]
fn all_problems_of_a_messy_file_come_at_once_in_its_order() {
    let mut drawn = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor());
    for problem in unsound(MESSY) {
        let label = LabeledSpan::new_primary_with_span(problem.label.clone(), problem.span.clone());
        let mut diagnostic = MietteDiagnostic::new(problem.to_string()).with_label(label);
        for (span, message) in &problem.related {
            let label = LabeledSpan::new_with_span(Some(message.clone()), span.clone());
            diagnostic = diagnostic.and_label(label);
        }
        diagnostic.help = problem.help;
        let source = NamedSource::new("pgspec.yaml", MESSY);
        let report = Report::new(diagnostic).with_source_code(source);
        handler.render_report(&mut drawn, report.as_ref()).unwrap();
        drawn.push('\n');
    }
    insta::with_settings!({
        snapshot_path => "../../../tests/snapshots/spec",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("messy", drawn);
    });
}
