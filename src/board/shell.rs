//! The document: head, styles, script, cover, table of contents, and the sections in their order.

use crate::report::Report;
use crate::units::thousands;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Serialize;
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// At the foot of printed pages that tell of single persons, but for the cover, which says so itself.
const CONFIDENTIAL: &str = "@page { @bottom-left { content: \"Confidential\"; font: 8.5pt Helvetica, Arial, sans-serif; color: #5a626c; } }\n@page :first { @bottom-left { content: \"\"; } }\n";
/// The sign in a browser's tab: two bars, one short of the other.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%230072b2'/%3E%3Cpath d='M4 3h3v10H4zM9 8h3v5H9z' fill='%23fff'/%3E%3C/svg%3E";

/// A part of the page.
pub(super) struct Section {
    /// Its anchor.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What stands below the heading. Headings in it begin with `h3`.
    pub body: Markup,
}

/// The whole document.
pub(super) fn document(report: &Report<'_>, sections: &[Section]) -> String {
    let style = style(report);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(&style));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="robots" content="noindex, nofollow";
                title { (report.model.title) }
                link rel="icon" href=(ICON);
                style { (PreEscaped(style)) }
            }
            body {
                a class="skip" href="#main" { "Skip to the contents" }
                (cover(report))
                (contents(sections))
                main id="main" tabindex="-1" {
                    @for section in sections {
                        section id=(section.id) aria-labelledby=(format!("h-{}", section.id)) {
                            h2 id=(format!("h-{}", section.id)) { (section.title) }
                            (section.body)
                        }
                    }
                }
                footer { p { (confidence(report)) } }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    inert(&page.into_string())
}

/// The styles; a printed page that tells of single persons says so at its foot.
fn style(report: &Report<'_>) -> String {
    let foot = if report.disclosure.shows_persons() { CONFIDENTIAL } else { "" };
    [STYLE, foot].concat()
}

/// What the page may load and run: its own styles and its own script, by their hashes, and nothing else.
fn policy(style: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; img-src data:; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(SCRIPT)
    )
}

/// A text's hash, as such policies name it.
fn hash(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

/// Bytes in base 64.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let all = three.iter().chain([&0, &0]).take(3).fold(0_u32, |all, byte| all << 8 | u32::from(*byte));
        for place in 0..4 {
            let letter = LETTERS[(all >> (18 - 6 * place) & 63) as usize];
            text.push(if place > three.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

/// What a reader is told of who may read the page.
fn confidence(report: &Report<'_>) -> String {
    let open = || "Confidential: tells of the pay of single persons.".to_owned();
    report.disclosure.in_words().unwrap_or_else(open)
}

fn cover(report: &Report<'_>) -> Markup {
    let model = report.model;
    let years = if model.years == 1 {
        model.start.to_string()
    } else {
        format!("{} to {}", model.start, model.start.plus(model.years - 1))
    };
    html! {
        header class="cover" {
            p class="kind" { "Compensation and value-based contracts" }
            h1 { (model.title) }
            p class="ask" { "Which agreement, for whom, at what cost and risk?" }
            dl class="facts" {
                div { dt { "Physicians" } dd { (thousands(model.len() as u64)) } }
                div { dt { "Years" } dd { (years) } }
                div { dt { "Arms compared" } dd { (model.arms.len()) } }
                div { dt { "Trials" } dd { (thousands(report.outcome.trials)) } }
            }
            p class="confidence" { (confidence(report)) }
        }
    }
}

fn contents(sections: &[Section]) -> Markup {
    html! {
        nav class="contents" aria-label="Contents" {
            h2 { "Contents" }
            ol { @for section in sections { li { a href=(format!("#{}", section.id)) { (section.title) } } } }
        }
    }
}

/// Data for the script, beside the element that it belongs to.
pub(super) fn data(class: &str, value: &impl Serialize) -> Markup {
    html! { script type="application/json" class=(class) { (PreEscaped(quiet_json(value))) } }
}

/// JSON that cannot end the element in which it stands, nor a line of a script.
fn quiet_json(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    let mut text = String::with_capacity(json.len());
    for letter in json.chars() {
        match letter {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            other => text.push(other),
        }
    }
    text
}

/// A page without letters that steer: of a terminal, or of the direction in which the rest of a line is read. A minus stays
/// with the dollars behind it.
fn inert(page: &str) -> String {
    let steers = |letter: char| {
        (letter.is_control() && !matches!(letter, '\n' | '\t'))
            || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let set: String = page.chars().map(|letter| if steers(letter) { '\u{fffd}' } else { letter }).collect();
    set.replace("−$", "−\u{2060}$")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bytes_in_base_64() {
        assert_eq!(
            ["", "f", "fo", "foo", "foob"].map(|t| base64(t.as_bytes())),
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
        );
        // RFC 4634's test vector "abc" as a policy names it.
        assert_eq!(hash("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn data_ends_no_element() {
        let text = quiet_json(&json!(["</script><img src=x onerror=alert(1)>", "\u{2028}&"]));
        assert_eq!(
            text,
            "[\"\\u003c/script\\u003e\\u003cimg src=x onerror=alert(1)\\u003e\",\"\\u2028\\u0026\"]"
        );
    }

    #[test]
    fn letters_that_steer_are_seen() {
        assert_eq!(
            inert("a\u{202e}b\u{1b}[31m\u{2066}c\n\u{5d0}"),
            "a\u{fffd}b\u{fffd}[31m\u{fffd}c\n\u{5d0}"
        );
    }
}
