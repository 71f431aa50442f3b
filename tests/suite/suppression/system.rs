//! What figures of the whole system tell of few: somebody outside adds and subtracts lines of accounts, flows and measures.

use super::{Dice, Known, LEAST, PRIME, is_called, outside, said_in};
use crate::common::{Cells, amount, build, contents, csv_of, parsed, program, run};
use cascade::chart::Chart;
use cascade::ledger::{ACCOUNTS, AccountLine, BRIDGE, MARGIN_LINE};
use cascade::report::{Csv, Disclosure, Report, run_table};
use std::fmt::Write as _;

/// Three of forty have a pool, or a stipend, or are the only ones with pay for quality.
fn scenario(lead: &str, all: &str) -> String {
    format!(
        r#"
scenario = {{ title = "Clinic" }}
run = {{ years = 2, seed = 5, trials = 16 }}
system = {{ name = "S" }}
roster = {{ file = "roster.csv" }}
allocation = {{ physicians = 0.4, pool.leads = {{ share = 1.0 }} }}
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.6
spending = 6000
other_lives = 20000
terms = {{ shared_savings = {{ sharing_rate = 0.6, minimum_savings_rate = 0.0 }} }}
[plan.a]
pay = [{{ wrvu = {{ tiers = [{{ rate = 50 }}] }} }}{all}]
[plan.lead]
pay = [{{ wrvu = {{ tiers = [{{ rate = 48 }}] }} }}{lead}]
[variant.lower]
title = "Lower rates"
plan.a.pay = [{{ wrvu = {{ tiers = [{{ rate = 40 }}] }} }}{all}]
plan.lead.pay = [{{ wrvu = {{ tiers = [{{ rate = 40 }}] }} }}{lead}]
"#
    )
}

fn roster() -> String {
    let mut text = "physician_id,specialty,plan,clinical_fte,fte,wrvu,panel,lives.aco\n".to_owned();
    let mut dice = Dice(3);
    for place in 0..40 {
        let specialty = if place % 2 == 0 { "family_medicine" } else { "internal_medicine" };
        let plan = if place < 3 { "lead" } else { "a" };
        let _ =
            writeln!(text, "secret-{place:02},{specialty},{plan},1,1,{},1500,600", 4800 + dice.below(900));
    }
    text
}

/// A flow by its ends and what it is for.
type FlowName = (String, String, String);

/// What is known of flows: columns of the baseline's first year.
struct Flows {
    names: Vec<FlowName>,
    known: Known,
}

fn first_of_baseline(name: &str, report: &Report<'_>) -> Vec<Cells> {
    let rows = parsed(&csv_of(name, report));
    rows.into_iter().filter(|row| row["arm"] == "baseline" && row["year"] == "2026").collect()
}

fn name_of(row: &Cells) -> FlowName {
    (row["from"].clone(), row["to"].clone(), row["purpose"].clone())
}

impl Flows {
    /// A sum of flows.
    fn sum(&self, sign: impl Fn(&FlowName) -> i64) -> Vec<u128> {
        let of = |name: &FlowName| match sign(name) {
            minus if minus < 0 => PRIME - u128::from(minus.unsigned_abs()),
            plus => u128::from(plus.unsigned_abs()),
        };
        self.names.iter().map(of).collect()
    }

    fn sum_for(&self, purposes: &[&str]) -> Vec<u128> {
        self.sum(|(.., purpose)| i64::from(purposes.contains(&purpose.as_str())))
    }

    fn lines(&self, lines: &[AccountLine]) -> Vec<u128> {
        self.sum(|(.., purpose)| {
            let own = lines.iter().map(|line| {
                let contracts = line.contracts.iter().map(|flow| flow.purpose());
                let all = contracts.chain(line.system.iter().map(|flow| flow.purpose()));
                let has = i64::from(all.filter(|own| own == purpose).count() > 0);
                if line.adds { has } else { -has }
            });
            own.sum()
        })
    }

