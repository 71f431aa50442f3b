//! What `--suppress` lets out of the building, as somebody outside finds it: who knows who is in which group, and adds and
//! subtracts all that is published.

use super::common::{Cells, amount, build, contents, csv_of, ended, manifest, parsed, run};
use cascade::chart::Chart;
use cascade::engine::Outcome;
use cascade::model::Model;
use cascade::report::{Csv, Disclosure, MANIFEST, Page, Report, RunFacts, RunPage, TABLES, Whom};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

mod system;

const LEAST: u32 = 11;

const SCENARIO: &str = r#"
scenario = { title = "Clinic" }
run = { years = 2, seed = 5, trials = 16 }
system = { name = "S" }
roster = { file = "roster.csv" }
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.4
spending = 6000
terms = "shared_savings"
[plan.a]
pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]
[plan.b]
pay = [{ salary = { per_fte = 240000 } }, { quality_bonus = { per_fte = 20000 } }]
[plan.c]
pay = [{ salary = { per_fte = 300000 } }]
[plan.d]
pay = [{ wrvu = { tiers = [{ rate = 44 }] } }]
[variant.lower]
title = "Lower rates"
plan.a.pay = [{ wrvu = { tiers = [{ rate = 40 }] } }]
plan.b.pay = [{ salary = { per_fte = 230000 } }, { quality_bonus = { per_fte = 20000 } }]
plan.c.pay = [{ salary = { per_fte = 310000 } }]
plan.d.pay = [{ wrvu = { tiers = [{ rate = 45 }] } }]
"#;

const SPECIALTIES: [&str; 6] =
    ["cardiology", "dermatology", "family_medicine", "internal_medicine", "orthopedics", "pediatrics"];
const PLANS: [&str; 4] = ["a", "b", "c", "d"];
const GROUPS: [&str; 3] = ["x", "y", ""];

/// Chance that does not hang on a library: `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % n as u64).unwrap()
    }
}

/// Somebody of a roster.
#[derive(Clone, Debug)]
struct Someone {
    id: String,
    specialty: &'static str,
    plan: &'static str,
    group: &'static str,
    social_risk: f64,
}

/// A roster of several small groups: a specialty is mostly on one plan.
fn people(seed: u64) -> Vec<Someone> {
    let mut dice = Dice(seed);
    let mut all = Vec::new();
    for (place, specialty) in SPECIALTIES.into_iter().enumerate() {
        for _ in 0..[14, 4, 36, 24, 13, 8][(place + dice.below(2)) % 6] + dice.below(6) {
            let plan = if dice.below(8) == 0 { PLANS[dice.below(4)] } else { PLANS[place / 2] };
            let group = GROUPS[if dice.below(9) == 0 { 2 } else { dice.below(2) }];
            let id = format!("secret-{}-{:03}", &specialty[..4], all.len());
            all.push(Someone { id, specialty, plan, group, social_risk: dice.below(1000) as f64 / 1000.0 });
        }
    }
    all
}

fn roster(people: &[Someone]) -> String {
    let mut text =
        "physician_id,name,specialty,plan,clinical_fte,fte,wrvu,panel,pay_group,social_risk\n".to_owned();
    for (place, one) in people.iter().enumerate() {
        let panel = if one.specialty == "cardiology" || one.specialty == "orthopedics" { 0 } else { 1400 };
        let wrvu = 4800 + 37 * (place * 29 % 61);
        let _ = writeln!(
            text,
            "{},Hidden Name{place:03},{},{},1,1,{wrvu},{panel},{},{}",
            one.id, one.specialty, one.plan, one.group, one.social_risk
        );
    }
    text
}

/// A run with what leaves the building of it.
fn outside<'a>(model: &'a Model, outcome: &'a Outcome) -> Report<'a> {
    let may = Disclosure::of(model, LEAST).unwrap().of_results(model, outcome).unwrap();
    Report::new(model, outcome, &[]).with_disclosure(may)
}

/// A prime far above any count: a combination of figures over whole numbers is one over it, too.
const PRIME: u128 = (1 << 61) - 1;

