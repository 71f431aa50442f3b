//! The screen after a run: it fits, and its sentences say what the tables hold.

use super::common::{Cells, TABLES_ALONE, csv_of, ended, parsed, run, study, text_of};
use cascade::analysis::{is_worth_stressing, stress_test};
use cascade::engine::{HorizonMetric, Pick, Picks, RunOptions, Silent, sample};
use cascade::report::{Page, Report, RunFacts, RunPage};
use cascade::study::Study;
use cascade::survey::Survey;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Trials, of which there are enough to rank arms under stress.
const TRIALS: u64 = 128;

/// What a run of a study shows and holds.
struct Shown {
    text: String,
    json: Value,
    tables: BTreeMap<&'static str, Vec<Cells>>,
}

fn shown(study: &Study, trials: u64) -> Shown {
    let model = study.model().unwrap_or_else(|refused| panic!("{refused}"));
    let outcome = run(&model, trials, 2);
    let options = RunOptions { trials, threads: Some(2), stop: None };
    let stressed = is_worth_stressing(&model, trials)
        .then(|| stress_test(study, (&model, &outcome), options, &Silent).expect("a balanced ledger"));
    let wages = |arm: &cascade::model::Arm| Arc::new(Survey::wages_only(&arm.scenario.survey));
    let surveys: Vec<Arc<Survey>> = model.arms.iter().map(wages).collect();
    let report = Report::new(&model, &outcome, &surveys).with_stresses(stressed.as_ref());
    let page = RunPage::of(&report, RunFacts { folder: Some("out"), ..RunFacts::default() });
    let rows = |name: &'static str| (name, parsed(&csv_of(name, &report)));
    let named = ["summary", "horizon", "physicians", "ranking", "stress", "levers"];
    Shown {
        text: page.text(),
        json: serde_json::to_value(&page).expect("a page is JSON"),
        tables: named.into_iter().map(rows).collect(),
    }
}

impl Shown {
    /// The rows of a table that hold some values.
    fn rows(&self, table: &str, keys: &[(&str, &str)]) -> Vec<&Cells> {
        let fits = |row: &&Cells| keys.iter().all(|(key, value)| row[*key] == *value);
        self.tables[table].iter().filter(fits).collect()
    }

    /// The number in a column of the one row that holds some values.
    fn number(&self, table: &str, keys: &[(&str, &str)], column: &str) -> f64 {
        let found = self.rows(table, keys);
        assert_eq!(found.len(), 1, "{table} {keys:?}");
        found[0][column].parse().unwrap_or_else(|_| panic!("{table} {keys:?}: {}", found[0][column]))
    }

    /// A mean of the system in the baseline's last year.
    fn system(&self, metric: &str) -> f64 {
        let keys = [("arm", "baseline"), ("year", "2029"), ("scope", "system"), ("metric", metric)];
        self.number("summary", &keys, "mean")
    }

    /// A mean of a specialty in the baseline's last year.
    fn specialty(&self, name: &str, metric: &str) -> f64 {
        let keys = [
            ("arm", "baseline"),
            ("year", "2029"),
            ("scope", "specialty"),
            ("entity", name),
            ("metric", metric),
        ];
        self.number("summary", &keys, "mean")
    }

    /// A mean over the horizon.
    fn horizon(&self, arm: &str, metric: &str) -> f64 {
        self.number("horizon", &[("arm", arm), ("metric", metric)], "mean")
    }

    /// What is said about a question.
    fn said(&self, about: &str) -> String {
        let all = self.json["findings"].as_array().expect("findings");
        let found = all.iter().find(|found| found["about"] == about);
        found.unwrap_or_else(|| panic!("{about}: {all:?}"))["sentence"]
            .as_str()
            .expect("a sentence")
            .to_owned()
    }

    fn says(&self, about: &str, words: &str) {
        let said = self.said(about);
        assert!(said.contains(words), "{about}: “{words}” is not in “{said}”");
    }

    /// The arm, by name, with the greatest of some values.
    fn greatest(&self, value: impl Fn(&str) -> f64) -> String {
        let arms = self.json["arms"].as_array().expect("arms").iter();
        let names: Vec<&str> = arms.map(|arm| arm["arm"].as_str().expect("a name")).collect();
        let best = names.iter().copied().reduce(|a, b| if value(b) > value(a) { b } else { a });
        best.expect("an arm").to_owned()
    }

    /// An arm as sentences call it.
    fn called(&self, name: &str) -> String {
        let arms = self.json["arms"].as_array().expect("arms");
        let title = &arms.iter().find(|arm| arm["arm"] == name).expect("an arm")["title"];
        if name == "baseline" {
            "today".to_owned()
        } else {
            format!("“{}”", title.as_str().expect("a title"))
        }
    }
}

