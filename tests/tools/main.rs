//! The real tools judge what pgspec writes: Helm 3 and 4, kustomize, promtool,
//! prettier, yamllint and pre-commit.
//!
//! The one entry point is `cargo test --features real-tools --test tools`;
//! `.ci/install-tools` installs what it needs. A tool that is missing fails the test.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up has failed")]
#![expect(clippy::expect_used, reason = "a test that cannot set up has failed")]
#![expect(
    clippy::indexing_slicing,
    reason = "a test that cannot set up has failed"
)]
#![expect(clippy::panic, reason = "the judge's words are the test's result")]

mod common;
mod format;
mod helm;
mod kustomize;
mod precommit;
mod promtool;
