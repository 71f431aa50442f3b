//! Tables of the page: searched, sorted and filtered by whoever reads, whole on paper.

use maud::{Markup, html};

/// A column's heading.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// What stands over it.
    pub label: String,
    /// Its unit; empty where it has none.
    pub unit: &'static str,
    /// Whether it holds numbers.
    pub numbers: bool,
    /// Whether readers choose rows by what stands in it: specialty, plan, arm.
    pub filter: bool,
}

/// A cell.
#[derive(Clone, Debug)]
pub(super) enum PageCell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A number as it is shown, and as it sorts.
    Number(String, f64),
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct PageTable {
    /// What it shows: its caption.
    pub caption: String,
    /// Its columns.
    pub heads: Vec<Head>,
    /// Its rows, a cell for each column.
    pub rows: Vec<Vec<PageCell>>,
    /// Whether readers can search and filter it; every table can be sorted.
    pub search: bool,
}

impl PageTable {
    /// As it stands on the page.
    pub(super) fn markup(&self) -> Markup {
        html! {
            table {
                caption { (self.caption) }
                thead { tr { @for head in &self.heads { th scope="col" { (head.label) } } } }
                tbody {
                    @for row in &self.rows {
                        tr {
                            @for cell in row {
                                @match cell {
                                    PageCell::Empty => { td {} }
                                    PageCell::Text(words) => { td { (words) } }
                                    PageCell::Number(shown, _) => { td class="n" { (shown) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