    /// Everything that is told, and what holds whatever is told; what is nothing is taken to be known.
    fn told(inside: &Report<'_>, report: &Report<'_>) -> Flows {
        let all = first_of_baseline("cascade", inside);
        let names: Vec<FlowName> = all.iter().map(name_of).collect();
        let mut flows = Flows { names, known: Known { people: 0, rows: Vec::new() } };
        for node in ["system", "value", "pools", "fixed pools", "withhold", "physicians"] {
            let balance = flows.sum(|(from, to, _)| i64::from(to == node) - i64::from(from == node));
            flows.known.learn(balance);
        }
        let of_nothing = all.iter().filter(|row| amount(row, "mean").abs() < 0.5);
        let published = first_of_baseline("cascade", report);
        for row in of_nothing.chain(&published) {
            let name = name_of(row);
            let one = flows.sum(|own| i64::from(*own == name));
            flows.known.learn(one);
        }
        for table in ["accounts", "margin"] {
            for row in first_of_baseline(table, report) {
                let line: Vec<AccountLine> =
                    ACCOUNTS.iter().filter(|line| line.name == row["line"]).copied().collect();
                let found = if row["line"] == MARGIN_LINE { ACCOUNTS.to_vec() } else { line };
                assert!(!found.is_empty(), "{row:?}");
                flows.known.learn(flows.lines(&found));
            }
        }
        flows.learn_charts(report);
        for row in first_of_baseline("summary", report).iter().filter(|row| row["scope"] == "system") {
            flows.learn_measure(&row["metric"]);
        }
        if run_table("cash").unwrap().is_given(report) {
            flows.known.learn(flows.sum_for(&["passed-through savings"]));
        }
        flows
    }

    fn learn_charts(&mut self, report: &Report<'_>) {
        let of = |chart: Chart| {
            let mut bytes = Vec::new();
            chart.table().write(report, &Csv, &mut bytes).unwrap();
            parsed(&String::from_utf8(bytes).unwrap())
        };
        for row in of(Chart::MarginBridge) {
            if let Some(bar) = BRIDGE.iter().find(|bar| bar.name == row["part"]) {
                let lines: Vec<AccountLine> = bar.lines.iter().map(|line| ACCOUNTS[*line]).collect();
                self.known.learn(self.lines(&lines));
            }
        }
        if Chart::SavedDollar.draw(report).is_some() {
            self.known.learn(self.sum_for(&["passed-through savings"]));
        }
    }

    fn learn_measure(&mut self, metric: &str) {
        let paid = |(from, to, _): &FlowName| i64::from(to == "physicians" && from != "deferred");
        let pools = "passed-through savings";
        let of_value = [
            pools,
            "care management infrastructure",
            "redesigned care processes and resources",
            "staff who are not physicians",
            "kept on the way to physicians",
        ];
        let sum = match metric {
            "pay_total" | "pay" => self.sum(paid),
            "value_pay_total" | "value_pay" | "value_share_of_pay" => self.sum_for(&[
                "quality pay",
                pools,
                "pay for cost of care, not from pools",
                "withhold returned by members",
            ]),
            "volume_share_of_pay" => self.sum_for(&["volume pay"]),
            "average_pass_through" | "reached_physicians" => self.sum_for(&[pools]),
            "programme_cash" => self.sum_for(&of_value),
            "turnover_cost" | "departures" => self.sum_for(&["replacing physicians who left"]),
            "programme_margin" => self.sum(|(.., purpose)| {
                let costs = [
                    "programme cost beyond fees",
                    "cost of reporting under contracts",
                    "fees for letters of credit and bonds that secure losses",
                    "transparency, redesign, authorisation, honesty",
                    "reporting measures beyond those of the start",
                    "facility margin lost on care avoided",
                ];
                let gains =
                    ["earned by the system", "care management fees", "rewards for quality or reporting"];
                let taken = ["losses owed by the system", "penalties for quality or reporting"];
                let has = |all: &[&str]| i64::from(all.contains(&purpose.as_str()));
                has(&gains) - has(&taken) - has(&costs) - has(&of_value)
            }),
            _ => return,
        };
        self.known.learn(sum);
    }

    fn tells(&self, purpose: &str) -> bool {
        self.known.tells(self.sum_for(&[purpose]))
    }
}

