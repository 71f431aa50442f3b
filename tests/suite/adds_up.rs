//! Tables added up as a stranger would: from the CSV files and the data dictionary alone.
//! It is one file because each check reads the same tables of the same scenarios.

use super::common::{Cells, amount, csv_of, parsed, run, text_of};
use super::field::shelf;
use cascade::report::Report;
use cascade::study::{NoFiles, Study};
use std::collections::{BTreeMap, BTreeSet};

/// Every kind of flow in one clinic of seven: two-sided and capitated contracts, securities, audits, reserve, pools of
/// two kinds, hops, draws, withholds, deferral, clawback, a cap on pay, people who come and go.
const EVERYTHING: &str = r#"
[scenario]
title = "Every kind of flow"
[run]
years = 4
seed = 3
[system]
name = "Clinic"
reporting_cost = 20000
[roster]
file = "roster.csv"
[workforce]
move_hazard = 0.3
[allocation]
reserve = { rate = 0.5, target = 0.02 }
infrastructure = 0.1
redesigned_care = 0.1
staff = 0.1
physicians = 0.6
hops = [{ name = "the group", keeps = 0.1 }]
pool.shared.share = 1.0
pool.flat = { dollars = 40000, weights = { wrvu = 1.0 } }
[contract.aco]
payer = "Medicare"
line = "medicare"
revenue_share = 0.3
spending = 6000
other_lives = 900
programme_cost = 1.0
repayment = { form = "escrow", of_benchmark = 0.01 }
clauses = { audit = { chance = 0.5, share = 0.3 }, reporting = { measures = 2, per_measure = 3000 }, termination = { by_payer = 0.4, notice_months = 0 } }
attribution = { churn = 0.1, error = 0.05 }
terms.shared_savings = { sharing_rate = 0.5, minimum_savings_rate = 0.01, loss_rate = 0.4, minimum_loss_rate = 0.005, savings_cap = 0.03, quality = { threshold = 0.6, target = 0.9 } }
[contract.blue]
payer = "Regional plan"
line = "commercial"
revenue_share = 0.2
spending = 5000
care_management_fee = 2.0
repayment = { form = "letter_of_credit", of_benchmark = 0.01, fee = 0.02 }
terms.shared_savings = { sharing_rate = 0.6, minimum_savings_rate = 0.0, loss_rate = 0.5, minimum_loss_rate = 0.0 }
[contract.home]
payer = "Second plan"
line = "commercial"
revenue_share = 0.1
spending = 5000
terms.primary_care_capitation = { pmpm = 28, fee_share = 0.4 }
[contract.mips]
payer = "Medicare by service"
line = "medicare"
revenue_share = 0.2
spending = 9000
terms = "mips"
[contract.book]
payer = "All others"
line = "commercial"
revenue_share = 0.2
spending = 5000
terms = "fee_for_service"
[plan.drawing]
pay = [{ wrvu = { tiers = [{ rate = 45 }] } }, { draw = { per_fte = 230000, most = 0.2 } }, { shared_savings = { pool = "flat" } }]
[plan.sharing]
deferral = { share = 0.4, of = "all", years = 3, vests = "graded" }
pay = [{ salary = { per_fte = 200000 } }, { quality_bonus = { per_fte = 20000 } }, { stipend = { per_person = 5000 } }, { shared_savings = { pool = "shared" } }]
[plan.returning]
clawback = { share = 1.0, months = 24 }
pay = [{ salary = { per_fte = 300000 } }, { quality_bonus = { per_fte = 20000 } }]
[plan.capped]
fair_market_value = { cap_per_fte = 250000 }
pay = [{ wrvu = { tiers = [{ rate = 50 }] } }, { shared_savings = { pool = "shared" } }, { shared_savings = { pool = "flat" } }]
[plan.pooled]
pay = [{ capitation = { per_member_month = 15, withhold = 0.2, budget = { of = "group", per_member_month = 400 } } }]
[policy]
transparency = {}
[variant.alone]
title = "Without the regional plan"
remove = ["contract.blue"]
contract.book.revenue_share = 0.4
[variant.raise]
title = "A higher base"
plan.sharing.pay = [{ salary = { per_fte = 230000 } }, { shared_savings = { pool = "shared" } }]
"#;

