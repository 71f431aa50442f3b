//! What a search may change: numbers of one arm, each between two bounds.

use crate::schema::{Problem, Refused};
use crate::study::{Parameter, Study};

/// A number of the arm that is redesigned, and the values that it may take.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignVariable {
    /// Its place, with entries of lists by number and without the arm.
    pub path: String,
    /// Unit.
    pub unit: &'static str,
    /// What it means.
    pub meaning: String,
    /// Least value that is tried.
    pub low: f64,
    /// Greatest value that is tried.
    pub high: f64,
    /// Distance of the values that are tried, from the least on; `None` for any value between the two.
    pub step: Option<f64>,
    /// Its value in the arm as it stands: the mean where it is drawn, `None` where it is stated nowhere.
    pub start: Option<f64>,
}

/// A variable as somebody asks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedRange {
    /// Its place within the arm.
    pub place: String,
    /// Least value.
    pub low: f64,
    /// Greatest value.
    pub high: f64,
    /// Distance of values, if only some are wanted.
    pub step: Option<f64>,
}

impl DesignVariable {
    /// Of an arm of a study. A number that can only be whole has steps of 1.
    ///
    /// # Errors
    ///
    /// [`Refused`]: the arm has no such number, it may not have one of the bounds, or the bounds are none.
    pub fn of(study: &Study, arm: &str, asked: &AskedRange) -> Result<DesignVariable, Refused> {
        let AskedRange { place, low, high, step } = asked;
        let refuse = |message: String| -> Refused {
            let file = study.source().name.clone();
            Problem { file, line: 0, column: 0, path: place.clone(), message }.into()
        };
        if !(low.is_finite() && high.is_finite() && low < high) {
            return Err(refuse(format!("found the range {low}..{high}; the lower bound comes first")));
        }
        if let Some(step) = step.filter(|step| !(*step > 0.0 && *step <= high - low)) {
            return Err(refuse(format!(
                "found steps of {step}; a step lies above 0 and is no longer than the range, {}",
                high - low
            )));
        }
        let whole = format!("{arm}:{place}");
        for bound in [*low, *high] {
            study.clone().set(&whole, bound)?;
        }
        let path = study.stands_at(&whole)?.into_iter().next().map_or_else(|| place.clone(), |found| found.1);
        let own = study.parameters(arm).unwrap_or_default().into_iter().find(|own| own.path == path);
        let is_whole = own.as_ref().is_some_and(|own| own.unit == "count")
            && study.clone().set(&whole, low.floor() + 0.5).is_err();
        if is_whole && step.is_some_and(|step| step.fract() != 0.0) {
            return Err(refuse("a number that can only be whole has whole steps".to_owned()));
        }
        let step = if is_whole { Some(step.unwrap_or(1.0)) } else { *step };
        let (unit, meaning, start) = own
            .map_or(("", String::new(), None), |Parameter { unit, meaning, value, .. }| {
                (unit, meaning, value)
            });
        Ok(DesignVariable { path, unit, meaning, low: *low, high: *high, step, start })
    }

    /// The value at a place between its bounds, 0 to 1. Between bounds it has as many digits as tell a ten-thousandth of
    /// the range, so that it can be written into an agreement.
    #[must_use]
    pub fn at(&self, gene: f64) -> f64 {
        let value = match self.step {
            Some(step) => self.low + step * (gene * (self.steps() + 1.0)).floor().clamp(0.0, self.steps()),
            None => self.low + gene * (self.high - self.low),
        };
        let told: f64 = format!("{value:.digits$}", digits = self.digits()).parse().unwrap_or(value);
        if gene <= 0.0 {
            self.low
        } else if gene >= 1.0 && self.step.is_none() {
            self.high
        } else {
            told.clamp(self.low, self.high)
        }
    }