fn inverse(of: u128) -> u128 {
    let (mut base, mut power, mut found) = (of % PRIME, PRIME - 2, 1);
    while power > 0 {
        if power & 1 == 1 {
            found = found * base % PRIME;
        }
        base = base * base % PRIME;
        power >>= 1;
    }
    found
}

/// What is known of everyone's pay by arm and year: rows with a leading one each.
#[derive(Clone)]
struct Known {
    people: usize,
    rows: Vec<(usize, Vec<u128>)>,
}

impl Known {
    fn rest(&self, mut row: Vec<u128>) -> Vec<u128> {
        for (lead, known) in &self.rows {
            let times = row[*lead];
            if times != 0 {
                for (own, known) in row.iter_mut().zip(known) {
                    if *known != 0 {
                        *own = (*own + (PRIME - times) * known) % PRIME;
                    }
                }
            }
        }
        row
    }

    fn learn(&mut self, row: Vec<u128>) {
        let rest = self.rest(row);
        if let Some(lead) = rest.iter().position(|own| *own != 0) {
            let by = inverse(rest[lead]);
            self.rows.push((lead, rest.into_iter().map(|own| own * by % PRIME).collect()));
        }
    }

    fn tells(&self, row: Vec<u128>) -> bool {
        self.rest(row).iter().all(|own| *own == 0)
    }

    /// A sum over some people: in an arm and a year, less the same in another where one is named.
    fn row(
        &self,
        (arm, year): (usize, usize),
        less: Option<usize>,
        weight: impl Fn(usize) -> u128,
    ) -> Vec<u128> {
        let mut row = vec![0; 4 * self.people];
        for person in 0..self.people {
            let own = weight(person) % PRIME;
            row[(2 * arm + year) * self.people + person] = own;
            if let Some(other) = less {
                row[(2 * other + year) * self.people + person] = (PRIME - own) % PRIME;
            }
        }
        row
    }
}

/// Whose figures a row of a table are; nothing for rows that are not of pay.
fn whom(
    table: &str,
    row: &Cells,
    people: &[Someone],
    thirds: &BTreeMap<String, BTreeSet<usize>>,
) -> Option<BTreeSet<usize>> {
    let all = || people.iter().enumerate();
    let those = |of: &dyn Fn(&Someone) -> bool| {
        Some(all().filter(|(_, one)| of(one)).map(|(place, _)| place).collect())
    };
    let of_pay = || ["pay", "pay_change"].contains(&row["metric"].as_str());
    match table {
        "summary" | "compare" if of_pay() => match row["scope"].as_str() {
            "system" => those(&|_| true),
            "specialty" => those(&|one| one.specialty == row["entity"]),
            "plan" => those(&|one| one.plan == row["entity"]),
            _ => None,
        },
        "pay_groups" => those(&|one| one.group == row["pay_group"]),
        "equity" if row["metric"] == "pay" => thirds.get(&row["social_risk"]).cloned(),
        "charts/value_share_by_specialty" => match row["specialty"].as_str() {
            "all" => {
                let primary = ["family_medicine", "internal_medicine", "pediatrics"];
                let is = row["kind"] == "primary care";
                those(&|one| primary.contains(&one.specialty) == is)
            }
            name => those(&|one| one.specialty == name),
        },
        _ => None,
    }
}

