//! What a fit leaves to be believed, what people were paid as a target, and patches that say what was fitted.

use super::common::{ended, study as read, text_of};
use cascade::NoFiles;
use cascade::analysis::{
    Calibration, Figure, FitOptions, Free, PayTarget, Posterior, Targets, Watching, calibrate_to,
    join_figures, paid_by_roster, posterior_of, read_figures, read_pay,
};
use cascade::engine::{RunOptions, Silent};
use cascade::random::Distribution;
use cascade::study::Study;
use std::path::Path;

const STUDY: &str = "scenarios/studies/salary_to_production.toml";
const SHARE: &str = "behaviour.evidence.volume_by_share";

fn free(path: &str, low: f64, high: f64) -> Free {
    Free { path: path.into(), low, high }
}

fn options(trials: u64) -> RunOptions<'static> {
    RunOptions { threads: Some(2), ..RunOptions::trials(trials) }
}

fn fit(study: &Study, free: &[Free], targets: &Targets, trials: u64) -> Calibration {
    let watching = Watching { options: options(trials), progress: &Silent, evaluated: &|| () };
    let how = FitOptions { trials, threads: Some(2), patience: 30, starts: 1 };
    calibrate_to(study, free, targets, &how, watching).unwrap()
}

fn believed(
    study: &Study,
    free: &[Free],
    targets: &Targets,
    (fit, trials): (&Calibration, u64),
) -> Posterior {
    let watching = Watching { options: options(trials), progress: &Silent, evaluated: &|| () };
    posterior_of(study, free, targets, (fit, 1_000), watching).unwrap().unwrap()
}

fn figures(study: &Study, rows: &str) -> Vec<Figure> {
    let text = format!("metric,arm,year,value,error\n{rows}");
    read_figures("f.csv", text.as_bytes(), &study.stated().unwrap()).unwrap()
}

/// Two physicians on salary and nothing that chance moves: pay is what the plan says.
const PLAIN: &str = r#"
behaviour = "none"
run = { years = 1, trials = 32 }
scenario = { title = "Plain" }
system = { name = "Small clinic" }
outlook = { pay_growth = 0.0 }
workforce = { turnover = false }
plan.salary.pay = [{ salary = { per_fte = 250000 } }]
cohort.fm = { count = 2, specialty = "family_medicine", plans = { salary = 1.0 }, clinical_fte = 1.0, wrvu = 5000 }
contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
[variant.more]
plan.salary.pay.salary.per_fte = 300000
"#;
const SALARY: &str = "plan.salary.pay.salary.per_fte";

/// Pay is the number itself: 260,000 ± 4,000 was seen, and the scenario draws it from N(250,000, 3,000). Precision 1/9 + 1/16
/// (in thousands): mean (250/9 + 260/16)/(1/9 + 1/16) = 253.6, sd 2.4.
#[test]
fn the_scenarios_own_distribution_is_what_was_believed_before() {
    let drawn = PLAIN.replace("per_fte = 250000", "per_fte = { normal = { mean = 250000, sd = 3000 } }");
    let study = Study::read("s.toml", &drawn, &NoFiles).unwrap();
    let free = [free(SALARY, 230_000.0, 280_000.0)];
    let targets = Targets { figures: figures(&study, "pay,baseline,2026,260000,4000\n"), pay: None };
    let fit = fit(&study, &free, &targets, 32);
    // The best fit asks the figure alone.
    assert!((fit.fitted[0].value - 260_000.0).abs() < 10.0, "{fit:?}");
    let found = believed(&study, &free, &targets, (&fit, 32));
    let number = &found.numbers[0];
    let (mean, sd) = number.posterior;
    assert!((mean - 253_600.0).abs() < 300.0 && (sd - 2_400.0).abs() < 200.0, "{number:?}");
    assert!(number.is_prior_stated && (number.learned - (1.0 - 0.64)).abs() < 0.06, "{number:?}");
    // ±1.645 standard deviations.
    assert!((number.quantiles[2] - (253_600.0 + 1.645 * 2_400.0)).abs() < 700.0, "{number:?}");
    assert!(found.surface_error < 0.01 && found.effective > 900.0, "{found:?}");
    let Distribution::TruncatedNormal { mean, sd, min, max } = number.marginal.law else {
        panic!("{number:?}")
    };
    assert!((mean - 253_600.0).abs() < 300.0 && (sd - 2_400.0).abs() < 200.0);
    assert_eq!((min, max), (230_000.0, 280_000.0));
}

