//! A cluster as a card: its applications, its poolers, its instances, its backups.

use super::pen::{Anchor, Font, Pen, Shape, fitted};
use crate::overview::measure::Cluster;
use crate::overview::words;

/// What is left free inside of a card.
const PAD: u32 = 12;

/// Where the body starts, below the title.
const TOP: u32 = 46;

/// The height of a line below the body.
const LINE: u32 = 15;

/// How many lines stand there.
const LINES: u32 = 3;

/// Applications: how wide and high, and how many are drawn.
const APP: (u32, u32) = (104, 20);
const MOST_APPS: usize = 8;

/// Poolers.
const POOLER: (u32, u32) = (72, 30);

/// Where poolers and instances start, from the left side of the card.
const POOLERS: u32 = 140;
const INSTANCES: u32 = 240;

/// Instances: how wide and high, how many are drawn in a zone, and how many zones
/// stand side by side.
const INSTANCE: (u32, u32) = (24, 24);
const MOST_INSTANCES: u32 = 4;
const MOST_ZONES: u32 = 4;

/// The space between things of a kind.
const BETWEEN: u32 = 6;

/// How high a card must be.
pub(super) fn height(cluster: &Cluster) -> u32 {
    TOP + body(cluster) + LINES * LINE + PAD
}

/// Draws a card.
pub(super) fn draw(cluster: &Cluster, at: (u32, u32), size: (u32, u32), pen: &mut Pen) {
    let ((x, y), (width, height)) = (at, size);
    pen.shape(at, size, Shape::Card);
    let name = fitted(&cluster.name, width - 140, Font::Strong);
    pen.text(x + PAD, y + 20, &name, Font::Strong, Anchor::Start);
    let version = format!("PostgreSQL {}", cluster.postgres);
    pen.text(x + width - PAD, y + 20, &version, Font::Faint, Anchor::End);
    let namespace = format!("namespace {}", cluster.namespace);
    let namespace = fitted(&namespace, width - 2 * PAD, Font::Faint);
    pen.text(x + PAD, y + 35, &namespace, Font::Faint, Anchor::Start);
    let room = height - TOP - LINES * LINE - PAD;
    flow(cluster, (x, y + TOP), (width, room), pen);
    let mut below = y + TOP + room + LINE;
    for line in lines(cluster) {
        let line = fitted(&line, width - 2 * PAD, Font::Plain);
        pen.text(x + PAD, below, &line, Font::Plain, Anchor::Start);
        below += LINE;
    }
}

/// Draws applications, poolers and instances from left to right, with arrows.
fn flow(cluster: &Cluster, at: (u32, u32), size: (u32, u32), pen: &mut Pen) {
    let ((x, y), (width, height)) = (at, size);
    let middle = y + height / 2;
    let apps = apps(cluster);
    let mut outs = Vec::new();
    let mut top = middle - stack(count(&apps), APP.1) / 2;
    for app in &apps {
        let place = (x + PAD, top);
        pen.shape(place, APP, Shape::App);
        let label = fitted(app, APP.0 - 6, Font::Plain);
        pen.text(
            place.0 + APP.0 / 2,
            top + 14,
            &label,
            Font::Plain,
            Anchor::Middle,
        );
        outs.push((place.0 + APP.0, top + APP.1 / 2));
        top += APP.1 + BETWEEN;
    }
    let mut ins = Vec::new();
    let mut through = Vec::new();
    let mut top = middle - stack(count(&cluster.poolers), POOLER.1) / 2;
    for pooler in &cluster.poolers {
        let place = (x + POOLERS, top);
        pen.shape(place, POOLER, Shape::Pooler);
        let center = place.0 + POOLER.0 / 2;
        let label = format!("pooler {}", pooler.instances);
        pen.text(center, top + 13, &label, Font::Tiny, Anchor::Middle);
        let pods = words::count(pooler.pods.into(), "pod", "pods");
        pen.text(center, top + 24, &pods, Font::Tiny, Anchor::Middle);
        ins.push((place.0, top + POOLER.1 / 2));
        through.push((place.0 + POOLER.0, top + POOLER.1 / 2));
        top += POOLER.1 + BETWEEN;
    }
    let target = (x + INSTANCES, middle);
    if ins.is_empty() {
        join(&outs, &[target], x + POOLERS, pen);
    } else {
        join(&outs, &ins, x + POOLERS - 14, pen);
        join(&through, &[target], x + INSTANCES - 14, pen);
    }
    instances(
        cluster,
        (x + INSTANCES, middle),
        width - INSTANCES - PAD,
        pen,
    );
}

/// Leads everything on the left to everything on the right, over a line between.
fn join(from: &[(u32, u32)], to: &[(u32, u32)], between: u32, pen: &mut Pen) {
    let ends = from.iter().chain(to).map(|(_, y)| *y);
    let (Some(top), Some(bottom)) = (ends.clone().min(), ends.max()) else {
        return;
    };
    for (x, y) in from {
        pen.line((*x, *y), (between, *y));
    }
    if top < bottom {
        pen.line((between, top), (between, bottom));
    }
    for (x, y) in to {
        pen.arrow((between, *y), (*x, *y));
    }
}

