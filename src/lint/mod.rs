//! The `lint` stage.
pub mod schema;
