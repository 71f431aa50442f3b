//! The public record settled by the engine's contract code.

use super::common::{ended, manifest};
use cascade::replay::{Programme, RateSource, Refusal, ReplayReport, Settled, replay};
use cascade::report::{Page, ReplayPage, Report};
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::io::Read;

const HEADER: &str = "py,aco_id,track,n_ab,benchmark,expenditure,msr,qual_score,final_share_rate,met_qps,met_alt_qps,dis_adj,reduced_ss,rev_exp_cat,start_date,earn_save_loss";

/// What a replay says to a program.
fn object_of(found: &ReplayReport) -> serde_json::Value {
    let page = ReplayPage::of(Programme::Mssp, "record.csv", found, None);
    serde_json::from_str(&page.json().expect("words for keys")).expect("JSON")
}

fn settled(programme: Programme, text: &[u8]) -> Result<(ReplayReport, Vec<Settled>), Refusal> {
    let mut rows = Vec::new();
    let report = replay(programme, "test.csv", text, &mut |row| {
        rows.push(row.clone());
        Ok(())
    })?;
    Ok((report, rows))
}

/// Settles rows below [`HEADER`].
fn rows(lines: &[&str]) -> Vec<Settled> {
    let text = format!("{HEADER}\n{}\n", lines.join("\n"));
    settled(Programme::Mssp, text.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal:?}")).1
}

/// What one row below [`HEADER`] comes to, in cents.
fn cents(line: &str) -> i64 {
    rows(&[line])[0].replayed.0
}

