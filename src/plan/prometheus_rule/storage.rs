//! Alerts about volumes that fill.

use super::{Alert, Scope, Severity, nearly, share, threshold};

/// How full a volume may be, where nobody says, in percent.
const USE: u32 = 70;

pub(super) fn alerts(scope: &Scope<'_>) -> Vec<Alert> {
    let site = scope.site;
    let given = scope
        .thresholds
        .and_then(|thresholds| thresholds.volume_use.as_ref());
    let (percent, from) = threshold(given, USE);
    let volumes = format!(
        r#"namespace="{}", persistentvolumeclaim=~"{}-[0-9]+(-wal|-tbs-.+)?""#,
        site.namespace, site.name
    );
    let used = format!("kubelet_volume_stats_used_bytes{{{volumes}}}");
    let capacity = format!("kubelet_volume_stats_capacity_bytes{{{volumes}}}");
    let free = format!("kubelet_volume_stats_available_bytes{{{volumes}}}");
    let filling = |name, severity, percent: u32| {
        scope.alert(
            name,
            "a server whose volume is full stops",
            format!(
                "max by (persistentvolumeclaim) ({used} / {capacity}) > {}",
                share(percent)
            ),
            "5m",
            severity,
            "Volume {{ $labels.persistentvolumeclaim }} is {{ $value | humanizePercentage }} full"
                .to_owned(),
            &from,
        )
    };
    vec![
        filling("CNPGVolumeFillingWarning", Severity::Warning, percent),
        filling(
            "CNPGVolumeFillingCritical",
            Severity::Critical,
            nearly(percent),
        ),
        scope.alert(
            "CNPGVolumeFullIn4h",
            "a volume that fills quickly is full before anybody looks",
            format!("predict_linear({free}[1h], 4 * 3600) < 0"),
            "30m",
            Severity::Warning,
            "Volume {{ $labels.persistentvolumeclaim }} is full within 4 hours at this rate"
                .to_owned(),
            &[],
        ),
    ]
}
