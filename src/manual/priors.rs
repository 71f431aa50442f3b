//! The behaviour note's 43 priors, each with the parameter that holds it.

use super::entry::{ManualEntry, ManualSection};
use crate::scenario::defaults;

/// One row of the behaviour note's table.
#[derive(Clone, Copy, Debug)]
pub struct PriorRow {
    /// Its number.
    pub row: u8,
    /// What it is about.
    pub about: &'static str,
    /// The parameters that hold it.
    pub paths: &'static [&'static str],
    /// Why it is not a distribution of its own, when it is not.
    pub fixed: Option<&'static str>,
}

const fn drawn(row: u8, about: &'static str, paths: &'static [&'static str]) -> PriorRow {
    PriorRow { row, about, paths, fixed: None }
}

const fn fixed(row: u8, about: &'static str, paths: &'static [&'static str], why: &'static str) -> PriorRow {
    PriorRow { row, about, paths, fixed: Some(why) }
}

/// The table, in order. `cascade run` draws each parameter once per trial, the same in every arm, unless the
/// scenario states a number.
pub const PRIORS: [PriorRow; 43] = [
    drawn(1, "volume, full salary to full production", &["behaviour.evidence.volume_by_share"]),
    drawn(2, "volume by own rate", &["behaviour.evidence.volume_by_rate"]),
    drawn(3, "capacity by payers' prices", &["behaviour.evidence.capacity_by_price"]),
    drawn(4, "quality at a bonus of 5 %", &["behaviour.evidence.quality_at_five_percent"]),
    drawn(5, "dose exponent", &["behaviour.evidence.dose_exponent"]),
    drawn(6, "speed of quality", &["behaviour.evidence.quality_years"]),
    drawn(7, "documentation in a paid gain", &["behaviour.evidence.documentation_share"]),
    drawn(8, "loss of unmeasured quality", &["behaviour.evidence.unmeasured_loss"]),
    drawn(9, "quality crowded out by volume pay", &["behaviour.evidence.quality_crowd_out"]),
    drawn(10, "feedback", &["behaviour.evidence.feedback"]),
    drawn(11, "line of sight to contracts now", &["behaviour.evidence.sight_now"]),
    drawn(12, "line of sight under transparency", &["behaviour.evidence.sight_full"]),
    drawn(13, "speed of sight", &["behaviour.evidence.learning"]),
    drawn(14, "ceiling of stewardship", &["behaviour.evidence.stewardship_ceiling"]),
    drawn(15, "stewardship at $0.10", &["behaviour.evidence.stewardship_at_tenth"]),
    drawn(16, "dilution in pools", &["behaviour.evidence.dilution"]),
    fixed(
        17,
        "pass-through",
        &["allocation.physicians"],
        "a decision of the system, nothing unless the scenario states it: a run must be able to pass on nothing. Beta(1.9, 1.1) is what 176 ACOs planned; scenarios/studies/schulz_2015.toml draws from it",
    ),
    drawn(18, "the organisation's effect", &["behaviour.evidence.organisation.ceiling"]),
    drawn(19, "years to that know-how", &["behaviour.evidence.organisation.know_how_years"]),
    drawn(20, "patience", &["behaviour.evidence.patience"]),
    drawn(21, "loss framing", &["behaviour.evidence.loss_framing"]),
    drawn(22, "attention over measures", &["behaviour.evidence.attention"]),
    drawn(23, "contribution margin", &["system.contribution_margin"]),
    drawn(24, "in-system share", &["system.in_system_share"]),
    drawn(25, "cost of care by volume", &["behaviour.evidence.volume_to_cost"]),
    fixed(
        26,
        "spread of persons",
        &["chance.person_cv"],
        "follows from half a squared exponential cut off at its 99th percentile: no uncertainty of its own",
    ),
    drawn(27, "group noise", &["chance.spending_noise"]),
    drawn(28, "persistence of persons", &["chance.persistence"]),
    drawn(29, "churn of persons", &["contract.<name>.attribution.churn"]),
    drawn(30, "trend from year to year", &["contract.<name>.trend_sd"]),
    drawn(31, "wrong forecasts in benchmarks", &["contract.<name>.forecast_error"]),
    drawn(32, "coding", &["behaviour.evidence.coding"]),
    drawn(33, "correlation within a physician's measures", &["chance.quality_icc"]),
    drawn(34, "moving", &["workforce.move_hazard"]),
    drawn(35, "stopping practice", &["workforce.exit_hazard"]),
    drawn(36, "burnout and leaving", &["behaviour.evidence.retention.burnout_ratio"]),
    drawn(37, "pay and leaving", &["behaviour.evidence.retention.pay_elasticity"]),
    drawn(38, "replacement", &["workforce.replacement_cost"]),
    drawn(39, "payer's cost of leaving", &["workforce.payer_cost_of_leaving"]),
    drawn(40, "vacancy", &["workforce.vacancy_primary_care", "workforce.vacancy_specialist"]),
    drawn(41, "spread of work from year to year", &["chance.wrvu_cv"]),
    drawn(42, "spill-over between payers", &["behaviour.evidence.spill_over"]),
    drawn(43, "reporting", &["system.reporting_cost"]),
];

/// The table as a section: row, parameter, default, grade.
pub(super) fn priors() -> ManualSection {
    let known = defaults();
    let entries = PRIORS.iter().flat_map(|prior| prior.paths.iter().map(move |path| (prior, *path))).map(
        |(prior, path)| {
            let row = known.iter().find(|row| row.path == path);
            let of =
                |fact: &dyn Fn(&crate::schema::ParameterRow) -> String| row.map_or_else(String::new, fact);
            let facts = vec![
                ("parameter", format!("`{path}`")),
                ("default", of(&|row| row.default.clone())),
                ("unit", of(&|row| row.unit.clone())),
                ("grade", of(&|row| row.grade.to_string())),
                ("when not drawn, why", prior.fixed.unwrap_or_default().to_owned()),
            ];
            ManualEntry::of(format!("row {}", prior.row), prior.about, facts)
        },
    );
    ManualSection::of(
        "Priors of the behaviour note",
        "Each row of the note's table and the parameter that holds it. Under `behaviour = \"evidence\"` each distribution is drawn once per trial, the same in every arm; a number in the scenario takes its place. Row 41's other half, the spread of work between physicians, is the cohort's own (`cohort.<name>.wrvu`) or the roster's.",
        entries,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_held_by_a_parameter_that_is_drawn_or_says_why_not() {
        let known = defaults();
        for (place, prior) in PRIORS.iter().enumerate() {
            assert_eq!(usize::from(prior.row), place + 1);
            assert!(!prior.paths.is_empty(), "row {} has no parameter", prior.row);
            for path in prior.paths {
                let row = known.iter().find(|row| row.path == *path);
                let row = row.unwrap_or_else(|| panic!("row {}: no parameter {path}", prior.row));
                let is_drawn = row.default.contains('(');
                assert_eq!(is_drawn, prior.fixed.is_none(), "{path}: {}", row.default);
                assert!(!row.source.is_empty(), "{path} has no basis");
            }
        }
    }

    #[test]
    fn parameters_that_name_a_row_are_in_the_table() {
        // "(row 12)" or "(behaviour note row 23)" in the meaning of a parameter.
        let mut named = 0;
        for row in defaults() {
            let Some((_, rest)) = row.meaning.split_once("row ") else { continue };
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let Ok(number) = digits.parse::<usize>() else { continue };
            if row.path.starts_with("behaviour.custom") {
                continue;
            }
            named += 1;
            let held = PRIORS[number - 1].paths.contains(&row.path.as_str());
            assert!(held, "{} says row {number}", row.path);
        }
        assert!(named > 35, "only {named} parameters name their row: is the search broken?");
    }
}
