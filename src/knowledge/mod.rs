//! What pgspec knows of the world without asking it: compiled-in tables of
//! PostgreSQL, Kubernetes and the operator, each opened only when asked.

pub mod change;
pub mod images;
pub mod kinds;
mod lines;
pub mod operator;
pub mod parameters;
pub mod profiles;
pub mod releases;
pub mod tuning;