/// Everything that the tables of a report say of pay.
fn learnt(report: &Report<'_>, people: &[Someone], truth: &[Vec<Vec<f64>>]) -> Known {
    let mut order: Vec<usize> = (0..people.len()).collect();
    order.sort_by(|a, b| {
        people[*a]
            .social_risk
            .total_cmp(&people[*b].social_risk)
            .then_with(|| people[*a].id.cmp(&people[*b].id))
    });
    let n = order.len();
    let third = |part: usize| order[part * n / 3..(part + 1) * n / 3].iter().copied().collect();
    let names = ["lowest third", "middle third", "highest third"];
    let thirds: BTreeMap<String, BTreeSet<usize>> =
        (0..3).map(|part| (names[part].to_owned(), third(part))).collect();
    let mut known = Known { people: n, rows: Vec::new() };
    let mut tables: Vec<(&str, Vec<Cells>)> = Vec::new();
    for name in ["summary", "compare", "pay_groups", "equity"] {
        tables.push((name, parsed(&csv_of(name, report))));
    }
    let mut bytes = Vec::new();
    Chart::ValueShare.table().write(report, &Csv, &mut bytes).unwrap();
    tables.push(("charts/value_share_by_specialty", parsed(&String::from_utf8(bytes).unwrap())));
    for (table, rows) in &tables {
        for row in rows {
            let Some(members) = whom(table, row, people, &thirds) else { continue };
            let arm = usize::from(row["arm"] != "baseline");
            let year = row.get("year").map_or(1, |year| usize::from(year != "2026"));
            let of = |person: usize| u128::from(members.contains(&person));
            let sum = |arm: usize| members.iter().map(|person| truth[arm][year][*person]).sum::<f64>();
            let told = |key: &str, meant: f64| {
                // Whoever reads a table must read it as it is meant: else the attack attacks nothing.
                if !row[key].is_empty() {
                    let found = amount(row, key) * members.len() as f64;
                    assert!(
                        (found - meant).abs() <= members.len() as f64,
                        "{table} {row:?}: {found} is not {meant}"
                    );
                }
                !row[key].is_empty()
            };
            match *table {
                "compare" if row["metric"] == "pay_change" => {}
                "compare" => {
                    told("mean", sum(arm) - sum(0));
                    known.learn(known.row((arm, year), Some(0), of));
                }
                "summary" if row["metric"] == "pay_change" => {
                    told("mean", sum(arm) - sum(0));
                    known.learn(known.row((arm, year), Some(0), of));
                }
                "summary" | "equity" => {
                    told("mean", sum(arm));
                    known.learn(known.row((arm, year), None, of));
                }
                "pay_groups" => {
                    if told("pay", sum(arm)) {
                        known.learn(known.row((arm, year), None, of));
                    }
                    if told("pay_change", sum(arm) - sum(0)) {
                        known.learn(known.row((arm, year), Some(0), of));
                    }
                    if !row["pay_per_fte_within"].is_empty() {
                        // Pay over the mean of one's specialty, which the attacker may know.
                        #[expect(
                            clippy::cast_possible_truncation,
                            clippy::cast_sign_loss,
                            reason = "whole cents of pay"
                        )]
                        let mean = |specialty: &str| {
                            let own = people.iter().enumerate().filter(|(_, one)| one.specialty == specialty);
                            let own: Vec<f64> = own.map(|(place, _)| truth[arm][year][place]).collect();
                            (100.0 * own.iter().sum::<f64>() / own.len() as f64).round() as u128
                        };
                        let weight = |person: usize| of(person) * inverse(mean(people[person].specialty));
                        known.learn(known.row((arm, year), None, weight));
                    }
                }
                _ => known.learn(known.row((arm, year), None, of)),
            }
        }
    }
    known
}

/// Sets of few people: classes of what figures are divided by, and what two of them have in common.
fn sets_of_few(people: &[Someone]) -> Vec<(String, BTreeSet<usize>)> {
    let classes = |one: &Someone| {
        [format!("specialty {}", one.specialty), format!("plan {}", one.plan), format!("group {}", one.group)]
    };
    let mut sets: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (place, one) in people.iter().enumerate() {
        let own = classes(one);
        for (first, name) in own.iter().enumerate() {
            sets.entry(name.clone()).or_default().insert(place);
            for other in &own[first + 1..] {
                sets.entry(format!("{name}, {other}")).or_default().insert(place);
            }
        }
        sets.entry(own.join(", ")).or_default().insert(place);
        sets.entry(one.id.clone()).or_default().insert(place);
    }
    sets.into_iter().filter(|(_, own)| own.len() < LEAST as usize).collect()
}

/// The first set of few people whose pay, or its change, follows from what is known.
fn told_of(known: &Known, people: &[Someone]) -> Option<String> {
    for (name, own) in sets_of_few(people) {
        let of = |person: usize| u128::from(own.contains(&person));
        for (arm, less) in [(0, None), (1, None), (1, Some(0))] {
            if (0..2).any(|year| known.tells(known.row((arm, year), less, of))) {
                return Some(format!("{name} in arm {arm} less {less:?}"));
            }
        }
    }
    None
}