/// Its roster. Nobody's pay or lives are those of anybody else.
const ROSTER: &str = "physician_id,specialty,plan,clinical_fte,wrvu,panel,lives.aco,lives.blue,lives.home,lives.mips,age\n\
    d1,family_medicine,drawing,1.0,4100,1500,300,250,200,200,44\n\
    d2,family_medicine,drawing,1.0,6200,1700,350,200,210,210,51\n\
    d3,family_medicine,drawing,0.8,5000,1400,310,240,190,220,38\n\
    s1,family_medicine,sharing,1.0,5000,1800,400,300,220,230,66\n\
    s2,general_surgery,returning,0.6,4000,0,0,0,0,0,57\n\
    c1,general_surgery,capped,1.0,6600,0,0,0,0,0,49\n\
    p1,family_medicine,pooled,1.0,4500,1600,320,280,230,240,61\n";

/// Cases: what stands for each, its study, trials.
fn cases() -> Vec<(String, Study, u64)> {
    let own = |trials| {
        let files = cascade::study::InMemory::from([("roster.csv", ROSTER)]);
        let study = Study::read("everything.toml", EVERYTHING, &files);
        (String::from("everything"), study.unwrap_or_else(|refused| panic!("{refused}")), trials)
    };
    let of_folder = |folder: &str, trials| {
        let text = text_of(&format!("{folder}/scenario.toml"));
        let study = Study::read("scenario.toml", &text, &shelf(folder));
        (folder.to_owned(), study.unwrap_or_else(|refused| panic!("{folder}: {refused}")), trials)
    };
    let alone = |path: &str, trials| {
        let study = Study::read(path, &text_of(path), &NoFiles);
        (path.to_owned(), study.unwrap_or_else(|refused| panic!("{path}: {refused}")), trials)
    };
    vec![
        own(24),
        of_folder("tests/field/withhold_of_a_group", 3),
        of_folder("tests/field/three_uses_of_savings", 3),
        of_folder("tests/field/two_appointments", 3),
        of_folder("tests/field/people_come_and_go", 3),
        alone("scenarios/contracts/team.toml", 3),
        alone("scenarios/contracts/hospital_value_based_purchasing.toml", 6),
        alone("scenarios/contracts/reach.toml", 2),
        alone("scenarios/contracts/mssp.toml", 6),
        alone("scenarios/models/group_pool.toml", 6),
    ]
}

/// An arm and a year.
type ArmAndYear = (String, String);

/// Tables of a run, read from CSV.
struct Files {
    tables: BTreeMap<&'static str, Vec<Cells>>,
    /// Places of rows by table, arm and year.
    places: BTreeMap<(&'static str, ArmAndYear), Vec<usize>>,
    /// Means of the summary by arm, year, scope, entity and measure.
    means: BTreeMap<[String; 5], f64>,
}

impl Files {
    fn of(study: &Study, trials: u64) -> Files {
        let model = study.model().unwrap_or_else(|refused| panic!("{refused}"));
        let outcome = run(&model, trials, 2);
        let report = Report::new(&model, &outcome, &[]);
        let names = ["summary", "compare", "cascade", "accounts", "physicians"];
        let others = ["horizon", "compare_horizon", "margin", "physicians_horizon"];
        let tables: BTreeMap<_, _> =
            names.into_iter().chain(others).map(|name| (name, parsed(&csv_of(name, &report)))).collect();
        let mut places: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (name, rows) in tables.iter().filter(|(name, _)| !others.contains(name)) {
            for (place, row) in rows.iter().enumerate() {
                places.entry((*name, (row["arm"].clone(), row["year"].clone()))).or_default().push(place);
            }
        }
        let key =
            |row: &Cells| ["arm", "year", "scope", "entity", "metric"].map(|column| row[column].clone());
        let means = tables["summary"].iter().map(|row| (key(row), amount(row, "mean"))).collect();
        Files { tables, places, means }
    }

