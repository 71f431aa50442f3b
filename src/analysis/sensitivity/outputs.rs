//! What is looked at: measures of arms, and their differences on the same luck.

use crate::analysis::named_measure::NamedMeasure;
use crate::engine::{HorizonMetric, Metric, Pick, Rollup, Row, rows_of};
use crate::model::{Model, Unknown};
use crate::units::real;
use std::ops::Range;

/// What arms are chosen by: more of it is better.
pub const CHOSEN_BY: HorizonMetric = HorizonMetric::SystemMargin;

/// A measure that is looked at, one number a trial.
#[derive(Clone, Debug, PartialEq)]
pub struct SoughtMeasure {
    /// Its name, with scope and entity where it is not the system's.
    pub name: String,
    /// Unit.
    pub unit: &'static str,
    /// Whether it is the mean over the years of a measure that the horizon does not have.
    pub is_yearly: bool,
    /// By arm: places among the picks.
    picks: Vec<Range<usize>>,
}

/// An arm, or what it is more than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArmContrast {
    /// The arm, counted from 0.
    pub arm: usize,
    /// The arm that it is compared with, on the same luck; `None` for the measure of the arm itself.
    pub less: Option<usize>,
}

/// What is looked at: each measure in each contrast.
#[derive(Clone, Debug, PartialEq)]
pub struct SoughtOutputs {
    /// The measures; the one that arms are chosen by is always among them.
    pub measures: Vec<SoughtMeasure>,
    /// The contrasts.
    pub contrasts: Vec<ArmContrast>,
    /// The place of the measure that arms are chosen by.
    pub chosen_by: usize,
    /// How many of the measures were asked for: the first.
    pub asked: usize,
}

/// Values point by point: by measure, then arm.
pub(super) type ArmValues = Vec<Vec<Vec<f64>>>;

impl SoughtOutputs {
    /// Finds measures by their names, with the picks that they are taken from.
    ///
    /// A name means the measure of the whole horizon that is called so, or so with `_total`; where there is none, or that
    /// would be the total of a mean physician, the mean over the years of the yearly measure.
    ///
    /// # Errors
    ///
    /// [`Unknown`]: a measure that no arm has, with the nearest name.
    pub(super) fn of(
        model: &Model,
        names: &[String],
        contrasts: Vec<ArmContrast>,
    ) -> Result<(SoughtOutputs, Vec<Pick>), Unknown> {
        let mut picks = Vec::new();
        let mut measures: Vec<SoughtMeasure> = Vec::new();
        for name in names {
            let found = looked_at(model, name, &mut picks)?;
            if !measures.iter().any(|known| known.name == found.name) {
                measures.push(found);
            }
        }
        let asked = measures.len();
        let chosen = CHOSEN_BY.definition().name;
        let chosen_by = measures.iter().position(|known| known.name == chosen);
        let chosen_by = if let Some(place) = chosen_by {
            place
        } else {
            measures.push(looked_at(model, chosen, &mut picks)?);
            asked
        };
        Ok((SoughtOutputs { measures, contrasts, chosen_by, asked }, picks))
    }

    /// Values by measure and arm, of the values of picks.
    pub(super) fn by_arm(&self, sampled: &[Vec<f64>]) -> ArmValues {
        let mean = |picks: &Range<usize>| -> Vec<f64> {
            let own = &sampled[picks.clone()];
            let points = own.first().map_or(0, Vec::len);
            let years = real(own.len().max(1));
            (0..points).map(|point| own.iter().map(|column| column[point]).sum::<f64>() / years).collect()
        };
        self.measures.iter().map(|measure| measure.picks.iter().map(mean).collect()).collect()
    }

    /// Every measure that was asked for in every contrast, as places.
    pub fn each(&self) -> impl Iterator<Item = (usize, ArmContrast)> + '_ {
        (0..self.asked).flat_map(|measure| self.contrasts.iter().map(move |contrast| (measure, *contrast)))
    }
}

#[cfg(test)]
impl SoughtOutputs {
    /// The margin of so many arms, of which all but the first are compared with it.
    pub(super) fn margins(arms: usize) -> SoughtOutputs {
        let name = CHOSEN_BY.definition().name.to_owned();
        let picks = (0..arms).map(|arm| arm..arm + 1).collect();
        let contrasts = (1..arms).map(|arm| ArmContrast { arm, less: Some(0) }).collect();
        let measures = vec![SoughtMeasure { name, unit: "$", is_yearly: false, picks }];
        SoughtOutputs { measures, contrasts, chosen_by: 0, asked: 1 }
    }
}

impl ArmContrast {
    /// Point by point: the arm's values of a measure, less those of the other.
    pub(super) fn values(self, by_arm: &[Vec<f64>]) -> Vec<f64> {
        match self.less {
            None => by_arm[self.arm].clone(),
            Some(less) => {
                by_arm[self.arm].iter().zip(&by_arm[less]).map(|(own, other)| apart(*own, *other)).collect()
            }
        }
    }

    /// Its name: `redesign`, or `redesign - baseline`.
    #[must_use]
    pub fn name(self, model: &Model) -> String {
        let arm = &model.arms[self.arm].name;
        self.less.map_or_else(|| arm.clone(), |less| format!("{arm} - {}", model.arms[less].name))
    }
}

/// Two amounts alike but for this part of them differ by rounding alone: a ten-thousandth of a dollar in a hundred million.
const ROUNDING: f64 = 1e-12;

/// What an amount is more than another; nothing where they differ by rounding alone, which no number drives.
pub(super) fn apart(own: f64, other: f64) -> f64 {
    let off = own - other;
    if off.abs() <= ROUNDING * own.abs().max(other.abs()) { 0.0 } else { off }
}