/// Everyone's pay by arm, year and person, as it stays in the house.
fn truth(inside: &Report<'_>, people: &[Someone]) -> Vec<Vec<Vec<f64>>> {
    let mut pay = vec![vec![vec![0.0; people.len()]; 2]; 2];
    let places: BTreeMap<&str, usize> =
        people.iter().enumerate().map(|(place, one)| (one.id.as_str(), place)).collect();
    for row in parsed(&csv_of("physicians", inside)) {
        let (arm, year) = (usize::from(row["arm"] != "baseline"), usize::from(row["year"] != "2026"));
        pay[arm][year][places[row["physician_id"].as_str()]] = amount(&row, "pay");
    }
    pay
}

#[test]
fn no_pay_of_few_follows_from_the_published_tables() {
    let (mut hidden, mut shown, mut without) = (0, 0, 0);
    for seed in 0..4 {
        let people = people(seed);
        let model = build(SCENARIO, Some(&roster(&people)));
        let outcome = run(&model, 16, 2);
        let (inside, report) = (Report::new(&model, &outcome, &[]), outside(&model, &outcome));
        let truth = truth(&inside, &people);
        let known = learnt(&report, &people, &truth);
        assert_eq!(told_of(&known, &people), None, "roster {seed}: {:?}", report.disclosure.withheld());
        let groups = |report: &Report<'_>| -> BTreeSet<String> {
            let rows = parsed(&csv_of("summary", report)).into_iter().filter(|row| row["metric"] == "pay");
            rows.map(|row| format!("{} {}", row["scope"], row["entity"])).collect()
        };
        let (all, left) = (groups(&inside), groups(&report));
        hidden += all.len() - left.len();
        shown += left.len();
        // Without complements: whatever is large enough on its own is told again.
        let mut more = known.clone();
        let class = |one: &Someone| [format!("specialty {}", one.specialty), format!("plan {}", one.plan)];
        for name in all.difference(&left) {
            let own: BTreeSet<usize> =
                (0..people.len()).filter(|place| class(&people[*place]).contains(name)).collect();
            if own.len() >= LEAST as usize {
                more.learn(more.row((0, 1), None, |person| u128::from(own.contains(&person))));
            }
        }
        without += usize::from(told_of(&more, &people).is_some());
    }
    assert!(hidden > 4 && shown > 12, "{hidden} groups are hidden and {shown} shown");
    assert!(without > 0, "complements hide nothing that would be told without them");
}

#[test]
fn nothing_that_leaves_names_anybody() {
    let folder = tempfile::tempdir().unwrap();
    let people = people(1);
    std::fs::write(folder.path().join("scenario.toml"), SCENARIO).unwrap();
    std::fs::write(folder.path().join("roster.csv"), roster(&people)).unwrap();
    let said = |more: &[&str]| {
        let run = ["run", "scenario.toml", "--no-stress", "--trials", "16"];
        ended(folder.path(), &[&run[..], more].concat(), 0).0
    };
    let screen = said(&["--suppress", "--out", "out", "--format", "csv,json,text"]);
    assert!(screen.contains("Suppressed: no figure is of fewer than 11 physicians"), "{screen}");
    let out = contents(&folder.path().join("out"));
    for (name, bytes) in &out {
        let text = String::from_utf8_lossy(bytes);
        for secret in ["secret-", "Hidden Name"] {
            assert!(!text.contains(secret), "{name} tells who somebody is: {secret}");
        }
    }
    assert!(!screen.contains("secret-") && !screen.contains("Hidden Name"), "{screen}");
    let of_persons =
        TABLES.iter().map(|one| &one.table).chain(Chart::ALL.iter().map(|chart| &chart.table().table));
    for table in of_persons.filter(|table| table.whom == Whom::Persons) {
        assert!(out.keys().all(|name| name.split('.').next() != Some(table.name)), "{} is there", table.name);
    }
    nothing_of_hidden_groups(&people, &out);
    // Fewer than 11 of a group lose: its table does not say what part they are, nor does the page.
    let groups = parsed(&String::from_utf8_lossy(&out["pay_groups.csv"]));
    assert!(groups.len() > 3 && groups.iter().all(|row| row["loses_5_percent"].is_empty()), "{groups:?}");
    let page = String::from_utf8_lossy(&out["report.html"]);
    let table =
        page.split_once("Pay by the roster").and_then(|(_, rest)| rest.split_once("</table>")).unwrap().0;
    let rows: Vec<&str> = table.split("<tr>").skip(2).collect();
    assert!(rows.len() > 3 && rows.iter().all(|row| row.contains("hidden")), "{table}");
    let manifest = manifest(&folder.path().join("out"));
    let suppressed = &manifest["suppressed"];
    assert_eq!(suppressed["least"].as_u64(), Some(11));
    assert!(suppressed["files_left_out"].as_u64() > Some(5) && suppressed["may_leave_the_building"] == true);
    // It is another run than that which stays, and than one with another limit.
    let json: serde_json::Value = serde_json::from_str(&said(&["--suppress=12", "--json"])).unwrap();
    let inside: serde_json::Value = serde_json::from_str(&said(&["--json"])).unwrap();
    assert_eq!(json["suppressed"]["least"], 12);
    assert!(inside.get("suppressed").is_none() && json["notes"] == serde_json::json!([]));
    let identities = [&manifest, &json, &inside].map(|page| page["identity"].as_str().unwrap());
    assert_eq!(identities.iter().collect::<BTreeSet<_>>().len(), 3, "{identities:?}");
    assert_ne!(json["folder"], inside["folder"]);
}