    fn rows(&self, table: &str) -> &[Cells] {
        &self.tables[table]
    }

    /// Arms and years, as they stand in the summary.
    fn years(&self) -> Vec<ArmAndYear> {
        let mut found: Vec<_> = Vec::new();
        for row in self.rows("summary") {
            let one = (row["arm"].clone(), row["year"].clone());
            if found.last() != Some(&one) {
                found.push(one);
            }
        }
        found
    }

    /// Rows of an arm and a year.
    fn of_year<'f>(
        &'f self,
        table: &'static str,
        year: &ArmAndYear,
    ) -> impl Iterator<Item = &'f Cells> + use<'f> {
        let places = self.places.get(&(table, year.clone())).into_iter().flatten();
        places.map(move |place| &self.tables[table][*place])
    }

    /// A mean of the summary.
    fn mean(&self, (arm, year): &ArmAndYear, (scope, entity): (&str, &str), metric: &str) -> f64 {
        let key = [arm, year, scope, entity, metric].map(str::to_owned);
        *self.means.get(&key).unwrap_or_else(|| panic!("no {key:?}"))
    }

    fn system(&self, year: &ArmAndYear, metric: &str) -> f64 {
        self.mean(year, ("system", "all"), metric)
    }

    /// A measure of each physician with the specialty.
    fn physicians(&self, year: &ArmAndYear, metric: &str) -> Vec<(String, f64)> {
        self.of_year("physicians", year).map(|row| (row["specialty"].clone(), amount(row, metric))).collect()
    }

    /// What an account takes in less what it gives, with the number of its flows.
    fn nodes(&self, year: &ArmAndYear) -> BTreeMap<String, (f64, f64)> {
        let mut nodes: BTreeMap<String, (f64, f64)> = BTreeMap::new();
        for row in self.of_year("cascade", year) {
            for (end, sign) in [("from", -1.0), ("to", 1.0)] {
                let (net, flows) = nodes.entry(row[end].clone()).or_default();
                *net += sign * amount(row, "mean");
                *flows += 1.0;
            }
        }
        nodes
    }
}

/// Half a unit of the last decimal that a number of a unit is written with.
fn rounding(unit: &str) -> f64 {
    match unit {
        "$" | "wRVU" => 0.005,
        "people" | "physicians" | "months" => 0.000_5,
        "points" => 0.000_05,
        _ => 0.000_000_5,
    }
}

/// Two sums of dollars are the same but for the rounding of so many numbers.
#[track_caller]
fn same(what: &str, one: f64, other: f64, numbers: f64) {
    let most = 0.005 * (numbers + 1.0) + 1e-12 * one.abs();
    assert!((one - other).abs() <= most, "{what}: {one} and {other}, {} apart", one - other);
}

/// What the data dictionary says of an account.
fn kinds() -> BTreeMap<String, String> {
    let text = cascade::manual::data_dictionary();
    let (_, section) = text.split_once("## Accounts of flows\n").expect("the section on accounts");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.map(|row| row.split('|').map(str::trim).collect::<Vec<_>>());
    cells.map(|row| (row[1].trim_matches('`').to_owned(), row[3].to_owned())).collect()
}

/// The kind of an account by its name in `cascade.csv`.
fn kind_of<'k>(kinds: &'k BTreeMap<String, String>, account: &str) -> &'k str {
    let name = account.split_once(':').map_or(account.to_owned(), |(kind, _)| format!("{kind}:<contract>"));
    kinds.get(&name).unwrap_or_else(|| panic!("the dictionary does not know {account}"))
}

/// What crosses the border of the system's own books, into them above zero.
fn crossing(row: &Cells) -> f64 {
    let inside = ["system", "value", "pools", "fixed pools", "withhold"];
    let [from, to] = ["from", "to"].map(|end| inside.contains(&row[end].as_str()));
    if row["to"] == "margin" { 0.0 } else { amount(row, "mean") * (f64::from(to) - f64::from(from)) }
}

