//! `pgspec` turns a short description of which applications need PostgreSQL
//! into everything `CloudNativePG` needs, and lints such manifests, its own or not.
//!
//! The modules are the stages of one pipeline, in order:
//!
//! 1. [`spec`] reads what the user asks for and checks it.
//! 2. [`plan`] decides which objects carry it out, and remembers why.
//! 3. [`render`] writes the objects as YAML text.
//! 4. [`document`] parses YAML text and keeps the byte span of every node.
//! 5. [`lint`] runs the rules over the documents and collects findings.
//! 6. [`report`] writes findings for people or for machines.
//!
//! [`contract`] tells from a plan what applications need to know to connect,
//! [`overview`] what it amounts to and what a loss costs.
//!
//! `pgspec render` runs all six; `pgspec lint` starts at the fourth. [`kube`]
//! holds the value grammars and [`knowledge`] the compiled-in tables that the
//! stages ask; [`tree`] decides which files a rendering owns, writes and prunes.
//!
//! [`cli`] strings the stages together; only it touches files and streams, and
//! nothing else depends on it.

pub mod cli;
pub mod contract;
pub mod document;
pub mod knowledge;
pub mod kube;
pub mod lint;
pub mod overview;
pub mod plan;
pub mod render;
pub mod report;
pub mod spec;
pub mod tree;
