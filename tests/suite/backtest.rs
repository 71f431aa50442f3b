//! Forecasts of the public record: they look at nothing of the year they forecast, and they are as good as printed.

use super::common::{build, text_of};
use cascade::analysis::{Backtest, backtest};
use cascade::replay::{AcoYear, Programme, Refusal, crosswalk, past_years};
use std::sync::LazyLock;

/// The shipped record.
fn record() -> Vec<AcoYear> {
    past_years("mssp.csv", Programme::Mssp.record()).unwrap()
}

static SHIPPED: LazyLock<Backtest> = LazyLock::new(|| backtest(&record(), &crosswalk().unwrap()));

/// Of a file's text, what is wrong with it.
fn refused(text: &str) -> String {
    match past_years("mine.csv", text.as_bytes()) {
        Err(Refusal::Refused(refused)) => refused.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_shipped_record_is_forecast_better_than_by_what_is_easier() {
    let found = &*SHIPPED;
    // 2014 and 2015 have too few pairs before them; before 2017 and 2021 a year is missing.
    assert_eq!(found.years.keys().copied().collect::<Vec<_>>(), [2018, 2019, 2022, 2023]);
    assert_eq!(found.too_early.iter().map(|(y, n)| (*y, *n)).collect::<Vec<_>>(), [(2014, 0), (2015, 214)]);
    assert_eq!(found.years[&2018].earlier_pairs, 517);
    assert_eq!((found.pooled.rows, found.repeated), (1_731, 0));
    for (year, one) in &found.years {
        assert_eq!(one.scores.beats(), [true, true], "{year}");
    }
    let pooled = &found.pooled;
    let pinned = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-4, "{found}");
    pinned(pooled.crps, CRPS);
    // Recomputed outside of this program, by least squares on the same pairs.
    pinned(pooled.crps_last_year, 0.019_066);
    pinned(pooled.crps_regression, 0.017_930);
    assert!((0.87..=0.93).contains(&pooled.cover_90), "{}", pooled.cover_90);
    assert!(pooled.brier_paid < pooled.brier_paid_regression.min(pooled.brier_paid_last_year));
    assert!((pooled.pit.iter().sum::<f64>() - 1.0).abs() < 1e-12);
}

/// Printed in docs/BACKTEST.md.
const CRPS: f64 = 0.016_664;

#[test]
fn nothing_of_a_year_is_known_before_it() {
    let crosswalk = crosswalk().unwrap();
    let mut rows = record();
    rows.retain(|row| row.year <= 2018);
    let before = backtest(&rows, &crosswalk);
    for (place, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.year == 2018) {
        row.expenditure *= if place % 2 == 0 { 0.7 } else { 1.2 };
        row.benchmark *= 1.1;
        (row.paid, row.lives, row.quality) = (1e6, 70_000.0, Some(0.1));
    }
    let after = backtest(&rows, &crosswalk);
    assert_eq!(before.years[&2018].learned, after.years[&2018].learned);
    assert_ne!(before.pooled, after.pooled);
    for (one, other) in before.rows.iter().zip(&after.rows) {
        let known =
            |row: &cascade::analysis::ScoredRow| [row.middle, row.scale, row.paid_chance, row.payments.1];
        assert_eq!(known(one), known(other), "{}", one.aco);
        assert_ne!(one.rate, other.rate);
    }
    // The document prints what the record gives.
    assert_eq!(before.years[&2018], SHIPPED.years[&2018]);
}

#[test]
fn the_document_prints_the_figures() {
    let text = text_of("docs/BACKTEST.md");
    let years = SHIPPED.years.iter().map(|(year, one)| (year.to_string(), &one.scores));
    for (year, scores) in years.chain([("all".to_owned(), &SHIPPED.pooled)]) {
        let points = |share: f64| format!("{:.2}", 100.0 * share);
        let row = format!(
            "| {year} | {} | {} | {} | {} | {:.1} | {:.1} |",
            scores.rows,
            points(scores.crps),
            points(scores.crps_last_year),
            points(scores.crps_regression),
            100.0 * scores.cover_50,
            100.0 * scores.cover_90
        );
        assert!(text.contains(&row), "docs/BACKTEST.md lacks {row}");
    }
}

#[test]
fn broken_cells_are_located() {
    let head = "py,aco_id,track,benchmark,expenditure,earn_save_loss,n_ab\n";
    let told = refused(&format!("{head}2013,A1,T1,100,98,0,5000\n2014,A1,T1,abc,98,0,5000\n"));
    assert!(told.contains("mine.csv:3:4") && told.contains("benchmark"), "{told}");
    let told = refused(&format!("{head}2013,A1,T1,100,98,0,\n"));
    assert!(told.contains("mine.csv:2:7") && told.contains("luck goes by size"), "{told}");
    assert!(refused("py,aco_id\n2013,A1\n").contains("track"));
    // A sound file that is too short is forecast nowhere.
    let rows = past_years("mine.csv", format!("{head}2013,A1,T1,100,98,0,5000\n").as_bytes()).unwrap();
    let found = backtest(&rows, &crosswalk().unwrap());
    assert!(found.years.is_empty() && found.rows.is_empty());
}

#[test]
fn every_identifier_of_the_first_years_has_a_later_one() {
    let crosswalk = crosswalk().unwrap();
    assert!(crosswalk.len() > 700);
    assert!(record().iter().filter(|row| row.year < 2018).all(|row| crosswalk.contains_key(&row.aco)));
}

#[test]
fn scenarios_take_what_the_record_teaches() {
    let text = r#"
scenario = { title = "Defaults" }
run = { years = 1 }
system = { name = "S" }
cohort.a = { count = 1, specialty = "family_medicine", plans = { base = 1.0 }, wrvu = 5000 }
plan.base.pay = [{ salary = { per_fte = 250000 } }]
contract.book = { payer = "P", line = "medicare", revenue_share = 1.0, spending = 12000, terms = "fee_for_service" }
"#;
    let model = build(text, None);
    let chance = &model.arms[0].scenario.chance;
    let (whole, estimates) = SHIPPED.whole_record();
    let error = |name: &str| {
        estimates.iter().find(|(known, ..)| *known == name).and_then(|(.., error)| *error).unwrap()
    };
    let (law, tails) = (whole.law, whole.law.degrees / (whole.law.degrees - 2.0));
    // A scenario's luck is normal, in a year as loud as the next.
    let square = whole.loudness * tails;
    let apart =
        (law.lasting_sd * law.lasting_sd * square - chance.regional_sd.0 * chance.regional_sd.0).sqrt();
    assert!((apart - chance.lasting_sd.0).abs() < error("lasting_sd") * square.sqrt(), "{apart}");
    assert!((law.level_kept - chance.lasting_kept.0).abs() < error("level_kept"), "{law:?}");
    // Variance of a year's change, times N. With a carry of 0.2677 a year's luck is 2.12/√1.2130 = 1.925 over √N.
    let persons = 2.0 * 1.925 * 1.925 * (1.0 - 0.2677);
    let ours = persons + chance.lasting_noise.0 * chance.lasting_noise.0;
    let record = (2.0 * law.yearly_noise * law.yearly_noise * (1.0 - 0.2677)
        + law.lasting_noise * law.lasting_noise)
        * square;
    assert!((ours / record - 1.0).abs() < 0.1, "{ours} against {record}");
}
