//! Titles of the charts of money and people are recomputed from the tables of the run, by another path than the one that
//! draws them, on scenarios where they must come out differently.

use super::common::{Cells, amount, build, csv_of, parsed, run, text_of};
use cascade::chart::Chart;
use cascade::engine::Outcome;
use cascade::ledger::{ACCOUNTS, BRIDGE};
use cascade::model::Model;
use cascade::report::{Csv, Report};
use cascade::survey::{Percentiles, Survey, SurveyMeasure, SurveyRow};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Eight physicians in a system with a one-sided contract; nothing is passed on. What variants change stands after it.
fn clinic(variants: &str) -> String {
    let whole = text_of("scenarios/studies/response.toml");
    let baseline = whole.split("[variant.").next().expect("a baseline");
    let small = baseline.replace("count = 40", "count = 8").replace("years = 6", "years = 3");
    format!("{small}\n{variants}")
}

const BETTER: &str =
    "[variant.better]\ntitle = \"Three quarters\"\ncontract.aco.terms.shared_savings.sharing_rate = 0.75\n";
const CUT: &str =
    "[variant.cut]\ntitle = \"A lower rate\"\nplan.today.pay = [{ wrvu = { tiers = [{ rate = 42 }] } }]\n";
const RAISE: &str = "[variant.raise]\ntitle = \"A higher rate\"\nplan.today.pay = [{ wrvu = { tiers = [{ rate = 60 }] } }, { quality_bonus = { per_fte = 12000, ladder = { threshold = 0.70, target = 0.90 } } }]\n";
const SHARED: &str = "[variant.shared]\ntitle = \"Half passed on\"\nallocation.physicians = 0.50\nallocation.pool.all = { share = 1.0, weights = { attribution = 1.0 } }\nplan.today.pay = [{ wrvu = { tiers = [{ rate = 48 }] } }, { quality_bonus = { per_fte = 12000, ladder = { threshold = 0.70, target = 0.90 } } }, { shared_savings = { pool = \"all\" } }]\n";
const SAME: &str = "[variant.same]\ntitle = \"Another name\"\n";

fn ran(variants: &str) -> (Model, Outcome) {
    let model = build(&clinic(variants), None);
    let outcome = run(&model, 24, 2);
    (model, outcome)
}

fn title(chart: Chart, report: &Report<'_>) -> Option<String> {
    chart.draw(report).map(|scene| scene.finding().to_owned())
}

/// A table beside a chart.
fn beside(chart: Chart, report: &Report<'_>) -> Vec<Cells> {
    let mut bytes = Vec::new();
    chart.table().write(report, &Csv, &mut bytes).expect("memory takes every byte");
    parsed(&String::from_utf8(bytes).expect("UTF-8"))
}

fn table(name: &str, report: &Report<'_>) -> Vec<Cells> {
    parsed(&csv_of(name, report))
}

/// Dollars as titles have them.
fn said(dollars: f64) -> String {
    let (sign, size) = (if dollars < 0.0 { "-" } else { "" }, dollars.abs());
    if size >= 999_500.0 {
        format!("{sign}${:.1}M", size / 1e6)
    } else {
        format!("{sign}${:.0}k", size / 1e3)
    }
}

/// Cents of a dollar as titles have them.
fn said_cents(part: f64) -> String {
    match 100.0 * part {
        nothing if nothing.abs() < 0.05 => "0 ¢".to_owned(),
        large if large.abs() >= 9.95 => format!("{large:.0} ¢"),
        small => format!("{small:.1} ¢"),
    }
}

/// Sums of a column by arm.
fn by_arm(rows: &[Cells], column: &str, of: impl Fn(&Cells) -> bool) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    for row in rows.iter().filter(|row| of(row)) {
        *sums.entry(row["arm"].clone()).or_default() += amount(row, column);
    }
    sums
}

fn titled<'m>(model: &'m Model, arm: &str) -> &'m str {
    &model.arms.iter().find(|known| known.name == arm).expect("an arm").title
}

