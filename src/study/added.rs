//! A study with more variants than its text has.

use super::{OpenArm, Study};
use crate::scenario::{Arms, BASELINE, SHARED, read_arms};
use crate::schema::{Problem, Refused, Source};

impl Study {
    /// The study with variants added below its text, which are read and checked as if they stood there: the baseline, the
    /// arms that it has and those that are new. What was set stays set. New variants name no roster and no survey that the
    /// study has not read.
    ///
    /// ```
    /// use cascade::Study;
    ///
    /// let study = Study::reference()?;
    /// let more = study.with_variants("[variant.deeper]\nbuilds_on = \"contract_only\"\nset = { \"contract.commercial.trend\" = 0.05 }\n")?;
    /// assert_eq!(more.get("deeper:contract.commercial.trend")?, 0.05);
    /// assert_eq!(more.arms().len(), study.arms().len() + 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every problem of the text with what is added, at its line and column.
    pub fn with_variants(&self, added: &str) -> Result<Study, Refused> {
        let text = format!("{}\n{added}", self.source.text.trim_end_matches('\n'));
        let before = read_arms(self.source.clone())?;
        let Arms { source, arms, contracts } =
            read_arms(Source { name: self.source.name.clone(), text: text.clone() })?;
        let is_known = |name: &str| before.arms.iter().any(|arm| arm.name == name);
        let arms =
            arms.into_iter().filter(|arm| !is_known(&arm.name) || self.arms().any(|own| own == arm.name));
        let mut study = Study {
            source,
            arms: arms.map(|read| OpenArm { read, set: Vec::new() }).collect(),
            contracts,
            library: self.library.clone(),
            rosters: self.rosters.clone(),
            solved: self.solved.clone(),
            seed: self.seed,
        };
        study.refuse_further_files()?;
        for arm in &self.arms {
            for (path, value) in &arm.set {
                let shared = SHARED.iter().any(|section| path.starts_with(&format!("{section}.")));
                if !shared {
                    study.set(&format!("{}:{path}", arm.read.name), *value)?;
                } else if arm.read.name == BASELINE {
                    study.set(path, *value)?;
                }
            }
        }
        study.seed = self.seed;
        Ok(study)
    }

    /// Refuses a roster or survey that was not read.
    fn refuse_further_files(&self) -> Result<(), Refused> {
        for arm in &self.arms {
            let roster = arm.read.scenario.roster.as_ref().map(|roster| roster.file.as_str());
            if let Some(file) = roster.filter(|file| self.library.roster(file).is_none()) {
                let message =
                    format!("found {file:?}; a variant that is added has the rosters of the others");
                return Err(vec![Problem::of_whole(&arm.read.name, "roster.file", message)].into());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoFiles;

    const TEXT: &str = r#"
        run = { years = 3 }
        scenario = { title = "Two physicians" }
        system = { name = "Small clinic" }
        plan.salary.pay = [{ salary = { per_fte = 250000 } }]
        cohort.fm = { count = 2, specialty = "family_medicine", plans = { salary = 1.0 }, wrvu = 5000 }
        contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
        variant.more.set = { "plan.salary.pay.salary.per_fte" = 260000 }
        variant.most.set = { "plan.salary.pay.salary.per_fte" = 280000 }
    "#;

    #[test]
    fn what_was_set_and_left_out_stays_so() {
        let mut study = Study::read("clinic.toml", TEXT, &NoFiles).unwrap();
        study.set("run.years", 2.0).unwrap();
        study.set("more:plan.salary.pay.salary.per_fte", 261_000.0).unwrap();
        study.keep(&["more"]).unwrap();
        study.reseed(7);
        let added = study.with_variants("[variant.new]\nbuilds_on = \"more\"\n").unwrap();
        assert_eq!(added.arms().collect::<Vec<_>>(), ["baseline", "more", "new"]);
        assert_eq!((added.get("run.years").unwrap(), added.seed()), (2.0, 7));
        assert_eq!(added.get("more:plan.salary.pay.salary.per_fte").unwrap(), 261_000.0);
        let of_text = added.get("new:plan.salary.pay.salary.per_fte").unwrap();
        assert_eq!(of_text, 260_000.0, "it builds on the text");
        let said = study.with_variants("[variant.new]\nbuilds_on = \"mor\"\n").unwrap_err().to_string();
        assert!(said.contains("`more`"), "{said}");
    }
}