#[test]
fn nothing_that_leaves_hangs_on_what_is_not_published() {
    let folder = tempfile::tempdir().unwrap();
    let roster = roster(&people(1));
    let survey =
        "specialty,measure,p25,p50,p75,p90\nfamily_medicine,pay_per_fte,200000,250000,300000,350000\n";
    let scenario = format!("{SCENARIO}[survey]\nyear = 2025\nfile = \"survey.csv\"\n");
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let out = || {
        let folders: Vec<_> = std::fs::read_dir(folder.path().join("output")).unwrap().collect();
        assert_eq!(folders.len(), 1, "{folders:?}");
        folders[0].as_ref().unwrap().path()
    };
    let run = |code: i32| {
        let words = ["run", "scenario.toml", "--suppress", "--no-stress", "--trials", "16", "--json"];
        let (said, err) = ended(folder.path(), &words, code);
        let mut files = contents(&out());
        let mut manifest = manifest(&out());
        files.remove(MANIFEST);
        manifest.as_object_mut().unwrap().remove("durations_seconds").unwrap();
        let page: serde_json::Value = serde_json::from_str(&said).unwrap_or_default();
        ((files, manifest.to_string(), page["identity"].clone()), err)
    };
    put("roster.csv", &roster);
    put("survey.csv", survey);
    put("scenario.toml", &scenario);
    let (first, _) = run(0);
    assert_eq!(first.1.matches("\"sha256\":null").count(), 3, "{}", first.1);
    // No hash of what was read, nor one that it is part of: a letter of a name, of the scenario and of the survey.
    put("roster.csv", &roster.replace("Hidden Name001", "Hidden Nome001"));
    put("survey.csv", &survey.replace('\n', "\r\n"));
    put("scenario.toml", &format!("{scenario}# The chief's rate is not 61.37.\n"));
    assert!(run(0).0 == first, "what is not published is part of what is");
    // Another run, which looks like this one until it has results, does not take its place.
    put("roster.csv", &roster.replace(",4800,", ",9800,"));
    let ((files, manifest, _), err) = run(2);
    assert!(err.contains("holds the results of another run; name another folder"), "{err}");
    assert!((files, manifest) == (first.0, first.1));
}

fn is_called(name: &str, ending: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|found| found == ending)
}