/// Two salaries are seen only as their mean of 40 and 60 %: what they have to themselves keeps its prior, and the two go
/// against each other.
#[test]
fn numbers_that_only_trade_places_are_believed_along_a_ridge() {
    let two = PLAIN.replace(
        "cohort.fm",
        "plan.other.pay = [{ salary = { per_fte = 250000 } }]\ncohort.im = { count = 2, specialty = \"internal_medicine\", plans = { other = 1.0 }, clinical_fte = 1.0, wrvu = 5000 }\ncohort.fm",
    );
    let study = Study::read("s.toml", &two, &NoFiles).unwrap();
    let free =
        [free(SALARY, 200_000.0, 300_000.0), free("plan.other.pay.salary.per_fte", 200_000.0, 300_000.0)];
    let targets = Targets { figures: figures(&study, "pay,baseline,2026,250000,500\n"), pay: None };
    let fit = fit(&study, &free, &targets, 32);
    assert_eq!(fit.traded.len(), 1, "{fit:?}");
    let found = believed(&study, &free, &targets, (&fit, 32));
    // On the line a + b = 500 within the bounds, a is anything from 200 to 300, all alike: sd 100/√12 = 28.9.
    for number in &found.numbers {
        assert!((number.posterior.1 - 28_868.0).abs() < 3_000.0 && number.learned < 0.25, "{number:?}");
    }
    assert!(found.correlations[0].2 < -0.99, "{:?}", found.correlations);
    let sum: Vec<f64> = found.draws.iter().map(|draw| draw[0] + draw[1]).collect();
    assert!(sum.iter().filter(|sum| (**sum - 500_000.0).abs() < 2_000.0).count() > 930);
}

#[test]
fn files_of_figures_are_joined_and_groups_say_what_they_pull() {
    let study = Study::read("s.toml", PLAIN, &NoFiles).unwrap();
    let model = study.stated().unwrap();
    let read =
        |name: &str, text: &str| (name.to_owned(), read_figures(name, text.as_bytes(), &model).unwrap());
    let one = read("a/ledger.csv", "metric,year,value,error,weight,group\npay,2026,260000,1000,1,\n");
    let two = read("survey.csv", "metric,scope,entity,year,value,error\npay,plan,salary,2026,230000,2000\n");
    let all = join_figures(vec![one.clone(), two]).unwrap();
    let groups: Vec<&str> = all.iter().map(|figure| figure.group.as_str()).collect();
    assert_eq!(groups, ["ledger", "survey"]);
    let twice = join_figures(vec![one.clone(), ("b.csv".into(), one.1)]).unwrap_err();
    assert!(twice.problems()[0].message.contains("stands in line 2 of a/ledger.csv"), "{twice}");
    let targets = Targets { figures: all, pay: None };
    let found = fit(&study, &[free(SALARY, 200_000.0, 300_000.0)], &targets, 32);
    // Precisions 1 and ¼ (over a thousand dollars): (260 + 230/4)/1.25 = 254.
    assert!((found.fitted[0].value - 254_000.0).abs() < 5.0, "{found:?}");
    let told: Vec<(&str, usize, f64)> =
        found.groups.iter().map(|g| (g.group.as_str(), g.targets, g.chi_squared.round())).collect();
    // Off by 6 errors of 1,000 and 12 of 2,000: 36 and 144.
    assert_eq!(told, [("ledger", 1, 36.0), ("survey", 1, 144.0)]);
    let [ledger, survey] = &found.pulls[0][..] else { panic!("{found:?}") };
    assert!((ledger.share - 0.8).abs() < 1e-6 && (survey.share - 0.2).abs() < 1e-6, "{found:?}");
    // Without the survey it would be 260,000, without the ledger 230,000.
    assert!((survey.without.unwrap() - 6_000.0).abs() < 20.0, "{survey:?}");
    assert!((ledger.without.unwrap() + 24_000.0).abs() < 200.0, "{ledger:?}");
    // A figure that counts four times has half the error; one without weight only stands beside.
    for (weight, expected) in [(4.0, 245_000.0), (0.0, 260_000.0)] {
        let mut targets = targets.clone();
        targets.figures[1].weight = weight;
        let found = fit(&study, &[free(SALARY, 200_000.0, 300_000.0)], &targets, 32);
        assert!((found.fitted[0].value - expected).abs() < 5.0, "{weight}: {found:?}");
    }
}

