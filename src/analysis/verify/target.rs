//! Targets, findings and verdicts.

use super::{Measured, TARGETS};
use crate::analysis::Estimate;
use std::fmt;

/// How well a published figure is founded, as the notes grade it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// V: read in the source.
    Read,
    /// R: recalled from the published abstract, not read again.
    Recalled,
    /// D: worked out from figures that were read.
    Derived,
    /// A: assumption.
    Assumed,
}

impl Evidence {
    /// The letter.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Evidence::Read => "V",
            Evidence::Recalled => "R",
            Evidence::Derived => "D",
            Evidence::Assumed => "A",
        }
    }
}

/// What agreement is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The model was calibrated to it: agreement shows that the machinery works.
    Calibrated,
    /// It comes out by itself.
    Emergent,
}

impl Role {
    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Role::Calibrated => "calibrated",
            Role::Emergent => "emergent",
        }
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
    pub grade: Evidence,
    /// Calibrated to, or emergent.
    pub role: Role,
    /// The study that gives the simulated value.
    pub study: StudyName,
    /// Its name there.
    pub figure: &'static str,
    /// What is known about a disagreement.
    pub if_not: &'static str,
}

/// What a comparison came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The simulated interval lies inside the band.
    Agrees,
    /// It lies outside.
    Fails,
    /// It lies across an edge, or there is nothing to compare.
    CannotTell,
}

impl Verdict {
    /// The words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Verdict::Agrees => "agrees",
            Verdict::Fails => "fails",
            Verdict::CannotTell => "cannot tell",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words())
    }
}

/// A target with what the model gives.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The target.
    pub target: &'static Target,
    /// The simulated figure, if there is one.
    pub simulated: Option<Estimate>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub reason: String,
}

