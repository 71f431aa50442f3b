//! What a sweep says: the best cell, on which side of nothing arms come out, and where that changes.

use super::swept::{Swept, SweptCell, SweptMeasure, SweptValue};
use crate::analysis::estimate::Estimate;
use crate::engine::HorizonMetric;
use crate::math::{ln, powf};
use crate::order::Ordered;
use std::cmp::Ordering;

/// What a measure of a sweep stands against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SweptAgainst {
    /// The baseline of the same cell: where there are variants.
    Baseline,
    /// Nothing: where there is the baseline alone, its own value.
    Nothing,
}

/// The best cell by a measure of the whole horizon, by one yardstick.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BestCell {
    /// The cell, counted from 0.
    pub cell: usize,
    /// The arm, counted from 0.
    pub arm: usize,
    /// What it is best by.
    pub value: Estimate,
    /// The same of the same arm as stated.
    pub as_stated: Estimate,
    /// The measure itself less that of the same arm as stated.
    pub from_stated: Estimate,
}

/// How often an arm comes out on which side of nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SideCount {
    /// Cells in which it is above nothing, beyond what chance leaves open.
    pub above: usize,
    /// Cells in which it is below, likewise.
    pub below: usize,
    /// Cells in which so many trials cannot tell.
    pub open: usize,
}

/// Where a measure of an arm changes its sign along the one number that is varied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignChange {
    /// The arm, counted from 0.
    pub arm: usize,
    /// The values of the number on both sides, the lower one first.
    pub between: (f64, f64),
    /// Whether it is above nothing on the side of the higher value.
    pub rises: bool,
    /// The value at which a straight line between the two is nothing, with the error that it takes from theirs.
    pub at: Estimate,
    /// Of both values, the lower one first, whether it is beyond what chance leaves open on which side of nothing it is.
    pub sure: (bool, bool),
}

impl SignChange {
    /// Whether both sides are beyond what chance leaves open.
    #[must_use]
    pub const fn is_sure(&self) -> bool {
        self.sure.0 && self.sure.1
    }
}

impl Swept {
    /// Arms that were measured.
    #[must_use]
    pub fn arms(&self) -> usize {
        self.columns.iter().map(|column| column.pick.arm + 1).max().unwrap_or(0)
    }

    /// What measures stand against.
    #[must_use]
    pub fn compared(&self) -> SweptAgainst {
        if self.arms() > 1 { SweptAgainst::Baseline } else { SweptAgainst::Nothing }
    }

    /// Arms that are compared, counted from 0: the variants, or the baseline where it is alone.
    #[must_use]
    pub fn compared_arms(&self) -> std::ops::Range<usize> {
        match self.compared() {
            SweptAgainst::Baseline => 1..self.arms(),
            SweptAgainst::Nothing => 0..self.arms(),
        }
    }

    /// A measure of a cell against what it stands against.
    #[must_use]
    pub fn against(&self, value: &SweptValue) -> Estimate {
        value.from_baseline.filter(|_| self.compared() == SweptAgainst::Baseline).unwrap_or(value.mean)
    }

    /// What a measure is in each cell that ran, against what it stands against.
    fn each(&self, column: usize) -> impl Iterator<Item = (usize, &SweptCell, Estimate)> + '_ {
        self.ran().filter_map(move |(place, cell)| {
            Some((place, cell, self.against(cell.values.get(column)?))).filter(|one| one.2.value.is_finite())
        })
    }
}

/// What cells are ranked by: the margin of the system over the whole horizon.
pub const SWEEP_RANKED: HorizonMetric = HorizonMetric::SystemMargin;

/// The cell and arm in which a measure of the whole horizon is best against what it stands against: the baseline of the
/// same cell, or nothing where there is no variant. The first of those that are alike, among arms in which it is not the
/// same in every cell. `None` where it was not measured, no cell ran, or it moves in no arm.
#[must_use]
pub fn best_cell(swept: &Swept, metric: &str) -> Option<BestCell> {
    best_by(swept, |arm| swept.column(arm, None, metric), &|value| swept.against(value))
}

/// The cell and arm in which a measure of the whole horizon is itself the highest, likewise.
#[must_use]
pub fn highest_cell(swept: &Swept, metric: &str) -> Option<BestCell> {
    best_by(swept, |arm| swept.column(arm, None, metric), &|value| value.mean)
}

/// The best cell by a measure in any year, whose columns stand arm by arm, likewise.
#[must_use]
pub fn best_of(swept: &Swept, measure: &SweptMeasure) -> Option<BestCell> {
    best_by(swept, |arm| measure.columns.get(arm).copied(), &|value| swept.against(value))
}