/// Ten physicians on $50 a wRVU; one of them was paid a million for reasons that no plan knows.
fn paid() -> (String, String) {
    let scenario = r#"
behaviour = "none"
run = { years = 1, trials = 32 }
scenario = { title = "Paid" }
system = { name = "Small clinic" }
outlook = { pay_growth = 0.0, price_growth = 0.0, expense_growth = 0.0 }
workforce = { turnover = false }
roster = { file = "roster.csv" }
plan.production.pay = [{ wrvu = { tiers = [{ rate = 44 }] } }]
contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
"#;
    let mut roster = "physician_id,specialty,plan,clinical_fte,wrvu,paid\n".to_owned();
    for place in 0..10 {
        let wrvu = 4_000 + 200 * place;
        let paid = if place == 9 { 1_000_000 } else { 50 * wrvu };
        let specialty = if place < 6 { "family_medicine" } else { "internal_medicine" };
        roster += &format!("p{place},{specialty},production,1.0,{wrvu},{paid}\n");
    }
    (scenario.to_owned(), roster)
}

#[test]
fn what_physicians_were_paid_is_met_but_for_who_is_far_off() {
    let (scenario, roster) = paid();
    let study = read(&scenario, Some(&roster));
    let people = paid_by_roster(&study.stated().unwrap());
    assert_eq!((people.len(), people[0].paid, people[0].year), (10, 200_000.0, None));
    let pay = Some(PayTarget { people, error: None });
    let targets = Targets { figures: Vec::new(), pay };
    let free = [free("plan.production.pay[0].wrvu.tiers[0].rate", 30.0, 80.0)];
    let found = fit(&study, &free, &targets, 32);
    // Least squares in shares would be pulled to (9 · 50 · … ) well above 50; a Student law is not.
    assert!((found.fitted[0].value - 50.0).abs() < 0.05, "{:?}", found.fitted);
    assert!(found.fitted[0].is_informed && found.fitted[0].informed_by.is_empty());
    let pay = found.pay.as_ref().unwrap();
    assert_eq!((pay.error, pay.all.people, pay.all.far_off), (0.01, 10, 1));
    assert_eq!((pay.people[0].id.as_str(), pay.people[0].weight < 0.01), ("p9", true));
    // Four in internal medicine are too few, and would be what is left beside six in family medicine.
    assert_eq!((pay.by_specialty.len(), pay.by_specialty[0].people), (1, 10));
    assert!(found.fitted[0].informed_by_pay && pay.by_plan[0].group == "production", "{pay:?}");
    let found = believed(&study, &free, &targets, (&found, 32));
    let (mean, sd) = found.numbers[0].posterior;
    // Nine at 1 %, each worth 5/4 · (1 − …) of a normal near its middle: an error of about 0.5/√(9 · 5/4) = 0.15.
    assert!((mean - 50.0).abs() < 0.1 && (0.1..0.25).contains(&sd), "{mean} {sd}");
}

