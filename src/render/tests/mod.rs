//! The stage as a whole.

mod examples;
mod laws;
mod replaced;