/// Problems of a file as they are printed.
fn problems(programme: Programme, text: &[u8]) -> Vec<String> {
    match settled(programme, text) {
        Err(Refusal::Refused(refused)) => refused.problems().iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

fn record(programme: Programme) -> Vec<u8> {
    let mut text = Vec::new();
    programme.record().read_to_end(&mut text).unwrap();
    text
}

#[test]
fn the_shipped_record_is_what_its_provenance_says() {
    let provenance = super::common::text_of("src/replay/record/PROVENANCE.md");
    let whole = |mut text: Box<dyn Read>| {
        let mut bytes = Vec::new();
        text.read_to_end(&mut bytes).unwrap();
        bytes
    };
    let benchmarks = whole(Box::new(cascade::replay::benchmark_record()));
    for (record, name) in [
        (record(Programme::Mssp), "mssp.csv"),
        (benchmarks, "mssp_benchmarks.csv"),
        (record(Programme::Reach), "reach.csv"),
        (whole(Box::new(cascade::replay::hospital_scores())), "hvbp.csv"),
        (whole(Box::new(cascade::replay::readmission_ratios())), "hrrp.csv"),
    ] {
        let hash =
            Sha256::digest(record).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        assert!(provenance.contains(&format!("{hash}  {name}")), "{name}: {hash}");
    }
}

#[test]
fn the_shipped_mssp_record_comes_out_as_published() {
    let (report, rows) = settled(Programme::Mssp, &record(Programme::Mssp)).unwrap();
    let all = report.all();
    assert_eq!((all.rows, all.matched), (3_850, 3_846));
    assert_eq!((all.paid, all.paid_matched), (1_751, 1_751));
    assert_eq!((all.owed, all.owed_matched), (49, 45));
    assert_eq!((all.derived, all.by_published_rate, all.contradicted), (1_833, 13, 0));
    assert_eq!(rows.len(), 3_850);
    // Every row of these years to the dollar; 2015 to 2019 publish quality scores too coarsely.
    for (year, totals) in report.years().filter(|(year, _)| [2013, 2014, 2021, 2022].contains(year)) {
        assert_eq!(totals.same, totals.rows, "{year}");
    }
    assert_eq!(all.published(), 11_727_920_874.0);
    assert_eq!(object_of(&report)["within_0_1_pct"], 3_846);
    // The four that do not are losses that the unpublished limit by revenue made smaller.
    let unmatched: Vec<(u16, &str)> = report.unmatched().iter().map(|u| (u.year, u.aco.as_str())).collect();
    assert_eq!(unmatched, [(2019, "A2392"), (2023, "A1241"), (2023, "A4627"), (2023, "A5293")]);
    for row in report.unmatched() {
        assert!(row.replayed < row.published && row.published < 0.0);
        assert!(row.reason.contains("participants' revenue"), "{}", row.reason);
    }
}

#[test]
fn the_shipped_reach_record_comes_out_to_the_dollar() {
    let (report, rows) = settled(Programme::Reach, &record(Programme::Reach)).unwrap();
    let all = report.all();
    assert_eq!((all.rows, all.same, all.matched), (152, 152, 152));
    assert_eq!((all.paid, all.owed), (115, 37));
    // One row publishes nothing after sequestration; it is compared with the figure before.
    let noted: Vec<&str> = rows.iter().filter(|r| r.note.is_some()).map(|r| r.aco.as_str()).collect();
    assert_eq!(noted, ["D0128"]);
}

#[test]
fn tracks_one_to_three_of_2016() {
    // Track 1, 10,000 beneficiaries: minimum 3 %. 5M on 100M at 92 %: 0.5 × 0.92 × 5M × 0.98.
    assert_eq!(cents("2016,A1,T1,10000,100000000,95000000,.03,.92,.46,,,,,,1/1/2013,2254000"), 225_400_000);
    // Just below its minimum: nothing.
    assert_eq!(cents("2016,A1,T1,10000,100000000,97000001,.03,.92,.46,,,,,,1/1/2013,0"), 0);
    // A first year pays for reporting: full marks. 0.5 × 5M × 0.98.
    for score in ["P4R", "", "-"] {
        let row = format!("2016,A1,T1,10000,100000000,95000000,.03,{score},.5,,,,,,01/01/2016,2450000");
        assert_eq!(cents(&row), 245_000_000, "{score}");
    }
    // Track 2, elected 2 %: 0.6 × 0.9 × 5M × 0.98 = 2,646,000; the cap of 15 % binds at 40M saved:
    // 0.54 × 40M × 0.98 = 21.168M against 15M.
    assert_eq!(cents("2016,A1,T2,8000,100000000,95000000,.02,.9,.54,,,,,,1/1/2015,0"), 264_600_000);
    assert_eq!(cents("2016,A1,T2,8000,100000000,60000000,.02,.9,.54,,,,,,1/1/2015,0"), 1_500_000_000);
    // Track 3 at 80 %: loss rate 1 − 0.6 = 40 % of 5M, nothing withheld.
    assert_eq!(cents("2016,A1,T3,20000,100000000,105000000,0,.8,.6,,,,,,1/1/2016,0"), -200_000_000);
    // Track 2 in its first year owes at most 5 % of the benchmark: 60 % of 20M = 12M against 5M.
    assert_eq!(cents("2016,A1,T2,20000,100000000,120000000,0,.5,.3,,,,,,1/1/2016,0"), -500_000_000);
    // Quality failed: the published rate is the only sign before 2017.
    let failed = &rows(&["2016,A1,T1,10000,100000000,95000000,.03,.2,0,,,,,,1/1/2013,0"])[0];
    assert_eq!((failed.replayed.0, failed.source), (0, RateSource::Published));
}

#[test]
fn the_year_2020_pays_by_score_withholds_nothing_and_forgives_losses() {
    // BASIC E at 95 %: 0.5 × 0.95 × 4M.
    assert_eq!(cents("2020,A1,E,20000,100000000,96000000,.01,.95,.48,1,,,,,1/1/2020,1900000"), 190_000_000);
    // ENHANCED at the score that extreme circumstances gave, 97.8 %: 0.75 × 0.978 × 4M.
    assert_eq!(cents("2020,A1,EN,20000,100000000,96000000,.01,.978,.73,1,,,,,7/1/2019,0"), 293_400_000);
    // A loss of 6 % owes nothing: the emergency covered the year, adjustment published or not.
    for adjustment in ["", "-2400000", "2400000", "0"] {
        let row = format!("2020,A1,EN,20000,100000000,106000000,.01,.9,.68,1,,{adjustment},,,7/1/2019,0");
        assert_eq!(cents(&row), 0, "{adjustment}");
    }
}

#[test]
fn half_rate_and_alternative_standard_of_2024() {
    // 10,000 beneficiaries: minimum 3 %. 2 % saved: half of 40 % of 2M × 0.98 = 392,000.
    let low = |flag: &str, revenue: &str, start: &str, level: &str| {
        cents(&format!(
            "2024,A1,{level},10000,100000000,98000000,.03,.8,.2,1,-,,{flag},{revenue} Revenue,{start},392000"
        ))
    };
    assert_eq!(low("1", "Low", "01/01/2024", "A"), 39_200_000);
    // Without the flag the rule decides: low revenue, an agreement from 2024, BASIC.
    assert_eq!(low("", "Low", "01/01/2024", "B"), 39_200_000);
    assert_eq!(low("", "High", "01/01/2024", "B"), 0);
    assert_eq!(low("", "Low", "07/01/2019", "B"), 0);
    assert_eq!(low("0", "Low", "01/01/2024", "B"), 0);
    // The alternative standard at 70 %: 0.75 × 0.7 × 5M × 0.98 = 2,572,500.
    let quality = |met: &str, alternative: &str, rate: &str| {
        cents(&format!(
            "2024,A1,EN,20000,100000000,95000000,0,.7,{rate},{met},{alternative},,0,High Revenue,1/1/2022,0"
        ))
    };
    assert_eq!(quality("0", "1", ".525"), 257_250_000);
    assert_eq!(quality("1", "-", ".75"), 367_500_000);
    assert_eq!(quality("0", "0", "0"), 0);
    // Failed ENHANCED owes 75 %: 3.75M of 5M, less what a disaster takes off.
    let loss = "2024,A1,EN,20000,100000000,105000000,0,.5,0,0,0,-250000,0,High Revenue,1/1/2022,0";
    assert_eq!(cents(loss), -350_000_000);
}

#[test]
fn six_months_of_2019_take_half_of_the_adjustment() {
    // 2019, A1498: 30 % of 2,348,698 = 704,609.40; half of 3,870 off: 702,674.40 (published 702,674).
    let header = "py,aco_id,track,n_ab,n_ab_py,benchmark,expenditure,msr,qual_score,dis_adj,start_date,upd_bnchmk,earn_save_loss";
    let row = |start: &str, per_person: &str| {
        let text = format!(
            "{header}\n2019,A1498,T1+,9000,9000,92907357,95256055,.015,.9644,-3870,{start},{per_person},-702674\n"
        );
        settled(Programme::Mssp, text.as_bytes()).unwrap().1[0].clone()
    };
    // 9,000 × 20,646 is twice the benchmark: half a year. Without it the start date tells.
    assert_eq!(row("1/1/2017", "20646").replayed.0, -70_267_440);
    assert_eq!(row("1/1/2016", "").replayed.0, -70_267_440);
    assert_eq!(row("1/1/2017", "").replayed.0, -70_073_940);
    assert!(row("1/1/2016", "").matches());
}

#[test]
fn a_rate_comes_from_the_rule_unless_the_record_contradicts_it() {
    let row = |score: &str, rate: &str| {
        let line = format!("2018,A1,T1,10000,100000000,95000000,.03,{score},{rate},1,,,,,1/1/2013,0");
        let row = &rows(&[&line])[0];
        (row.replayed.0, row.source)
    };
    // 0.5 × 0.9217 × 5M × 0.98; the published rate is the same, rounded.
    assert_eq!(row(".9217", ".46"), (225_816_500, RateSource::Derived));
    assert_eq!(row(".9217", ""), (225_816_500, RateSource::Derived));
    // No score and not the first year: the published rate, 0.46 × 5M × 0.98.
    assert_eq!(row("", ".46"), (225_400_000, RateSource::Published));
    // A rate that rounding cannot explain: as published, and said so.
    assert_eq!(row(".9217", ".30"), (147_000_000, RateSource::Contradicted));
}

#[test]
fn reach_rows_hand_worked() {
    let header = "perf_year,aco_id,risk_arrangement,final_benchmark,tot_cost_care_net,heba_up_amt,heba_down_amt,shared_savings_seq";
    let one = |row: &str| {
        let text = format!("{header}\n{row}\n");
        settled(Programme::Reach, text.as_bytes()).unwrap().1[0].replayed.0
    };
    // Professional, 12 % of 100M: 2.5M + 1.75M + 0.3M = 4.55M, less 2 % = 4.459M.
    assert_eq!(one("2023,D1,Professional,100000000,88000000,,,0"), 445_900_000);
    // Global, 30 %: 25M + 2.5M = 27.5M, less 2 % = 26.95M; in 2026 10M + 10M = 20M, 19.6M.
    assert_eq!(one("2024,D1,GLOBAL,100000000,70000000,,,0"), 2_695_000_000);
    assert_eq!(one("2026,D1,Global,100000000,70000000,,,0"), 1_960_000_000);
    // An adjustment of 1M up and 0.4M down, with or without a sign: 100.6M against 101.6M.
    assert_eq!(one("2023,D1,Global,100000000,101600000,1000000,-400000,0"), -100_000_000);
    assert_eq!(one("2023,D1,Global,100000000,101600000,1000000,400000,0"), -100_000_000);
}

#[test]
fn columns_in_any_order_unknown_ones_ignored_any_line_ending() {
    let text = "\u{FEFF}note,Earn_Save_Loss , aco_id,track,benchmark,PY,expenditure,n_ab,met_qps\r\n\"a, b\",1960000,A1,a,100000000,2022,95000000,10000,1\r\n\r\n";
    let (report, rows) = settled(Programme::Mssp, text.as_bytes()).unwrap();
    // 40 % of 5M less 2 %.
    assert_eq!(rows[0].replayed.0, 196_000_000);
    assert_eq!(report.all().same, 1);
}

#[test]
fn broken_files_are_told_where() {
    let good = "2022,A1,A,10000,100000000,95000000,.03,.8,.4,1,,,,,,1960000";
    let with = |line: &str| problems(Programme::Mssp, format!("{HEADER}\n{good}\n{line}\n").as_bytes());
    for (line, told) in [
        ("2022,A1,A,10000,nan,95000000,.03,.8,.4,1,,,,,,0", "test.csv:3:5: benchmark: found \"nan\""),
        ("2022,A1,A,10000,1e308,95000000,.03,.8,.4,1,,,,,,0", "test.csv:3:5: benchmark: found \"1e308\""),
        ("2022,A1,A,10000,0,95000000,.03,.8,.4,1,,,,,,0", "test.csv:3:5: benchmark: found \"0\""),
        ("2022,A1,A,-5,100000000,95000000,.03,.8,.4,1,,,,,,0", "test.csv:3:4: n_ab: found \"-5\""),
        ("2022,A1,A,10000,100000000,,.03,.8,.4,1,,,,,,0", "test.csv:3:6: expenditure: found \"\""),
        ("2022,A1,X,10000,100000000,95000000,.03,.8,.4,1,,,,,,0", "test.csv:3:3: track: found \"X\""),
        ("1999,A1,A,10000,100000000,95000000,.03,.8,.4,1,,,,,,0", "test.csv:3:1: py: found \"1999\""),
        ("2022,A1,A,10000,100000000,95000000,.03,80,.4,1,,,,,,0", "test.csv:3:8: qual_score: found \"80\""),
        (
            "2022,A1,A,10000,100000000,95000000,.03,.8,.4,maybe,,,,,,0",
            "test.csv:3:10: met_qps: found \"maybe\"",
        ),
        (
            "2022,A1,A,10000,100000000,95000000,.03,.8,.4,1,,,,,,inf",
            "test.csv:3:16: earn_save_loss: found \"inf\"",
        ),
        ("2022,,A,10000,100000000,95000000,.03,.8,.4,1,,,,,,0", "test.csv:3:2: aco_id: found \"\""),
        ("2022,A1,A,10000", "test.csv:3:5: found 4 cells where the header has 16"),
        // What a rule needs and the record lacks.
        (
            "2022,A1,EN,10000,100000000,95000000,,.8,.75,1,,,,,,0",
            "test.csv:3:7: msr: found \"\"; a two-sided",
        ),
        (
            "2018,A1,T1,10000,100000000,95000000,.03,,,1,,,,,1/1/2013,0",
            "test.csv:3:8: qual_score: found \"\"",
        ),
        ("2022,A1,A,,100000000,95000000,,.8,.4,1,,,,,,0", "test.csv:3:4: n_ab: found \"\""),
        ("2022,A1,A,10000,100000000,95000000,.03,.8,,,,,,,,0", "test.csv:3:10: met_qps: found \"\""),
    ] {
        let found = with(line);
        assert!(found[0].starts_with(told), "{told}: {found:?}");
    }
    // Several faults of one row, all at once.
    assert_eq!(with("2022,A1,Z,-1,nan,-1,2,9,9,x,,,,,,nan").len(), 9);
}

#[test]
fn odd_files_are_told_what_they_are() {
    let utf16: Vec<u8> = "py,aco_id\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xFF, 0xFE], utf16.as_slice()].concat();
    let latin1 = [HEADER.as_bytes(), b"\n2022,Jos\xE9,A,1,1,1,.1,.8,.4,1,,,,,,0\n"].concat();
    let quote = format!("{HEADER}\n\"2022,A1{}", "x".repeat(3 << 20));
    let cases: [(&[u8], &str); 9] = [
        (b"", "empty"),
        (b"  \n\n", "empty"),
        (HEADER.as_bytes(), "no rows"),
        (&utf16, "UTF-16"),
        (&marked, "UTF-16"),
        (&latin1, "2:2: aco_id: found the byte 0xE9"),
        (b"\x1F\x8B\x08", "gzip"),
        (b"py,aco_id,track,bench_mark,expenditure\n1,2,3,4,5\n", "benchmark"),
        (quote.as_bytes(), "a row longer than 1 MB"),
    ];
    for (text, told) in cases {
        let found = problems(Programme::Mssp, text).join("\n");
        assert!(found.contains(told), "{told}: {found}");
    }
    // Every missing column by name.
    let missing = problems(Programme::Reach, b"perf_year,aco_id\n2022,D1\n");
    for column in ["risk_arrangement", "final_benchmark", "tot_cost_care_net"] {
        assert!(missing.iter().any(|p| p.contains(&format!("1:1: {column}: the column is missing"))));
    }
}

/// Rows without end, made as they are read; knows how many bytes it has handed out.
struct Endless<'a> {
    row: Vec<u8>,
    left: usize,
    place: usize,
    handed: &'a Cell<usize>,
}

impl Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.place == self.row.len() {
            if self.left == 0 {
                return Ok(0);
            }
            (self.left, self.place) = (self.left - 1, 0);
        }
        let n = buffer.len().min(self.row.len() - self.place);
        buffer[..n].copy_from_slice(&self.row[self.place..self.place + n]);
        self.place += n;
        self.handed.set(self.handed.get() + n);
        Ok(n)
    }
}