#[test]
fn files_of_pay_are_checked_row_by_row() {
    let (scenario, roster) = paid();
    let model = read(&scenario, Some(&roster)).stated().unwrap();
    let text = "id,year,pay,plan\np0,2025,210000,\np1,2026,220000,old\np00,2025,1,\np2,2024,1,\np3,2025,-5,\np0,2025,3,\n";
    let problems = read_pay("pay.csv", text.as_bytes(), &model).unwrap_err();
    let said: Vec<String> = problems.problems().iter().map(ToString::to_string).collect();
    let expected = [
        "pay.csv:4:1: pay: the baseline has no physician \"p00\"; did you mean `p0`? Otherwise leave out",
        "pay.csv:5:1: pay: found the year \"2024\"; write one from 2025 to 2026",
        "pay.csv:6:1: pay: found \"-5\" under `pay`; write dollars",
        "pay.csv:7:1: pay: \"p0\" stands twice for the year",
    ];
    assert_eq!(said.len(), expected.len(), "{said:?}");
    assert!(said.iter().zip(expected).all(|(said, expected)| said.starts_with(expected)), "{said:?}");
    let people = read_pay("pay.csv", &text.as_bytes()[..52], &model).unwrap();
    let told: Vec<(&str, Option<usize>, &str)> =
        people.iter().map(|p| (p.id.as_str(), p.year, p.plan.as_str())).collect();
    assert_eq!(told, [("p0", None, "production"), ("p1", Some(0), "old")]);
    let missing = read_pay("pay.csv", b"id,pays\n", &model).unwrap_err().to_string();
    assert!(missing.contains("did you mean `pay`?") && missing.contains("`year` is missing"), "{missing}");
}

/// A performance year is met by the mean over trials: 4,000 wRVUs at $50 are 200,000, whatever chance does to a year.
#[test]
fn pay_of_a_performance_year_is_simulated() {
    let (scenario, roster) = paid();
    let study = read(&scenario, Some(&roster));
    let rows = (0..9).fold("id,year,pay\n".to_owned(), |text, place| {
        text + &format!("p{place},2026,{}\n", 50 * (4_000 + 200 * place))
    });
    let people = read_pay("pay.csv", rows.as_bytes(), &study.stated().unwrap()).unwrap();
    let targets = Targets { figures: Vec::new(), pay: Some(PayTarget { people, error: Some(0.02) }) };
    let found = fit(&study, &[free("plan.production.pay.wrvu.tiers.rate", 30.0, 80.0)], &targets, 64);
    // A year's work spreads by about a tenth: over 64 trials and nine people by 0.1/√576 = 0.4 %.
    assert!((found.fitted[0].value - 50.0).abs() < 0.8, "{:?}", found.fitted);
    assert!(found.pay.is_some_and(|pay| pay.is_stated && pay.error == 0.02));
}

/// Numbers that must fit together: tiers stand in their order. Where the search or the surface asks for others it is
/// drawn back, and says so.
#[test]
fn values_that_do_not_fit_together_are_left_out() {
    let text = PLAIN.replace(
        "plan.salary.pay = [{ salary = { per_fte = 250000 } }]",
        "plan.salary.pay = [{ wrvu = { tiers = [{ rate = 40 }, { above = 4000, rate = 60 }, { above = 4600, rate = 80 }] } }]",
    );
    let study = Study::read("s.toml", &text, &NoFiles).unwrap();
    let free = [
        free("plan.salary.pay.wrvu.tiers[1].above", 3_500.0, 4_900.0),
        free("plan.salary.pay.wrvu.tiers[2].above", 3_600.0, 5_000.0),
    ];
    let targets = Targets { figures: figures(&study, "pay,baseline,2026,235000,2000\n"), pay: None };
    let found = fit(&study, &free, &targets, 32);
    assert!(found.chi_squared.1 < 1.0, "{found:?}");
    let after = believed(&study, &free, &targets, (&found, 32));
    assert!(after.refused > 0, "of a square of tiers half stand in the wrong order");
}

fn calibrated(folder: &Path, more: &[&str], code: i32) -> (String, String) {
    let command = ["calibrate", "s.toml", "--targets", "figures.csv", "--trials", "32", "--draws", "400"];
    ended(folder, &[&command[..], more].concat(), code)
}

