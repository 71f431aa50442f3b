//! The committee's view: each physician's pay and work beside a survey.
//!
//! # What it shows
//! Mean pay of a year per total FTE, mean work RVUs per clinical FTE and the ratio of the two, each
//! with its percentile; the pay percentile less the productivity percentile; the chance, over
//! trials, that pay lies above the table's P75 and P90; a flag.
//!
//! # Formula
//! Percentiles are those of means over trials, not means of percentiles. Months in which a position
//! is vacant earn and do nothing, so means lie a little below those of a full year; the ratio is
//! free of that, and so nearly is the gap. Dollars of the table are aged to the year.
//!
//! A person of several appointments is one: pay, work and FTE of all of them are added, in the specialty
//! of the largest, and stand at each. The chance that their pay together lies above a line is that of a
//! normal with their mean and the sum of their standard deviations: as though good years came together
//! (assumption). Pay from other employers counts as pay, but not per work RVU: their work is not known.
//!
//! # Flag
//! `high` when pay lies above P90 with a chance above `compliance.valuation.breach_chance`,
//! `document` when it lies above P75 with that chance, `within` otherwise, `unmeasured` without a
//! table. Practice, not law; against wages it says less.

use super::gather::plan_in;
use super::whole::{Whole, whole};
use crate::engine::{ArmYear, Metric, Outcome};
use crate::math::{grown, normal};
use crate::model::Model;
use crate::survey::{Gap, Position, Survey, SurveyMeasure, TableKind, Yardstick};
use crate::units::words;
use std::collections::BTreeMap;

/// A percentile with the table it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Kind of table.
    pub kind: TableKind,
    /// Its name.
    pub table: String,
    /// Where the value stands.
    pub position: Position,
}

words! {
    /// What a committee would do.
    pub enum Flag {
        word: "The word.";
        /// Nothing.
        Within = "within",
        /// Document what justifies it.
        Document = "document",
        /// Have it valued.
        High = "high",
        /// Find a table.
        Unmeasured = "unmeasured",
    }
}

/// One physician's year beside a survey.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing<'a> {
    /// Who it is: everything beside a table is that of the person at all appointments.
    pub whole: Whole<'a>,
    /// Identifier.
    pub id: &'a str,
    /// Specialty.
    pub specialty: &'a str,
    /// Plan in force at the end of the year, if nobody leaves.
    pub plan: &'a str,
    /// Total FTE.
    pub fte: f64,
    /// Clinical FTE.
    pub clinical_fte: f64,
    /// Mean pay from the system, $.
    pub pay: f64,
    /// Mean work RVUs.
    pub wrvu: f64,
    /// Pay per total FTE beside its table.
    pub pay_table: Option<Placed>,
    /// Chance that it lies above the table's P75.
    pub above_p75: f64,
    /// Chance that it lies above the table's P90.
    pub above_p90: f64,
    /// Work RVUs per clinical FTE beside their table.
    pub work_table: Option<Placed>,
    /// Mean pay over mean work RVUs, $; none without work RVUs.
    pub pay_per_wrvu: Option<f64>,
    /// The same beside its table.
    pub rate_table: Option<Placed>,
    /// Pay percentile less productivity percentile, where both have a table.
    pub gap: Option<Gap>,
    /// Cap at the person's FTE in dollars of the year; none without a cap.
    pub cap: Option<f64>,
    /// What a committee would do.
    pub flag: Flag,
}

/// The tables of one specialty in one year.
struct Yardsticks {
    pay: Option<Yardstick>,
    work: Option<Yardstick>,
    rate: Option<Yardstick>,
}

