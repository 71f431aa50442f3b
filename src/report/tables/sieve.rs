//! What limits leave of a table's rows: by its columns, whatever the table.

use crate::decision::{Disclosure, pay_groups};
use crate::engine::{HorizonMetric, LeverFigure, Metric, Scope};
use crate::entity::Lever;
use crate::model::Model;
use crate::report::cell::Cell;
use crate::report::results::Report;
use crate::report::table::Table;
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
    table: &'r Table,
    model: &'r Model,
    disclosure: &'r Disclosure,
    /// Whether pay groups' chances to lose count enough in every group, and whether within specialties enough are compared.
    loses: bool,
    within: bool,
}

impl<'r> Sieve<'r> {
    /// For a table's rows.
    pub(super) fn of(table: &'r Table, report: &'r Report<'_>) -> Sieve<'r> {
        let (model, disclosure) = (report.model, &report.disclosure);
        let mut sieve =
            Sieve { table, model, disclosure, loses: true, within: disclosure.shows_within_specialties() };
        if sieve.place("pay_group").is_some() {
            for arm in 0..model.arms.len() {
                for year in 0..model.years {
                    for group in pay_groups(model, report.outcome, arm, year) {
                        let all = group.physicians;
                        let compared = group.within.map_or(0, |within| within.physicians);
                        sieve.loses &= disclosure.shows_share(group.loses, all);
                        sieve.within &= disclosure.shows_count(compared, all);
                    }
                }
            }
        }
        sieve
    }

    /// Where a column stands.
    fn place(&self, key: &str) -> Option<usize> {
        self.table.columns.iter().position(|column| column.key == key)
    }

    /// The words in a column of a row.
    fn text<'c>(&self, cells: &'c [Cell<'_>], key: &str) -> Option<&'c str> {
        match &cells[self.place(key)?] {
            Cell::Text(words) => Some(words),
            Cell::Empty | Cell::Whole(_) | Cell::Number(..) | Cell::Short(..) | Cell::Flag(_) => None,
        }
    }

    /// What is left of a row: nothing, or the row with some cells empty.
    pub(super) fn left_of<'c, 'a>(&self, cells: &'c [Cell<'a>]) -> Option<Cow<'c, [Cell<'a>]>> {
        if !self.shows(cells) {
            return None;
        }
        let emptied: Vec<usize> = (0..cells.len()).filter(|place| !self.shows_cell(cells, *place)).collect();
        if emptied.is_empty() {
            return Some(Cow::Borrowed(cells));
        }
        let mut left = cells.to_vec();
        for place in emptied {
            left[place] = Cell::Empty;
        }
        Some(Cow::Owned(left))
    }

    /// The arm of a row; the baseline where the table tells of it alone.
    fn arm(&self, cells: &[Cell<'_>]) -> usize {
        let named = self.text(cells, "arm");
        named.and_then(|name| self.model.arms.iter().position(|arm| arm.name == name)).unwrap_or(0)
    }

    /// Whether a row may be shown at all.
    fn shows(&self, cells: &[Cell<'_>]) -> bool {
        let (arm, may) = (self.arm(cells), self.disclosure);
        let text = |key: &str| self.text(cells, key);
        let metric = text("metric");
        if let Some((scope, name)) = text("scope").zip(text("entity")) {
            return match (scope_of(scope), metric) {
                (Some(scope), Some(metric)) => may.shows_measure(arm, scope, name, metric),
                (Some(scope), None) => may.shows_group(arm, scope, name),
                (None, _) => may.shows_field(arm, name),
            };
        }
        if let Some(third) = text("social_risk") {
            return metric.is_some_and(|metric| may.shows_social_risk_measure(arm, third, metric));
        }
        if self.place("pay_group").is_some() {
            return may.shows_pay_group(arm, text("pay_group").unwrap_or_default());
        }
        if let Some((specialty, kind)) = text("specialty").zip(text("kind")) {
            let of =
                if text("share") == Some("value") { Metric::ValueShare } else { Metric::VolumeBasisShare };
            let metric = of.definition().name;
            return match specialty {
                "all" => {
                    may.shows_kind(arm, kind == "primary care")
                        && may.shows_measure(arm, Scope::System, "all", metric)
                }
                name => may.shows_measure(arm, Scope::Specialty, name, metric),
            };
        }
        if let Some((from, to)) = text("from").zip(text("to")) {
            let of_contract = |node: &str| {
                let contract = node.split_once(':').map(|(_, name)| name);
                contract.is_none_or(|name| may.shows_group(arm, Scope::Contract, name))
            };
            let purpose = text("purpose").unwrap_or_default();
            return of_contract(from)
                && of_contract(to)
                && may.shows_measure(arm, Scope::Flow, "system", purpose);
        }
        text("line").is_none_or(|line| may.shows_line(line))
            && text("contract").is_none_or(|name| may.shows_group(arm, Scope::Contract, name))
            && text("place").is_none_or(|place| may.shows_place(place))
            && metric.is_none_or(|metric| may.shows_measure(arm, Scope::System, "all", metric))
    }

    /// Whether a cell of a row that is shown may be shown.
    fn shows_cell(&self, cells: &[Cell<'_>], place: usize) -> bool {
        let (arm, key) = (self.arm(cells), self.table.columns[place].key);
        if self.place("pay_group").is_some() {
            let name = self.text(cells, "pay_group").unwrap_or_default();
            let of = OF_PAY_GROUPS.iter().find(|(column, _)| *column == key);
            return of.is_none_or(|(_, metric)| self.disclosure.shows_pay_group_measure(arm, name, *metric))
                && (self.within || !(key.ends_with(WITHIN) || key == "compared"))
                && (self.loses || !key.starts_with("loses"));
        }
        let lever = self
            .text(cells, "lever")
            .and_then(|name| Lever::ALL.into_iter().find(|l| l.describe().0 == name));
        if let Some(lever) = lever {
            let figure = match key {
                "best_paid" => Some(LeverFigure::BestPaid),
                "pays" | "pay_per_hour" => Some(LeverFigure::Pays),
                key if key.starts_with("pay_") => Some(LeverFigure::Pays),
                _ => None,
            };
            let scope = self.text(cells, "scope").and_then(scope_of).unwrap_or(Scope::System);
            let name = self.text(cells, "entity").unwrap_or("all");
            return figure.is_none_or(|figure| {
                let metric = Metric::of_lever(figure, lever).definition().name;
                self.disclosure.shows_measure(arm, scope, name, metric)
            });
        }
        let losers = HorizonMetric::Losers.definition().name;
        key != "losers" || self.disclosure.shows_measure(arm, Scope::System, "all", losers)
    }
}

/// The scope of a word in files; nothing for a field of medicine.
fn scope_of(word: &str) -> Option<Scope> {
    Scope::ALL.iter().copied().find(|scope| scope.word() == word)
}
