//! The `tree` stage.