/// An arm's physicians in a year, in the author's order.
#[must_use]
pub fn committee<'a>(
    model: &'a Model,
    outcome: &Outcome,
    survey: &Survey,
    arm: usize,
    year: usize,
) -> Vec<Standing<'a>> {
    let scenario = &model.arms[arm].scenario;
    let results = outcome.of(arm, year);
    let calendar = model.start.plus(year).0;
    let pay_index = grown(scenario.outlook.pay_growth.0, year);
    let limit = scenario.compliance.valuation.breach_chance.0;
    let mut tables: BTreeMap<&str, Yardsticks> = BTreeMap::new();
    let present = model.author_order.iter().filter_map(|p| Some((*p, model.arms[arm].roster[*p].as_ref()?)));
    present
        .map(|(place, physician)| {
            let whole = whole(model, &results, (arm, place), pay_index);
            let tables = tables.entry(whole.specialty).or_insert_with(|| {
                let of = |measure| survey.yardstick(whole.specialty, measure, calendar);
                Yardsticks {
                    pay: of(SurveyMeasure::PayPerFte),
                    work: of(SurveyMeasure::WrvuPerClinicalFte),
                    rate: of(SurveyMeasure::PayPerWrvu),
                }
            });
            let pay = results.mean_at(place, Metric::Pay);
            let wrvu = results.mean_at(place, Metric::Wrvu);
            let above = |percentile: f64| {
                let line = tables.pay.as_ref().and_then(|t| t.percentiles.value(percentile));
                line.and_then(|line| chance_above(&results, &whole, line * whole.fte)).unwrap_or(0.0)
            };
            let (above_p75, above_p90) = (above(75.0), above(90.0));
            let pay_table = placed(tables.pay.as_ref(), Some(whole.pay / whole.fte));
            let work_table = placed(tables.work.as_ref(), Some(whole.wrvu / whole.clinical_fte));
            let pay_per_wrvu = (whole.wrvu > 0.0).then(|| (whole.pay - whole.elsewhere) / whole.wrvu);
            let gap = pay_table.as_ref().zip(work_table.as_ref());
            let plan = plan_in(scenario, physician, model.start.0, calendar);
            let capped = whole.places.iter().filter_map(|own| {
                let own = model.arms[arm].roster[*own].as_ref()?;
                let plan = scenario.plan.get(plan_in(scenario, own, model.start.0, calendar))?;
                Some((own.fte, plan.fair_market_value.as_ref()?.allows(year)))
            });
            let (under, stated) =
                capped.fold((0.0, 0.0), |(fte, dollars), (own, cap)| (fte + own, dollars + own * cap));
            Standing {
                id: &physician.id,
                specialty: &physician.specialty,
                plan,
                fte: physician.fte,
                clinical_fte: physician.clinical_fte,
                pay,
                wrvu,
                gap: gap.map(|(pay, work)| Gap::between(pay.position, work.position)),
                flag: flag(pay_table.is_some(), above_p75 > limit, above_p90 > limit),
                pay_table,
                above_p75,
                above_p90,
                work_table,
                rate_table: placed(tables.rate.as_ref(), pay_per_wrvu),
                pay_per_wrvu,
                cap: (under > 0.0).then(|| stated / under * whole.fte),
                whole,
            }
        })
        .collect()
}

/// Chance that all pay of a person lies above a line.
fn chance_above(results: &ArmYear<'_>, whole: &Whole<'_>, line: f64) -> Option<f64> {
    if let [only] = whole.places[..] {
        return results.chance_above(only, Metric::Pay, line - whole.elsewhere);
    }
    let above = whole.pay - line;
    Some(if whole.sd > 0.0 { normal(above / whole.sd).below } else { f64::from(u8::from(above > 0.0)) })
}

fn placed(table: Option<&Yardstick>, value: Option<f64>) -> Option<Placed> {
    let (table, value) = table.zip(value)?;
    Some(Placed { kind: table.kind, table: table.name.clone(), position: table.percentiles.position(value) })
}

fn flag(measured: bool, raised: bool, high: bool) -> Flag {
    match (measured, raised, high) {
        (false, ..) => Flag::Unmeasured,
        (true, _, true) => Flag::High,
        (true, true, false) => Flag::Document,
        (true, false, false) => Flag::Within,
    }
}