/// Dollars as sentences write them.
fn short(value: f64) -> String {
    let sign = if value <= -0.5 { "-" } else { "" };
    match value.abs() {
        size if size >= 99.95e6 => format!("{sign}${:.0}M", size / 1e6),
        size if size >= 999_500.0 => format!("{sign}${:.1}M", size / 1e6),
        size if size >= 999.5 => format!("{sign}${:.0}k", size / 1e3),
        size => format!("{sign}${size:.0}"),
    }
}

/// Whole dollars with thousands set apart.
fn whole(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{}${text}", if value <= -0.5 { "-" } else { "" })
}

/// A clinic with two redesigns, and the same where the best arms, legs and losers are others: a system that loses no
/// margin on avoided care and keeps all savings, and a redesign that cuts pay for visits.
fn scenes() -> [Shown; 2] {
    let text = text_of("scenarios/law.toml");
    let other = text
        .replace("name = \"Invented Clinic\"", "name = \"Invented Clinic\"\ncontribution_margin = 0.0")
        .replace(
            "rate = 40 } }, { quality_bonus = { per_fte = 30000 } }",
            "rate = 10 } }, { quality_bonus = { per_fte = 1000 } }",
        )
        .replace("guarantee = { per_fte = 240000, months = 24 }\n", "")
        .replace("tiers = [{ rate = 66 }, { above = 9000, rate = 80 }]", "tiers = [{ rate = 80 }]");
    assert_ne!(text, other);
    [text, other].map(|text| shown(&study(&text, None), TRIALS))
}