#[test]
fn the_bridge_adds_up_and_says_what_the_accounts_say() {
    for (variants, gains) in [([BETTER, RAISE].concat(), true), (RAISE.to_owned(), false)] {
        let (model, outcome) = ran(&variants);
        let report = Report::new(&model, &outcome, &[]);
        let accounts = table("accounts", &report);
        let margin = by_arm(&accounts, "change", |row| row["kind"] == "margin" && row["arm"] != "baseline");
        let (best, change) = margin.iter().reduce(|a, b| if b.1 > a.1 { b } else { a }).expect("a variant");
        let said_so = title(Chart::MarginBridge, &report).expect("a variant");
        assert_eq!(*change > 0.0, gains, "{said_so}");
        let verdict = match (gains, margin.len()) {
            (true, 2) => format!(
                "“{}” adds most to the system's margin: {} over 3 years",
                titled(&model, best),
                said(*change)
            ),
            _ => format!("“{}” costs the system {} over 3 years", titled(&model, best), said(-change)),
        };
        assert!(said_so.starts_with(&verdict), "{said_so}: {verdict}");
        // Parts add up to the change, each the lines that it names.
        let parts = beside(Chart::MarginBridge, &report);
        for (arm, change) in &margin {
            let own: Vec<&Cells> = parts.iter().filter(|row| row["arm"] == *arm).collect();
            let total: f64 =
                own.iter().filter(|row| row["better"].is_empty()).map(|row| amount(row, "mean")).sum();
            assert!((total - change).abs() < 1.0, "{arm}: {total} {change}");
            for bar in BRIDGE {
                let lines = by_arm(&accounts, "change", |row| {
                    row["arm"] == *arm && bar.lines.iter().any(|line| ACCOUNTS[*line].name == row["line"])
                });
                let drawn = own.iter().find(|row| row["part"] == bar.name).expect("a part");
                assert!((amount(drawn, "mean") - lines[arm]).abs() < 0.5, "{arm} {}", bar.name);
            }
        }
        let largest = |row: &&&Cells| amount(row, "mean").abs();
        let own = parts.iter().filter(|row| row["arm"] == *best && row["better"].is_empty());
        let most = own
            .collect::<Vec<_>>()
            .into_iter()
            .reduce(|a, b| if largest(&&b) > largest(&&a) { b } else { a });
        assert!(said_so.contains(&format!("largest part is {}", most.expect("a part")["part"])), "{said_so}");
    }
    let (model, outcome) = ran(SAME);
    let said_so = title(Chart::MarginBridge, &Report::new(&model, &outcome, &[]));
    assert_eq!(said_so.as_deref(), Some("No variant changes the system's margin"));
}

#[test]
fn the_frontier_names_whom_no_arm_beats() {
    for (variants, unbeaten) in [
        ([BETTER, RAISE].concat(), vec!["better"]),
        ([BETTER, SHARED].concat(), vec!["better", "shared"]),
        (RAISE.to_owned(), vec!["baseline"]),
    ] {
        let (model, outcome) = ran(&variants);
        let report = Report::new(&model, &outcome, &[]);
        let horizon = table("horizon", &report);
        let of = |metric: &str| by_arm(&horizon, "mean", |row| row["metric"] == metric);
        let (saved, margin) = (of("true_savings_total"), of("system_margin_total"));
        let better = |a: &str, b: &str| {
            let [x, y] = [saved[a] - saved[b], margin[a] - margin[b]];
            x > -0.5 && y > -0.5 && (x > 0.5 || y > 0.5)
        };
        let found: Vec<&String> =
            saved.keys().filter(|arm| !saved.keys().any(|other| better(other, arm))).collect();
        let said_so = title(Chart::Frontier, &report).expect("a variant");
        let flags = beside(Chart::Frontier, &report);
        let flagged: Vec<&String> =
            flags.iter().filter(|row| row["not_beaten"] == "1").map(|row| &row["arm"]).collect();
        let sorted = |mut all: Vec<&String>| {
            all.sort();
            all.iter().map(|name| (*name).clone()).collect::<Vec<String>>()
        };
        assert_eq!(sorted(found.clone()), sorted(flagged), "{said_so}");
        // What the scenario is made for, where the response of physicians is sure.
        if !unbeaten.contains(&"shared") {
            assert_eq!(sorted(found.clone()), unbeaten, "{said_so}");
        }
        for arm in saved.keys().filter(|arm| *arm != "baseline") {
            let named = said_so.contains(&format!("“{}”", titled(&model, arm)));
            assert_eq!(named, found.contains(&arm), "{said_so}");
        }
    }
}