#[test]
fn rows_stream_and_unmatched_ones_do_not_pile_up() {
    const ROWS: usize = 200_000;
    // Published 1 dollar, replayed nothing: every row is unmatched.
    let row = b"2022,A1,A,10000,100000000,99000000,.03,.8,.4,1,,,,,,1000\n".to_vec();
    let handed = Cell::new(0);
    let length = row.len();
    let header = format!("{HEADER}\n");
    let text = header.as_bytes().chain(Endless { row, left: ROWS, place: length, handed: &handed });
    let mut seen = 0_usize;
    let report = replay(Programme::Mssp, "endless", text, &mut |_| {
        seen += 1;
        // Never more than a buffer ahead of what is settled: nothing is collected first.
        assert!(handed.get() <= seen * length + 65_536);
        Ok(())
    })
    .unwrap();
    assert_eq!((report.all().rows, report.all().matched, seen), (ROWS as u64, 0, ROWS));
    assert_eq!(report.unmatched().len(), 1_000);
    assert_eq!(report.unmatched_more(), ROWS as u64 - 1_000);
    assert_eq!(object_of(&report)["unmatched_not_listed"], ROWS as u64 - 1_000);
    assert_eq!(report.all().published(), 1_000.0 * ROWS as f64);
}

#[test]
fn a_sink_that_fails_stops_the_replay() {
    let text = format!("{HEADER}\n2022,A1,A,10000,100000000,95000000,.03,.8,.4,1,,,,,,1960000\n");
    let failed = replay(Programme::Mssp, "test.csv", text.as_bytes(), &mut |_| {
        Err(std::io::Error::from(std::io::ErrorKind::StorageFull))
    });
    assert!(
        matches!(failed, Err(Refusal::Unwritten(error)) if error.kind() == std::io::ErrorKind::StorageFull)
    );
}