/// Checks every sentence of a run against its tables.
#[expect(clippy::too_many_lines, reason = "a sentence after the other")]
fn check(found: &Shown) {
    // What today pays for: dollars a physician, from means of the specialty and the roster's count.
    for (name, called) in [("family_medicine", "a family physician"), ("cardiology", "a cardiologist")] {
        let keys = [("arm", "baseline"), ("year", "2029"), ("specialty", name)];
        let physicians = found.rows("physicians", &keys).len() as f64;
        let visits = found.specialty(name, "pay_for_volume");
        found.says("what today pays for", &format!("For 1 % more visits {called} is paid {}", whole(visits)));
        let care = found.specialty(name, "pay_for_stewardship") / physicians;
        found.says("what today pays for", &format!("for care that costs 1 % less {}", whole(care)));
        let hours = [
            ("a visit", "volume"),
            ("care management", "stewardship"),
            ("quality work", "quality"),
            ("coding", "documentation"),
            ("access", "access"),
            ("organising care", "transformation"),
        ];
        let pays = |lever: &str| {
            let of = [
                ("arm", "baseline"),
                ("year", "2029"),
                ("scope", "specialty"),
                ("entity", name),
                ("lever", lever),
            ];
            found.number("levers", &of, "pay_per_hour")
        };
        let best = hours.iter().reduce(|a, b| if pays(b.1) > pays(a.1) { b } else { a }).expect("levers");
        let guaranteed = found.specialty(name, "guarantee_holds");
        let words = if guaranteed >= 0.5 {
            format!("a guarantee or a floor holds for {called} in {:.0} % of futures", 100.0 * guaranteed)
        } else {
            // Hours that pay nearly as much are named with it.
            let near = hours.iter().any(|one| one.0 != best.0 && pays(one.1) >= 0.9 * pays(best.1));
            let (hour, is) = if near { ("hours", "are") } else { ("hour", "is") };
            format!("he best-paid {hour} of {called} {is} {} ({})", best.0, whole(pays(best.1)))
        };
        found.says("what today pays for", &words);
    }

    // The legs, and the share at which the system's turns: loss on a dollar over receipts on a contracted one.
    let (worth, contracted) = (found.system("worth_of_stewardship"), found.system("contracted_stewardship"));
    let (kept, receipts) = (found.system("system_for_stewardship"), found.system("receipts_for_stewardship"));
    let (leg, own) = (kept / worth, found.system("pay_for_stewardship") / worth);
    let words = match (leg < 0.0, own < 0.01) {
        (true, true) => "both legs are broken",
        (true, false) => "the system's own leg is broken",
        (false, true) => "the physicians' leg is broken",
        (false, false) => "neither leg is broken",
    };
    found.says("which leg is broken", words);
    found.says("which leg is broken", if leg < 0.0 { "loses the system" } else { "leaves the system" });
    let turn = (receipts - kept) / worth / (receipts / contracted);
    if leg < 0.0 && turn <= 1.0 {
        found.says("which leg is broken", &format!("turns when {:.0} %", 100.0 * turn));
    }

    // The best arms, with changes as differences of means, and chances as trials are counted for the table.
    for (metric, what) in
        [("system_margin_total", "margin"), ("true_savings_total", "true savings under contracts")]
    {
        let best = found.greatest(|arm| found.horizon(arm, metric));
        found.says("the best arm", &found.called(&best));
        if best != "baseline" {
            let change = found.horizon(&best, metric) - found.horizon("baseline", metric);
            let sign = if change >= 0.5 { "+" } else { "" };
            found.says("the best arm", &format!("{what} {sign}{}", short(change)));
        }
        let chance = found.number("ranking", &[("metric", metric), ("arm", &best)], "best_of_all");
        found.says("the best arm", &format!("the best of all in {:.0} %", 100.0 * chance));
    }

    // Who loses: the share from the horizon, the specialty from the sums of every physician's years.
    let measure = "losers_over_5_percent_total";
    let worst = found.greatest(|arm| if arm == "baseline" { -1.0 } else { found.horizon(arm, measure) });
    let share = found.horizon(&worst, measure);
    if share == 0.0 {
        found.says("who loses", "No physician loses 5 % of pay or more over 2026-2029");
    } else {
        found.says("who loses", &format!("under {}: {:.0} %", found.called(&worst), 100.0 * share));
        let mut sums: BTreeMap<(&str, &str), (f64, f64)> = BTreeMap::new();
        for row in found.rows("physicians", &[("arm", &worst)]) {
            let own = sums.entry((&row["specialty"], &row["physician_id"])).or_default();
            let number = |column: &str| row[column].parse::<f64>().expect("a number");
            *own = (own.0 + number("pay"), own.1 + number("pay_change"));
        }
        let mut losers: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
        for ((specialty, _), (pay, change)) in &sums {
            let own = losers.entry(*specialty).or_default();
            own[0] += usize::from(*change <= -0.05 * (pay - change));
            own[1] += 1;
        }
        let most =
            losers.into_iter().reduce(|a, b| if b.1[0] > a.1[0] { b } else { a }).expect("specialties");
        if most.1[0] > 0 {
            let words = format!("in {} ({} of {})", most.0.replace('_', " "), most.1[0], most.1[1]);
            found.says("who loses", &words);
        }
    }

    // How sure: nine of ten futures of today's margin.
    let margin =
        |column| found.number("horizon", &[("arm", "baseline"), ("metric", "system_margin_total")], column);
    let words = format!("within {} to {}", short(margin("p05")), short(margin("p95")));
    found.says("how sure that is", &words);

    // Stresses under which the best arm by margin stays best.
    let best = found.greatest(|arm| found.horizon(arm, "system_margin_total"));
    let rows = found.rows("stress", &[("metric", "system_margin_total"), ("arm", &best)]);
    let stressed: Vec<_> = rows.iter().filter(|row| row["stress"] != "as_stated").collect();
    assert!(stressed.len() >= 3, "{rows:?}");
    let kept = stressed.iter().filter(|row| {
        let means = found.rows("stress", &[("metric", "system_margin_total"), ("stress", &row["stress"])]);
        let own: f64 = row["mean"].parse().expect("a mean");
        means.iter().all(|other| other["mean"].parse::<f64>().expect("a mean") <= own)
    });
    let kept = kept.count();
    let words = if kept == stressed.len() {
        format!("under each of {kept} stresses")
    } else {
        format!("under {kept} of {} stresses", stressed.len())
    };
    found.says("under stress", &words);
}

#[test]
fn sentences_say_what_the_tables_hold() {
    let [first, second] = scenes();
    check(&first);
    check(&second);
    // Where the figures differ, the sentences do.
    for about in
        ["what today pays for", "which leg is broken", "the best arm", "who loses", "how sure that is"]
    {
        assert_ne!(first.said(about), second.said(about), "{about}");
    }
    // Everything that is said stands on the page, too, and in the order of a committee's questions.
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let page = joined(&first.text);
    let findings = first.json["findings"].as_array().unwrap();
    let places: Vec<usize> = findings
        .iter()
        .map(|found| page.find(&joined(found["sentence"].as_str().unwrap())).expect("it is on the page"))
        .collect();
    // The next dollar saved is told only where a contract pays nothing for it in many futures.
    let told = 6 + usize::from(findings.iter().any(|found| found["about"] == "the next dollar saved"));
    assert!(places.is_sorted() && findings.len() == told, "{places:?}");
}

