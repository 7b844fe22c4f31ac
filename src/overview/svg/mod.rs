//! An overview as a drawing: one page wide, as high as it must be.

mod card;
mod pen;

use super::compare::Comparison;
use super::measure::Totals;
use super::{Environment, Overview, words};
use pen::{Anchor, Font, Pen};

/// The width of the page, in pixels: that of A4 at 96 to the inch.
const WIDTH: u32 = 794;

/// What is left free at each side.
const MARGIN: u32 = 24;

/// What is left free between two cards.
const GAP: u32 = 14;

/// How many cards stand side by side.
const COLUMNS: u32 = 2;

/// How wide a card is.
const CARD: u32 = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS;

/// The height of a line of text.
const LINE: u32 = 16;

/// The whole overview.
pub(super) fn write(overview: &Overview) -> String {
    let mut pen = Pen::default();
    let title = format!("{}: PostgreSQL", overview.project);
    pen.text(MARGIN, 36, &title, Font::Title, Anchor::Start);
    let operator = format!("CloudNativePG {}", overview.operator);
    pen.text(WIDTH - MARGIN, 36, &operator, Font::Faint, Anchor::End);
    let mut y = 52;
    for one in &overview.environments {
        y = environment(one, y, &mut pen);
    }
    pen.page(WIDTH, y + MARGIN / 2, &title)
}

/// Draws an environment from `y` on, and gives where it ends.
fn environment(environment: &Environment, mut y: u32, pen: &mut Pen) -> u32 {
    y += 22;
    pen.text(MARGIN, y, &environment.name, Font::Head, Anchor::Start);
    pen.rule(MARGIN, WIDTH - MARGIN, y + 7);
    y += 7 + LINE;
    let totals = totals(&environment.totals);
    pen.text(MARGIN, y, &totals, Font::Plain, Anchor::Start);
    y += 10;
    let per_row = usize::try_from(COLUMNS).unwrap_or(1);
    for row in environment.clusters.chunks(per_row) {
        let height = row.iter().map(card::height).max().unwrap_or(0);
        let mut x = MARGIN;
        for cluster in row {
            card::draw(cluster, (x, y), (CARD, height), pen);
            x += CARD + GAP;
        }
        y += height + GAP;
    }
    comparison(&environment.comparison, y, pen)
}

/// What an environment takes, in a line.
fn totals(totals: &Totals) -> String {
    format!(
        "{}, {}, {} CPU, {} memory, {} storage, {} connections",
        words::count(totals.clusters, "cluster", "clusters"),
        words::count(totals.pods, "pod", "pods"),
        words::cores(totals.cpu),
        words::bytes(totals.memory),
        words::bytes(totals.storage),
        totals.connections,
    )
}

/// Where the columns of the comparison start, or end where they hold amounts.
const STOPS: [(u32, Anchor, &str); 8] = [
    (0, Anchor::Start, "placement"),
    (180, Anchor::End, "clusters"),
    (230, Anchor::End, "pods"),
    (285, Anchor::End, "CPU"),
    (350, Anchor::End, "memory"),
    (420, Anchor::End, "storage"),
    (505, Anchor::End, "connections"),
    (525, Anchor::Start, "fail together"),
];

/// Draws the placements below each other, and gives where they end.
fn comparison(comparison: &Comparison, mut y: u32, pen: &mut Pen) -> u32 {
    y += 6;
    for (stop, anchor, head) in STOPS {
        pen.text(MARGIN + stop, y, head, Font::Faint, anchor);
    }
    for outcome in &comparison.outcomes {
        y += LINE;
        let written = outcome.way == comparison.written;
        let name = format!(
            "{}{}",
            outcome.way.name(),
            if written { " (as written)" } else { "" }
        );
        let font = if written { Font::Strong } else { Font::Plain };
        let Ok(placed) = &outcome.result else {
            pen.text(MARGIN, y, &name, font, Anchor::Start);
            let why = "cannot be, as the spec stands: `pgspec plan` says why";
            pen.text(MARGIN + 120, y, why, Font::Faint, Anchor::Start);
            continue;
        };
        let totals = &placed.totals;
        let radius = u64::try_from(placed.blast_radius()).unwrap_or(u64::MAX);
        let cells = [
            name,
            totals.clusters.to_string(),
            totals.pods.to_string(),
            words::cores(totals.cpu),
            words::bytes(totals.memory),
            words::bytes(totals.storage),
            totals.connections.to_string(),
            match radius {
                0 | 1 => "each application alone".to_owned(),
                _ => format!("up to {radius} applications"),
            },
        ];
        for ((stop, anchor, _), cell) in STOPS.into_iter().zip(&cells) {
            pen.text(MARGIN + stop, y, cell, font, anchor);
        }
    }
    y + LINE
}
