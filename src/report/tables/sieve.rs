//! What limits leave of a table's rows: by its columns, whatever the table.

use crate::decision::Disclosure;
use crate::engine::{HorizonMetric, LeverFigure, Metric, Scope};
use crate::entity::Lever;
use crate::model::Model;
use crate::report::cell::Cell;
use crate::report::results::Report;
use crate::report::table::{Kind, Table};
use std::borrow::Cow;

/// Columns of [`super::pay_groups`] with what they are taken from.
const OF_PAY_GROUPS: [(&str, Metric); 5] = [
    ("pay", Metric::Pay),
    ("pay_per_fte", Metric::Pay),
    ("value_pay", Metric::ValuePay),
    ("pay_change", Metric::PayChange),
    ("pay_change_share", Metric::PayChange),
];

/// The ending of columns that set pay groups beside others within specialties.
const WITHIN: &str = "_within";

/// What of a table may be shown.
pub(super) struct Sieve<'r> {
    model: &'r Model,
    disclosure: &'r Disclosure,
    /// Where the arm stands.
    arm: Option<usize>,
    /// Where the measure stands.
    metric: Option<usize>,
    rows: RowsOf,
    /// Cells that may be hidden in a row that is shown.
    cells: Vec<(usize, CellOf)>,
}

/// What rows are about, by the places of the columns that say it.
#[derive(Clone, Copy)]
enum RowsOf {
    Groups { scope: usize, entity: usize },
    SocialRisk { third: usize },
    PayGroups { group: usize },
    SharesOfPay { specialty: usize, kind: usize, share: usize },
    Flows { from: usize, to: usize, purpose: Option<usize> },
    System { line: Option<usize>, contract: Option<usize>, place: Option<usize> },
}

/// What a cell tells that few may be behind.
#[derive(Clone, Copy)]
enum CellOf {
    PayGroup(usize, Metric),
    PayGroupLosers,
    WithinSpecialties,
    Lever(usize, LeverFigure),
    Losers,
}

/// Where a column of words stands.
fn place(table: &Table, key: &str) -> Option<usize> {
    table.columns.iter().position(|column| column.key == key && column.kind == Kind::Text)
}

impl RowsOf {
    fn of(table: &Table) -> RowsOf {
        let at = |key| place(table, key);
        if let Some((scope, entity)) = at("scope").zip(at("entity")) {
            RowsOf::Groups { scope, entity }
        } else if let Some(third) = at("social_risk") {
            RowsOf::SocialRisk { third }
        } else if let Some(group) = at("pay_group") {
            RowsOf::PayGroups { group }
        } else if let Some(((specialty, kind), share)) = at("specialty").zip(at("kind")).zip(at("share")) {
            RowsOf::SharesOfPay { specialty, kind, share }
        } else if let Some((from, to)) = at("from").zip(at("to")) {
            RowsOf::Flows { from, to, purpose: at("purpose") }
        } else {
            RowsOf::System { line: at("line"), contract: at("contract"), place: at("place") }
        }
    }
}

impl CellOf {
    /// Every such cell of a table's rows, with its place.
    fn all(table: &Table) -> Vec<(usize, CellOf)> {
        let (pay_group, lever) = (place(table, "pay_group"), place(table, "lever"));
        let mut found = Vec::new();
        for (at, column) in table.columns.iter().enumerate() {
            let key = column.key;
            if let Some(group) = pay_group {
                let taken_from = OF_PAY_GROUPS.iter().filter(|(column, _)| *column == key);
                found.extend(taken_from.map(|(_, metric)| (at, CellOf::PayGroup(group, *metric))));
                if key.ends_with(WITHIN) || key == "compared" {
                    found.push((at, CellOf::WithinSpecialties));
                }
                if key.starts_with("loses") {
                    found.push((at, CellOf::PayGroupLosers));
                }
            } else if let Some(lever) = lever {
                let figure = match key {
                    "best_paid" => Some(LeverFigure::BestPaid),
                    "pays" => Some(LeverFigure::Pays),
                    key if key.starts_with("pay_") => Some(LeverFigure::Pays),
                    _ => None,
                };
                found.extend(figure.map(|figure| (at, CellOf::Lever(lever, figure))));
            } else if key == "losers" {
                found.push((at, CellOf::Losers));
            }
        }
        found
    }
}