#[test]
fn a_saved_dollar_ends_in_the_margin_of_the_programme() {
    for variants in ["", SHARED, BETTER] {
        let (model, outcome) = ran(variants);
        let report = Report::new(&model, &outcome, &[]);
        let flows = table("cascade", &report);
        let purposes = ["saved: benchmark less spending", "rewards for quality or reporting"];
        let saved = by_arm(&flows, "mean", |row| purposes.contains(&row["purpose"].as_str()));
        let passed = by_arm(&flows, "mean", |row| row["purpose"] == "passed-through savings");
        let left =
            by_arm(&table("horizon", &report), "mean", |row| row["metric"] == "programme_margin_total");
        let said_so = title(Chart::SavedDollar, &report).expect("always drawn");
        let part = |sums: &BTreeMap<String, f64>, arm: &str| said_cents(sums[arm] / saved[arm]);
        let today = if model.arms.len() > 1 { " today" } else { "" };
        let begins = format!(
            "Of a saved dollar {} reaches physicians{today} and {} is left of the programme",
            part(&passed, "baseline"),
            part(&left, "baseline")
        );
        assert!(said_so.starts_with(&begins), "{said_so}: {begins}");
        assert_eq!(part(&passed, "baseline"), "0 ¢");
        if variants == SHARED {
            assert!(passed["shared"] > 0.0, "{said_so}");
            assert!(
                said_so.contains(&format!("“Half passed on” ({}", part(&passed, "shared")))
                    || said_so.contains(&format!("“Half passed on”: {}", part(&passed, "shared"))),
                "{said_so}"
            );
        }
        if variants == BETTER {
            assert!(
                said_so.contains(&format!("Most is left under “Three quarters”: {}", part(&left, "better"))),
                "{said_so}"
            );
        }
        // The table beside it adds up.
        let stops = beside(Chart::SavedDollar, &report);
        let whole = by_arm(&stops, "amount", |row| row["stop"] == "saved");
        let parts = by_arm(&stops, "amount", |row| row["stop"] != "saved");
        for (arm, saved) in &whole {
            assert!((saved - parts[arm]).abs() < 0.2, "{arm}");
        }
    }
}

#[test]
fn losers_are_counted_as_a_stranger_would() {
    for (variants, lose) in [(CUT, true), (RAISE, false)] {
        let (model, outcome) = ran(variants);
        let report = Report::new(&model, &outcome, &[]);
        let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
        for row in table("physicians", &report).iter().filter(|row| row["arm"] != "baseline") {
            let own = sums.entry(row["physician_id"].clone()).or_default();
            own.0 += amount(row, "pay_change");
            own.1 += amount(row, "pay") - amount(row, "pay_change");
        }
        let losers = sums.values().filter(|(change, before)| *change <= -0.05 * before).count();
        let gain = sums.values().filter(|(change, _)| *change > 0.5).count();
        let said_so = title(Chart::WinnersLosers, &report).expect("a variant");
        assert_eq!(losers > 0, lose, "{said_so}");
        if lose {
            let begins =
                format!("{losers} of 8 physicians are expected to lose 5 % of pay or more over 2026-2028");
            assert!(
                said_so.starts_with(&begins) && said_so.ends_with(&format!("; {gain} gain")),
                "{said_so}"
            );
            assert!(said_so.contains("all in family medicine"), "{said_so}");
        } else {
            assert!(said_so.starts_with("No physician is expected to lose 5 % of pay or more"), "{said_so}");
        }
        let beside = beside(Chart::WinnersLosers, &report);
        assert_eq!(beside.iter().filter(|row| row["loses"] == "1").count(), losers);
        for row in &beside {
            let (change, _) = sums[&row["physician_id"]];
            assert!((amount(row, "change") - change).abs() <= 2.0, "{row:?}");
        }
    }
}

