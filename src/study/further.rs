//! A study with more variants: patches that are written below its text, and read as if they stood there.

use super::{OpenArm, Study, StudyFault, keep};
use crate::scenario::{Arms, SHARED, read_arms};
use crate::schema::{Problem, Refused, Source};

/// What stands between a text and what is written below it.
const BELOW: &str = "\n";

impl Study {
    /// The study with variants that `text` adds below its own, and nothing but the baseline and the arms that are
    /// `wanted`. What was set in an arm that was there before stays set in it, and is set in the variants of `text` that
    /// build on it as far as they have it: each is named with the arm that it builds on. Rosters and surveys are those
    /// that the study has read.
    ///
    /// # Errors
    ///
    /// [`StudyFault::Refused`]: every problem of the variants, and a roster or a survey that no arm of the study names;
    /// [`StudyFault::Unknown`] for an arm that is not there.
    ///
    /// ```
    /// use cascade::Study;
    ///
    /// let study = Study::reference()?;
    /// let text = "[variant.half]\ncontract.commercial.terms.shared_savings.sharing_rate = 0.4";
    /// let with = study.with_variants(text, &[("half", "baseline")], &["half"])?;
    /// assert!(with.arms().eq(["baseline", "half"]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_variants(
        &self,
        text: &str,
        added: &[(&str, &str)],
        wanted: &[&str],
    ) -> Result<Study, StudyFault> {
        let whole = Source {
            name: self.source.name.clone(),
            text: [self.source.text.as_str(), BELOW, text].concat(),
        };
        let mut read = read_arms(whole)?;
        keep(&mut read.arms, |arm| &arm.name, wanted)?;
        let Arms { source, arms, contracts } = read;
        let problems: Vec<Problem> =
            arms.iter().filter_map(|arm| self.unread(&arm.name, &arm.scenario)).collect();
        if !problems.is_empty() {
            return Err(Refused::from(problems).into());
        }
        let arms = arms.into_iter().map(|read| OpenArm { read, set: Vec::new() }).collect();
        let mut study = Study { source, arms, contracts, ..self.clone() };
        for known in &self.arms {
            let own = known.read.name.as_str();
            let heirs: Vec<&str> = added.iter().filter(|(_, on)| *on == own).map(|(name, _)| *name).collect();
            for (path, value) in &known.set {
                study.set_again(own, &heirs, path, *value)?;
            }
        }
        Ok(study)
    }

    /// Sets a number in an arm and in those that build on it, where they do not state another; what all arms share in
    /// all of them.
    fn set_again(&mut self, own: &str, heirs: &[&str], path: &str, value: f64) -> Result<(), Refused> {
        if SHARED.iter().any(|section| path.split('.').next() == Some(*section)) {
            return self.set(path, value);
        }
        let at = |arm: &str| format!("{arm}:{path}");
        let stated = self.get(&at(own)).ok();
        let same = |heir: &&&str| self.get(&at(heir)).ok() == stated;
        let arms: Vec<String> = heirs.iter().filter(same).chain([&own]).map(|arm| at(arm)).collect();
        for place in arms.iter().filter(|place| self.stands_at(place).is_ok()).collect::<Vec<_>>() {
            self.set(place, value)?;
        }
        Ok(())
    }

    /// What an arm names that the study has not read.
    fn unread(&self, arm: &str, scenario: &crate::model::Scenario) -> Option<Problem> {
        let roster = scenario.roster.as_ref().map(|roster| ("roster.file", &roster.file));
        let roster = roster.filter(|(_, file)| self.library.roster(file).is_none());
        let survey = scenario.survey.file.as_ref().map(|file| ("survey.file", file));
        let survey = survey.filter(|(_, file)| !self.library.has_survey(file));
        let (path, file) = roster.or(survey)?;
        let message = format!(
            "in variant `{arm}`: found {file:?}, which no arm of the scenario names; a variant that is added keeps its files"
        );
        Some(Problem::of_whole(&self.source.name, path, message))
    }
}

#[cfg(test)]
mod tests {
    use crate::{NoFiles, Study};

    const TEXT: &str = r#"
        run = { years = 3 }
        scenario = { title = "Six physicians" }
        system = { name = "Small clinic" }
        plan.salary.pay = [{ salary = { per_fte = 250000 } }]
        cohort.fm = { count = 6, specialty = "family_medicine", plans = { salary = 1.0 }, wrvu = 5000 }
        contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
        [variant.more]
        plan.salary.pay = [{ salary = { per_fte = 260000 } }]
        [variant.less]
        plan.salary.pay = [{ salary = { per_fte = 240000 } }]
    "#;
    const SALARY: &str = "plan.salary.pay[0].salary.per_fte";
    const TREND: &str = "contract.book.trend";

    #[test]
    fn what_was_set_stays_set_where_a_variant_does_not_say_otherwise() {
        let mut study = Study::read("clinic.toml", TEXT, &NoFiles).unwrap();
        study.set("run.years", 2.0).unwrap();
        study.set(&format!("more:{SALARY}"), 270_000.0).unwrap();
        study.set(TREND, 0.07).unwrap();
        let added = "[variant.one]\nbuilds_on = \"more\"\ncontract.book.trend = 0.01\n[variant.two]\nbuilds_on = \"more\"\nplan.salary.pay.salary.per_fte = 1";
        let pairs = [("one", "more"), ("two", "more")];
        let with = study.with_variants(added, &pairs, &["more", "one", "two"]).unwrap();
        assert!(with.arms().eq(["baseline", "more", "one", "two"]), "`less` is not wanted");
        let at = |arm: &str, path: &str| with.get(&format!("{arm}:{path}")).unwrap();
        assert_eq!(with.get("run.years").unwrap(), 2.0);
        assert_eq!((at("more", SALARY), at("one", SALARY), at("two", SALARY)), (270_000.0, 270_000.0, 1.0));
        assert_eq!((at("more", TREND), at("one", TREND), at("two", TREND)), (0.07, 0.01, 0.07));
    }

    #[test]
    fn what_cannot_be_added_is_refused_where_it_stands() {
        let study = Study::read("clinic.toml", TEXT, &NoFiles).unwrap();
        let said = |text: &str| study.with_variants(text, &[], &["one"]).unwrap_err().to_string();
        assert!(said("[variant.one]\nset = { \"contract.bok.trend\" = 1 }").contains("did you mean"));
        let said = said("[variant.one]\nroster = { file = \"other.csv\" }\nremove = \"cohort.fm\"");
        assert!(said.contains("other.csv"), "{said}");
        let unknown = study.with_variants("", &[], &["mor"]).unwrap_err().to_string();
        assert!(unknown.contains("did you mean `more`?"), "{unknown}");
    }
}