/// Everything that a file says, sheets of a workbook among it.
fn said_in(name: &str, bytes: &[u8]) -> String {
    if !is_called(name, "xlsx") {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let sheets = calamine::Reader::worksheets(&mut book);
    let cells = sheets.iter().flat_map(|(_, sheet)| sheet.rows().flatten().map(ToString::to_string));
    cells.collect::<Vec<String>>().join("\n")
}

/// Mean pay of hidden groups stands in no file, nor does anybody's name.
fn nothing_of_hidden_groups(people: &[Someone], out: &BTreeMap<String, Vec<u8>>) {
    let model = build(SCENARIO, Some(&roster(people)));
    let outcome = run(&model, 16, 2);
    let (inside, report) = (Report::new(&model, &outcome, &[]), outside(&model, &outcome));
    let of = |report: &Report<'_>| -> BTreeSet<(String, String, u64)> {
        let rows = parsed(&csv_of("summary", report)).into_iter().filter(|row| row["metric"] == "pay");
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pay is above zero")]
        let key = |row: &Cells| {
            (
                format!("{} {}", row["scope"], row["entity"]),
                row["year"].clone(),
                amount(row, "mean").round() as u64,
            )
        };
        rows.map(|row| key(&row)).collect()
    };
    let (all, left) = (of(&inside), of(&report));
    let shown: BTreeSet<u64> = left.iter().map(|(.., pay)| *pay).collect();
    // Salaries of the scenario are round.
    let hidden: Vec<&(String, String, u64)> =
        all.difference(&left).filter(|(.., pay)| pay % 1000 != 0 && !shown.contains(pay)).collect();
    assert!(hidden.len() > 3, "{hidden:?}");
    let mut searched = 0;
    for (name, bytes) in out.iter().filter(|(name, _)| !is_called(name, "png") && !name.ends_with('/')) {
        let said = said_in(name, bytes);
        searched += said.len();
        for (group, year, pay) in &hidden {
            let with_commas = format!("{},{:03}", pay / 1000, pay % 1000);
            for figure in [with_commas, pay.to_string()] {
                assert!(!said.contains(&figure), "{name} tells the pay of {group} in {year}: {figure}");
            }
        }
        assert!(!said.contains("secret-") && !said.contains("Hidden Name"), "{name}");
    }
    assert!(searched > 100_000, "{searched} letters were searched");
}

#[test]
fn where_totals_would_tell_nothing_is_run() {
    let people = people(1);
    let said = |scenario: &str, rows: &[Someone]| {
        let model = build(scenario, Some(&roster(rows)));
        match Disclosure::of(&model, LEAST) {
            Err(why) => why.to_string(),
            Ok(may) => may
                .of_results(&model, &run(&model, 16, 2))
                .map_or_else(|why| why.to_string(), |_| String::new()),
        }
    };
    assert_eq!(said(SCENARIO, &people), "");
    let few = said(SCENARIO, &people[..9]);
    assert!(
        few.starts_with("arm `baseline` has 9 physicians, and no figure may be of fewer than 11"),
        "{few}"
    );
    // Only dermatologists' plan changes, and they are few on it.
    let of_plan: Vec<Someone> = people
        .iter()
        .map(|one| Someone { plan: if one.specialty == "dermatology" { "c" } else { "a" }, ..one.clone() })
        .collect();
    let dermatologists = of_plan.iter().filter(|one| one.plan == "c").count();
    assert!((1..11).contains(&dermatologists), "{dermatologists}");
    let only = SCENARIO.split("[variant.lower]").next().unwrap().to_owned()
        + "[variant.gift]\ntitle = \"Gift\"\nplan.c.pay = [{ salary = { per_fte = 310000 } }]\n";
    let told = said(&only, &of_plan);
    assert!(
        told.starts_with(&format!(
            "only {dermatologists} physicians, fewer than 11, are paid otherwise in arm `gift`"
        )),
        "{told}"
    );
}

#[test]
fn counts_of_few_are_not_told() {
    let people = people(2);
    let model = build(SCENARIO, Some(&roster(&people)));
    let may = Disclosure::of(&model, LEAST).unwrap();
    let open = Disclosure::default();
    assert_eq!((open.shows_persons(), open.least()), (true, None));
    // 10 of 62 are few, 52 of 62 are all but 10, 11 of 22 are neither.
    assert_eq!(
        [(0, 62), (10, 62), (52, 62), (11, 22), (62, 62)].map(|(n, of)| may.counted(n, of)),
        ["0", "fewer than 11", "all but fewer than 11", "11", "62"]
    );
    assert_eq!(open.counted(1, 62), "1");
    // The screen is told the same.
    let outcome = run(&model, 16, 2);
    let report = outside(&model, &outcome);
    let page = RunPage::of(&report, RunFacts::default());
    assert!(page.text().contains("Suppressed: ") && page.json().unwrap().contains("\"suppressed\""));
}
