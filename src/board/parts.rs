//! What sections are made of beside tables and figures: cards of key figures, a tab for each arm, and
//! what stands behind a line.

use crate::units::{minus_signs, set_apart};
use maud::{Markup, html};

/// A key figure on a card.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyCard {
    /// What it is, with its year or horizon.
    pub label: String,
    /// The figure with its unit.
    pub value: String,
    /// Its interval in words, or what it is compared with; empty where there is none.
    pub range: String,
}

/// One of several views of the same thing, such as an arm.
#[derive(Clone, Debug)]
pub(super) struct BoardTab {
    /// Its name: an arm's title.
    pub name: String,
    /// What it holds. Headings in it begin with `h4`: its name is an `h3`.
    pub body: Markup,
}

/// What becomes on paper of something that is folded on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnPaper {
    /// It is printed, open.
    Open,
    /// It is left out.
    Out,
}

/// How to read something, or what it leaves out.
pub(super) fn note(words: &str) -> Markup {
    html! { p class="note" { (typeset(words)) } }
}

/// Key figures side by side; nothing where there are none.
pub(super) fn cards(cards: &[KeyCard]) -> Markup {
    html! {
        @if !cards.is_empty() {
            dl class="cards" {
                @for card in cards {
                    @let shown = typeset(&card.value);
                    @let (value, interval) = split_interval(&shown).unwrap_or((&shown, ""));
                    div {
                        dt { (typeset(&card.label)) }
                        dd class="value" { (value) }
                        @if !interval.is_empty() { dd class="range" { (interval) } }
                        @if !card.range.is_empty() { dd class="range" { (typeset(&card.range)) } }
                    }
                }
            }
        }
    }
}

/// Views of which a screen shows one at a time and paper all; without a script they stand one below another. `label`
/// says what is chosen: "Arm"; a screen begins with the view at `first`.
pub(super) fn tabs(label: &str, tabs: &[BoardTab], first: usize) -> Markup {
    html! {
        div class="tabs" data-label=(label) data-first=(first) {
            @for tab in tabs {
                div class="tab" { h3 { (typeset(&tab.name)) } (tab.body) }
            }
        }
    }
}

/// Something behind a line that opens it.
pub(super) fn more(summary: &str, body: &Markup, paper: OnPaper) -> Markup {
    let class = if paper == OnPaper::Open { "more printed" } else { "more" };
    html! { details class=(class) { summary { (summary) } div class="behind" { (body) } } }
}

/// A figure and the interval in brackets that ends it.
pub(super) fn split_interval(shown: &str) -> Option<(&str, &str)> {
    let at = shown.find(" [").filter(|_| shown.ends_with(']'))?;
    Some((&shown[..at], &shown[at + 1..]))
}

/// A text as a page has it: minus signs, commas between the thousands of dollars, and no break before a unit.
pub(super) fn typeset(text: &str) -> String {
    let signed = minus_signs(text);
    let mut set = String::with_capacity(signed.len());
    let mut rest = signed.as_str();
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        rest = after;
        let is_unit = after.starts_with(['%', '¢']) && set.ends_with(|before: char| before.is_ascii_digit());
        set.push(if letter == ' ' && is_unit { '\u{a0}' } else { letter });
        if letter == '$' {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            set += &set_apart(&after[..digits]);
            rest = &after[digits..];
        }
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_set_as_a_page_has_them() {
        assert_eq!(
            typeset("-$2.2M [-$3.0M to -1.3M], 2026-2031: 5 % of $25000 and -9.1 ¢, a %, $1,000"),
            "−$2.2M [−$3.0M to −1.3M], 2026-2031: 5\u{a0}% of $25,000 and −9.1\u{a0}¢, a %, $1,000"
        );
        assert_eq!(split_interval("12 % [5 % to 28 %]"), Some(("12 %", "[5 % to 28 %]")));
        assert_eq!(split_interval("12 %"), None);
    }
}
