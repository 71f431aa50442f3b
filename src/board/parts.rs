//! What sections are made of beside tables and figures: cards of key figures, a tab for each arm, and
//! what stands behind a line.

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
    html! { p class="note" { (words) } }
}

/// Key figures side by side; nothing where there are none.
pub(super) fn cards(cards: &[KeyCard]) -> Markup {
    html! {
        @if !cards.is_empty() {
            dl class="cards" {
                @for card in cards {
                    @let shown = minus(&card.value);
                    @let (value, interval) = split_interval(&shown).unwrap_or((&shown, ""));
                    div {
                        dt { (card.label) }
                        dd class="value" { (value) }
                        @if !interval.is_empty() { dd class="range" { (interval) } }
                        @if !card.range.is_empty() { dd class="range" { (card.range) } }
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
                div class="tab" { h3 { (tab.name) } (tab.body) }
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

/// A figure whose minus signs are such: a hyphen at the start of a number, and none within words or between years.
pub(super) fn minus(shown: &str) -> String {
    let mut text = String::with_capacity(shown.len());
    let mut letters = shown.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let begins = matches!(before, ' ' | '[' | '(')
            && letters.peek().is_some_and(|next| matches!(next, '$' | '0'..='9'));
        text.push(if letter == '-' && begins { '−' } else { letter });
        before = letter;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_before_numbers_are_minus_signs() {
        assert_eq!(
            minus("-$2.2M [-$3.0M to -1.3M], 2026-2031, -x"),
            "−$2.2M [−$3.0M to −1.3M], 2026-2031, -x"
        );
        assert_eq!(split_interval("12 % [5 % to 28 %]"), Some(("12 %", "[5 % to 28 %]")));
        assert_eq!(split_interval("12 %"), None);
    }
}