#[test]
fn cash_by_month_is_the_cash_of_the_years() {
    let (model, outcome) = ran(&[BETTER, SHARED].concat());
    let report = Report::new(&model, &outcome, &[]);
    let months = beside(Chart::Cash, &report);
    let years = table("summary", &report);
    let mut lowest: BTreeMap<String, (f64, u64)> = BTreeMap::new();
    for row in &months {
        let (mean, month) = (amount(row, "mean"), row["month"].parse::<u64>().expect("a month"));
        let low = lowest.entry(row["arm"].clone()).or_insert((0.0, 0));
        if mean < low.0 {
            *low = (mean, month);
        }
        if month % 12 == 0 && month <= 36 {
            let until = 2025 + month / 12;
            let cash: f64 = years
                .iter()
                .filter(|y| y["arm"] == row["arm"] && y["metric"] == "programme_cash")
                .filter(|y| y["year"].parse::<u64>().is_ok_and(|year| year <= until))
                .map(|y| amount(y, "mean"))
                .sum();
            assert!((cash - mean).abs() < 0.1, "{row:?}: {cash}");
        }
    }
    let said_so = title(Chart::Cash, &report).expect("a programme");
    // Each future has a lowest month of its own: their mean lies below the lowest month of the mean.
    let horizon = table("horizon", &report);
    let troughs = by_arm(&horizon, "mean", |row| row["metric"] == "cash_trough");
    let never = by_arm(&horizon, "mean", |row| row["metric"] == "never_breaks_even");
    assert!(troughs.iter().all(|(arm, trough)| *trough <= lowest[arm].0 + 0.01), "{troughs:?}");
    let (deepest, mean) = troughs.iter().reduce(|a, b| if b.1 < a.1 { b } else { a }).expect("an arm");
    assert!(said_so.contains(&format!("falls to {} at the lowest", said(*mean))), "{said_so}");
    assert!(said_so.contains(&format!("{:.0} % never break even", 100.0 * never[deepest])), "{said_so}");
    assert_eq!(
        deepest != "baseline",
        said_so.contains(&format!("“{}”", titled(&model, deepest))),
        "{said_so}"
    );
    // Nothing moves without a programme.
    let text = "[scenario]\ntitle = \"Visits\"\n[run]\nyears = 2\n[system]\nname = \"Visits\"\n[plan.a]\npay = [{ salary = { per_fte = 250000 } }]\n[cohort.a]\ncount = 2\nspecialty = \"family_medicine\"\nplans = { a = 1.0 }\nwrvu = 5000\n[contract.book]\npayer = \"All\"\nline = \"commercial\"\nrevenue_share = 1.0\nspending = 6000\nterms = \"fee_for_service\"\n";
    let model = build(text, None);
    let outcome = run(&model, 4, 1);
    let report = Report::new(&model, &outcome, &[]);
    for chart in
        [Chart::Cash, Chart::MarginBridge, Chart::Frontier, Chart::WinnersLosers, Chart::PayProductivity]
    {
        assert_eq!(title(chart, &report), None, "{chart:?} has nothing to compare");
    }
    assert_eq!(title(Chart::SavedDollar, &report).as_deref(), Some("Nothing is saved under any arm"));
}