fn folder(scenario: &str, figures: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.toml"), scenario).unwrap();
    std::fs::write(folder.path().join("figures.csv"), figures).unwrap();
    folder
}

#[test]
fn a_number_of_one_arm_becomes_a_variant_of_that_arm() {
    let place = folder(PLAIN, "metric,arm,year,value,error\npay,more,2026,320000,1000\n");
    let at = |name: &str| place.path().join(name);
    // By kind and by number: a list has entries of either name.
    let free = "more:plan.salary.pay[0].salary.per_fte=200000..400000";
    let (page, _) = calibrated(place.path(), &["--free", free], 0);
    assert!(
        page.contains("the variant `calibrated` of more")
            && page.contains("Read back, it gives the fitted figures"),
        "{page}"
    );
    let patch = std::fs::read_to_string(at("patch.toml")).unwrap();
    assert!(
        patch.contains("[variant.calibrated]\ntitle = \"Calibrated\"\nbuilds_on = \"more\"\n"),
        "{patch}"
    );
    let whole = Study::read("p.toml", &format!("{PLAIN}\n{patch}"), &NoFiles).unwrap();
    let now = |arm: &str| whole.get(&format!("{arm}:{SALARY}")).unwrap();
    assert!((now("calibrated") - 320_000.0).abs() < 5.0);
    assert_eq!((now("baseline"), now("more")), (250_000.0, 300_000.0));
}