/// Every account through which money passes gives what it takes, whatever the contract; the reserve holds its balance.
fn accounts_of_flows(files: &Files, kinds: &BTreeMap<String, String>, moved: &mut BTreeSet<String>) {
    let mut held: BTreeMap<String, f64> = BTreeMap::new();
    let mut last = (String::new(), 0.0);
    for year in files.years() {
        if last.0 != year.0 {
            last = (year.0.clone(), 0.0);
            held.clear();
        }
        for (account, (net, flows)) in files.nodes(&year) {
            match kind_of(kinds, &account) {
                "passes" => same(&format!("{year:?} {account}"), net, 0.0, flows),
                "holds" => *held.entry(account.clone()).or_default() += net,
                kind => assert_eq!(kind, "outside"),
            }
        }
        let reserve = files.system(&year, "reserve_balance");
        same("reserve", files.nodes(&year)["reserve"].0, reserve - last.1, 4.0);
        last.1 = reserve;
        for account in ["deferred", "draws"] {
            assert!(held[account] >= -0.1, "{year:?}: {account} holds {}", held[account]);
        }
        moved.extend(
            files
                .of_year("cascade", &year)
                .filter(|row| amount(row, "mean") != 0.0)
                .map(|row| row["purpose"].clone()),
        );
    }
}

/// Lines of the accounts, flows and measures of the system say the same.
fn lines_of_accounts(files: &Files) {
    for year in files.years() {
        let lines: BTreeMap<&str, f64> =
            files.of_year("accounts", &year).map(|row| (row["line"].as_str(), amount(row, "mean"))).collect();
        let margin = lines["margin of the system"];
        let n = lines.len() as f64;
        same("lines", lines.values().sum::<f64>() - margin, margin, n);
        same("margin", margin, files.system(&year, "system_margin"), 2.0);
        let cascade: Vec<&Cells> = files.of_year("cascade", &year).collect();
        let flows = |is_one: &dyn Fn(&Cells) -> bool| {
            let ones: Vec<f64> =
                cascade.iter().filter(|row| is_one(row)).map(|row| amount(row, "mean")).collect();
            (ones.iter().sum::<f64>(), ones.len() as f64 + 1.0)
        };
        let left = flows(&|row| row["to"] == "margin" && row["from"] == "system");
        same("left", left.0, margin, left.1);
        let crossed: f64 = cascade.iter().map(|row| crossing(row)).sum();
        same("flows over the border", crossed, margin, cascade.len() as f64);
        for (line, sign, found) in [
            ("professional revenue", 1.0, flows(&|row| row["purpose"] == "professional revenue")),
            ("capitation", 1.0, flows(&|row| row["purpose"] == "capitation")),
            ("savings earned and rewards", 1.0, flows(&|row| row["to"] == "value")),
            (
                "losses, penalties and audits",
                -1.0,
                flows(&|row| {
                    row["from"] == "system"
                        && (row["to"].starts_with("payer:") || row["to"].starts_with("losses:"))
                }),
            ),
            (
                "programme cost",
                -1.0,
                flows(&|row| {
                    ["programme", "security"].contains(&row["to"].as_str())
                        || row["purpose"] == "cost of reporting under contracts"
                }),
            ),
            (
                "pools paid to physicians",
                -1.0,
                flows(&|row| row["to"] == "physicians" && row["from"].ends_with("pools")),
            ),
            (
                "other pay of physicians",
                -1.0,
                flows(&|row| {
                    row["to"] == "physicians" && ["system", "withhold"].contains(&row["from"].as_str())
                }),
            ),
            (
                "pay repaid or forfeited",
                1.0,
                flows(&|row| {
                    row["to"] == "system" && ["physicians", "deferred"].contains(&row["from"].as_str())
                }),
            ),
            ("facility margin lost on care avoided", -1.0, flows(&|row| row["to"] == "facility")),
        ] {
            same(line, lines[line], sign * found.0, found.1);
        }
        let pay = -lines["pools paid to physicians"] - lines["other pay of physicians"];
        same("pay", pay, files.system(&year, "pay_total"), 3.0);
        same("turnover", -lines["replacing physicians who left"], files.system(&year, "turnover_cost"), 2.0);
        let gross = flows(&|row| row["to"].starts_with("savings:"));
        let lost = flows(&|row| row["from"].starts_with("losses:"));
        same("gross", gross.0 - lost.0, files.system(&year, "gross_savings"), gross.1 + lost.1);
        let gates = flows(&|row| row["to"] == "forfeited");
        same("forfeited", gates.0, files.system(&year, "forfeited_total"), gates.1);
    }
}

