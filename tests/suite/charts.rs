//! Charts say what the tables say: titles are worked out again from CSV files, on systems where they must come out
//! differently.
//!
//! `UPDATE_DOCS=1 cargo test gallery` draws the gallery again: docs/GALLERY.md and docs/gallery/.

use super::common::{build, csv_of, file, run, text_of};
use cascade::chart::Chart;
use cascade::engine::Outcome;
use cascade::model::Model;
use cascade::report::{Csv, Report};
use std::collections::BTreeMap;

/// A system of family physicians and cardiologists, as many as asked, with variants.
fn system(physicians: usize, sharing: f64, lives: usize, variants: &str) -> String {
    let family = physicians * 4 / 5;
    let cardiology = physicians - family;
    format!(
        r#"
engine = 1
scenario = {{ title = "Of charts" }}
run = {{ years = 2, trials = 16, seed = 3 }}
system = {{ name = "Clinic" }}
[contract.aco]
payer = "Payer"
line = "commercial"
revenue_share = 0.4
spending = 6000
terms = {{ shared_savings = {{ sharing_rate = {sharing} }} }}
[contract.book]
payer = "Others"
line = "commercial"
revenue_share = 0.6
spending = 6500
terms = "fee_for_service"
[allocation.pool.all]
share = 1.0
weights = {{ attribution = 1.0 }}
[plan.work]
pay = [{{ wrvu = {{ tiers = [{{ rate = 48 }}] }} }}, {{ shared_savings = {{ pool = "all" }} }}]
[plan.quality]
pay = [{{ salary = {{ per_fte = 210000 }} }}, {{ quality_bonus = {{ per_fte = 60000 }} }}, {{ shared_savings = {{ pool = "all" }} }}]
[cohort.family]
count = {family}
specialty = "family_medicine"
plans = {{ work = 1.0 }}
wrvu = 5000
panel = 1600
lives = {{ aco = {lives} }}
[cohort.heart]
count = {cardiology}
specialty = "cardiology"
plans = {{ work = 1.0 }}
wrvu = 8000
{variants}
"#
    )
}

/// A variant that passes on a part of what is earned, authorised already.
fn passing(name: &str, part: f64) -> String {
    format!("[variant.{name}]\ntitle = \"{name} passes on\"\nallocation.physicians = {part}\n")
}

/// Rows of a table, each by its columns.
type Found = Vec<BTreeMap<String, String>>;

