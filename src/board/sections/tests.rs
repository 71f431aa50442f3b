//! The sections say what the results hold, whatever the scenario is called.

use crate::board::page;
use crate::decision::{short_dollars, signed_dollars, signed_within};
use crate::engine::{HorizonMetric, Outcome, RunOptions, Silent, run};
use crate::model::Model;
use crate::report::{Provenance, Report};
use crate::study::{NoFiles, Study};
use crate::survey::Survey;
use std::sync::Arc;

/// A clinic with a contract for value and one without, and variants.
fn clinic(years: usize, variants: &str) -> String {
    format!(
        r#"
        run = {{ years = {years} }}
        scenario = {{ title = "Clinic", description = "What should <b>we</b> sign?" }}
        system = {{ name = "<script>alert(1)</script>" }}
        allocation.physicians = 0.0
        plan.salary.pay = [{{ salary = {{ per_fte = 250000 }} }}]
        plan.work = {{ title = '"><img src=x onerror=alert(1)>', pay = [{{ wrvu = {{ tiers = [{{ rate = 50 }}] }} }}] }}
        cohort.fm = {{ count = 3, specialty = "family_medicine", plans = {{ salary = 0.5, work = 0.5 }}, wrvu = 5000 }}
        contract.book = {{ payer = "Everyone", line = "commercial", revenue_share = 0.5, spending = 6000, terms = "fee_for_service" }}
        contract.aco = {{ payer = "=HYPERLINK(\"http://x\",\"y\")", line = "commercial", revenue_share = 0.5, spending = 6000, terms.shared_savings = {{ sharing_rate = 0.5, minimum_savings_rate = 0.0 }} }}
        {variants}
        "#
    )
}

const TWO: &str = r#"
    [variant.better]
    title = "</title><script>alert(2)</script> better"
    contract.aco.terms.shared_savings.sharing_rate = 0.75
    [variant.cut]
    title = "العربية cut"
    plan.salary.pay = [{ salary = { per_fte = 200000 } }]
"#;

/// A run of a scenario, and its page.
struct Shown {
    model: Model,
    outcome: Outcome,
    page: String,
}

fn shown(text: &str) -> Shown {
    let study = Study::read("clinic.toml", text, &NoFiles).unwrap_or_else(|refused| panic!("{refused}"));
    let model = study.model().unwrap_or_else(|refused| panic!("{refused}"));
    let outcome = run(&model, RunOptions::trials(32), &Silent).unwrap();
    let surveys: Vec<Arc<Survey>> =
        model.arms.iter().map(|arm| Arc::new(Survey::wages_only(&arm.scenario.survey))).collect();
    let page = page(
        &Report::new(&model, &outcome, &surveys),
        &Provenance { identity: "1d", ..Provenance::default() },
    );
    // Signs and intervals as sentences have them, without what sets them apart.
    let page = page
        .replace('−', "-")
        .replace('\u{2060}', "")
        .replace('\u{a0}', " ")
        .replace("<span class=\"ci\">", "")
        .replace("</span>", "");
    Shown { model, outcome, page }
}

impl Shown {
    /// What stands in a section.
    fn section(&self, id: &str) -> Option<&str> {
        let (_, rest) = self.page.split_once(&format!("<section id=\"{id}\""))?;
        rest.split("</section>").next()
    }

    /// The row of a table that begins with a name.
    fn row(&self, id: &str, name: &str) -> String {
        let section = self.section(id).unwrap_or_else(|| panic!("no section {id}"));
        let begin = section.find(&format!("<th scope=\"row\">{name}</th>"));
        let row = begin.map(|begin| section[begin..].split("</tr>").next().unwrap_or_default());
        row.unwrap_or_else(|| panic!("no row {name} in {section}")).to_owned()
    }
}

