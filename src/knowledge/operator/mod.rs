//! What the operator does by itself: the parameters it sets or refuses, the
//! objects it makes and what they are called, the labels, ports and metrics of
//! its pods, and the network flows without which it does not work.
//!
//! Rules ask here before they call a name unknown.

pub mod defaults;
pub mod deprecated;
pub mod flows;
pub mod labels;
pub mod metrics;
pub mod names;
pub mod parameters;
pub mod pgbouncer;
pub mod ports;
pub mod secrets;
