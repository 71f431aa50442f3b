//! The targets as a document.

use super::target::{Role, StudyName, band_words};
use super::targets::TARGETS;

/// `docs/VERIFICATION.md`: every target with its tolerance and source, study by study. Simulated
/// values are not in it: `cascade verify` finds them anew.
#[must_use]
pub fn verification_document() -> String {
    let mut text = String::from(HEAD);
    for role in Role::ALL {
        let count = TARGETS.iter().filter(|t| t.role == *role).count();
        text.push_str(&format!("* *{}*, {count} targets: {}.\n", role.word(), role.meaning()));
    }
    text.push_str(NO_RULE);
    for study in StudyName::ALL {
        text.push_str(&format!(
            "\n## {}\n\n{} Runs {}.\n\n| target | figure | published | agrees within | source | grade | role |\n| --- | --- | --- | --- | --- | --- | --- |\n",
            study.key(),
            study.about().trim(),
            study.runs(),
        ));
        for t in TARGETS.iter().filter(|t| t.study == *study) {
            text.push_str(&format!(
                "| `{}` | {} | {} | {} ({}) | {} | {} | {} |\n",
                t.id,
                t.what,
                t.sense.said(&t.published.to_string()),
                band_words(t.band),
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

| measure | evidence: contract only | paid hours | pass-through | redesign | none: contract only | paid hours | pass-through | redesign |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| pay | same | 111 | 2.1 | 20.3 | same | 10,779 | 4.4 | 208 |
| wRVUs | same | 151 | 83.3 | 13.2 | same | 17,723 | same | same |
| true savings | 23.6 | 91.4 | 8.2 | 41.4 | same | same | same | same |
| system margin | 41.7 | 110 | 6.0 | 29.0 | 40.7 | 26,116 | 22.5 | 1,540 |
| system margin without the programme | same | 150 | 74.2 | 18.1 | same | 13,746 | 3,582 | 814 |
| programme margin | 20.7 | 79.1 | 2.5 | 56.5 | 20.2 | same | 10.2 | same |
| departures | same | 101 | 38.8 | 35.1 | same | same | same | same |
| measured quality | same | 1.1 | 104 | 1.5 | same | same | same | same |

No draw is needlessly apart: when incentives move nobody, every measure that a redesign does not itself make uncertain is
the same or far steadier. What stays unpaired is new in the arm: a pool that the baseline
does not have is as uncertain as what it earns, and under evidence physicians answer to a new plan by priors that say nothing
while the plan stays as it was (dose, line of sight, volume by share). Such differences are as uncertain as what was added,
and only more trials help.
";

const HEAD: &str = "# Verification

What the model is compared with. Made from the code by `cargo test`; do not edit.

`cascade verify` runs every study below on the engine itself and prints, for each target, the published value, the
simulated one with the 95 % interval that chance in the simulation leaves, and a verdict: the interval lies inside the
band (agrees), outside (fails), or across an edge (cannot tell). What fails is shown as failing, with what is known about
it; a target that the model has no rule for says so. `cascade verify --json` prints the same for programs,
`cascade verify --only payer-leg` runs one study or target, `--effort 4` takes four times the trials.

Grades: V read in the source, R recalled from the abstract and not read again, D derived from figures that were read.
Bands are 95 % intervals, published or implied by a P value, binomial or other sampling, or ranges among surveys; no band
is a round number around the value.

What agreement is worth:

";

/// What was published and has no rule here: said once instead of standing among targets.
const NO_RULE: &str = "
What fails is shown as failing, and no band is moved. Emergent figures and their bands stand in
[PREDICTIONS.md](PREDICTIONS.md), written down before the mechanisms that give them. Four of them (`cpc-fees-alone`,
`cpc-plus`, `cpc-plus-dose`, `coding-unpaid`) come out as nothing at all, since the model knows no other channel where
nothing is paid for: a sceptic counts them apart.

Not compared, because no rule of the model could come to them: how many groups pay physicians on the quality bonuses that
they receive (25 % of 229, RWJF 2009), how much more ACOs with a hospital pass on (69 against 58 %, Schulz 2015), and how
much of the difference between salaried and productive physicians is sorting (28 % in a cross-section, MGMA 2019).
";

#[cfg(test)]
mod tests {
    use super::super::target::Sense;
    use super::*;

    #[test]
    fn every_target_is_whole_and_has_a_name_of_its_own() {
        for (place, t) in TARGETS.iter().enumerate() {
            assert!(!TARGETS[..place].iter().any(|other| other.id == t.id), "{} twice", t.id);
            assert!(t.band.0 < t.band.1 && t.what.len() > 10 && t.source.len() > 5, "{}", t.id);
            assert!(t.tolerance.len() > 3 && t.if_not.len() > 10, "{}", t.id);
            assert!(!t.tolerance.contains("assumption"), "{}: a band has a source", t.id);
            // A side that was published is the band's edge.
            let edge = match t.sense {
                Sense::Is => t.published,
                Sense::Above => t.band.0,
                Sense::Below => t.band.1,
            };
            assert_eq!(edge, t.published, "{}", t.id);
            assert!(t.band.0 <= t.published && t.published <= t.band.1, "{}", t.id);
        }
    }

    #[test]
    fn the_document_counts_every_role() {
        let text = verification_document();
        let counted: usize = Role::ALL
            .iter()
            .map(|role| {
                let head = format!("* *{}*, ", role.word());
                let line = text.lines().find_map(|line| line.strip_prefix(head.as_str())).expect("its line");
                line.split(' ').next().and_then(|n| n.parse::<usize>().ok()).expect("a count")
            })
            .sum();
        assert_eq!(counted, TARGETS.len());
    }
}
