//! Targets, findings and verdicts.

use super::Measured;
use crate::analysis::Estimate;
use crate::units::words;
use std::fmt;

words! {
    /// How well a published figure is founded, as the notes grade it.
    pub enum TargetGrade {
        letter: "The letter.";
        /// V: read in the source.
        Read = "V",
        /// R: recalled from the published abstract, not read again.
        Recalled = "R",
        /// D: worked out from figures that were read.
        Derived = "D",
        /// A: assumption.
        Assumed = "A",
    }
}

words! {
    /// What agreement is worth.
    pub enum Role {
        word: "The word.";
        /// The model was calibrated to it: agreement shows that the machinery works.
        Calibrated = "calibrated",
        /// It comes out by itself.
        Emergent = "emergent",
    }
}

macro_rules! studies {
    ($( $(#[doc = $doc:literal])+ $name:ident = $key:literal in $file:literal; )+) => {
        /// The studies that targets come from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum StudyName { $( $(#[doc = $doc])+ $name, )+ }

        impl StudyName {
            /// Every study, in order.
            pub const ALL: &'static [StudyName] = &[ $( StudyName::$name, )+ ];

            /// Its name on the command line.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $( StudyName::$name => $key, )+ }
            }

            /// The embedded scenario it runs, or the rule it calls.
            #[must_use]
            pub const fn runs(self) -> &'static str {
                match self { $( StudyName::$name => $file, )+ }
            }

            /// What it is.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $( StudyName::$name => concat!($($doc,)+), )+ }
            }
        }
    };
}

studies! {
    /// Chance in what populations of different size seem to save.
    LuckBySize = "luck" in "scenarios/studies/luck_by_size.toml";
    /// How spending concentrates on few people.
    Concentration = "concentration" in "engine::person_cost, a million people";
    /// What the public record of the Shared Savings Program comes to when the engine settles it.
    Record = "mssp-record" in "replay of the shipped record, 2013 to 2023";
    /// Whether a 3 % minimum tells savers from non-savers.
    SmallPanels = "small-panels" in "scenarios/studies/small_panels.toml";
    /// The payer leg against its closed form.
    PayerLeg = "payer-leg" in "scenarios/studies/payer_leg.toml";
    /// A high-powered private incentive on the cost of care.
    TenCents = "ten-cents" in "scenarios/studies/ten_cents_a_dollar.toml";
    /// The bonus pool that free-riding would need.
    FreeRiding = "free-riding" in "behaviour::cost_drive at the central values of the priors";
    /// The organisation's own effect over six years, by owner.
    Organisation = "organisation" in "scenarios/studies/organisation.toml";
    /// Salary to production, same physicians.
    Production = "production" in "scenarios/studies/salary_to_production.toml";
    /// Quarterly against annual bonus.
    Frequency = "frequency" in "behaviour::quality_drive over draws of the priors of scenarios/studies/small_bonus.toml";
    /// A small bonus over many measures.
    SmallBonus = "small-bonus" in "scenarios/studies/small_bonus.toml";
    /// Coming and going when no plan changes.
    Turnover = "turnover" in "scenarios/studies/turnover.toml";
    /// Leaving the Shared Savings Program, Pioneer and Next Generation, year by year.
    Leaving = "leaving" in "scenarios/studies/leaving.toml";
    /// Thirty-one physician organisations.
    Reid = "reid-2022" in "scenarios/studies/reid_2022.toml, 31 organisations at a time";
    /// One hundred and seventy-six ACOs.
    Schulz = "schulz-2015" in "scenarios/studies/schulz_2015.toml, 176 ACOs";
    /// Surveys against the reference system.
    CrossChecks = "surveys" in "scenarios/reference.toml";
}

/// One published figure.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name.
    pub id: &'static str,
    /// What it is, with its unit.
    pub what: &'static str,
    /// The published value.
    pub published: f64,
    /// The band in which a simulated value agrees.
    pub band: (f64, f64),
    /// Where the band comes from.
    pub tolerance: &'static str,
    /// Who published it.
    pub source: &'static str,
    /// How well it is founded.
    pub grade: TargetGrade,
    /// Calibrated to, or emergent.
    pub role: Role,
    /// The study that gives the simulated value.
    pub study: StudyName,
    /// Its name there.
    pub figure: &'static str,
    /// What is known about a disagreement.
    pub if_not: &'static str,
}

words! {
    /// What a comparison came to.
    pub enum Verdict {
        words: "The words.";
        /// The simulated interval lies inside the band.
        Agrees = "agrees",
        /// It lies outside.
        Fails = "fails",
        /// It lies across an edge, or there is nothing to compare.
        CannotTell = "cannot tell",
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

/// A target with what the model gives.
#[derive(Clone, Debug)]
pub struct TargetFinding {
    /// The target.
    pub target: &'static Target,
    /// The simulated figure, if there is one.
    pub simulated: Option<Estimate>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub reason: String,
}

impl TargetFinding {
    /// Compares what a study found with a target.
    pub(super) fn compare(target: &'static Target, measured: Option<&Measured>) -> TargetFinding {
        let estimate = match measured {
            Some(Measured::Found(estimate)) => *estimate,
            Some(Measured::Missing(why)) => {
                let reason = (*why).to_owned();
                return TargetFinding { target, simulated: None, verdict: Verdict::CannotTell, reason };
            }
            None => {
                let reason = "the study gives no such figure".to_owned();
                return TargetFinding { target, simulated: None, verdict: Verdict::CannotTell, reason };
            }
        };
        let ((low, high), (from, to)) = (estimate.interval(), target.band);
        let (verdict, reason) = if low >= from && high <= to {
            (Verdict::Agrees, format!("within {from} to {to} ({})", target.tolerance))
        } else if high < from || low > to {
            let side = if high < from { "below" } else { "above" };
            (Verdict::Fails, format!("{side} {from} to {to} ({}); {}", target.tolerance, target.if_not))
        } else {
            let reason =
                "chance in the simulation leaves both sides of the tolerance open; run with more --effort";
            (Verdict::CannotTell, reason.to_owned())
        };
        TargetFinding { target, simulated: Some(estimate), verdict, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: Target = Target {
        id: "t",
        what: "a figure",
        published: 1.0,
        band: (0.9, 1.1),
        tolerance: "a tenth",
        source: "nobody",
        grade: TargetGrade::Assumed,
        role: Role::Emergent,
        study: StudyName::LuckBySize,
        figure: "f",
        if_not: "nothing is known",
    };

    #[test]
    fn the_interval_decides() {
        let verdict = |value, se| {
            TargetFinding::compare(&TARGET, Some(&Measured::Found(Estimate { value, se }))).verdict
        };
        assert_eq!(verdict(1.0, 0.01), Verdict::Agrees); // 0.980 to 1.020
        assert_eq!(verdict(1.0, 0.06), Verdict::CannotTell); // 0.882 to 1.118
        assert_eq!(verdict(1.3, 0.06), Verdict::Fails); // 1.182 to 1.418
        assert_eq!(verdict(1.15, 0.06), Verdict::CannotTell); // 1.032 to 1.268
        assert_eq!(verdict(1.1, 0.0), Verdict::Agrees);
        let missing = TargetFinding::compare(&TARGET, Some(&Measured::Missing("no rule for it")));
        assert_eq!((missing.verdict, missing.reason.as_str()), (Verdict::CannotTell, "no rule for it"));
    }
}
