//! What stands at the place of a number: who has it, what it may be, what it is drawn from.

use super::Study;
use crate::random::Distribution;
use crate::schema::{Refused, Shape};

/// A number at a place, with the arms that have it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedNumber {
    /// Its path, with entries of lists by number, in the first arm that has it.
    pub path: String,
    /// The arms that the place means: the one that it names, or all that have it.
    pub arms: Vec<String>,
    /// Whether only whole numbers are allowed.
    pub is_whole: bool,
    /// What it is drawn from anew in every trial, where it is.
    pub law: Option<Distribution>,
    /// The number that it moves with, by a correlation of the scenario, where there is one.
    pub moves_with: Option<String>,
}

impl Study {
    /// What stands at the place of a number; of several arms that have it, law and correlation of the first.
    ///
    /// ```
    /// use cascade::Study;
    ///
    /// let study = Study::reference()?;
    /// let number = study.placed("redesign:allocation.physicians")?;
    /// assert_eq!((number.path.as_str(), number.arms), ("allocation.physicians", vec!["redesign".to_owned()]));
    /// assert!(study.placed("run.years")?.is_whole);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Refused`]: no arm has such a number.
    pub fn placed(&self, place: &str) -> Result<PlacedNumber, Refused> {
        let found = self.find(place)?;
        let mut number = PlacedNumber {
            path: String::new(),
            arms: found.iter().map(|(arm, _)| self.arms[*arm].read.name.clone()).collect(),
            is_whole: found.iter().any(|(_, number)| matches!(number.shape, Shape::Whole { .. })),
            law: None,
            moves_with: None,
        };
        let Some((arm, first)) = found.into_iter().next() else { return Ok(number) };
        let arm = &self.arms[arm].read;
        let leaf = arm.scenario.uncertain().iter().find(|leaf| leaf.path == first.path);
        number.law = leaf.map(|leaf| leaf.distribution.clone());
        number.moves_with = arm.scenario.correlation.iter().find_map(|pair| match first.path.as_str() {
            path if path == pair.first => Some(pair.second.clone()),
            path if path == pair.second => Some(pair.first.clone()),
            _ => None,
        });
        number.path = first.path;
        Ok(number)
    }

    /// The correlations of an arm: two paths and what joins their normal scores, −0.999 to 0.999. None of an arm that is
    /// not there.
    #[must_use]
    pub fn correlations(&self, arm: &str) -> Vec<(String, String, f64)> {
        let arm = self.arms.iter().find(|known| known.read.name == arm);
        let pairs = arm.map(|arm| arm.read.scenario.correlation.as_slice()).unwrap_or_default();
        pairs.iter().map(|pair| (pair.first.clone(), pair.second.clone(), pair.rho.0)).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::{NoFiles, Study};

    const TEXT: &str = r#"
        run = { years = 2 }
        scenario = { title = "Two physicians" }
        system = { name = "Small clinic", in_system_share = { uniform = { min = 0.4, max = 0.6 } } }
        plan.salary.pay = [{ salary = { per_fte = 250000 } }]
        cohort.fm = { count = 2, specialty = "family_medicine", plans = { salary = 1.0 }, wrvu = 5000 }
        contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service", trend = { normal = { mean = 0.05, sd = 0.01 } } }
        correlation = [{ first = "contract.book.trend", second = "system.in_system_share", rho = 0.5 }]
        variant.more.set = { "plan.salary.pay.salary.per_fte" = 260000 }
    "#;

    #[test]
    fn a_place_says_who_has_it_and_what_it_is_drawn_from() {
        let study = Study::read("clinic.toml", TEXT, &NoFiles).unwrap();
        let pay = study.placed("plan.salary.pay.salary.per_fte").unwrap();
        assert_eq!((pay.path.as_str(), pay.arms.len()), ("plan.salary.pay[0].salary.per_fte", 2));
        assert!(pay.law.is_none() && pay.moves_with.is_none() && !pay.is_whole);
        let share = study.placed("more:system.in_system_share").unwrap();
        assert_eq!(share.arms, ["more"]);
        assert_eq!(share.law.unwrap().mean(), 0.5);
        assert_eq!(share.moves_with.as_deref(), Some("contract.book.trend"));
        assert_eq!(study.correlations("more")[0].2, 0.5);
        assert!(study.placed("other:run.years").is_err() && study.correlations("other").is_empty());
    }
}
