//! The `kube` stage.
