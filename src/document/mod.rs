//! The `document` stage.
