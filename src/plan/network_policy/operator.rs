//! The operator's side: the policies of its own pods and of the backup plugin's,
//! for a namespace where nothing is allowed that no policy allows.
//!
//! They hold for all clusters of the operator, not only for those of the spec: a
//! policy that knew these alone would cut it off from the others.

use super::flows::{api_server, dns, rule};
use super::{Expression, NetworkPolicy, Peer, Selector};
use crate::knowledge::operator::ports::{OPERATOR_METRICS, PLUGIN, POSTGRES, STATUS, WEBHOOK};
use crate::plan::ledger::Ledger;
use crate::plan::metadata::one;
use crate::spec::{Network, Sourced};

/// The policy of the operator's pods.
pub(super) fn operator(ledger: &mut Ledger, network: &Network) -> NetworkPolicy {
    let prometheus = Peer::namespace(super::prometheus_namespace(ledger, network));
    let ingress = vec![
        rule(
            ledger,
            "the API server asks the operator's webhooks, from wherever it is",
            Vec::new(),
            &[WEBHOOK],
        ),
        rule(
            ledger,
            "Prometheus reads metrics",
            vec![prometheus],
            &[OPERATOR_METRICS],
        ),
    ];
    let origin = ledger
        .origins
        .default_because("pods of any cluster, in any namespace");
    let instances = Peer {
        namespace_selector: Some(Selector::default()),
        pod_selector: Some(Selector {
            match_expressions: vec![Expression {
                key: Sourced::new("cnpg.io/cluster", origin),
                operator: Sourced::new("Exists", origin),
                values: Vec::new(),
            }],
            ..Selector::default()
        }),
        ip_block: None,
    };
    let egress = vec![
        dns(ledger, network),
        rule(
            ledger,
            "status, backups and SQL",
            vec![instances],
            &[STATUS, POSTGRES],
        ),
        rule(
            ledger,
            "plugins, which are in the operator's namespace",
            vec![Peer::pods(Selector::default())],
            &[PLUGIN],
        ),
        api_server(ledger, network),
    ];
    NetworkPolicy {
        pod_selector: super::operator_pods(ledger),
        policy_types: super::both_ways(ledger),
        ingress,
        egress,
    }
}

/// The policy of the Barman Cloud plugin's pods.
pub(super) fn plugin(ledger: &mut Ledger, network: &Network) -> NetworkPolicy {
    let name = ledger.default(
        "plugin-barman-cloud".to_owned(),
        "the label of the plugin's pods, as its chart has it",
    );
    let operator = Peer::pods(super::operator_pods(ledger));
    NetworkPolicy {
        pod_selector: Selector::labels(one("app.kubernetes.io/name", name)),
        policy_types: super::both_ways(ledger),
        ingress: vec![rule(
            ledger,
            "the operator calls the plugin",
            vec![operator],
            &[PLUGIN],
        )],
        egress: vec![dns(ledger, network), api_server(ledger, network)],
    }
}
