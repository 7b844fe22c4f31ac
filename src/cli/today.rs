//! The day of the run: the one thing that is asked of the clock.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::kube::civil::{DAY, Date};

/// The day of the run in UTC: that of `SOURCE_DATE_EPOCH` where it is set, as
/// for builds that must not depend on the clock.
pub(super) fn today() -> Date {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok();
    let seconds = fixed
        .and_then(|text| text.parse::<i64>().ok())
        .unwrap_or_else(now);
    Date::from_days(seconds.div_euclid(DAY))
}

/// Seconds since 1970; 0 on a machine whose clock stands before that.
fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or_default()
}