/// Physicians, specialties and contracts add up to the system.
fn parts(files: &Files) {
    for year in files.years() {
        let each = |metric: &str| files.physicians(&year, metric);
        let sum = |metric: &str| each(metric).iter().map(|(_, value)| value).sum::<f64>();
        let n = each("pay").len() as f64;
        // Physicians stand there in whole dollars and wRVUs, and what they have the chance of in thousandths.
        let whole = 100.0 * n;
        for (metric, total) in
            [("pay", "pay_total"), ("value_pay", "value_pay_total"), ("true_savings", "true_savings")]
        {
            same(&format!("{year:?} {metric} of physicians"), sum(metric), files.system(&year, total), whole);
        }
        let elsewhere = files.system(&year, "true_savings_elsewhere");
        let all = files.system(&year, "true_savings_total");
        same(&format!("{year:?} true savings"), sum("true_savings") + elsewhere, all, whole);
        same("true savings and elsewhere", files.system(&year, "true_savings") + elsewhere, all, 2.0);
        same("wRVUs", sum("wrvu"), n * files.system(&year, "wrvu"), whole + n);
        let left = (sum("leaves") - files.system(&year, "departures")).abs();
        assert!(left <= 0.0005 * (n + 1.0), "{year:?}: {left} leave and do not depart");
        for row in files.of_year("physicians", &year) {
            let reasons: f64 =
                row.keys().filter(|key| key.starts_with("change_by_")).map(|key| amount(row, key)).sum();
            assert!((reasons - amount(row, "pay_change")).abs() < 1e-6, "{row:?}");
        }
        let mut numbers: BTreeMap<String, f64> = BTreeMap::new();
        for (specialty, _) in each("pay") {
            *numbers.entry(specialty).or_default() += 1.0;
        }
        let of = |specialty: &str, metric: &str| files.mean(&year, ("specialty", specialty), metric);
        // A mean that is rounded is off by half a cent for each of its physicians.
        let pay: f64 = numbers.iter().map(|(specialty, n)| n * of(specialty, "pay")).sum();
        same("pay of specialties", pay, files.system(&year, "pay_total"), n);
        let saved: f64 = numbers.keys().map(|specialty| of(specialty, "true_savings")).sum();
        same("true savings of specialties", saved, files.system(&year, "true_savings"), n);
        let contracts: BTreeSet<&str> = files
            .of_year("summary", &year)
            .filter(|row| row["scope"] == "contract")
            .map(|row| row["entity"].as_str())
            .collect();
        let over = |metric: &str| -> f64 {
            contracts.iter().map(|contract| files.mean(&year, ("contract", contract), metric)).sum()
        };
        same("forfeited", over("forfeited"), files.system(&year, "forfeited_total"), contracts.len() as f64);
        same(
            "value revenue",
            over("earned") - over("owed") + fees(files, &year),
            files.system(&year, "value_revenue") + audits(files, &year),
            2.0 * contracts.len() as f64 + 8.0,
        );
    }
}

fn flows_for(files: &Files, year: &ArmAndYear, purpose: &str) -> f64 {
    files
        .of_year("cascade", year)
        .filter(|row| row["purpose"] == purpose)
        .map(|row| amount(row, "mean"))
        .sum()
}

fn fees(files: &Files, year: &ArmAndYear) -> f64 {
    flows_for(files, year, "care management fees")
}

fn audits(files: &Files, year: &ArmAndYear) -> f64 {
    flows_for(files, year, "taken back of an earlier year after an audit")
}