/// The words in a cell.
fn text<'c>(cells: &'c [Cell<'_>], place: usize) -> &'c str {
    match &cells[place] {
        Cell::Text(words) => words,
        Cell::Empty | Cell::Whole(_) | Cell::Number(..) | Cell::Short(..) | Cell::Flag(_) => "",
    }
}

impl<'r> Sieve<'r> {
    /// For a table's rows.
    pub(super) fn of(table: &Table, report: &'r Report<'_>) -> Sieve<'r> {
        Sieve {
            model: report.model,
            disclosure: &report.disclosure,
            arm: place(table, "arm"),
            metric: place(table, "metric"),
            rows: RowsOf::of(table),
            cells: CellOf::all(table),
        }
    }

    /// What is left of a row: nothing, or the row with some cells empty.
    pub(super) fn left_of<'c, 'a>(&self, cells: &'c [Cell<'a>]) -> Option<Cow<'c, [Cell<'a>]>> {
        let arm = self.arm(cells);
        if !self.shows(arm, cells) {
            return None;
        }
        let mut left = Cow::Borrowed(cells);
        for (place, _) in self.cells.iter().filter(|(_, of)| !self.shows_cell(arm, cells, *of)) {
            left.to_mut()[*place] = Cell::Empty;
        }
        Some(left)
    }

    /// The arm of a row; the baseline where the table tells of it alone.
    fn arm(&self, cells: &[Cell<'_>]) -> usize {
        let named = self.arm.map(|place| text(cells, place));
        named.and_then(|name| self.model.arms.iter().position(|arm| arm.name == name)).unwrap_or(0)
    }

    /// Whether a row may be shown at all.
    fn shows(&self, arm: usize, cells: &[Cell<'_>]) -> bool {
        let may = self.disclosure;
        let text = |place: usize| text(cells, place);
        let metric = self.metric.map(text);
        match self.rows {
            RowsOf::Groups { scope, entity } => match (scope_of(text(scope)), metric) {
                (Some(scope), Some(metric)) => may.shows_measure(arm, scope, text(entity), metric),
                (Some(scope), None) => may.shows_group(arm, scope, text(entity)),
                (None, _) => may.shows_field(arm, text(entity)),
            },
            RowsOf::SocialRisk { third } => {
                metric.is_some_and(|metric| may.shows_social_risk_measure(arm, text(third), metric))
            }
            RowsOf::PayGroups { group } => may.shows_pay_group(arm, text(group)),
            RowsOf::SharesOfPay { specialty, kind, share } => {
                let of = if text(share) == "value" { Metric::ValueShare } else { Metric::VolumeBasisShare };
                let metric = of.definition().name;
                match text(specialty) {
                    "all" => {
                        may.shows_kind(arm, text(kind) == "primary care")
                            && may.shows_measure(arm, Scope::System, "all", metric)
                    }
                    name => may.shows_measure(arm, Scope::Specialty, name, metric),
                }
            }
            RowsOf::Flows { from, to, purpose } => {
                let of_contract = |node: &str| {
                    let contract = node.split_once(':').map(|(_, name)| name);
                    contract.is_none_or(|name| may.shows_group(arm, Scope::Contract, name))
                };
                of_contract(text(from))
                    && of_contract(text(to))
                    && purpose.is_none_or(|at| may.shows_measure(arm, Scope::Flow, "system", text(at)))
            }
            RowsOf::System { line, contract, place } => {
                line.is_none_or(|at| may.shows_line(text(at)))
                    && contract.is_none_or(|at| may.shows_group(arm, Scope::Contract, text(at)))
                    && place.is_none_or(|at| may.shows_place(text(at)))
                    && metric.is_none_or(|metric| may.shows_measure(arm, Scope::System, "all", metric))
            }
        }
    }

    /// Whether a cell of a row that is shown may be shown.
    fn shows_cell(&self, arm: usize, cells: &[Cell<'_>], of: CellOf) -> bool {
        let may = self.disclosure;
        match of {
            CellOf::PayGroup(group, metric) => may.shows_pay_group_measure(arm, text(cells, group), metric),
            CellOf::PayGroupLosers => may.shows_pay_group_losers(),
            CellOf::WithinSpecialties => may.shows_within_specialties(),
            CellOf::Lever(lever, figure) => {
                let word = text(cells, lever);
                let Some(lever) = Lever::ALL.into_iter().find(|lever| lever.describe().0 == word) else {
                    return true;
                };
                let (scope, name) = self.group(cells);
                may.shows_measure(arm, scope, name, Metric::of_lever(figure, lever).definition().name)
            }
            CellOf::Losers => {
                may.shows_measure(arm, Scope::System, "all", HorizonMetric::Losers.definition().name)
            }
        }
    }

    /// The group of a row; everyone where it names none.
    fn group<'c>(&self, cells: &'c [Cell<'_>]) -> (Scope, &'c str) {
        if let RowsOf::Groups { scope, entity } = self.rows {
            (scope_of(text(cells, scope)).unwrap_or(Scope::System), text(cells, entity))
        } else {
            (Scope::System, "all")
        }
    }
}

/// The scope of a word in files; nothing for a field of medicine.
fn scope_of(word: &str) -> Option<Scope> {
    Scope::ALL.iter().copied().find(|scope| scope.word() == word)
}
