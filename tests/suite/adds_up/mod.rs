//! Tables added up as a stranger would: from the CSV files and the data dictionary alone.

mod cases;
mod complements;
mod tables;

use super::common::{Cells, amount};
use cases::cases;
use complements::{complements, note_chances};
use std::collections::{BTreeMap, BTreeSet};
use tables::{ArmAndYear, Files};

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