/// The horizon is the sum of its years, and a comparison the difference of two arms.
fn times_and_arms(files: &Files) {
    let years = files.years();
    for row in files.rows("horizon") {
        let yearly = match row["metric"].as_str() {
            "system_margin_total" => "system_margin",
            "programme_margin_total" => "programme_margin",
            "pay_total" => "pay_total",
            "gross_savings_total" => "gross_savings",
            "true_savings_total" => "true_savings_total",
            _ => continue,
        };
        let own: Vec<f64> = years
            .iter()
            .filter(|(arm, _)| *arm == row["arm"])
            .map(|year| files.system(year, yearly))
            .collect();
        same(&format!("{yearly} of {}", row["arm"]), own.iter().sum(), amount(row, "mean"), own.len() as f64);
    }
    let key = |row: &Cells| ["year", "scope", "entity", "metric"].map(|column| row[column].clone());
    let of = |table: &str, arm: &str| -> BTreeMap<[String; 4], f64> {
        let own = files.rows(table).iter().filter(|row| row["arm"] == arm);
        own.map(|row| (key(row), amount(row, "mean"))).collect()
    };
    let before = of("summary", "baseline");
    let mut compared = 0;
    for (arm, _) in &years {
        if arm == "baseline" {
            continue;
        }
        let now = of("summary", arm);
        for row in files.rows("compare").iter().filter(|row| row["arm"] == *arm) {
            let worked = now[&key(row)] - before[&key(row)];
            let found = amount(row, "mean");
            let most = 3.1 * rounding(&row["unit"]) + 1e-12 * before[&key(row)].abs();
            assert!((found - worked).abs() <= most, "{row:?}: {worked}");
            compared += 1;
        }
    }
    assert_eq!(compared > 0, years.iter().any(|(arm, _)| arm != "baseline"));
    for row in files.rows("accounts") {
        let today = ("baseline".to_owned(), row["year"].clone());
        let mut lines = files.of_year("accounts", &today);
        let before = lines.find(|r| r["line"] == row["line"]).expect("the baseline's line");
        same(&row["line"], amount(row, "mean") - amount(before, "mean"), amount(row, "change"), 2.0);
    }
    let horizon = |arm: &str, metric: &str| {
        let mut rows =
            files.rows("horizon").iter().filter(|row| row["arm"] == arm && row["metric"] == metric);
        amount(rows.next().unwrap_or_else(|| panic!("no {metric}")), "mean")
    };
    for arm in years.iter().map(|(arm, _)| arm).collect::<BTreeSet<_>>() {
        let own = files.rows("physicians_horizon").iter().filter(|row| row["arm"] == *arm);
        let pay: Vec<f64> = own.map(|row| amount(row, "pay")).collect();
        same("pay over all years", pay.iter().sum(), horizon(arm, "pay_total"), pay.len() as f64);
    }
    for row in files.rows("compare_horizon") {
        // A month that never comes is compared in those trials alone in which it comes in both arms.
        if row["unit"] != "months" {
            let [now, before] = [row["arm"].as_str(), "baseline"].map(|arm| horizon(arm, &row["metric"]));
            let most = 3.1 * rounding(&row["unit"]) + 1e-12 * before.abs();
            assert!((amount(row, "mean") - (now - before)).abs() <= most, "{row:?}: {now} - {before}");
        }
    }
}

/// The bridge: lines stand in one bar each and add up to the margin and to its change, in every year and over all years.
fn bridge(files: &Files) {
    let rows = files.rows("margin");
    let periods: BTreeSet<(&str, &str)> =
        rows.iter().map(|row| (row["arm"].as_str(), row["year"].as_str())).collect();
    let lines: BTreeSet<&str> = files.rows("accounts").iter().map(|row| row["line"].as_str()).collect();
    for (arm, period) in periods {
        let own: Vec<&Cells> = rows.iter().filter(|row| row["arm"] == arm && row["year"] == period).collect();
        assert_eq!(own.iter().map(|row| row["line"].as_str()).collect::<BTreeSet<_>>(), lines);
        assert_eq!(own.len(), lines.len(), "a line stands twice");
        for column in ["mean", "change", "pv_mean", "pv_change"] {
            if own.iter().any(|row| row[column].is_empty()) {
                assert!(
                    own.iter().all(|row| row[column].is_empty()) && column != "mean",
                    "{arm} {period} {column}"
                );
                continue;
            }
            let (margin, parts): (Vec<&Cells>, Vec<&Cells>) =
                own.iter().partition(|row| row["bar"] == "margin");
            let sum: f64 = parts.iter().map(|row| amount(row, column)).sum();
            same(&format!("{column} of {arm} {period}"), sum, amount(margin[0], column), parts.len() as f64);
        }
        if period.is_empty() {
            for row in &own {
                let yearly: Vec<f64> = files
                    .rows("accounts")
                    .iter()
                    .filter(|line| line["arm"] == arm && line["line"] == row["line"])
                    .map(|line| amount(line, "mean"))
                    .collect();
                same(&row["line"], yearly.iter().sum(), amount(row, "mean"), yearly.len() as f64);
            }
        }
    }
}

