//! Fitting to one's own figures: known numbers are found again; what cannot be told is not told.

use super::common::{ended, study as read, text_of};
use cascade::analysis::{Calibration, FitOptions, Free, calibrate, read_figures};
use cascade::study::Study;
use std::path::Path;

const STUDY: &str = "scenarios/studies/salary_to_production.toml";
const SHARE: &str = "behaviour.evidence.volume_by_share";

fn options() -> FitOptions {
    FitOptions { trials: 64, threads: Some(2), patience: 30, starts: 1 }
}

fn study() -> Study {
    read(&text_of(STUDY), None)
}

/// wRVUs and pay that the study gives in its production arm when its responses are as stated.
fn observed(share: f64, metrics: &[(&str, f64)]) -> String {
    let mut known = study();
    known.set(SHARE, share).unwrap();
    known.reseed(4_711); // other luck than the fit's
    let model = known.model().unwrap();
    let header = "metric,scope,entity,arm,year,value,error\n".to_owned();
    metrics.iter().fold(header, |text, (metric, error)| {
        let row = format!("{metric},system,all,production,2028,0,{error}\n");
        let figure = read_figures(
            "f.csv",
            format!("metric,scope,entity,arm,year,value,error\n{row}").as_bytes(),
            &model,
        );
        let pick = figure.unwrap().remove(0).pick;
        let values = known.sample(512, Some(2), &[pick]).unwrap().remove(0);
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        text + &format!("{metric},,,production,2028,{mean},{error}\n")
    })
}

fn fitted(free: &[(&str, f64, f64)], figures: &str) -> Calibration {
    let study = study();
    let model = study.model().unwrap();
    let figures = read_figures("f.csv", figures.as_bytes(), &model).unwrap();
    let free: Vec<Free> =
        free.iter().map(|(path, low, high)| Free { path: (*path).into(), low: *low, high: *high }).collect();
    calibrate(&study, &free, &figures, &options(), &|| ()).unwrap()
}

#[test]
fn a_known_number_is_found_again() {
    // 40 physicians with a yearly spread of about 10 %: mean wRVUs are known to about 0.2 % over 64
    // trials, and the response is d ln(wRVU)/d share = 1, so the share is known to a few thousandths.
    let figures = observed(0.20, &[("wrvu", 25.0)]);
    let found = fitted(&[(SHARE, 0.0, 0.5)], &figures);
    let number = &found.fitted[0];
    assert!((number.value - 0.20).abs() < 0.01, "{number:?}");
    assert!(number.standard_error.is_some_and(|se| se > 0.0 && se < 0.02), "{number:?}");
    assert_eq!((number.informed_by.as_slice(), number.at_bound), (&[0][..], false));
    assert!(found.chi_squared.1 < 0.01 * found.chi_squared.0, "{:?}", found.chi_squared);
    assert!(found.converged && found.evaluations < 100, "{}", found.evaluations);
}

#[test]
fn a_number_that_nothing_informs_says_so() {
    // Quality pays nothing here, so wRVUs say nothing about how quality responds.
    let figures = observed(0.20, &[("wrvu", 25.0)]);
    let found =
        fitted(&[(SHARE, 0.0, 0.5), ("behaviour.evidence.quality_at_five_percent", 0.0, 10.0)], &figures);
    assert!(found.fitted[0].standard_error.is_some());
    assert_eq!(found.fitted[1].standard_error, None);
    assert!(found.fitted[1].informed_by.is_empty());
    assert_eq!(found.degrees_of_freedom, -1);
}

#[test]
fn what_is_told_of_figures_is_what_the_numbers_that_are_told_give() {
    // Over all of its range the share moves wRVUs by some 2,500, a quarter of what the figure may be off: nothing informs
    // it, it stays where it was, and so do the figure and the sum of squares, wherever the search went.
    let figures = observed(0.40, &[("wrvu", 10_000.0)]);
    let found = fitted(&[(SHARE, 0.0, 0.5)], &figures);
    let number = &found.fitted[0];
    assert_eq!((number.value, number.standard_error, number.is_informed), (number.start, None, false));
    assert_eq!(found.chi_squared.0, found.chi_squared.1);
    assert_eq!(found.residuals[0] * found.residuals[0], found.chi_squared.1);
    assert!(found.residuals[0] != 0.0, "{found:?}");
}

#[test]
fn a_figure_beyond_reach_ends_at_a_bound() {
    let figures = observed(0.45, &[("wrvu", 25.0)]);
    let found = fitted(&[(SHARE, 0.05, 0.25)], &figures);
    assert!(found.fitted[0].at_bound && found.residuals[0] < -2.0, "{found:?}");
}

/// A cap above everyone's pay moves nothing: from there a search has no slope to follow. Everyone is
/// on a salary of $280,000, and $200,000 were observed, so the cap is $200,000.
#[test]
fn a_search_that_begins_where_nothing_slopes_needs_another_start() {
    let capped = text_of(STUDY)
        .replace("[plan.salary]", "[plan.salary]\nfair_market_value = { cap_per_fte = 400000 }");
    let study = read(&capped, None);
    let model = study.model().unwrap();
    let figures = "metric,year,value,error\npay,2026,200000,1000\n";
    let figures = read_figures("f.csv", figures.as_bytes(), &model).unwrap();
    let free = [Free { path: "plan.salary.fair_market_value.cap_per_fte".into(), low: 1e5, high: 1e6 }];
    let fit =
        |starts| calibrate(&study, &free, &figures, &FitOptions { starts, ..options() }, &|| ()).unwrap();
    let alone = fit(1);
    assert_eq!((alone.fitted[0].value, alone.fitted[0].standard_error), (400_000.0, None));
    let several = fit(8);
    assert!((several.fitted[0].value - 200_000.0).abs() < 10.0, "{several:?}");
    // $1,000 off for each $1,000 of error: a standard error of $1,000.
    assert!((several.fitted[0].standard_error.unwrap() - 1_000.0).abs() < 1.0, "{several:?}");
    assert!((1..8).contains(&several.agreeing), "{several:?}");
}

