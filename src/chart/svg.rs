//! A picture as SVG: text stays text, and a title and a description say it to whoever does not see it.

use super::mark::{Mark, PictureSpot, ShapeTip, Stroke, TextAnchor};
use super::palette::{Colour, Marker, PAPER};
use crate::units::minus_signs;
use std::fmt::Write;

/// Families of the letters, the built-in one first.
const FAMILIES: &str = "Inter, Helvetica Neue, Arial, sans-serif";
/// Height of a line of text over the size of its letters: sizes of a scene are heights of lines.
const LINE: f64 = 1.24;
/// How far below its point a text stands on its line, in parts of its height.
const BASELINE: f64 = 0.31;

/// Where a picture is to stand.
#[derive(Clone, Copy, Debug)]
pub(super) enum SvgPlace<'a> {
    /// In a file of its own.
    File,
    /// In a page among others: identifiers in it begin with this.
    Page(&'a str),
}

/// A picture with its shapes as SVG, from one height to another. `title` is what it finds, `about` what it shows and how to read it; shapes of which
/// something is said stand in a group with that as its title.
pub(super) fn svg(
    (width, (top, bottom)): (u32, (f64, f64)),
    (title, about): (&str, &str),
    (marks, tips, spots): (&[Mark], &[ShapeTip], &[PictureSpot]),
    place: SvgPlace<'_>,
) -> String {
    let (top, height) = (n(top), n(bottom - top));
    let corner = if top == "0" { String::new() } else { format!("y=\"{top}\" ") };
    let (size, titled, described) = match place {
        SvgPlace::File => {
            let size = format!("xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" ");
            (size, String::new(), String::new())
        }
        SvgPlace::Page(name) => (
            format!("aria-labelledby=\"{name}-title {name}-desc\" "),
            format!(" id=\"{name}-title\""),
            format!(" id=\"{name}-desc\""),
        ),
    };
    let mut page = format!(
        "<svg {size}viewBox=\"0 {top} {width} {height}\" role=\"img\" font-family=\"{FAMILIES}\">\n<title{titled}>{}</title>\n<desc{described}>{}</desc>\n<rect {corner}width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        escaped(title),
        escaped(about),
        hex(PAPER),
    );
    if let SvgPlace::Page(name) = place {
        let _ = writeln!(page, "<g id=\"{name}-all\">");
    }
    let mut tips = tips.iter().peekable();
    for (at, mark) in marks.iter().enumerate() {
        if let Some(tip) = tips.peek().filter(|tip| tip.shapes.start == at) {
            let _ = writeln!(page, "<g class=\"tip\"><title>{}</title>", escaped(&tip.text));
        }
        push(mark, &mut page);
        page.push('\n');
        if tips.next_if(|tip| tip.shapes.end == at + 1).is_some() {
            page.push_str("</g>\n");
        }
    }
    let on_page = matches!(place, SvgPlace::Page(_));
    for spot in spots.iter().filter(|spot| spot.in_file || on_page) {
        let (left, top) = (spot.from.0.min(spot.to.0), spot.from.1.min(spot.to.1));
        let _ = writeln!(
            page,
            "<g class=\"tip\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill-opacity=\"0\"/></g>",
            escaped(&spot.text),
            n(left),
            n(top),
            n((spot.to.0 - spot.from.0).abs()),
            n((spot.to.1 - spot.from.1).abs())
        );
    }
    if on_page {
        page.push_str("</g>\n");
    }
    page + "</svg>\n"
}

/// A stretch of a picture that stands elsewhere in the page under a name.
pub(super) fn window(name: &str, width: f64, (from, to): (f64, f64)) -> String {
    let (width, top, height) = (n(width), n(from), n(to - from));
    format!(
        "<svg viewBox=\"0 {top} {width} {height}\" aria-hidden=\"true\" font-family=\"{FAMILIES}\"><use href=\"#{name}-all\"/></svg>\n"
    )
}

fn push(mark: &Mark, page: &mut String) {
    match mark {
        Mark::Line(stroke) => line(stroke, page),
        Mark::Area { points, colour, alpha } => {
            page.push_str(&format!(
                "<path d=\"{}Z\" fill=\"{}\"{}/>",
                path(points),
                hex(*colour),
                veil(*alpha)
            ));
        }
        Mark::Bar { from, to, colour, alpha } => {
            let (left, top) = (from.0.min(to.0), from.1.min(to.1));
            let size = (n((to.0 - from.0).abs()), n((to.1 - from.1).abs()));
            page.push_str(&format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"{}/>",
                n(left),
                n(top),
                size.0,
                size.1,
                hex(*colour),
                veil(*alpha)
            ));
        }
        Mark::Tiles { boxes, colour } => {
            page.push_str(&format!("<path shape-rendering=\"crispEdges\" fill=\"{}\" d=\"", hex(*colour)));
            for [(left, top), (right, bottom)] in boxes {
                let _ = write!(page, "M{} {}H{}V{}H{}Z", n(*left), n(*top), n(*right), n(*bottom), n(*left));
            }
            page.push_str("\"/>");
        }
        Mark::Dot { at, radius, colour, alpha, marker } => {
            dot(*at, *radius, (*colour, *alpha), *marker, page);
        }
        Mark::Words { at, text, anchor, lettering } => {
            let anchor = match anchor {
                TextAnchor::Start => "start",
                TextAnchor::Middle => "middle",
                TextAnchor::End => "end",
            };
            page.push_str(&format!(
                "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\" font-size=\"{}\" fill=\"{}\"{}>{}</text>",
                n(at.0),
                n(at.1 + BASELINE * lettering.size),
                n(lettering.size / LINE),
                hex(lettering.colour),
                if lettering.bold { " font-weight=\"600\"" } else { "" },
                escaped(text)
            ));
        }
    }
}