/// The chance of being best, counted by hand from values trial by trial; two arms that are alike leave none the best.
#[test]
fn the_best_of_all_is_counted_trial_by_trial() {
    let twin = "[variant.twin]\nbuilds_on = \"rushed\"\ntitle = \"The same again\"\n";
    let text = format!("{}\n{twin}", text_of("scenarios/law.toml"));
    let model = study(&text, None).model().unwrap();
    let outcome = run(&model, 96, 2);
    let metric = HorizonMetric::TrueSavings;
    let picks: Vec<Pick> = (0..model.arms.len()).map(|arm| Pick::horizon(arm, metric)).collect();
    let options = RunOptions { trials: 96, threads: Some(1), stop: None };
    let values = sample(&model, options, 0, &Picks::find(&model, &picks).unwrap(), &Silent).unwrap();
    let mut wins = vec![0_u32; values.len()];
    for trial in 0..96 {
        let most = values.iter().map(|arm| arm[trial]).fold(f64::NEG_INFINITY, f64::max);
        let best: Vec<usize> = (0..values.len()).filter(|arm| values[*arm][trial] == most).collect();
        if let [only] = best[..] {
            wins[only] += 1;
        }
    }
    let chances = outcome.best_of(metric).expect("several arms");
    for (chance, wins) in chances.iter().zip(&wins) {
        assert!((chance.mean - f64::from(*wins) / 96.0).abs() < 1e-12, "{wins:?}");
    }
    assert!(wins.iter().sum::<u32>() > 0 && wins[2] == 0 && wins[3] == 0, "{wins:?}");
    assert!(outcome.best_of(HorizonMetric::CashTrough).is_none(), "arms are not ranked by it");
    // Batches and threads count the same.
    let again = cascade::engine::run_until(&model, options, 32, &Silent, &mut |_| false).unwrap();
    assert_eq!(again.best_of(metric), outcome.best_of(metric));
}

/// Lines that are too wide, but for names of files that stand alone.
fn too_wide(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.chars().count() > 80).collect()
}

#[test]
fn no_line_is_wider_than_a_screen() {
    let none: [&str; 0] = [];
    let mut reference = Study::reference().unwrap();
    reference.set("run.years", 1.0).unwrap();
    reference.keep(&["contract_only", "pass_through"]).unwrap();
    let page = shown(&reference, 32);
    assert_eq!(too_wide(&page.text), none);
    assert!(page.text.contains("pass_through: funded by"), "{}", page.text);

    // Twelve arms with long titles, money in billions, and one arm alone.
    let clinic = "[run]\nyears = 2\n[scenario]\ntitle = \"A clinic whose title is so long that it fills more than a line of a screen of eighty letters\"\n\
        [system]\nname = \"s\"\n[plan.p]\npay = [{ salary = { per_fte = 250000 } }]\n\
        [cohort.fm]\ncount = 2\nspecialty = \"family_medicine\"\nplans = { p = 1.0 }\nwrvu = 5000\npanel = 1500\nlives = { aco = 500 }\n\
        [contract.aco]\npayer = \"P\"\nline = \"commercial\"\nrevenue_share = 0.4\nspending = 6000\nterms = { shared_savings = { sharing_rate = 0.5 } }\n\
        [contract.book]\npayer = \"Everyone\"\nline = \"commercial\"\nrevenue_share = 0.6\nspending = 6000\nterms = \"fee_for_service\"\n";
    let variants: String = (1..12)
        .map(|n| {
            format!("[variant.a_name_of_some_length_{n}]\ntitle = \"Variant {n} with Unpronounceableverylongwords and a title beyond all measure\"\nallocation.infrastructure = 0.{n:02}\n")
        })
        .collect();
    let twelve = shown(&study(&format!("{clinic}{variants}"), None), TRIALS);
    assert_eq!(too_wide(&twelve.text), none);
    let bands = twelve.text.lines().filter(|line| line.starts_with("Means over trials")).count();
    assert_eq!(bands, 3, "twelve arms in bands of four\n{}", twelve.text);
    let one = shown(&study(clinic, None), TRIALS);
    assert_eq!(too_wide(&one.text), none);
    assert!(
        one.json["stress"].is_null() && !one.text.contains("stress"),
        "one arm has no ranking\n{}",
        one.text
    );
}

/// The starter through the program itself; a run can be told not to ask.
#[test]
fn the_starters_screen_fits_and_stresses_can_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    ended(place, &["init", "mine"], 0);
    let run = |more: &[&str]| {
        let line = ["run", "mine/scenario.toml", "--trials", "128", "--out", "r", "--force"];
        ended(place, &[&line[..], more].concat(), 0).0
    };
    let page = run(&[]);
    let none: [&str; 0] = [];
    assert_eq!(too_wide(&page), none);
    assert!(page.contains("stresses") && place.join("r/stress.csv").exists(), "{page}");
    let page = run(&[&["--no-stress"][..], &TABLES_ALONE].concat());
    assert!(!page.contains("stresses") && !place.join("r/stress.csv").exists(), "{page}");
}