#[test]
fn the_earn_curve_names_gates_and_caps() {
    use cascade::chart::Chart;
    let texts = |file: &str| -> Option<Vec<String>> {
        let model = super::common::build(&super::common::text_of(file), None);
        let outcome = super::common::run(&model, 64, 1);
        Chart::EarnCurve
            .draw(&Report::new(&model, &outcome, &[]))
            .map(|scene| scene.texts().map(str::to_owned).collect())
    };
    // BASIC B is one-sided: it has a minimum savings rate and a cap of 10 % at 40 % less 2 %: from
    // 25.5 % of gross savings.
    let mssp = texts("scenarios/contracts/mssp.toml").unwrap();
    assert!(mssp.iter().any(|t| t.starts_with("MSR ")), "{mssp:?}");
    assert!(mssp.iter().any(|t| t == "cap from 25.5 % →"), "{mssp:?}");
    assert!(mssp.iter().any(|t| t == "earns") && !mssp.iter().any(|t| t == "owes"));
    // Corridors have neither gate nor dead-band, and owe.
    let reach = texts("scenarios/contracts/reach.toml").unwrap();
    assert!(reach.iter().any(|t| t == "owes") && !reach.iter().any(|t| t.starts_with("MSR")));
    assert!(texts("scenarios/contracts/fee_for_service.toml").is_none());
}

