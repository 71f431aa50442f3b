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
        /// A parameter was set to it: agreement shows that the machinery works.
        Calibrated = "calibrated",
        /// It follows by arithmetic from what is typed in or calibrated: agreement shows that the engine adds up.
        Arithmetic = "arithmetic",
        /// It is in the public record that the engine settles again: agreement shows that the rules are right.
        Replayed = "replayed",
        /// It comes out by itself, and was written down before the mechanisms that give it (docs/PREDICTIONS.md):
        /// agreement is evidence.
        Emergent = "emergent",
    }
}

impl Role {
    /// What agreement with a figure of that role is worth, in a sentence.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Role::Calibrated => "a parameter was set to it, so agreement shows that the machinery works",
            Role::Arithmetic => {
                "it follows from what is typed in or calibrated, so agreement shows that the engine adds up"
            }
            Role::Replayed => {
                "it stands in the public record that the engine settles again, so agreement shows that the rules are right"
            }
            Role::Emergent => {
                "it comes out by itself and was written down beforehand, so agreement is evidence"
            }
        }
    }
}

words! {
    /// What was published: a value, or only on which side of one the truth lies.
    pub enum Sense {
        word: "The word.";
        /// A value.
        Is = "value",
        /// Anything above it.
        Above = "above",
        /// Anything below it.
        Below = "below",
    }
}

impl Sense {
    /// A published value as words say it: `-1.4`, `above 1`.
    #[must_use]
    pub fn said(self, value: &str) -> String {
        match self {
            Sense::Is => value.to_owned(),
            Sense::Above | Sense::Below => format!("{} {value}", self.word()),
        }
    }
}

/// A band in words: `-2.6 to -0.2`, or `above 1` where it has no upper end.
#[must_use]
pub fn band_words((low, high): (f64, f64)) -> String {
    if high.is_finite() { format!("{low} to {high}") } else { format!("above {low}") }
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
    /// Small and large ACOs in the sixth year.
    SavingsBySize = "savings-by-size" in "scenarios/studies/savings_by_size.toml";
    /// The Physician Group Practice demonstration.
    PhysicianGroupPractice = "physician-group-practice" in "scenarios/studies/physician_group_practice.toml";
    /// The Next Generation model.
    NextGeneration = "next-generation" in "scenarios/studies/next_generation.toml";
    /// The Pioneer model.
    Pioneer = "pioneer" in "scenarios/studies/pioneer.toml";
    /// Prepaid rural ACOs.
    AdvancePayment = "advance-payment" in "scenarios/studies/advance_payment.toml";
    /// A commercial global budget, the Alternative Quality Contract.
    GlobalBudget = "global-budget" in "scenarios/studies/global_budget.toml";
    /// Care management fees without shared savings.
    CareFees = "care-fees" in "scenarios/studies/care_fees.toml";
    /// Leaving the Shared Savings Program, Pioneer and Next Generation, year by year.
    Leaving = "leaving" in "scenarios/studies/leaving.toml";
    /// Coding where growth of risk scores is not paid.
    CodingUnpaid = "coding-unpaid" in "scenarios/studies/coding_unpaid.toml";
    /// Salary to production, same physicians.
    Production = "production" in "scenarios/studies/salary_to_production.toml";
    /// A third more bonus for the same measures.
    LargerBonus = "larger-bonus" in "scenarios/studies/larger_bonus.toml";
    /// Quarterly against annual bonus; who knows what is in their pay.
    Frequency = "frequency" in "behaviour::quality_drive over draws of the priors of scenarios/studies/small_bonus.toml";
    /// A small bonus over many measures.
    SmallBonus = "small-bonus" in "scenarios/studies/small_bonus.toml";
    /// Coming and going when no plan changes.
    Turnover = "turnover" in "scenarios/studies/turnover.toml";
    /// Thirty-one physician organisations.
    Reid = "reid-2022" in "scenarios/studies/reid_2022.toml, 31 organisations at a time";
    /// One hundred and seventy-six ACOs.
    Schulz = "schulz-2015" in "scenarios/studies/schulz_2015.toml, 176 ACOs";
    /// Surveys against the reference system.
    CrossChecks = "surveys" in "scenarios/reference.toml";
    /// The reference system's Medicare contract against ACOs of its kind.
    ReferenceAco = "reference-aco" in "scenarios/reference.toml";
    /// Forecasts of the public record from the years before.
    Forecasts = "forecasts" in "analysis::backtest on the shipped record";
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
    /// Whether that value was published, or only the side of it on which the truth lies.
    pub sense: Sense,
    /// The band in which a simulated value agrees; infinite above where only a side is known.
    pub band: (f64, f64),
    /// Where the band comes from.
    pub tolerance: &'static str,
    /// Who published it.
    pub source: &'static str,
    /// How well it is founded.
    pub grade: TargetGrade,
    /// What agreement is worth.
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
            (Verdict::Agrees, format!("within {} ({})", band_words(target.band), target.tolerance))
        } else if high < from || low > to {
            let side = if to.is_infinite() {
                "not"
            } else if high < from {
                "below"
            } else {
                "above"
            };
            let band = band_words(target.band);
            (Verdict::Fails, format!("{side} {band} ({}); {}", target.tolerance, target.if_not))
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
        sense: Sense::Is,
        band: (0.9, 1.1),
        tolerance: "a tenth",
        source: "nobody",
        grade: TargetGrade::Assumed,
        role: Role::Emergent,
        study: StudyName::LuckBySize,
        figure: "f",
        if_not: "nothing is known",
    };

    const SIDE: Target = Target { sense: Sense::Above, band: (1.0, f64::INFINITY), ..TARGET };

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
        // Only the side is known: whatever lies above agrees, however far.
        let side = |value, se| TargetFinding::compare(&SIDE, Some(&Measured::Found(Estimate { value, se })));
        assert_eq!(side(900.0, 0.5).verdict, Verdict::Agrees);
        assert_eq!(side(1.1, 0.06).verdict, Verdict::CannotTell); // 0.982 to 1.218
        let below = side(0.8, 0.06); // 0.682 to 0.918
        assert_eq!(
            (below.verdict, below.reason.as_str()),
            (Verdict::Fails, "not above 1 (a tenth); nothing is known")
        );
        let missing = TargetFinding::compare(&TARGET, Some(&Measured::Missing("no rule for it")));
        assert_eq!((missing.verdict, missing.reason.as_str()), (Verdict::CannotTell, "no rule for it"));
    }
}