#[test]
fn a_patch_can_hold_distributions_and_a_scenario_can_be_written_whole() {
    let place =
        folder(PLAIN, "metric,arm,year,value,error\npay,,2026,260000,1000\npay,more,2026,310000,1000\n");
    let at = |name: &str| place.path().join(name);
    let free = [
        "--free",
        "baseline:plan.salary.pay.salary.per_fte=200000..400000",
        "--free",
        "more:plan.salary.pay.salary.per_fte=200000..400000",
    ];
    let more = ["--spread", "--posterior", "posterior.csv", "--whole", "whole.toml"];
    let (page, _) = calibrated(place.path(), &[&free[..], &more[..]].concat(), 0);
    assert!(page.contains("`calibrated` of baseline, `calibrated_more` of more"), "{page}");
    let read = |name: &str| std::fs::read_to_string(at(name)).unwrap();
    let patched = Study::read("p.toml", &format!("{PLAIN}\n{}", read("patch.toml")), &NoFiles).unwrap();
    for (study, arms) in [
        (patched, [("calibrated", 260_000.0), ("calibrated_more", 310_000.0)]),
        (
            Study::read("w.toml", &read("whole.toml"), &NoFiles).unwrap(),
            [("baseline", 260_000.0), ("more", 310_000.0)],
        ),
    ] {
        for (arm, mean) in arms {
            let law = study.placed(&format!("{arm}:{SALARY}")).unwrap().law.unwrap();
            assert!((law.mean() - mean).abs() < 200.0, "{arm}: {law}");
            assert!((law.quantile(0.84) - law.mean() - 1_000.0).abs() < 150.0, "{arm}: {law}");
        }
    }
    // Four hundred draws of two numbers below a header, for their owner alone.
    assert_eq!(read("posterior.csv").lines().count(), 1 + 2 * 400);
    assert!(
        read("posterior.csv").starts_with("draw,number,value\n1,baseline:plan.salary.pay.salary.per_fte,")
    );
    #[cfg(unix)]
    for name in ["posterior.csv", "whole.toml", "patch.toml"] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(at(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    // Nothing is written over, and no two go into one file.
    let (_, errors) =
        calibrated(place.path(), &[&free[..], &["--out", "p2.toml", "--whole", "whole.toml"]].concat(), 2);
    assert!(errors.contains("whole.toml exists; name another file with --whole"), "{errors}");
    let (_, errors) =
        calibrated(place.path(), &[&free[..], &["--out", "p2.toml", "--whole", "p2.toml"]].concat(), 2);
    assert!(errors.contains("p2.toml is named twice"), "{errors}");
}

#[test]
fn numbers_that_move_together_stay_together_in_a_patch() {
    let two = PLAIN.replace(
        "cohort.fm",
        "plan.other.pay = [{ salary = { per_fte = 250000 } }]\ncohort.im = { count = 2, specialty = \"internal_medicine\", plans = { other = 1.0 }, clinical_fte = 1.0, wrvu = 5000 }\ncohort.fm",
    );
    let place = folder(&two, "metric,year,value,error\npay,2026,250000,500\n");
    let free = [
        "--free",
        "plan.salary.pay.salary.per_fte=200000..300000",
        "--free",
        "plan.other.pay.salary.per_fte=200000..300000",
        "--spread",
    ];
    let (page, _) = calibrated(place.path(), &free, 0);
    assert!(page.contains("move together: correlation -"), "{page}");
    let patch = std::fs::read_to_string(place.path().join("patch.toml")).unwrap();
    let study = Study::read("p.toml", &format!("{two}\n{patch}"), &NoFiles).unwrap();
    let [(first, second, rho)] = &study.correlations("calibrated")[..] else { panic!("{patch}") };
    assert_eq!(
        (first.as_str(), second.as_str()),
        ("plan.salary.pay[0].salary.per_fte", "plan.other.pay[0].salary.per_fte")
    );
    assert!(*rho < -0.95, "{patch}");
    // A number that stands in a correlation cannot be fitted alone.
    let whole =
        format!("{two}\n{}", patch.replace("[variant.calibrated.set]", "[variant.calibrated.set] # kept"));
    std::fs::write(place.path().join("s.toml"), whole).unwrap();
    let (_, errors) = calibrated(
        place.path(),
        &[
            "--free",
            "calibrated:plan.salary.pay.salary.per_fte=200000..300000",
            "--name",
            "again",
            "--out",
            "q.toml",
        ],
        2,
    );
    assert!(errors.contains("moves with plan.other.pay[0].salary.per_fte by a correlation"), "{errors}");
}

/// At $50 a wRVU people were paid 5,000 · 60: the rate is 60 today. As a variant it would be a raise of a fifth, which
/// people respond to: its figures are other ones, and the page says so. Written whole, the scenario gives what was fitted.
#[test]
fn a_patch_that_does_not_give_what_was_fitted_says_so() {
    let text = PLAIN
        .replace("behaviour = \"none\"", "behaviour = \"evidence\"")
        .replace("years = 1", "years = 3")
        .replace("[{ salary = { per_fte = 250000 } }]", "[{ wrvu = { tiers = [{ rate = 50 }] } }]")
        .replace("[variant.more]\nplan.salary.pay.salary.per_fte = 300000\n", "");
    let place = folder(&text, "metric,year,value,error\npay,2028,300000,500\n");
    let free = ["--free", "plan.salary.pay.wrvu.tiers.rate=40..80", "--point", "--whole", "w.toml"];
    let (page, _) = calibrated(place.path(), &free, 0);
    assert!(page.contains("Read back as a variant, its figures are up to"), "{page}");
    let study =
        Study::read("w.toml", &std::fs::read_to_string(place.path().join("w.toml")).unwrap(), &NoFiles);
    let study = study.unwrap();
    let pick = figures(&study, "pay,baseline,2028,300000,500\n").remove(0).pick;
    let values = study.sample(32, Some(2), &[pick]).unwrap().remove(0);
    let mean = values.iter().sum::<f64>() / 32.0;
    assert!((mean - 300_000.0).abs() < 50.0, "{mean}");
}

/// Numbers stand where they stood, in every arm that takes them over, with the comments around them.
#[test]
fn a_whole_scenario_gives_what_a_variant_cannot() {
    let text = text_of(STUDY);
    let place = folder(&text, "metric,year,value,error\nwrvu,2027,5000,25\npay,2026,290000,500\n");
    let rate = "plan.salary.pay.salary.per_fte=200000..400000";
    let (page, _) = calibrated(place.path(), &["--free", rate, "--point", "--whole", "w.toml"], 0);
    assert!(page.contains("Whole scenario with what was found: w.toml"), "{page}");
    let whole = std::fs::read_to_string(place.path().join("w.toml")).unwrap();
    let comment = text.lines().next().unwrap();
    assert!(whole.starts_with(comment) && comment.starts_with('#'), "comments stay");
    let read = Study::read("w.toml", &whole, &NoFiles).unwrap();
    for arm in ["baseline", "production"] {
        assert!((read.get(&format!("{arm}:{SALARY}")).unwrap() - 290_000.0).abs() < 600.0, "{arm}");
    }
}

#[test]
fn persons_stand_in_a_file_of_their_own_and_nowhere_else() {
    let (scenario, roster) = paid();
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    std::fs::write(at("s.toml"), scenario).unwrap();
    std::fs::write(at("roster.csv"), roster).unwrap();
    let free = "plan.production.pay.wrvu.tiers.rate=30..80";
    let command = [
        "calibrate",
        "s.toml",
        "--pay",
        "roster",
        "--free",
        free,
        "--trials",
        "32",
        "--draws",
        "300",
        "--pay-fit",
        "people.csv",
    ];
    let (page, _) = ended(place.path(), &command, 0);
    assert!(page.contains("the pay of 10 physicians and years"), "{page}");
    let patch = std::fs::read_to_string(at("patch.toml")).unwrap();
    for text in [&page, &patch] {
        assert!(!text.contains("p9") && !text.contains("1000000"), "{text}");
    }
    let people = std::fs::read_to_string(at("people.csv")).unwrap();
    assert_eq!(people.lines().count(), 11);
    assert!(
        people
            .lines()
            .nth(1)
            .is_some_and(|line| line.starts_with("p9,2025,internal_medicine,production,1000000")),
        "{people}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(at("people.csv")).unwrap().permissions().mode() & 0o777, 0o600);
    }
    // A roster that says of nobody what was paid is no target.
    let silent = std::fs::read_to_string(at("roster.csv")).unwrap().replace(",paid\n", ",note\n");
    std::fs::write(at("roster.csv"), silent).unwrap();
    let (_, errors) = ended(place.path(), &[&command[..8], &["--out", "q.toml"]].concat(), 2);
    assert!(errors.contains("the roster says of nobody what was paid"), "{errors}");
}

/// Over twenty sets of figures made with a known number, known errors and other luck each, the 90 % interval holds it about
/// eighteen times: 14 or more with a chance of 0.998, were sets independent.
#[test]
#[ignore = "a minute; .ci/deep runs it"]
fn intervals_hold_the_truth_as_often_as_they_say() {
    let text = text_of(STUDY).replace("count = 40", "count = 6").replace("years = 4", "years = 3");
    let mut study = Study::read("s.toml", &text, &NoFiles).unwrap();
    let mut known = study.clone();
    known.set(SHARE, 0.2).unwrap();
    known.reseed(99);
    let pick = figures(&study, "wrvu,production,2028,0,60\n").remove(0).pick;
    let values = known.sample(2_048, Some(2), &[pick]).unwrap().remove(0);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let mut held = 0;
    for set in 0..20_u32 {
        // Errors of 60 wRVUs at the middle of twenty equal parts of a normal; six people over 32 trials leave another
        // 5,000 · 0.1/√(6 · 32) = 36.
        let chance = (f64::from(set) + 0.5) / 20.0;
        let seen = mean + Distribution::Normal { mean: 0.0, sd: 60.0 }.quantile(chance);
        study.reseed(1_000 + u64::from(set));
        let rows = format!("wrvu,production,2028,{seen},60\n");
        let targets = Targets { figures: figures(&study, &rows), pay: None };
        let free = [free(SHARE, 0.05, 0.5)];
        let fit = fit(&study, &free, &targets, 32);
        let [low, _, high] = believed(&study, &free, &targets, (&fit, 32)).numbers[0].quantiles;
        held += u32::from((low..=high).contains(&0.2));
    }
    assert!((14..=20).contains(&held), "{held} of 20");
}