#[test]
fn shares_of_pay_are_those_of_the_physicians() {
    for variants in [RAISE, SHARED] {
        let (model, outcome) = ran(variants);
        let report = Report::new(&model, &outcome, &[]);
        let summary = table("summary", &report);
        let shares = by_arm(&summary, "mean", |row| {
            row["metric"] == "value_share_of_pay" && row["scope"] == "system" && row["year"] == "2028"
        });
        let people = table("physicians", &report);
        let last = |column: &str| by_arm(&people, column, |row| row["year"] == "2028");
        let primary = last("value_pay")["baseline"] / last("pay")["baseline"];
        let said_so = title(Chart::ValueShare, &report).expect("always drawn");
        let percent = |share: f64| format!("{:.1} %", 100.0 * share);
        let begins = format!(
            "Value is {} of pay in 2028 today (primary care {}; Reid 2022 over all organisations: 7.6 %)",
            percent(shares["baseline"]),
            percent(primary)
        );
        assert!(said_so.starts_with(&begins), "{said_so}: {begins}");
        let (other, share) = shares.iter().find(|(arm, _)| *arm != "baseline").expect("a variant");
        let ends = if *share > shares["baseline"] + 0.0005 {
            format!("; {} under “{}”", percent(*share), titled(&model, other))
        } else {
            "; no variant raises it".to_owned()
        };
        assert!(said_so.ends_with(&ends), "{said_so}: {ends}");
    }
}

/// A survey of family medicine around a level of pay.
pub(super) fn survey(pay: f64) -> Arc<Survey> {
    let row = |measure, median: f64| SurveyRow {
        specialty: "family_medicine".to_owned(),
        measure,
        percentiles: Percentiles::new(&[
            (25.0, 0.8 * median),
            (50.0, median),
            (75.0, 1.2 * median),
            (90.0, 1.4 * median),
        ])
        .expect("rising"),
        line: 2,
    };
    let rows = vec![row(SurveyMeasure::PayPerFte, pay), row(SurveyMeasure::WrvuPerClinicalFte, 4_900.0)];
    Arc::new(Survey { name: "Invented".to_owned(), year: 2025, growth: 0.0, rows })
}

#[test]
fn flags_are_those_of_the_committee() {
    let (model, outcome) = ran(RAISE);
    for (pay, flags) in [(150_000.0, true), (900_000.0, false)] {
        let surveys = [survey(pay), survey(pay)];
        let report = Report::new(&model, &outcome, &surveys);
        let rows = table("committee", &report);
        let count = |arm: &str, flag: &str| {
            rows.iter()
                .filter(|row| row["arm"] == arm && row["year"] == "2028" && row["flag"] == flag)
                .count()
        };
        let above = |arm: &str| {
            let own = rows.iter().filter(|row| row["arm"] == arm && row["year"] == "2028");
            own.filter(|row| row["gap_low"].parse::<f64>().is_ok_and(|gap| gap >= 25.0)).count()
        };
        let said_so = title(Chart::PayProductivity, &report).expect("a survey");
        let expected = format!(
            "In 2028, of 8 physicians the survey flags {} as high and {} to document, and {} are paid 25 points or more above their work today; under “A higher rate” {}, {} and {}",
            count("baseline", "high"),
            count("baseline", "document"),
            above("baseline"),
            count("raise", "high"),
            count("raise", "document"),
            above("raise")
        );
        assert_eq!(said_so, expected);
        assert_eq!(count("raise", "high") > 0, flags, "{said_so}");
    }
}

#[test]
fn fifteen_arms_are_drawn_as_twelve_and_it_is_said() {
    let variants: String = (1..15)
        .map(|n| format!("[variant.v{n}]\ntitle = \"A variant whose title is long, as titles of variants may be, number {n}\"\ncontract.aco.terms.shared_savings.sharing_rate = 0.{}\n", 50 + n))
        .collect();
    let (model, outcome) = ran(&variants);
    let report = Report::new(&model, &outcome, &[]);
    for chart in [
        Chart::MarginBridge,
        Chart::Frontier,
        Chart::Cash,
        Chart::SavedDollar,
        Chart::WinnersLosers,
        Chart::ValueShare,
    ] {
        let scene = chart.draw(&report).expect("variants");
        let texts: Vec<&str> = scene.texts().collect();
        assert!(texts.iter().any(|text| text.contains("3 further arms")), "{chart:?}: {texts:?}");
        let arms: std::collections::BTreeSet<String> =
            beside(chart, &report).iter().map(|row| row["arm"].clone()).collect();
        assert!(arms.contains("v14"), "{chart:?}: the table has them all");
    }
}