#[test]
fn no_flow_of_few_follows_from_figures_of_the_whole_system() {
    let bonus = ", { quality_bonus = { per_fte = 20000 } }";
    for (lead, all, purpose) in [
        (", { shared_savings = { pool = \"leads\" } }", bonus, "passed-through savings"),
        (", { shared_savings = { pool = \"leads\" } }", "", "passed-through savings"),
        (", { stipend = { hours_per_week = 4 } }", bonus, "service pay"),
        (bonus, "", "quality pay"),
    ] {
        let model = build(&scenario(lead, all), Some(&roster()));
        let outcome = run(&model, 16, 2);
        let (inside, report) = (Report::new(&model, &outcome, &[]), outside(&model, &outcome));
        let amount_of = |purpose: &str| {
            let rows = first_of_baseline("cascade", &inside);
            amount(rows.iter().find(|row| row["purpose"] == purpose).unwrap(), "mean")
        };
        assert!(amount_of(purpose) > 1000.0, "{purpose}: {}", amount_of(purpose));
        let told = Flows::told(&inside, &report);
        assert!(!told.tells(purpose), "{purpose} follows from what is published");
        // The attack finds it where the rule is switched off, and where one line more is shown.
        assert!(Flows::told(&inside, &inside).tells(purpose));
        let lines = first_of_baseline("accounts", &report).len();
        assert!(lines > 15, "{lines} lines are left");
        let mut more = told;
        let classes = ["time pay", "volume pay", "quality pay", "service pay", "panel pay"];
        for other in classes.iter().filter(|other| **other != purpose) {
            more.known.learn(more.sum_for(&[other]));
        }
        more.known.learn(more.sum_for(&["pay for cost of care, not from pools"]));
        assert!(more.tells(purpose), "{purpose} is hidden by nothing");
        // Nothing of it is few where all are asked for.
        let open = Disclosure::of(&model, 1).unwrap().of_results(&model, &outcome).unwrap();
        assert!(ACCOUNTS.iter().all(|line| open.shows_line(line.name)));
        assert_eq!(report.disclosure.least(), Some(LEAST));
    }
}

/// Whether a figure stands in a text by itself, not among the digits of another.
fn says(text: &str, figure: &str) -> bool {
    text.match_indices(figure).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + figure.len()..].chars().next();
        let is_digit = |letter: char| letter.is_ascii_digit();
        let goes_on =
            |letter: char| is_digit(letter) || letter == '.' || (letter == ',' && figure.contains(','));
        !before.is_some_and(goes_on) && !after.is_some_and(is_digit)
    })
}

#[test]
fn no_file_says_what_a_pool_of_few_paid() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        scenario(", { shared_savings = { pool = \"leads\" } }", ", { quality_bonus = { per_fte = 20000 } }");
    std::fs::write(folder.path().join("scenario.toml"), &text).unwrap();
    std::fs::write(folder.path().join("roster.csv"), roster()).unwrap();
    let cascade = |more: &[&str]| {
        let mut command = program(folder.path());
        command.args(["run", "scenario.toml", "--no-stress", "--trials", "16", "--out", "out"]).args(more);
        let said = command.assert().success().get_output().stdout.clone();
        String::from_utf8(said).unwrap()
    };
    let json = cascade(&[
        "--suppress",
        "--json",
        "--format",
        "csv,json,text",
        "--by-trial",
        "system_margin,account:pools paid to physicians:account,flow:system:passed-through savings",
    ]);
    let out = contents(&folder.path().join("out"));
    let model = build(&text, Some(&roster()));
    let outcome = run(&model, 16, 2);
    let inside = Report::new(&model, &outcome, &[]);
    let rows = parsed(&csv_of("margin", &inside));
    let of_pools = rows.iter().filter(|row| row["line"] == "pools paid to physicians");
    let paid: Vec<f64> =
        of_pools.map(|row| amount(row, "mean").abs()).filter(|paid| *paid > 1000.0).collect();
    assert!(paid.len() > 2, "{paid:?}");
    let mut searched: Vec<(String, String)> = out
        .iter()
        .filter(|(name, _)| !is_called(name, "png") && !name.ends_with('/'))
        .map(|(name, bytes)| (name.clone(), said_in(name, bytes)))
        .collect();
    searched.push(("--json".to_owned(), json));
    for paid in paid {
        for of in [paid, paid / 3.0] {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "dollars")]
            let whole = of as u64;
            let with_commas = format!("{},{:03}", whole / 1000, whole % 1000);
            for (name, said) in &searched {
                for figure in [with_commas.clone(), whole.to_string()] {
                    assert!(!says(said, &figure), "{name} tells what the pool paid: {figure}");
                }
            }
        }
    }
}