fn line(stroke: &Stroke, page: &mut String) {
    let Stroke { points, colour, width, dash } = stroke;
    let broken = match dash {
        [] => String::new(),
        dash => format!(" stroke-dasharray=\"{}\"", dash.iter().map(|d| n(*d)).collect::<Vec<_>>().join(" ")),
    };
    page.push_str(&format!(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"{broken}/>",
        path(points),
        hex(*colour),
        n(*width)
    ));
}

fn dot(at: (f64, f64), radius: f64, (colour, alpha): (Colour, f64), marker: Marker, page: &mut String) {
    let paint = if marker.is_open() {
        format!("fill=\"{}\" stroke=\"{}\" stroke-width=\"{}\"", hex(PAPER), hex(colour), n(outline(radius)))
    } else {
        format!("fill=\"{}\"{}", hex(colour), veil(alpha))
    };
    match marker.corners() {
        [] => page.push_str(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {paint}/>",
            n(at.0),
            n(at.1),
            n(radius)
        )),
        corners => {
            let points: Vec<(f64, f64)> =
                corners.iter().map(|(x, y)| (at.0 + x * radius, at.1 + y * radius)).collect();
            page.push_str(&format!("<path d=\"{}Z\" {paint}/>", path(&points)));
        }
    }
}

/// Width of the outline of an open marker.
pub(super) fn outline(radius: f64) -> f64 {
    (0.34 * radius).max(1.2)
}

fn path(points: &[(f64, f64)]) -> String {
    let mut text = String::new();
    for (place, (x, y)) in points.iter().enumerate() {
        let _ = write!(text, "{}{} {}", if place == 0 { 'M' } else { 'L' }, n(*x), n(*y));
    }
    text
}

/// A coordinate with at most two decimals.
fn n(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn hex((r, g, b): Colour) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn veil(alpha: f64) -> String {
    if alpha >= 1.0 { String::new() } else { format!(" fill-opacity=\"{}\"", n(alpha)) }
}

/// Text as it stands in XML, with minus signs; letters that it does not allow are seen to be there.
fn escaped(text: &str) -> String {
    minus_signs(text)
        .replace(|letter: char| letter.is_control() && letter != '\n' && letter != '\t', "\u{fffd}")
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::mark::plain;

    #[test]
    fn a_page_says_what_it_finds_and_text_stays_text() {
        let words = Mark::Words {
            at: (10.0, 20.0),
            text: "Pay & <quality>".to_owned(),
            anchor: TextAnchor::Start,
            lettering: plain(12.4, (0, 0, 0)),
        };
        let tiles = Mark::Tiles {
            boxes: vec![[(0.0, 1.0), (2.5, 3.0)], [(4.0, 1.0), (5.0, 3.0)]],
            colour: (255, 0, 16),
        };
        let tip = ShapeTip { shapes: 1..2, text: "2 < 3".to_owned() };
        let spot = PictureSpot { from: (9.0, 8.0), to: (4.0, 2.0), text: "2030".to_owned(), in_file: true };
        let cell = PictureSpot { text: "2031".to_owned(), in_file: false, ..spot.clone() };
        let on_page =
            svg((9, (0.0, 9.0)), ("", ""), (&[], &[], std::slice::from_ref(&cell)), SvgPlace::Page("map"));
        let page = svg(
            (120, (0.0, 60.0)),
            ("5 < 6", "A \"test\""),
            (&[words, tiles], &[tip], &[spot, cell]),
            SvgPlace::File,
        );
        assert!(on_page.contains("<title>2031</title>") && !page.contains("2031"));
        assert!(page.contains("viewBox=\"0 0 120 60\" role=\"img\""), "{page}");
        assert!(page.contains("<title>5 &lt; 6</title>\n<desc>A &quot;test&quot;</desc>"), "{page}");
        assert!(
            page.contains("font-size=\"10\" fill=\"#000000\">Pay &amp; &lt;quality&gt;</text>"),
            "{page}"
        );
        assert!(
            page.contains(
                "<path shape-rendering=\"crispEdges\" fill=\"#ff0010\" d=\"M0 1H2.5V3H0ZM4 1H5V3H4Z\"/>"
            ),
            "{page}"
        );
        assert!(page.contains("<g class=\"tip\"><title>2 &lt; 3</title>\n<path shape"), "{page}");
        assert!(
            page.contains(
                "<title>2030</title><rect x=\"4\" y=\"2\" width=\"5\" height=\"6\" fill-opacity=\"0\"/></g>\n</svg>"
            ),
            "{page}"
        );
        assert_eq!(n(-0.001), "0");
    }
}
