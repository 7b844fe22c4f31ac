//! Kubernetes' and PostgreSQL's own value grammars, one file each.
//!
//! Every type here is a text that somebody else's program parses: what is
//! accepted, and what it means, is what that program does, recorded from it in
//! `tests/data`. Nothing here knows of manifests, files or the spec; a parser
//! takes a text and gives a value or a reason.

pub mod civil;
pub mod duration;
pub mod format;
pub mod go_duration;
pub mod image;
pub mod location;
pub mod name;
pub mod quantity;
pub mod retention;
pub mod schedule;
pub mod target_time;
pub(crate) mod text;
pub mod version;

pub use duration::Duration;
pub use go_duration::GoDuration;
pub use image::Image;
pub use location::Location;
pub use name::{
    ClusterName, DatabaseName, DnsLabel, DnsSubdomain, ExtensionName, LabelKey, LabelValue,
    RoleName, SecretKey,
};
pub use quantity::Quantity;
pub use retention::Retention;
pub use schedule::{Cron, Schedule};
pub use target_time::TargetTime;
pub use version::{KubernetesVersion, OperatorVersion, PostgresMajor, PostgresVersion};
