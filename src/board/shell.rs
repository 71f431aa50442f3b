//! The document: head, styles, script, table of contents.

use maud::{DOCTYPE, Markup, html};

/// A part of the page.
pub(super) struct Section {
    /// Its anchor.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What stands below the heading.
    pub body: Markup,
}

/// The whole document.
pub(super) fn document(title: &str, sections: &[Section]) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { (title) } }
            body {
                main {
                    @for section in sections {
                        section id=(section.id) { h2 { (section.title) } (section.body) }
                    }
                }
            }
        }
    };
    page.into_string()
}
