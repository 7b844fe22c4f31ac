//! The `knowledge` stage.
