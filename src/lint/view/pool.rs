//! The connections that a pooler opens.

use std::collections::BTreeSet;

use crate::knowledge::operator::pgbouncer;
use crate::knowledge::tuning::pools::PoolSettings;
use crate::lint::context::Context;
use crate::lint::kind::DATABASE;
use crate::lint::object::Object;

/// What decides how many connections a pooler opens, defaults included; nothing
/// where nobody can tell.
pub fn settings(pooler: Object<'_>) -> Option<PoolSettings> {
    let parameters = pooler.slot(&["spec", "pgbouncer", "parameters"]);
    let number = |name: &'static str| -> Option<u32> {
        let default = pgbouncer::written(name).or_else(|| pgbouncer::default(name))?;
        parameters.key(name).text_or(default).value()?.parse().ok()
    };
    let instances = pooler.slot(&["spec", "instances"]).integer_or(1).value()?;
    let mode = pooler.slot(&["spec", "pgbouncer", "poolMode"]);
    Some(PoolSettings {
        instances: u32::try_from(instances).ok()?,
        default_pool_size: number("default_pool_size")?,
        reserve_pool_size: number("reserve_pool_size")?,
        max_db_connections: number("max_db_connections")?,
        max_user_connections: number("max_user_connections")?,
        max_client_conn: number("max_client_conn")?,
        session_mode: mode.text_or("session").value()? == "session",
    })
}

/// How many users and databases are there to be reached, as far as declared: the
/// databases of `Database` objects and their owners, at least one of each.
pub fn reached(cx: &Context<'_>, cluster: Object<'_>) -> (u32, u32) {
    let databases = cx.referring(&DATABASE, cluster).objects;
    let distinct = |field: &'static [&'static str]| {
        let values = databases.iter().map(|database| database.slot(field).text());
        let known: BTreeSet<&str> = values.filter_map(|it| it.written().flatten()).collect();
        u32::try_from(known.len()).unwrap_or(u32::MAX).max(1)
    };
    (distinct(&["spec", "owner"]), distinct(&["spec", "name"]))
}