/// Arms that are compared in which a measure is the same in every cell, and what it is there against what it stands
/// against; none where there is one cell alone.
#[must_use]
pub fn still_arms(swept: &Swept, metric: &str) -> Vec<(usize, Estimate)> {
    let still = |arm: usize| {
        let column = swept.column(arm, None, metric)?;
        let by = |value: &SweptValue| swept.against(value);
        let first = swept.ran().next().map(|(_, cell)| by(&cell.values[column]))?;
        (!moves(swept, column, &by)).then_some((arm, first))
    };
    swept.compared_arms().filter_map(still).collect()
}

/// Whether a measure of the whole horizon moves in the baseline when the numbers are set.
#[must_use]
pub fn baseline_moves(swept: &Swept, metric: &str) -> bool {
    let is_off =
        |column: usize| swept.ran().any(|(_, cell)| cell.values[column].from_stated != Estimate::exact(0.0));
    swept.column(0, None, metric).is_some_and(is_off)
}

/// One number of a measure of a cell.
type MeasuredBy<'y> = dyn Fn(&SweptValue) -> Estimate + 'y;

/// Whether a column is not the same in every cell that ran, but for what rounding to cents leaves: a millionth of the
/// measure itself. Of a single cell, whether or not it is as stated, it does.
fn moves(swept: &Swept, column: usize, by: &MeasuredBy<'_>) -> bool {
    const ROUNDING: f64 = 1e-6;
    let most = swept.ran().map(|(_, cell)| cell.values[column].mean.value.abs());
    let least_told = ROUNDING * most.filter(|size| size.is_finite()).fold(0.0, f64::max);
    let mut each = swept.ran().map(|(_, cell)| by(&cell.values[column]).value);
    let Some(first) = each.next() else { return false };
    let is_off = |other: f64| other.is_finite() != first.is_finite() || (other - first).abs() > least_told;
    swept.ran().count() == 1 || each.any(is_off)
}

fn best_by(
    swept: &Swept,
    column_of: impl Fn(usize) -> Option<usize>,
    by: &MeasuredBy<'_>,
) -> Option<BestCell> {
    let mut best: Option<BestCell> = None;
    for arm in swept.compared_arms() {
        let column = column_of(arm)?;
        if !moves(swept, column, by) {
            continue;
        }
        let as_stated = by(&swept.stated[column]);
        for (cell, own) in swept.ran() {
            let (value, from_stated) = (by(&own.values[column]), own.values[column].from_stated);
            if value.value.is_finite() && best.is_none_or(|best| value.value > best.value.value) {
                best = Some(BestCell { cell, arm, value, as_stated, from_stated });
            }
        }
    }
    best
}

/// In how many cells a measure of an arm, by its column, lies on which side of nothing.
#[must_use]
pub fn side_count(swept: &Swept, column: usize) -> SideCount {
    let mut count = SideCount::default();
    for (_, _, value) in swept.each(column) {
        match side(&value) {
            Some(Ordering::Greater) => count.above += 1,
            Some(Ordering::Less) => count.below += 1,
            Some(Ordering::Equal) | None => count.open += 1,
        }
    }
    count
}

/// On which side of nothing an estimate lies; `None` where its 95 % interval leaves that open.
fn side(value: &Estimate) -> Option<Ordering> {
    let (low, high) = value.interval();
    match (low > 0.0, high < 0.0) {
        (true, _) => Some(Ordering::Greater),
        (_, true) => Some(Ordering::Less),
        _ if value.value == 0.0 && value.se == 0.0 => Some(Ordering::Equal),
        _ => None,
    }
}

/// Where a measure changes its sign along the one number that is varied, in each arm that is compared; nothing where
/// several are varied. Cells in which it is exactly nothing lie on neither side.
#[must_use]
pub fn sign_changes(swept: &Swept, measure: &SweptMeasure) -> Vec<SignChange> {
    let [factor] = &swept.factors[..] else { return Vec::new() };
    let mut changes = Vec::new();
    for arm in swept.compared_arms() {
        let Some(&column) = measure.columns.get(arm) else { continue };
        let mut line: Vec<(f64, Estimate)> = swept
            .each(column)
            .map(|(_, cell, value)| (cell.settings[0], value))
            .filter(|(_, value)| value.value != 0.0)
            .collect();
        line.order_by(|a, b| a.0.total_cmp(&b.0));
        for pair in line.windows(2) {
            let [(low, before), (high, after)] = [pair[0], pair[1]];
            if (before.value > 0.0) == (after.value > 0.0) || low == high {
                continue;
            }
            changes.push(SignChange {
                arm,
                between: (low, high),
                rises: after.value > 0.0,
                at: crossing((low, before), (high, after), factor.is_log()),
                sure: (side(&before).is_some(), side(&after).is_some()),
            });
        }
    }
    changes
}