/// Draws instances in their zones, the primary filled. Zones that have no place are
/// not drawn; the line below tells how many there are.
fn instances(cluster: &Cluster, at: (u32, u32), width: u32, pen: &mut Pen) {
    let (zones, label) = match cluster.zones {
        Some((zones, _)) => (zones.min(MOST_ZONES).min(cluster.instances).max(1), "zone "),
        None => (1, "any zone"),
    };
    let each = (width - (zones - 1) * BETWEEN) / zones;
    let height = zone_height(cluster);
    let (mut x, top) = (at.0, at.1 - height / 2);
    for zone in 0..zones {
        pen.shape((x, top), (each, height), Shape::Zone);
        let name = if zones == 1 {
            label.trim_end().to_owned()
        } else {
            format!("{label}{}", zone + 1)
        };
        let center = x + each / 2;
        pen.text(center, top + height - 5, &name, Font::Tiny, Anchor::Middle);
        let here = in_zone(cluster, zone);
        let shown = here.min(MOST_INSTANCES);
        for number in 0..shown {
            let place = instance_at((x, top), each, zones, number, shown);
            let shape = if zone == 0 && number == 0 {
                Shape::Primary
            } else {
                Shape::Standby
            };
            pen.cylinder(place, INSTANCE, shape);
        }
        if shown < here {
            let more = format!("+{}", here - shown);
            pen.text(
                x + each - 4,
                top + height - 5,
                &more,
                Font::Tiny,
                Anchor::End,
            );
        }
        x += each + BETWEEN;
    }
}

/// Where an instance is drawn: side by side in a wide zone, below each other in a
/// narrow one.
fn instance_at(zone: (u32, u32), width: u32, zones: u32, number: u32, shown: u32) -> (u32, u32) {
    let top = zone.1 + BETWEEN;
    if zones == 1 {
        let all = stack(shown, INSTANCE.0);
        let left = zone.0 + (width.saturating_sub(all)) / 2;
        return (left + number * (INSTANCE.0 + BETWEEN), top);
    }
    let left = zone.0 + (width.saturating_sub(INSTANCE.0)) / 2;
    (left, top + number * (INSTANCE.1 + BETWEEN))
}

/// How many instances are in a zone where they are spread evenly.
fn in_zone(cluster: &Cluster, zone: u32) -> u32 {
    let zones = cluster.zones.map_or(1, |(zones, _)| zones).max(1);
    let rest = cluster.instances % zones;
    cluster.instances / zones + u32::from(zone < rest)
}

/// How high the boxes of zones are.
fn zone_height(cluster: &Cluster) -> u32 {
    let rows = match cluster.zones {
        Some(_) => in_zone(cluster, 0).clamp(1, MOST_INSTANCES),
        None => 1,
    };
    BETWEEN + stack(rows, INSTANCE.1) + BETWEEN + 14
}

/// How high the body of a card is.
fn body(cluster: &Cluster) -> u32 {
    let apps = stack(count(&apps(cluster)), APP.1);
    let poolers = stack(count(&cluster.poolers), POOLER.1);
    apps.max(poolers).max(zone_height(cluster))
}

/// The applications that are drawn: the last stands for those that are not.
fn apps(cluster: &Cluster) -> Vec<String> {
    let mut apps: Vec<String> = cluster.apps.iter().take(MOST_APPS).cloned().collect();
    let more = cluster.apps.len().saturating_sub(MOST_APPS);
    if 0 < more {
        apps.push(format!("and {more} more"));
    }
    apps
}

/// What does not fit into a drawing.
fn lines(cluster: &Cluster) -> [String; 3] {
    let wal = cluster.wal.as_ref();
    let wal = wal.map_or_else(String::new, |wal| format!(" + {wal} WAL"));
    let sizes = format!(
        "each {} CPU, {}, {}{wal}; {} connections",
        words::cpu(&cluster.cpu),
        cluster.memory,
        cluster.storage,
        cluster.connections
    );
    let zones = match cluster.zones {
        Some((zones, true)) => format!(", in {zones} zones"),
        Some((zones, false)) => format!(", in {zones} zones if possible"),
        None => String::new(),
    };
    let commits = match cluster.synchronous {
        Some((number, _)) => format!(
            "{number} of {} standbys confirms",
            cluster.instances.saturating_sub(1)
        ),
        None if cluster.instances < 2 => "nothing takes over".to_owned(),
        None => "standbys are asynchronous".to_owned(),
    };
    let instances = words::count(cluster.instances.into(), "instance", "instances");
    let backup = match &cluster.backup {
        Some(backup) => {
            let kept = backup.retention.as_deref();
            let kept = kept.map_or_else(String::new, |kept| format!(" kept {kept}"));
            format!("backups{kept}: {}", backup.to)
        }
        None => "no backups".to_owned(),
    };
    [sizes, format!("{instances}{zones}; {commits}"), backup]
}

fn count<T>(things: &[T]) -> u32 {
    u32::try_from(things.len()).unwrap_or(u32::MAX)
}

/// How much room a number of things takes below each other.
fn stack(number: u32, each: u32) -> u32 {
    number * each + number.saturating_sub(1) * BETWEEN
}
