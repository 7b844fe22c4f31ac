//! Strokes and letters of a drawing.

use std::fmt::Write as _;

/// A drawing that is being made.
#[derive(Debug, Default)]
pub(super) struct Pen {
    body: String,
}

/// How letters look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Font {
    /// Of the page.
    Title,
    /// Of a part of it.
    Head,
    /// What stands out.
    Strong,
    /// Most.
    Plain,
    /// What explains the rest.
    Faint,
    /// What is written into a small shape.
    Tiny,
}

/// Which end of a text is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// What a shape looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Card,
    Zone,
    App,
    Pooler,
    Primary,
    Standby,
}

impl Font {
    /// The size of its letters, in pixels.
    fn size(self) -> u32 {
        match self {
            Self::Title => 18,
            Self::Head => 15,
            Self::Strong | Self::Plain | Self::Faint => 11,
            Self::Tiny => 9,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Head => "head",
            Self::Strong => "strong",
            Self::Plain => "plain",
            Self::Faint => "faint",
            Self::Tiny => "tiny",
        }
    }
}

impl Anchor {
    fn attribute(self) -> &'static str {
        match self {
            Self::Start => "",
            Self::Middle => " text-anchor=\"middle\"",
            Self::End => " text-anchor=\"end\"",
        }
    }
}

impl Shape {
    fn class(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Zone => "zone",
            Self::App => "app",
            Self::Pooler => "pooler",
            Self::Primary => "primary",
            Self::Standby => "standby",
        }
    }
}

/// What shapes and letters look like. No colour carries a meaning alone: the primary
/// is filled, standbys are not.
const STYLE: &str = "\
text { font-family: Helvetica, Arial, 'DejaVu Sans', sans-serif; fill: #1f2933; }
.title { font-size: 18px; font-weight: bold; }
.head { font-size: 15px; font-weight: bold; fill: #1d4ed8; }
.strong { font-size: 11px; font-weight: bold; }
.plain { font-size: 11px; }
.faint { font-size: 11px; fill: #616e7c; }
.tiny { font-size: 9px; fill: #3e4c59; }
.card { fill: #f8fafc; stroke: #cbd2d9; }
.zone { fill: #ffffff; stroke: #9aa5b1; stroke-dasharray: 3 2; }
.app { fill: #e0f2fe; stroke: #0369a1; }
.pooler { fill: #fef3c7; stroke: #b45309; }
.primary { fill: #1d4ed8; stroke: #1d4ed8; }
.standby { fill: #ffffff; stroke: #1d4ed8; }
.line { fill: none; stroke: #7b8794; }
";

impl Pen {
    /// Writes a text with its base line at a place.
    pub(super) fn text(&mut self, x: u32, y: u32, text: &str, font: Font, anchor: Anchor) {
        // Writing to a string cannot fail, here and below.
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{y}\" class=\"{}\"{}>{}</text>",
            font.class(),
            anchor.attribute(),
            escaped(text)
        );
    }

    /// Draws a rectangle with round corners.
    pub(super) fn shape(&mut self, at: (u32, u32), size: (u32, u32), shape: Shape) {
        let ((x, y), (width, height)) = (at, size);
        let round = if shape == Shape::Pooler { 2 } else { 6 };
        let class = shape.class();
        let _ = writeln!(
            self.body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\" class=\"{class}\"/>"
        );
    }

    /// Draws a cylinder, which is what databases look like.
    pub(super) fn cylinder(&mut self, at: (u32, u32), size: (u32, u32), shape: Shape) {
        let ((x, y), (width, height)) = (at, size);
        let (right, bottom, half) = (x + width, y + height - 4, width / 2);
        let top = y + 4;
        let class = shape.class();
        let _ = writeln!(
            self.body,
            "<path d=\"M{x} {top} A{half} 4 0 0 1 {right} {top} V{bottom} A{half} 4 0 0 1 {x} {bottom} Z\" class=\"{class}\"/>\n\
             <path d=\"M{x} {top} A{half} 4 0 0 0 {right} {top}\" class=\"{}\"/>",
            if shape == Shape::Primary {
                "line\" style=\"stroke: #ffffff"
            } else {
                "line\" style=\"stroke: #1d4ed8"
            }
        );
    }

    /// Draws a line.
    pub(super) fn line(&mut self, from: (u32, u32), to: (u32, u32)) {
        self.stroke(from, to, "");
    }

    /// Draws an arrow.
    pub(super) fn arrow(&mut self, from: (u32, u32), to: (u32, u32)) {
        self.stroke(from, to, " marker-end=\"url(#tip)\"");
    }

    fn stroke(&mut self, from: (u32, u32), to: (u32, u32), end: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        let _ = writeln!(
            self.body,
            "<path d=\"M{x1} {y1} L{x2} {y2}\" class=\"line\"{end}/>"
        );
    }

    /// Draws a line across.
    pub(super) fn rule(&mut self, from: u32, to: u32, y: u32) {
        self.line((from, y), (to, y));
    }

    /// The drawing, on white paper.
    pub(super) fn page(self, width: u32, height: u32, title: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
             <title>{}</title>\n\
             <style>\n{STYLE}</style>\n\
             <defs><marker id=\"tip\" viewBox=\"0 0 6 6\" refX=\"6\" refY=\"3\" markerWidth=\"6\" markerHeight=\"6\" orient=\"auto\"><path d=\"M0 0 L6 3 L0 6 Z\" fill=\"#7b8794\"/></marker></defs>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
             {}</svg>\n",
            escaped(title),
            self.body
        )
    }
}

/// A text that has room in a width, in pixels; its end is left out otherwise.
pub(super) fn fitted(text: &str, width: u32, font: Font) -> String {
    // A letter is a bit more than half as wide as high, on average.
    let room = usize::try_from(width * 100 / (font.size() * 54)).unwrap_or(usize::MAX);
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// A text as XML takes it. Control characters have no place in it.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars().filter(|letter| !letter.is_control()) {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_xml_is_escaped() {
        assert_eq!(escaped("a<b & \"c\"\u{0}"), "a&lt;b &amp; &quot;c&quot;");
    }

    #[test]
    fn what_has_no_room_ends_in_dots() {
        assert_eq!(fitted("short", 100, Font::Plain), "short");
        let long = fitted(
            "a name that is much too long for its place",
            100,
            Font::Plain,
        );
        assert!(long.ends_with('…') && long.chars().count() < 20, "{long}");
    }
}