/// Where the straight line between two points of opposite signs meets nothing: at the part `f = a / (a − b)` of the way,
/// whose error by the delta method is `((1 − f) σ_a + f σ_b) / |a − b|` where the errors of the two move together, as they
/// mostly do on the same luck, and less where they do not.
fn crossing((low, before): (f64, Estimate), (high, after): (f64, Estimate), log: bool) -> Estimate {
    let apart = before.value - after.value;
    let part = before.value / apart;
    let error = ((1.0 - part) * before.se + part * after.se) / apart.abs();
    if log {
        let value = low * powf(high / low, part);
        return Estimate { value, se: value * ln(high / low) * error };
    }
    Estimate { value: low + (high - low) * part, se: (high - low) * error }
}

/// The arm in which a measure of the whole horizon is highest, cell by cell in the order of the one number that is
/// varied, the baseline among them: runs of cells with the same best arm, as its place and the first and last value.
#[must_use]
pub fn best_arms_along(swept: &Swept, metric: &str) -> Vec<(usize, (f64, f64))> {
    if swept.factors.len() != 1 {
        return Vec::new();
    }
    let columns: Vec<usize> = (0..swept.arms()).filter_map(|arm| swept.column(arm, None, metric)).collect();
    let best = |cell: &SweptCell| {
        let means = columns.iter().map(|column| cell.values[*column].mean.value).enumerate();
        means.reduce(|best, one| if one.1 > best.1 { one } else { best }).map(|best| best.0)
    };
    let mut line: Vec<(f64, usize)> =
        swept.ran().filter_map(|(_, cell)| Some((cell.settings[0], best(cell)?))).collect();
    line.order_by(|a, b| a.0.total_cmp(&b.0));
    let mut runs: Vec<(usize, (f64, f64))> = Vec::new();
    for (value, arm) in line {
        match runs.last_mut() {
            Some((last, (_, end))) if *last == arm => *end = value,
            _ => runs.push((arm, (value, value))),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::experiment::MeasuredColumn;
    use crate::analysis::sweep::factor::SweepFactor;
    use crate::analysis::sweep::paired::TrialsMet;
    use crate::analysis::sweep::swept::beside;
    use crate::engine::{Pick, Scope};

    const MET: TrialsMet = TrialsMet { rosters: 1, is_certain: false };

    /// A made-up sweep of one number and two arms, each cell two trials of the second arm's margin over a baseline of
    /// nothing.
    fn made_up(text: &str, cells: &[(f64, [f64; 2])]) -> Swept {
        let column =
            |arm| MeasuredColumn { pick: Pick::horizon(arm, HorizonMetric::SystemMargin), unit: "$" };
        let columns = vec![column(0), column(1)];
        let stated = vec![vec![0.0, 0.0], vec![1.0, 1.0]];
        let cell = |(value, margins): &(f64, [f64; 2])| SweptCell {
            settings: vec![*value],
            refused: None,
            values: beside(&columns, &[vec![0.0, 0.0], margins.to_vec()], &stated, MET),
        };
        Swept {
            factors: vec![SweepFactor::parse(text).unwrap()],
            numbers: Vec::new(),
            stated: beside(&columns, &stated, &stated, MET),
            cells: cells.iter().map(cell).collect(),
            fresh: None,
            funds_anew: false,
            columns,
            trials: 2,
        }
    }

    #[test]
    fn of_each_measure_the_horizon_or_else_the_last_year_is_told() {
        let mut swept = made_up("a=1,2", &[]);
        let year = |arm, year, metric: &str| MeasuredColumn {
            pick: Pick::year(arm, year, Scope::System, "all", metric),
            unit: "share",
        };
        for arm in 0..2 {
            swept.columns.push(year(arm, 0, MARGIN));
            swept.columns.push(year(arm, 0, "value_share_of_pay"));
            swept.columns.push(year(arm, 1, "value_share_of_pay"));
        }
        let found = swept.measures();
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].year, &found[0].columns[..], found[0].unit), (None, &[0, 1][..], "$"));
        assert_eq!((found[1].year, &found[1].columns[..]), (Some(1), &[4, 7][..]));
    }

    const MARGIN: &str = "system_margin_total";

    #[test]
    fn a_change_of_sign_by_hand() {
        // Means -2 and 6 at 10 and 20: a quarter of the way, 12.5. Deviations ± 1 give errors of 1 each (variance 2
        // over two trials), so by the delta method 10 × (0.75 + 0.25)/8.
        let swept = made_up("a=10,20", &[(10.0, [-3.0, -1.0]), (20.0, [5.0, 7.0])]);
        let found = sign_changes(&swept, &swept.measures()[0]);
        assert_eq!(found.len(), 1);
        let found = found[0];
        assert_eq!((found.arm, found.between, found.rises, found.is_sure()), (1, (10.0, 20.0), true, true));
        assert!((found.at.value - 12.5).abs() < 1e-12);
        assert!((found.at.se - 1.25).abs() < 1e-12);
        let best = best_cell(&swept, MARGIN).unwrap();
        assert_eq!((best.cell, best.arm, best.value.value, best.from_stated.value), (1, 1, 6.0, 5.0));
        assert_eq!(side_count(&swept, 1), SideCount { above: 1, below: 1, open: 0 });
        assert_eq!(best_arms_along(&swept, MARGIN), [(0, (10.0, 10.0)), (1, (20.0, 20.0))]);
    }

    /// Three arms of which the last is the same in every cell, above all others; the baseline moves with the number.
    fn with_a_still_arm() -> Swept {
        let column =
            |arm| MeasuredColumn { pick: Pick::horizon(arm, HorizonMetric::SystemMargin), unit: "$" };
        let columns = vec![column(0), column(1), column(2)];
        let of = |margins: [f64; 3]| margins.map(|margin| vec![margin, margin]).to_vec();
        let stated = of([10.0, 12.0, 20.0]);
        let cell = |value: f64, margins: [f64; 3]| SweptCell {
            settings: vec![value],
            refused: None,
            values: beside(&columns, &of(margins), &stated, MET),
        };
        Swept {
            factors: vec![SweepFactor::parse("a=1,2").unwrap()],
            numbers: Vec::new(),
            stated: beside(&columns, &stated, &stated, MET),
            cells: vec![cell(1.0, [5.0, 9.0, 15.0]), cell(2.0, [14.0, 15.0, 24.0])],
            fresh: None,
            funds_anew: false,
            columns,
            trials: 2,
        }
    }

    #[test]
    fn the_best_is_sought_where_something_moves_and_by_one_yardstick() {
        // Against today's of the cell: 4 and 1 in the second arm, 10 and 10 in the third, which does not move.
        let swept = with_a_still_arm();
        let best = best_cell(&swept, MARGIN).unwrap();
        assert_eq!((best.cell, best.arm, best.value.value, best.as_stated.value), (0, 1, 4.0, 2.0));
        assert_eq!(still_arms(&swept, MARGIN), [(2, Estimate::exact(10.0))]);
        // The margin itself moves in all: 24 in the third arm, 20 as stated.
        assert!(baseline_moves(&swept, MARGIN));
        let highest = highest_cell(&swept, MARGIN).unwrap();
        assert_eq!((highest.cell, highest.arm, highest.value.value), (1, 2, 24.0));
        assert_eq!((highest.as_stated.value, highest.from_stated.value), (20.0, 4.0));
        let by_measure = best_of(&swept, &swept.measures()[0]).unwrap();
        assert_eq!(by_measure, best);
        // Where nothing moves but by cents, nothing is best.
        let cents = made_up("a=1,2", &[(1.0, [1e6, 1e6]), (2.0, [1e6 + 0.01, 1e6 + 0.01])]);
        assert_eq!(best_cell(&cents, MARGIN), None);
        let still = made_up("a=1,2", &[(1.0, [1.0, 1.0]), (2.0, [1.0, 1.0])]);
        assert_eq!((best_cell(&still, MARGIN), baseline_moves(&still, MARGIN)), (None, false));
        assert_eq!(still_arms(&still, MARGIN), [(1, Estimate::exact(1.0))]);
    }

    #[test]
    fn exactly_nothing_lies_between_and_the_order_of_a_list_plays_no_part() {
        let swept = made_up("a=3,1,2", &[(3.0, [-1.0, -1.0]), (1.0, [1.0, 1.0]), (2.0, [0.0, 0.0])]);
        let found = sign_changes(&swept, &swept.measures()[0]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].between, found[0].at, found[0].rises),
            ((1.0, 3.0), Estimate::exact(2.0), false)
        );
        assert_eq!(side_count(&swept, 1), SideCount { above: 1, below: 1, open: 1 });
    }

    #[test]
    fn on_a_log_scale_the_line_is_straight_in_the_logarithm() {
        // Halfway between 1 and 100 is 10.
        let swept = made_up("a=1..100:2:log", &[(1.0, [-1.0, -1.0]), (100.0, [1.0, 1.0])]);
        assert!((sign_changes(&swept, &swept.measures()[0])[0].at.value - 10.0).abs() < 1e-9);
    }

    #[test]
    fn what_chance_leaves_open_is_not_sure() {
        let swept = made_up("a=1,2", &[(1.0, [-3.0, 1.0]), (2.0, [5.0, 7.0])]);
        // -1 ± 2 leaves it open, 6 ± 1 does not.
        let found = sign_changes(&swept, &swept.measures()[0])[0];
        assert_eq!((found.sure, found.is_sure()), ((false, true), false));
        assert_eq!(side_count(&swept, 1), SideCount { above: 1, below: 0, open: 1 });
        assert_eq!(best_cell(&swept, "pay_total"), None, "not measured");
    }
}