/// One measure, with the picks that it needs.
fn looked_at(model: &Model, name: &str, picks: &mut Vec<Pick>) -> Result<SoughtMeasure, Unknown> {
    let (yearly, horizon) = rows_of(model);
    let named = NamedMeasure::of(name)?;
    let NamedMeasure { scope, entity, metric } = named;
    let find = |rows: &'_ [Row], metric: &str| {
        let own = |row: &&Row| row.scope.word() == scope && row.entity == entity && row.metric == metric;
        rows.iter().find(own).map(|row| (row.scope, row.metric, row.unit))
    };
    // What a year has of the mean physician, the horizon's total is not the sum of.
    let is_mean = Metric::named(metric).is_ok_and(|known| known.definition().rollup == Rollup::Mean);
    let total = || find(&horizon, &format!("{metric}_total")).filter(|_| !is_mean);
    let whole = find(&horizon, metric).or_else(total);
    let of_years = || find(&yearly, metric);
    let Some((scope, metric, unit)) = whole.or_else(of_years) else {
        return Err(named.unknown(name, yearly.iter().chain(&horizon)));
    };
    let own = (0..model.arms.len()).map(|arm| {
        let first = picks.len();
        if whole.is_some() {
            picks.push(Pick { year: None, ..Pick::year(arm, 0, scope, entity, metric) });
        } else {
            picks.extend((0..model.years).map(|year| Pick::year(arm, year, scope, entity, metric)));
        }
        first..picks.len()
    });
    let own = own.collect();
    let name =
        if name.contains(':') { format!("{}:{entity}:{metric}", scope.word()) } else { metric.to_owned() };
    Ok(SoughtMeasure { name, unit, is_yearly: whole.is_none(), picks: own })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NoFiles, Study};

    const TEXT: &str = r#"
        run = { years = 3 }
        scenario = { title = "Eight physicians" }
        system = { name = "Small clinic" }
        plan.production.pay = [{ wrvu = { tiers = [{ rate = 45 }] } }]
        cohort.fm = { count = 6, specialty = "family_medicine", plans = { production = 1.0 }, wrvu = 5000 }
        cohort.heart = { count = 2, specialty = "cardiology", plans = { production = 1.0 }, wrvu = 8000 }
        contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
        [variant.higher]
        title = "A higher rate"
        plan.production.pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]
    "#;

    fn found(names: &[&str]) -> Result<(SoughtOutputs, Vec<Pick>), String> {
        let model = Study::read("clinic.toml", TEXT, &NoFiles).unwrap().model().unwrap();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let contrasts = vec![ArmContrast { arm: 0, less: None }, ArmContrast { arm: 1, less: Some(0) }];
        SoughtOutputs::of(&model, &names, contrasts).map_err(|unknown| unknown.to_string())
    }

    #[test]
    fn a_name_means_the_horizon_first() {
        let (outputs, picks) = found(&["system_margin", "pay", "specialty:cardiology:pay"]).unwrap();
        let names: Vec<&str> = outputs.measures.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["system_margin_total", "pay", "specialty:cardiology:pay"]);
        assert_eq!(outputs.measures.iter().map(|one| one.is_yearly).collect::<Vec<_>>(), [false, true, true]);
        // Two arms: one pick for the horizon's, three for a measure of three years.
        assert_eq!((picks.len(), outputs.chosen_by, outputs.asked), (2 + 6 + 6, 0, 3));
        let (outputs, _) = found(&["pay_total", "pay_total"]).unwrap();
        assert_eq!((outputs.measures.len(), outputs.asked, outputs.chosen_by), (2, 1, 1));
        assert_eq!(outputs.each().count(), 2);
    }

    #[test]
    fn years_are_averaged_and_arms_compared() {
        let (outputs, _) = found(&["pay"]).unwrap();
        // Picks: pay of arm 0 in three years, of arm 1, then the margin of both; one point.
        let sampled: Vec<Vec<f64>> = [1.0, 2.0, 6.0, 4.0, 5.0, 9.0, 100.0, 70.0].map(|v| vec![v]).to_vec();
        let by_arm = outputs.by_arm(&sampled);
        assert_eq!(by_arm, [vec![vec![3.0], vec![6.0]], vec![vec![100.0], vec![70.0]]]);
        let values: Vec<f64> = outputs.contrasts.iter().map(|one| one.values(&by_arm[0])[0]).collect();
        assert_eq!(values, [3.0, 3.0]);
    }

    #[test]
    fn rounding_is_no_difference() {
        assert_eq!(apart(0.1 + 0.2, 0.3), 0.0);
        assert_eq!(apart(1e8 + 1e-5, 1e8), 0.0);
        assert_eq!(apart(-1e8, -1e8 - 0.5), 0.5);
        assert_eq!((apart(0.0, 0.0), apart(0.0, 1e-30)), (0.0, -1e-30));
        let level = ArmContrast { arm: 1, less: Some(0) };
        assert_eq!(level.values(&[vec![0.3, 1.0], vec![0.1 + 0.2, 3.0]]), [0.0, 2.0]);
    }

    #[test]
    fn what_is_misspelt_is_told_what_was_meant() {
        for (wrong, hint) in [
            ("sistem_margin", "did you mean `system_margin`?"),
            ("specialty:cardiolgy:pay", "did you mean `specialty:cardiology:pay`?"),
            ("a:b", "SCOPE:ENTITY:METRIC"),
        ] {
            let said = found(&[wrong]).unwrap_err();
            assert!(said.contains(hint), "{wrong}: {said}");
        }
    }
}