#[test]
fn figures_are_checked_cell_by_cell() {
    let model = study().model().unwrap();
    let text = "metric,year,value,error\nwrvus,2027,1,1\nwrvu,1999,1,1\nwrvu,2027,abc,1\nwrvu,2027,1,0\n";
    let problems = read_figures("f.csv", text.as_bytes(), &model).unwrap_err();
    let said: Vec<String> = problems.problems().iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(
        said[0].starts_with("f.csv:2:1: figures: ") && said[0].contains("did you mean `wrvu`?"),
        "{said:?}"
    );
    assert!(said[1].contains("from 2026 to 2029") && said[2].contains("\"abc\""), "{said:?}");
    assert!(said[3].contains("above 0"), "{said:?}");
    // A figure is held to the unit of its measure, and stands once.
    let text = "metric,year,value,error\nvalue_share_of_pay,2026,4.8,0.4\nwrvu,2026,-5,1\nwrvu,2027,5000,50\nwrvu,2027,5100,50\nmeasured_quality,2026,0.8,5\n";
    let problems = read_figures("f.csv", text.as_bytes(), &model).unwrap_err();
    let said: Vec<String> = problems.problems().iter().map(ToString::to_string).collect();
    let expected = [
        "f.csv:2:1: figures: found 4.8; the measure is in share, between -1 and 1; write 0.048 for 4.8 %",
        "f.csv:3:1: figures: found -5; the measure is in wRVU, between 0 and",
        "f.csv:5:1: figures: the same figure stands in line 4; keep one of the two",
        "f.csv:6:1: figures: found the error 5; it is in share as the value is; write 0.048 for 4.8 %",
    ];
    assert_eq!(said.len(), expected.len(), "{said:?}");
    assert!(said.iter().zip(expected).all(|(said, expected)| said.starts_with(expected)), "{said:?}");
    let problems = read_figures("f.csv", b"metrik,year,value,error\n", &model).unwrap_err();
    assert!(problems.problems()[0].message.contains("did you mean `metric`?"), "{problems:?}");
    assert!(read_figures("f.csv", b"metric,year,value,error\n", &model).is_err(), "no figures");
}

fn calibrated(folder: &Path, more: &[&str], code: i32) -> (String, String) {
    let command = ["calibrate", "s.toml", "--targets", "figures.csv", "--trials", "32"];
    ended(folder, &[&command[..], more].concat(), code)
}

#[test]
fn the_command_writes_a_patch_that_check_accepts() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("s.toml"), text_of(STUDY)).unwrap();
    std::fs::write(at("figures.csv"), observed(0.20, &[("wrvu", 25.0)])).unwrap();
    let free = format!("{SHARE}=0.0..0.5");
    let (page, _) = calibrated(folder.path(), &["--free", &free], 0);
    assert!(page.contains("standard error"), "{page}");
    let patch = std::fs::read_to_string(at("patch.toml")).unwrap();
    let whole = format!("{}\n{patch}", text_of(STUDY));
    std::fs::write(at("patched.toml"), whole).unwrap();
    let (check, _) = ended(folder.path(), &["check", "patched.toml"], 0);
    assert!(check.contains("is valid") && check.contains("calibrated (Calibrated)"), "{check}");
    // A patch that stands there stays, unless told otherwise.
    let (_, errors) = calibrated(folder.path(), &["--free", &free], 2);
    assert!(errors.contains("--force"), "{errors}");
    calibrated(folder.path(), &["--free", &free, "--force"], 0);
}

#[test]
fn free_numbers_are_checked_before_anything_runs() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.toml"), text_of(STUDY)).unwrap();
    std::fs::write(folder.path().join("figures.csv"), observed(0.20, &[("wrvu", 25.0)])).unwrap();
    for (free, said) in [
        ("behaviour.evidence.volume_by_shares=0..1", "did you mean `behaviour.evidence.volume_by_share`?"),
        ("behaviour.evidence.volume_by_share", "PATH=LOW..HIGH"),
        ("behaviour.evidence.volume_by_share=1..0", "the lower bound comes first"),
        ("behaviour.evidence.volume_by_share=0..5", "not allowed"),
        ("plan.salary.pay[1].salary.per_fte=1..2", "`plan.salary.pay` has the entries `salary`"),
        ("productoin:plan.salary.pay.salary.per_fte=1..2", "productoin"),
        ("run.years=1..3", "run.years is a whole number, and a fit moves numbers by small steps"),
        ("workforce.move_hazard=0.05..7", "found 7; `move_hazard` is a share between 0 and"),
    ] {
        let (_, errors) = calibrated(folder.path(), &["--free", free], 2);
        assert!(errors.contains(said), "{free}: {errors}");
    }
}