    /// Where a value stands between the bounds, 0 to 1.
    #[must_use]
    pub fn gene(&self, value: f64) -> f64 {
        match self.step {
            Some(step) => {
                ((((value - self.low) / step).round() + 0.5) / (self.steps() + 1.0)).clamp(0.0, 1.0)
            }
            None => ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0),
        }
    }

    /// Whether a value is one of those that may be tried.
    #[must_use]
    pub fn admits(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
            && self.step.is_none_or(|_| (self.at(self.gene(value)) - value).abs() <= 1e-9 * value.abs())
    }

    /// Steps from the least value to the greatest that can be reached.
    fn steps(&self) -> f64 {
        let step = self.step.unwrap_or(f64::INFINITY);
        ((self.high - self.low) / step * (1.0 + 1e-12)).floor()
    }

    /// Digits behind the point.
    fn digits(&self) -> usize {
        let fine = self.step.unwrap_or(self.high - self.low) * 1e-4;
        let mut digits = 0;
        let mut unit = 1.0;
        while unit > fine && digits < 12 {
            unit /= 10.0;
            digits += 1;
        }
        digits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Study;

    fn variable(low: f64, high: f64, step: Option<f64>) -> DesignVariable {
        let (path, meaning) = ("a.b".to_owned(), String::new());
        DesignVariable { path, unit: "$", meaning, low, high, step, start: None }
    }

    #[test]
    fn values_between_bounds_can_be_written() {
        let share = variable(0.5, 0.8, None);
        // A ten-thousandth of 0.3 is 0.00003: five digits tell it.
        assert_eq!((share.at(0.0), share.at(1.0), share.at(1.0 / 3.0)), (0.5, 0.8, 0.6));
        assert_eq!(share.at(0.123_456_789), 0.53704);
        assert!((share.gene(0.65) - 0.5).abs() < 1e-12);
        assert_eq!(variable(0.0, 40_000.0, None).at(0.333_333), 13_333.0);
        assert_eq!((share.gene(0.1), share.gene(0.9)), (0.0, 1.0));
        assert!(share.admits(0.65) && !share.admits(0.9));
    }

    #[test]
    fn steps_are_met_equally_often() {
        // 0, 3, 6 and 9: a quarter of the range each; 10 is out of reach.
        let months = variable(0.0, 10.0, Some(3.0));
        let met: Vec<f64> = [0.0, 0.2, 0.26, 0.5, 0.76, 1.0].map(|gene| months.at(gene)).to_vec();
        assert_eq!(met, [0.0, 0.0, 3.0, 6.0, 9.0, 9.0]);
        for value in [0.0, 3.0, 6.0, 9.0] {
            assert_eq!(months.at(months.gene(value)), value);
            assert!(months.admits(value) && !months.admits(value + 1.0));
        }
        let tenths = variable(0.1, 0.5, Some(0.1));
        assert_eq!(tenths.at(0.5), 0.3, "not 0.30000000000000004");
    }

    #[test]
    fn a_variable_is_a_number_of_its_arm() {
        let study = Study::reference().unwrap();
        let asked = |place: &str, low: f64, high: f64, step| {
            let asked = AskedRange { place: place.to_owned(), low, high, step };
            DesignVariable::of(&study, "contract_only", &asked).map_err(|refused| refused.to_string())
        };
        let found = asked("contract.commercial.terms.shared_savings.sharing_rate", 0.5, 0.8, None).unwrap();
        assert_eq!((found.start, found.unit, found.step), (Some(0.65), "share", None));
        let whole = asked("contract.commercial.terms.shared_savings.rebase_every", 1.0, 5.0, None).unwrap();
        assert_eq!((whole.start, whole.step, whole.at(0.99)), (Some(3.0), Some(1.0), 5.0));
        for (place, low, high, step, hint) in [
            ("contract.commercial.terms.shared_savings.sharing_rat", 0.0, 1.0, None, "sharing_rate"),
            ("contract.commercial.terms.shared_savings.sharing_rate", 0.5, 1.5, None, "between 0 and 1"),
            ("allocation.physicians", 0.5, 0.5, None, "the lower bound comes first"),
            ("allocation.physicians", 0.0, 0.5, Some(0.6), "no longer than the range"),
            ("contract.commercial.terms.shared_savings.rebase_every", 1.0, 5.0, Some(0.5), "whole steps"),
        ] {
            let said = asked(place, low, high, step).unwrap_err();
            assert!(said.contains(hint), "{place}: {said}");
        }
    }
}