#[test]
fn the_picture_of_a_replay_holds_no_more_than_it_shows() {
    let mut picture = cascade::chart::Settlements::default();
    let report = replay(Programme::Mssp, "record", Programme::Mssp.record(), &mut |row| {
        picture.add(row);
        Ok(())
    })
    .unwrap();
    let scene = picture.draw(&report, Programme::Mssp.title());
    let texts: Vec<&str> = scene.texts().collect();
    assert!(texts[0].starts_with("99.9 % of 3,850 settlements"), "{}", texts[0]);
    for name in ["A2392 2019", "A1241 2023", "A4627 2023", "A5293 2023", "4 unmatched"] {
        assert!(texts.contains(&name), "{name}: {texts:?}");
    }
}

#[test]
fn the_command_prints_writes_and_refuses() {
    let root = tempfile::tempdir().unwrap();
    let place = root.path();
    let (whole, _) = ended(place, &["replay", "reach", "--json"], 0);
    let object: serde_json::Value = serde_json::from_str(&whole).unwrap();
    assert_eq!((&object["rows"], &object["paid_rows"]), (&152.into(), &115.into()));
    assert_eq!(object["unmatched"], serde_json::json!([]));
    let (page, _) = ended(place, &["replay", "mssp"], 0);
    assert!(page.contains("3,846 of 3,850 rows, 1,751 of 1,751 paid, 45 of 49 owed"), "{page}");

    ended(place, &["replay", "reach", "--out", "out"], 0);
    let read = |name: &str| std::fs::read_to_string(place.join("out").join(name)).unwrap();
    assert_eq!(read("replay.csv").lines().count(), 153);
    assert_eq!(read("by_year.csv").lines().count(), 4);
    assert!(read("charts/replay.svg").contains("100.0 % of 152 settlements"));
    assert!(!manifest(&place.join("out"))["files"]["replay.csv"].is_null());
    // Again over itself is fine; another record is not, unless forced.
    ended(place, &["replay", "reach", "--out", "out"], 0);
    ended(place, &["replay", "mssp", "--out", "out"], 2);
    ended(place, &["replay", "mssp", "--out", "out", "--force"], 0);

    let bad = format!("{HEADER}\n2022,A1,A,10000,nan,1,.03,.8,.4,1,,,,,,0\n");
    std::fs::write(place.join("bad.csv"), bad).unwrap();
    let (_, refused) = ended(place, &["replay", "mssp", "bad.csv", "--out", "none"], 3);
    assert!(refused.contains("bad.csv:2:5: benchmark: found \"nan\""), "{refused}");
    assert!(!place.join("none").exists(), "nothing is written when nothing was settled");
    ended(place, &["replay", "mssp", "."], 3);
    ended(place, &["replay", "mssp", "missing.csv"], 3);
    ended(place, &["replay", "bpci"], 2);
}
