//! The stage as a whole.

mod charts;
mod examples;
mod laws;
mod replaced;
