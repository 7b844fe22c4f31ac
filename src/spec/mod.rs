//! The `spec` stage.
