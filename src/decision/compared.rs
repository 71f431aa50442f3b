//! Arms side by side: every measure that decides, with what it is and how it changes.

use crate::engine::{HorizonMetric, Metric, Outcome};
use crate::model::Model;
use crate::stats::Summary;

/// Over which time a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparedOver {
    /// All performance years.
    Horizon,
    /// The last of them.
    LastYear,
}

/// A measure of every arm.
#[derive(Clone, Debug)]
pub struct ComparedRow {
    /// What it is called.
    pub label: &'static str,
    /// Over which time it is.
    pub over: ComparedOver,
    /// The measure, as files call it.
    pub metric: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Whether it is the change against the baseline, and empty for that.
    pub is_change: bool,
    /// By arm.
    pub of: Vec<Option<Summary>>,
}

/// What is asked of an arm.
#[derive(Clone, Copy)]
enum ComparedWhat {
    Level(HorizonMetric),
    Change(HorizonMetric),
    Better(HorizonMetric),
    LastYear(Metric),
    LastYearChange(Metric),
}

/// The measures, in order.
const ASKED: [(&str, ComparedWhat); 17] = [
    ("Change of the system's margin", ComparedWhat::Change(HorizonMetric::SystemMargin)),
    ("Chance of being better than today", ComparedWhat::Better(HorizonMetric::SystemMargin)),
    ("Change of the margin, worth in the first year", ComparedWhat::Change(HorizonMetric::SystemMarginWorth)),
    ("System's margin", ComparedWhat::Level(HorizonMetric::SystemMargin)),
    ("Change of true savings under contracts", ComparedWhat::Change(HorizonMetric::TrueSavings)),
    ("True savings under contracts", ComparedWhat::Level(HorizonMetric::TrueSavings)),
    ("Change of the pay of all physicians", ComparedWhat::Change(HorizonMetric::TotalPay)),
    ("Pay of all physicians", ComparedWhat::Level(HorizonMetric::TotalPay)),
    ("Physicians who lose 5 % of pay or more", ComparedWhat::Level(HorizonMetric::Losers)),
    ("Lowest cash of the programme", ComparedWhat::Level(HorizonMetric::CashTrough)),
    ("Chance that the programme never breaks even", ComparedWhat::Level(HorizonMetric::NeverEven)),
    ("Pay of a physician", ComparedWhat::LastYear(Metric::Pay)),
    ("Change of the pay of a physician", ComparedWhat::LastYearChange(Metric::Pay)),
    ("Value that pay induces, of what is attainable", ComparedWhat::LastYear(Metric::ValueInduced)),
    ("Physician's part of a dollar of avoided care", ComparedWhat::LastYear(Metric::OwnPartOfAvoided)),
    ("Value share of revenue, by today's contracts", ComparedWhat::LastYear(Metric::ValueRevenueHeld)),
    ("Value share of pay", ComparedWhat::LastYear(Metric::ValueShare)),
];

/// Every measure of every arm, the baseline first.
#[must_use]
pub fn compared(model: &Model, outcome: &Outcome) -> Vec<ComparedRow> {
    let each = ASKED.iter().map(|(label, asked)| {
        let of = model.arms.iter().enumerate().map(|(arm, named)| {
            let results = outcome.arm(&named.name).ok()?;
            let last = outcome.of(arm, model.years - 1).everyone();
            match asked {
                ComparedWhat::Level(metric) => Some(results.horizon(*metric)),
                ComparedWhat::Change(metric) => results.horizon_difference(*metric),
                ComparedWhat::Better(metric) => results.chance_above_baseline(*metric),
                ComparedWhat::LastYear(metric) => last.get(*metric),
                ComparedWhat::LastYearChange(metric) => last.difference(*metric).filter(|_| arm > 0),
            }
        });
        let (over, definition, is_change) = match asked {
            ComparedWhat::Level(metric) | ComparedWhat::Better(metric) => {
                (ComparedOver::Horizon, metric.definition(), false)
            }
            ComparedWhat::Change(metric) => (ComparedOver::Horizon, metric.definition(), true),
            ComparedWhat::LastYear(metric) => (ComparedOver::LastYear, metric.definition(), false),
            ComparedWhat::LastYearChange(metric) => (ComparedOver::LastYear, metric.definition(), true),
        };
        let unit = if matches!(asked, ComparedWhat::Better(_)) { "chance" } else { definition.unit };
        ComparedRow { label, over, metric: definition.name, unit, is_change, of: of.collect() }
    });
    each.collect()
}