/// Notes chances and shares of the system, to find one that is another's complement.
fn note_chances(files: &Files, found: &mut BTreeMap<String, Vec<f64>>) {
    let is_part = |row: &&Cells| ["chance", "share"].contains(&row["unit"].as_str());
    let of_system = files.rows("summary").iter().filter(|row| row["scope"] == "system");
    for row in of_system.filter(is_part) {
        found.entry(row["metric"].clone()).or_default().push(amount(row, "mean"));
    }
    for row in files.rows("horizon").iter().filter(is_part) {
        found.entry(format!("horizon {}", row["metric"])).or_default().push(amount(row, "mean"));
    }
}

/// Measures of which one says nothing that the other has not said: together they are always 1, though neither is
/// always the same.
fn complements(found: &BTreeMap<String, Vec<f64>>) -> Vec<(&str, &str)> {
    let moves = |values: &[f64]| values.iter().any(|value| (value - values[0]).abs() > 1e-3);
    let moving: Vec<_> = found.iter().filter(|(_, values)| moves(values)).collect();
    let mut pairs = Vec::new();
    for (k, (one, ours)) in moving.iter().enumerate() {
        for (other, theirs) in &moving[k..] {
            let together = ours.iter().zip(theirs.iter()).all(|(a, b)| (a + b - 1.0).abs() < 2e-6);
            if ours.len() == theirs.len() && together {
                pairs.push((one.as_str(), other.as_str()));
            }
        }
    }
    pairs
}

#[test]
fn a_measure_that_is_anothers_complement_is_found() {
    let of = |values: &[f64]| values.to_vec();
    let found = BTreeMap::from([
        ("earns".to_owned(), of(&[0.9, 0.5, 1.0])),
        ("unpaid".to_owned(), of(&[0.1, 0.5, 0.0])),
        ("owes".to_owned(), of(&[0.1, 0.4, 0.0])),
        ("always".to_owned(), of(&[1.0, 1.0, 1.0])),
        ("never".to_owned(), of(&[0.0, 0.0, 0.0])),
    ]);
    assert_eq!(complements(&found), [("earns", "unpaid")]);
}

#[test]
#[expect(clippy::print_stdout, reason = "a failure says which scenario it met")]
fn tables_add_up_for_a_stranger() {
    let kinds = kinds();
    assert!(kinds.len() > 30 && kinds.values().any(|kind| kind == "holds"), "{kinds:?}");
    let (mut all, mut moved, mut chances) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
    for (name, study, trials) in cases() {
        println!("{name}");
        let files = Files::of(&study, trials);
        accounts_of_flows(&files, &kinds, &mut moved);
        lines_of_accounts(&files);
        parts(&files);
        times_and_arms(&files);
        bridge(&files);
        note_chances(&files, &mut chances);
        all.extend(files.rows("cascade").iter().map(|row| row["purpose"].clone()));
    }
    // Every kind of flow was met: one that never moves proves nothing.
    let still: Vec<&String> = all.difference(&moved).collect();
    assert!(still.is_empty(), "never moved: {still:?}");
    let earns = &chances["earns_any"];
    assert!(earns.iter().any(|chance| (0.05..0.95).contains(chance)), "{earns:?}");
    assert!(complements(&chances).is_empty(), "one of each says nothing: {:?}", complements(&chances));
}