impl Finding {
    /// Compares what a study found with a target.
    pub(super) fn compare(target: &'static Target, measured: Option<&Measured>) -> Finding {
        let estimate = match measured {
            Some(Measured::Found(estimate)) => *estimate,
            Some(Measured::Missing(why)) => {
                let reason = (*why).to_owned();
                return Finding { target, simulated: None, verdict: Verdict::CannotTell, reason };
            }
            None => {
                let reason = "the study gives no such figure".to_owned();
                return Finding { target, simulated: None, verdict: Verdict::CannotTell, reason };
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
        Finding { target, simulated: Some(estimate), verdict, reason }
    }
}

/// `docs/VERIFICATION.md`: every target with its tolerance and source, study by study. Simulated
/// values are not in it: `cascade verify` finds them anew.
#[must_use]
pub fn verification_document() -> String {
    let mut text = String::from(HEAD);
    for study in StudyName::ALL {
        text.push_str(&format!(
            "\n## {}\n\n{} Runs {}.\n\n| target | figure | published | agrees within | source | grade | role |\n| --- | --- | --- | --- | --- | --- | --- |\n",
            study.key(),
            study.about().trim(),
            study.runs(),
        ));
        for t in TARGETS.iter().filter(|t| t.study == *study) {
            text.push_str(&format!(
                "| `{}` | {} | {} | {} to {} ({}) | {} | {} | {} |\n",
                t.id,
                t.what,
                t.published,
                t.band.0,
                t.band.1,
                t.tolerance,
                t.source,
                t.grade.letter(),
                t.role.word(),
            ));
        }
    }
    text + PAIRED
}

/// What common luck is worth: measured by `cascade run scenarios/reference.toml --trials 2048 --years 4`, and
/// with `behaviour = "none"`, from the sds of summary.csv and compare.csv.
const PAIRED: &str = "
## What common luck is worth

Arms meet the same draws, so a difference between them is steadier than one between independent runs. Variance of an
unpaired difference over that of a paired one, reference system, fourth year, 2,048 trials; *same*: the arms do not differ
in any trial.

| measure | evidence: transparency and stipends | 30 % pass-through | new agreements | none: transparency and stipends | 30 % pass-through | new agreements |
| --- | --- | --- | --- | --- | --- | --- |
| pay | 57.9 | 2.7 | 1.4 | 4,230 | 16.9 | 7.7 |
| value pay | 1.1 | 1.0 | 1.0 | 123 | 1.0 | 1.0 |
| wRVUs | 84.5 | 171 | 9.8 | same | same | same |
| value revenue | 14.2 | 82.3 | 4.7 | same | same | same |
| true savings | 8.1 | 44.7 | 3.4 | same | same | same |
| system margin | 38.0 | 35.2 | 5.5 | 96.6 | 349 | 51.3 |
| system margin without the programme | 50.9 | 230 | 23.0 | 78.9 | same | 62.6 |
| programme margin | 21.5 | 6.7 | 1.7 | same | 63.3 | 30.4 |
| departures | 71.5 | 97.2 | 31.3 | same | same | same |
| measured quality | 1.0 | 245 | 1.0 | same | same | same |

No draw is needlessly apart: when incentives move nobody, every measure that a redesign does not itself make uncertain is
the same or far steadier. What stays unpaired is new in the redesign. Value pay comes from a pool that the baseline does
not have, and what the pool earns is chance; under evidence, how physicians answer to a new plan is drawn from priors that
say nothing while the plan stays as it was (dose, line of sight, volume by share), and the baseline has no such spread to
take away. Such differences are as uncertain as what was added, and only more trials help.
";

const HEAD: &str = "# Verification

What the model is compared with. Made from the code by `cargo test`; do not edit.

`cascade verify` runs every study below on the engine itself and prints, for each target, the published value, the
simulated one with the 95 % interval that chance in the simulation leaves, and a verdict: the interval lies inside the
band (agrees), outside (fails), or across an edge (cannot tell). What fails is shown as failing, with what is known about
it; a target that the model has no rule for says so. `cascade verify --json` prints the same for programs,
`cascade verify --only payer-leg` runs one study or target, `--effort 4` takes four times the trials.

Roles: *calibrated* means that the model was set to the figure, so that agreement shows only that the machinery works;
*emergent* means that the figure comes out by itself. Grades: V read in the source, R recalled from the abstract and not
read again, D derived from figures that were read, A assumed. Where a band is called an assumption, no spread was
published.
";

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
        grade: Evidence::Assumed,
        role: Role::Emergent,
        study: StudyName::LuckBySize,
        figure: "f",
        if_not: "nothing is known",
    };

    #[test]
    fn the_interval_decides() {
        let verdict =
            |value, se| Finding::compare(&TARGET, Some(&Measured::Found(Estimate { value, se }))).verdict;
        assert_eq!(verdict(1.0, 0.01), Verdict::Agrees); // 0.980 to 1.020
        assert_eq!(verdict(1.0, 0.06), Verdict::CannotTell); // 0.882 to 1.118
        assert_eq!(verdict(1.3, 0.06), Verdict::Fails); // 1.182 to 1.418
        assert_eq!(verdict(1.15, 0.06), Verdict::CannotTell); // 1.032 to 1.268
        assert_eq!(verdict(1.1, 0.0), Verdict::Agrees);
        let missing = Finding::compare(&TARGET, Some(&Measured::Missing("no rule for it")));
        assert_eq!((missing.verdict, missing.reason.as_str()), (Verdict::CannotTell, "no rule for it"));
    }

    #[test]
    fn every_target_is_whole_and_has_a_name_of_its_own() {
        for (place, t) in TARGETS.iter().enumerate() {
            assert!(!TARGETS[..place].iter().any(|other| other.id == t.id), "{} twice", t.id);
            assert!(t.band.0 <= t.band.1 && t.what.len() > 10 && t.source.len() > 5, "{}", t.id);
            assert!(t.tolerance.len() > 3 && t.if_not.len() > 10, "{}", t.id);
        }
    }
}