#[test]
fn every_question_has_its_section_in_order() {
    let shown = shown(&clinic(2, TWO));
    let ids = [
        "question",
        "findings",
        "agreements",
        "dollar",
        "misalignment",
        "variants",
        "winners",
        "risk",
        "compliance",
        "assumptions",
        "sure",
        "again",
    ];
    let places: Vec<usize> = ids
        .iter()
        .map(|id| {
            shown.page.find(&format!("<section id=\"{id}\"")).unwrap_or_else(|| panic!("no section {id}"))
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    for id in ids {
        assert!(shown.section(id).is_some_and(|text| text.len() > 300), "{id}");
    }
}

#[test]
fn the_table_of_arms_holds_the_figures_of_the_run_and_hides_no_arm() {
    let shown = shown(&clinic(2, TWO));
    let names = ["Today", "&lt;/title&gt;&lt;script&gt;alert(2)&lt;/script&gt; better", "العربية cut"];
    for (arm, name) in names.iter().enumerate() {
        let row = shown.row("question", name);
        let results = shown.outcome.arm(&shown.model.arms[arm].name).unwrap();
        let cash = short_dollars(results.horizon(HorizonMetric::CashTrough).mean);
        assert!(row.contains(&format!(">{cash}<")), "{cash} in {row}");
        if arm > 0 {
            let change = signed_within(&results.horizon_difference(HorizonMetric::SystemMargin).unwrap());
            assert!(row.contains(&format!(">{change}<")), "{change} in {row}");
            let losers = 100.0 * results.horizon(HorizonMetric::Losers).mean;
            assert!(row.contains(&format!(">{losers:.1} %")), "{losers} in {row}");
        }
    }
    // A fifth less for whoever is on a salary: somebody loses, and the page says so and by what.
    assert!(shown.outcome.arm("cut").unwrap().horizon(HorizonMetric::Losers).mean > 0.2);
    assert!(shown.section("winners").unwrap().contains("lower rates and salaries"));
    assert!(shown.section("question").unwrap().contains("pay[0] salary per fte $200,000, today $250,000"));
    assert!(shown.section("question").unwrap().contains("sharing rate 75 %, today 50 %"));
}

#[test]
fn other_sections_hold_the_figures_of_the_run() {
    let shown = shown(&clinic(2, TWO));
    let results = |arm: &str| shown.outcome.arm(arm).unwrap();
    let row = shown.row("variants", "Change of the system's margin");
    for arm in ["better", "cut"] {
        let change = results(arm).horizon_difference(HorizonMetric::SystemMargin).unwrap();
        assert!(row.contains(&format!(">{}<", signed_dollars(change.mean))), "{row}");
    }
    let margin = results("baseline").horizon(HorizonMetric::SystemMargin);
    let tail = results("baseline").tail(HorizonMetric::SystemMargin).unwrap();
    let row = shown.row("risk", "Today");
    assert!(row.contains("never below zero"), "{row}");
    let risk = shown.section("risk").unwrap();
    let [low, high] = [0, 4].map(|place| short_dollars(margin.quantiles.unwrap()[place]));
    for figure in [format!(">{low} to {high}<"), format!(">{} [", short_dollars(tail.value_at_risk))] {
        assert!(risk.contains(&figure), "{figure} in {risk}");
    }
    // Whoever is on a salary loses a fifth of $250,000 a year, and nobody else anything.
    let on_salary = shown.model.arms[0].roster.iter().flatten().filter(|one| one.plan == "salary").count();
    let row = shown.row("winners", "salary");
    assert!(row.contains(&format!(">{on_salary}<")) && row.contains(">-20."), "{row}");
    let sure = shown.section("sure").unwrap();
    assert!(sure.contains("32 futures leave every headline a standard error of at most"), "{sure}");
}

#[test]
fn whose_agreement_the_best_arm_needs_is_said() {
    let raise = "[variant.raise]\nplan.salary.pay = [{ salary = { per_fte = 300000 } }]\n";
    let fee = "[variant.fee]\ntitle = \"A fee\"\ncontract.aco.price_per_wrvu = 90\n";
    let asked = |variants: &str| {
        let shown = shown(&clinic(2, variants));
        shown.section("question").unwrap().split("class=\"finding\"").nth(1).unwrap().to_owned()
    };
    // A higher fee, which the payer must grant; and dearer salaries, which nobody needs to grant.
    let said = asked(&format!("{fee}{raise}"));
    assert!(said.contains("All that it changes are contract terms, so =HYPERLINK"), "{said}");
    assert!(said.contains("must agree; no arm without new contract terms leaves the system more"), "{said}");
    // A fifth less for whoever is on a salary is more than that, and no payer is asked.
    assert!(!asked(TWO).contains("must agree"));
}

#[test]
fn what_people_write_stands_on_the_page_and_does_nothing() {
    let page = shown(&clinic(1, TWO)).page;
    for harm in ["<script>alert", "<img src=x", "<b>we</b>"] {
        assert!(!page.contains(harm), "{harm}");
    }
    for inert in [
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&lt;img src=x onerror=alert(1)&gt;",
        "&lt;b&gt;we&lt;/b&gt;",
    ] {
        assert!(page.contains(inert), "{inert}");
    }
    // A name written from right to left turns round nothing but itself.
    assert!(page.contains("“<bdi>العربية cut</bdi>”"));
}

#[test]
fn today_alone_is_told_as_it_is() {
    let shown = shown(&clinic(1, ""));
    assert!(shown.section("variants").is_none() && shown.section("winners").is_none());
    let question = shown.section("question").unwrap();
    assert!(question.contains("There is no variant to choose"));
    let margin = shown.outcome.arm("baseline").unwrap().horizon(HorizonMetric::SystemMargin);
    assert!(question.contains(&short_dollars(margin.mean)), "{question}");
    // One year is not said to last from itself to itself.
    assert!(question.contains("over 2026 "), "{question}");
    let twice = shown.page.find("2026-2026").map(|place| &shown.page[place.saturating_sub(80)..place + 20]);
    assert_eq!(twice, None);
}

#[test]
fn a_clinic_of_one_without_value_contracts_has_a_page() {
    let text = r#"
        run = { years = 1 }
        scenario = { title = "One" }
        system = { name = "One" }
        plan.salary.pay = [{ salary = { per_fte = 250000 } }]
        cohort.fm = { count = 1, specialty = "family_medicine", plans = { salary = 1.0 }, wrvu = 5000 }
        contract.book = { payer = "All", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
    "#;
    let shown = shown(text);
    assert!(
        shown.section("agreements").unwrap().contains("No contract in force today pays for the cost of care")
    );
    assert!(shown.section("question").unwrap().contains("1 physician in one specialty"));
}

#[test]
fn twelve_arms_of_long_names_all_stand_there() {
    let variant = |n: usize| {
        let title = format!("{n:02}{}", "x".repeat(198));
        format!(
            "[variant.v{n}]\ntitle = \"{title}\"\nplan.salary.pay = [{{ salary = {{ per_fte = {} }} }}]\n",
            200_000 + 1_000 * n
        )
    };
    let variants = (0..11).map(variant).collect::<Vec<_>>().concat();
    let shown = shown(&clinic(1, &variants));
    for n in 0..11 {
        let name = format!("{n:02}{}…", "x".repeat(57));
        assert!(shown.row("question", &name).contains('$'));
        assert!(shown.section("variants").unwrap().contains(&name));
    }
}
