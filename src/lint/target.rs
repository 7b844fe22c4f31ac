//! What the manifests are judged for.

use crate::knowledge::kinds::{self, Release};
use crate::knowledge::releases;
use crate::kube::version::{KubernetesVersion, OperatorVersion};

/// The versions that the manifests are judged for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// `CloudNativePG`.
    pub operator: OperatorVersion,
    /// The Barman Cloud plugin; nothing stands for the newest known.
    pub plugin: Option<Release>,
    /// Kubernetes.
    pub kubernetes: KubernetesVersion,
}

impl Target {
    /// An operator, the newest plugin and the newest Kubernetes that are known.
    pub fn of_operator(operator: OperatorVersion) -> Self {
        let newest = releases::kubernetes_minors().last();
        Self {
            operator,
            plugin: None,
            kubernetes: KubernetesVersion::new(1, newest.map_or(0, |known| known.minor), None),
        }
    }

    /// The newest of each that is known.
    pub fn newest() -> Self {
        Self::of_operator(releases::newest_operator())
    }

    /// The version of the plugin, as text.
    pub fn plugin_text(&self) -> String {
        let Some(Release {
            major,
            minor,
            patch,
        }) = self.plugin
        else {
            let newest = releases::newest_plugin();
            return newest.map_or_else(String::new, |plugin| plugin.name.to_owned());
        };
        patch.map_or_else(
            || format!("{major}.{minor}"),
            |patch| format!("{major}.{minor}.{patch}"),
        )
    }

    /// What the tables of the kinds are asked for.
    pub(super) fn of_kinds(&self) -> kinds::Target {
        let (major, minor) = self.operator.release();
        let patch = self.operator.patch();
        kinds::Target {
            operator: Some(Release {
                major,
                minor,
                patch,
            }),
            plugin: self.plugin,
        }
    }
}