fn parsed(text: &str) -> Found {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().expect("a header").clone();
    let row = |row: csv::StringRecord| {
        heads.iter().zip(row.iter()).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

fn beside(chart: Chart, report: &Report<'_>) -> Found {
    let mut bytes = Vec::new();
    chart.table().write(report, &Csv, &mut bytes).expect("memory takes every byte");
    parsed(&String::from_utf8(bytes).expect("UTF-8"))
}

fn number(row: &BTreeMap<String, String>, key: &str) -> f64 {
    row[key].parse().unwrap_or_else(|_| panic!("{key}: {:?}", row[key]))
}

fn said(chart: Chart, report: &Report<'_>) -> String {
    chart.draw(report).expect("something to draw").finding().to_owned()
}

/// The mean of a measure of everyone in the last year, by arm, from summary.csv.
fn means(report: &Report<'_>, scope: (&str, &str), metric: &str) -> BTreeMap<String, f64> {
    let rows = parsed(&csv_of("summary", report));
    let of = |row: &&BTreeMap<String, String>| {
        row["scope"] == scope.0
            && row["entity"] == scope.1
            && row["metric"] == metric
            && row["year"] == "2027"
    };
    rows.iter().filter(of).map(|row| (row["arm"].clone(), number(row, "mean"))).collect()
}

/// What an hour of a lever pays a family physician in 2027, by arm.
fn hours(report: &Report<'_>, lever: &str) -> BTreeMap<String, f64> {
    let rows = parsed(&csv_of("levers", report));
    let of = |row: &&BTreeMap<String, String>| {
        row["entity"] == "family_medicine" && row["lever"] == lever && row["year"] == "2027"
    };
    rows.iter().filter(of).map(|row| (row["arm"].clone(), number(row, "pay_per_hour"))).collect()
}

/// How an arm is named in a title.
fn named(model: &Model, name: &str) -> String {
    let arm = model.arms.iter().find(|arm| arm.name == name).expect("an arm");
    if name == "baseline" { "today".to_owned() } else { format!("“{}”", arm.title) }
}

/// The sentence of the map, from the table beside it.
fn map_says(model: &Model, report: &Report<'_>) -> String {
    let rows = beside(Chart::Heat, report);
    let last: Vec<_> = rows.iter().filter(|row| row["year"] == "2027").collect();
    let of = |name: &str, counts: &dyn Fn(f64) -> bool| {
        let own = last.iter().filter(|row| row["arm"] == name);
        own.filter(|row| counts(number(row, "own_part_of_avoided_dollar"))).count()
    };
    let keep = |name: &str| of(name, &|part| part >= 0.01);
    let names: Vec<&str> = model.arms.iter().map(|arm| arm.name.as_str()).collect();
    let most = names.iter().map(|name| keep(name)).max().unwrap_or(0);
    let best = names.iter().find(|name| keep(name) == most).expect("an arm");
    let (all, today) = (of(best, &|_| true), keep("baseline"));
    if most == 0 {
        let lose = of("baseline", &|part| part <= -0.01);
        let arms = if names.len() > 1 { " under any arm" } else { "" };
        let losing =
            if lose == 0 { String::new() } else { format!("; {lose} of {all} lose 1 ¢ or more today") };
        return format!("No physician keeps 1 ¢ or more of a dollar of care avoided in 2027{arms}{losing}");
    }
    let verb = if most == 1 { "keeps" } else { "keep" };
    let start =
        format!("{most} of {all} physicians {verb} 1 ¢ or more of a dollar of care they avoid in 2027");
    match (*best, names.len()) {
        ("baseline", 1) => start,
        ("baseline", _) => format!("{start} today, and no arm reaches more"),
        _ => {
            let today = if today == 0 { "none".to_owned() } else { today.to_string() };
            format!("{start} under {}, {today} today", named(model, best))
        }
    }
}

/// What is checked on every system.
fn check(text: &str, trials: u64) -> (Model, Outcome, [String; 3]) {
    let model = build(text, None);
    let outcome = run(&model, trials, 2);
    let report = Report::new(&model, &outcome, &[]);
    let map = said(Chart::Heat, &report);
    assert_eq!(map, map_says(&model, &report));

    // The chain, from the measures of everyone in summary.csv.
    let sum = |metric: &str| means(&report, ("system", "all"), metric)["baseline"];
    let (worth, system) = (sum("worth_of_stewardship"), sum("system_for_stewardship"));
    let chain = said(Chart::AvoidedDollar, &report);
    let cents = |part: f64| format!("{:.1} ¢", 100.0 * part.abs());
    if system < 0.0 {
        let start = format!("In 2027 the system itself loses {} on each dollar", cents(system / worth));
        assert!(chain.starts_with(&start), "{chain}\n{start}");
        let (receipts, contracted) = (sum("receipts_for_stewardship"), sum("contracted_stewardship"));
        if receipts > 0.0 {
            let turns = (receipts - system) / worth / (receipts / contracted);
            let turns = if turns > 1.0 {
                "it would lose even if all spending were contracted".to_owned()
            } else {
                format!("it turns when {:.0} % of spending is contracted", 100.0 * turns)
            };
            assert!(chain.contains(&turns), "{chain}\n{turns}");
        }
    } else {
        let start = format!("In 2027 the system keeps {} of each dollar", cents(system / worth));
        assert!(chain.starts_with(&start), "{chain}\n{start}");
    }
    let drawn = beside(Chart::AvoidedDollar, &report);
    assert!((number(&drawn[0], "system") - system / worth).abs() < 1e-5);
    assert_eq!(drawn.len(), model.arms.len());

    // The best-paid hour of a family physician, from levers.csv; hours that pay nearly as much are named with it.
    let hour = said(Chart::NextHour, &report);
    let words = [
        ("volume", "a visit"),
        ("stewardship", "care management"),
        ("quality", "quality work"),
        ("documentation", "coding"),
        ("access", "access"),
        ("transformation", "organising care"),
    ];
    let best = |arm: &str| {
        let pays = words.map(|(lever, word)| (hours(&report, lever)[arm], word));
        pays.into_iter().reduce(|best, one| if one.0 > best.0 { one } else { best }).expect("six levers")
    };
    let today = best("baseline");
    let others = model.arms[1..].iter().map(|arm| (best(&arm.name), arm.name.as_str()));
    let other = others.filter(|(hour, _)| hour.1 != today.1).reduce(|a, b| if b.0.0 > a.0.0 { b } else { a });
    match other {
        None => {
            let one = format!("best-paid hour of a family physician is {}", today.1);
            let several = format!("best-paid hours of a family physician are {}", today.1);
            assert!(hour.contains(&one) || hour.contains(&several), "{hour}");
        }
        Some((found, arm)) => {
            assert!(hour.starts_with(&format!("Under {}: in 2027", named(&model, arm))), "{hour}");
            assert!(
                (hour.contains(&format!("is {} (", found.1)) || hour.contains(&format!("are {} (", found.1)))
                    && hour.contains(&format!("best-paid is {}", today.1))
            );
        }
    }

    // Both sides of the gap, from the measures of everyone in summary.csv.
    let gap = said(Chart::Gap, &report);
    let (revenue, pay) = (
        means(&report, ("system", "all"), "value_share_of_revenue_held"),
        means(&report, ("system", "all"), "value_share_of_pay"),
    );
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let start = format!(
        "In 2027 {} of revenue stands under value terms, and {} of pay rewards value",
        percent(revenue["baseline"]),
        percent(pay["baseline"])
    );
    assert!(gap.starts_with(&start), "{gap}\n{start}");
    let apart = |arm: &str| revenue[arm] - pay[arm];
    let closer = model.arms.iter().any(|arm| apart(&arm.name) < apart("baseline") - 5e-5);
    assert_eq!(gap != start, closer, "{gap}");
    (model, outcome, [map, chain, hour])
}

#[test]
fn titles_follow_what_one_arm_and_three_find() {
    let alone = check(&system(20, 0.5, 400, ""), 16).2;
    assert!(alone[0].starts_with("No physician keeps 1 ¢"), "{}", alone[0]);
    assert!(!alone[0].contains("under any arm") && alone[1].contains("the system itself loses"), "{alone:?}");
    assert!(alone[2].starts_with("In 2027 the best-paid hour"), "{}", alone[2]);
    // Most of what a payer of everybody saves comes to the system, and half of it to those who save.
    let redesign = "[variant.new]\ntitle = \"By quality\"\nredesign = [{ from = \"work\", to = \"quality\", when = \"immediately\" }]\n";
    let three = check(&system(20, 1.0, 1600, &(passing("half", 0.5) + redesign)), 16).2;
    assert!(
        three[0].contains("physicians keep 1 ¢ or more") && three[0].contains("under “half passes on”"),
        "{}",
        three[0]
    );
    assert!(three[1].starts_with("In 2027 the system keeps"), "{}", three[1]);
    assert!(three[2].starts_with("Under “"), "{}", three[2]);
}

#[test]
fn twelve_arms_are_drawn_and_further_ones_are_counted() {
    let variants: String = (1..=14).map(|n| passing(&format!("v{n}"), 0.03 * f64::from(n))).collect();
    let (model, outcome, [map, ..]) = check(&system(20, 1.0, 1600, &variants), 8);
    assert!(map.contains("under “v"), "{map}");
    let report = Report::new(&model, &outcome, &[]);
    for chart in [Chart::NextHour, Chart::AvoidedDollar, Chart::Heat, Chart::Gap, Chart::Levers] {
        let scene = chart.draw(&report).expect("something to draw");
        let text = scene.texts().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains("The first 12 arms are shown; 3 further arms are left out"),
            "{}",
            chart.file()
        );
        assert!(text.contains("v11 passes on"), "{}", chart.file());
        let arms: std::collections::BTreeSet<String> =
            beside(chart, &report).iter().map(|row| row["arm"].clone()).collect();
        assert_eq!(arms.len(), 15, "the table of {} has every arm", chart.file());
    }
    // Side by side: the greatest change of whole trials, from compare's yearly means.
    let side = said(Chart::Levers, &report);
    let total = |arm: &str, metric: &str| -> f64 {
        let rows = parsed(&csv_of("summary", &report));
        rows.iter()
            .filter(|row| {
                row["arm"] == arm
                    && row["scope"] == "system"
                    && row["entity"] == "all"
                    && row["metric"] == metric
            })
            .map(|row| number(row, "mean"))
            .sum()
    };
    let most = |metric: &str| {
        let each = model.arms[..12].iter().map(|arm| (total(&arm.name, metric), arm.name.as_str()));
        each.reduce(|best, one| if one.0 > best.0 { one } else { best }).expect("an arm").1
    };
    let saves = named(&model, most("true_savings_total"));
    assert!(side.contains(&format!("under {saves}")), "{side}\n{saves}");
}

#[test]
fn five_thousand_physicians_are_drawn_as_means_of_neighbours_and_said_so() {
    let text = system(5000, 0.5, 400, "").replace("years = 2", "start_year = 2027, years = 1");
    let (model, outcome, _) = check(&text, 2);
    assert_eq!(model.len(), 5000);
    let report = Report::new(&model, &outcome, &[]);
    let scene = Chart::Heat.draw(&report).expect("something to draw");
    let said = scene.texts().collect::<Vec<_>>().join(" ");
    assert!(said.contains("A row is the mean of neighbouring physicians"), "{said}");
    assert!(scene.svg().len() < 60_000, "{} bytes", scene.svg().len());
    let rows = beside(Chart::Heat, &report);
    assert_eq!(rows.len(), 5000);
    // Rows are too low to be pointed at: a page says the mean of each specialty.
    let family = rows.iter().filter(|row| row["specialty"] == "family_medicine");
    let own: Vec<f64> = family.map(|row| number(row, "own_part_of_avoided_dollar")).collect();
    let mean = own.iter().sum::<f64>() / own.len() as f64;
    let cell = format!("mean of family medicine (4,000), 2027: {}", cents_avoided(mean));
    assert!(scene.inline("map").contains(&cell), "{cell}");
}

/// What a cell of the map says.
fn cents_avoided(part: f64) -> String {
    format!("{:.2} ¢ of a dollar of care avoided</title>", (1e4 * part).round() / 100.0 + 0.0)
        .replace('-', "−")
}

#[test]
fn cells_of_the_map_say_their_figures_on_a_page_alone() {
    let model = build(&system(20, 1.0, 1600, &passing("half", 0.5)), None);
    let outcome = run(&model, 8, 2);
    let report = Report::new(&model, &outcome, &[]);
    let scene = Chart::Heat.draw(&report).expect("something to draw");
    let (page, rows) = (scene.inline("map"), beside(Chart::Heat, &report));
    for row in &rows {
        let arm = model.arms.iter().find(|arm| arm.name == row["arm"]).expect("an arm");
        let said = cents_avoided(number(row, "own_part_of_avoided_dollar"));
        let cell = format!("<title>{}, {}, {}: {said}", arm.title, row["physician_id"], row["year"]);
        assert!(page.contains(&cell), "{cell}");
    }
    assert_eq!(page.matches("care avoided</title>").count(), rows.len());
    assert!(rows.len() == 80 && !scene.svg().contains("care avoided</title>"));
}

/// Trials of the gallery: enough for its titles.
const GALLERY_TRIALS: u64 = 300;

/// Draws every chart of the reference system for the documents.
fn draw_gallery() {
    let study = cascade::Study::reference().expect("the reference system");
    let model = study.model().expect("a roster that fits");
    let outcome = run(&model, GALLERY_TRIALS, 2);
    // The reference system has no survey; an invented one shows what a chart makes of one.
    let surveys = vec![super::charts_money::survey(275_000.0); model.arms.len()];
    let report = Report::new(&model, &outcome, &surveys);
    let mut page = format!(
        "# Gallery\n\nThe charts of the built-in reference system, {GALLERY_TRIALS} trials, beside an invented survey of family medicine. Made by `UPDATE_DOCS=1 cargo test gallery`; do not edit.\n\n\
         Every run draws them into `charts/`, as SVG and PNG, with the table of its figures beside each; `cascade run --charts A,B`\n\
         draws only some. A title says what the run found, and changes with it.\n"
    );
    std::fs::create_dir_all(file("docs/gallery")).expect("a folder");
    for chart in Chart::ALL {
        let Some(scene) = chart.draw(&report) else { continue };
        let (name, finding) = (chart.file(), scene.finding());
        std::fs::write(file(&format!("docs/gallery/{name}.svg")), scene.svg()).expect("a file");
        page += &format!(
            "\n## {name}\n\nShows {}.\n\n![{finding}](gallery/{name}.svg)\n\n{}\n",
            chart.caption(),
            chart.reading()
        );
    }
    std::fs::write(file("docs/GALLERY.md"), page).expect("a file");
}

#[test]
fn the_gallery_shows_every_chart_with_its_words() {
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        draw_gallery();
    }
    let text = text_of("docs/GALLERY.md");
    let mut size = 0;
    for chart in Chart::ALL {
        let name = chart.file();
        for said in [chart.caption(), chart.reading(), &format!("(gallery/{name}.svg)")] {
            assert!(
                text.contains(said),
                "docs/GALLERY.md lacks of {name}: {said}; write it again with UPDATE_DOCS=1 cargo test gallery"
            );
        }
        size += std::fs::metadata(file(&format!("docs/gallery/{name}.svg"))).expect("a picture").len();
    }
    assert!(size < 2_000_000, "the pictures of the gallery take {size} bytes");
}
