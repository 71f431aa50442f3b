//! One person at several appointments: one cap, in what is paid and in what is expected; one leaving; one
//! place beside a survey.

use super::common::{ByPlace as _, build, run, text_of};
use cascade::compliance::Severity;
use cascade::engine::{Metric, PhysicianYearStory, explain_physician};
use cascade::model::Model;
use cascade::review::{committee, law_of_run};
use cascade::survey::{Survey, read_survey};
use std::sync::Arc;

/// A scenario of two plans by the wRVU, with a cap on all of it.
fn scenario(cap: f64, workforce: &str, wrvu_cv: f64) -> String {
    let top = "[scenario]\ntitle = \"Two sites\"\n[run]\nyears = 6\n[system]\nname = \"Clinic\"\n[roster]\nfile = \"roster.csv\"\n";
    let plan = |name: &str, rate: f64| {
        format!(
            "[plan.{name}]\nfair_market_value = {{ cap_per_fte = {cap} }}\n[[plan.{name}.pay]]\nwrvu = {{ tiers = [{{ rate = {rate} }}] }}\n"
        )
    };
    let book = "[contract.book]\npayer = \"All\"\nline = \"commercial\"\nrevenue_share = 1.0\nspending = 6000\nterms = \"fee_for_service\"\n";
    let outlook = "[outlook]\nwrvu_growth = 0\npay_growth = 0\nprice_growth = 0\n";
    format!(
        "{top}{book}{outlook}[workforce]\n{workforce}\n[chance]\nwrvu_cv = {wrvu_cv}\n{}{}",
        plan("clinic", 60.0),
        plan("hospital", 50.0)
    )
}

const ROSTER: &str = "physician_id,appointment,specialty,plan,clinical_fte,wrvu,age\n\
    A,clinic,family_medicine,clinic,0.5,3000,63\n\
    A,hospital,hospital_medicine,hospital,0.5,2400,63\n\
    B,,family_medicine,clinic,0.5,3000,50\n";

fn story(model: &Model, trial: u64, year: usize, id: &str) -> PhysicianYearStory {
    let place = model.directory.physician(0, id).unwrap();
    explain_physician(model, 0, trial, year, place).unwrap()
}

#[test]
fn the_common_cap_mutes_what_is_expected_at_every_appointment() {
    // 60 x 3,000 + 50 x 2,400 = 300,000 expected. Luck of 12 % of each: sd of 21,600 and 14,400, together
    // 25,960. Under a cap of 300,000 for a full time half of the futures lie above it, so that the last
    // wRVU pays half; 40 % below, or above, of pay, nothing or all of it remains.
    let felt = |cap: f64, id: &str| {
        let model = build(&scenario(cap, "turnover = false", 0.12), Some(ROSTER));
        story(&model, 0, 0, id).stimulus.rate_ratio
    };
    for id in ["A/clinic", "A/hospital"] {
        let whole = felt(500_000.0, id);
        assert!(whole > 0.5, "{whole}");
        assert!((felt(300_000.0, id) / whole - 0.5).abs() < 1e-6, "{id}");
        assert!(felt(180_000.0, id) / whole < 1e-4, "{id}");
    }
    // One standard deviation above the mean: 84.13 % of it.
    let part = felt(325_960.0, "A/clinic") / felt(500_000.0, "A/clinic");
    assert!((part - 0.8413).abs() < 2e-4, "{part}");
    // B's cap at half time is its own: 180,000 of 150,000, far above it.
    assert!(felt(300_000.0, "B") / felt(500_000.0, "B") < 0.1);
}

#[test]
fn what_is_expected_is_the_mean_of_what_is_paid() {
    // E[min(P, 300,000)] of a normal with mean 300,000 and sd 25,960: 300,000 - 25,960 / sqrt(2 pi) = 289,643.
    let model = build(&scenario(300_000.0, "turnover = false", 0.12), Some(ROSTER));
    let outcome = run(&model, 1_024, 2);
    let pay = |id| outcome.of(0, 0).physician(id).unwrap().get(Metric::Pay);
    let (clinic, hospital) = (pay("A/clinic"), pay("A/hospital"));
    let mean = clinic.mean + hospital.mean;
    assert!((mean - 289_643.0).abs() < 4.0 * (clinic.mc_se + hospital.mc_se) + 300.0, "{mean}");
    let most = story(&model, 1, 0, "A/clinic").statement.total()
        + story(&model, 1, 0, "A/hospital").statement.total();
    assert!(most.dollars() <= 300_000.0);
}

#[test]
fn a_person_leaves_all_appointments_in_the_same_year() {
    let model = build(&scenario(900_000.0, "", 0.12), Some(ROSTER));
    let mut left = 0;
    for trial in 0..24 {
        for year in 0..6 {
            let [clinic, hospital] = ["A/clinic", "A/hospital"].map(|id| story(&model, trial, year, id));
            assert_eq!(clinic.hired.is_some(), hospital.hired.is_some(), "trial {trial}, year {year}");
            left += u32::from(clinic.hired.is_some_and(|hired| hired.year == clinic.year.0));
        }
    }
    assert!(left > 3, "at 63 somebody leaves: {left}");
}

#[test]
fn luck_of_leaving_is_that_of_the_person_whatever_the_appointments() {
    let one = "physician_id,specialty,plan,clinical_fte,wrvu,age\nA,family_medicine,clinic,0.5,3000,63\n";
    let two = "physician_id,appointment,specialty,plan,clinical_fte,wrvu,age\n\
        A,clinic,family_medicine,clinic,0.5,3000,63\nA,night,family_medicine,clinic,0.5,3000,63\n";
    let text = "behaviour = \"none\"\n".to_owned() + &scenario(900_000.0, "", 0.0);
    let hired = |roster: &str, id: &str| -> Vec<bool> {
        let model = build(&text, Some(roster));
        (0..60).map(|trial| story(&model, trial, 5, id).hired.is_some()).collect()
    };
    let alone = hired(one, "A");
    assert!(alone.contains(&true) && alone.contains(&false));
    assert_eq!(alone, hired(two, "A/clinic"));
    assert_eq!(alone, hired(two, "A/night"));
}

fn survey(model: &Model) -> Survey {
    let bytes = text_of("scenarios/survey_invented.csv");
    let rows = read_survey("survey.csv", bytes.as_bytes(), &["family_medicine", "cardiology"]).unwrap();
    Survey::of(&model.arms[0].scenario.survey, "survey.csv", rows)
}

#[test]
fn a_committee_sees_one_person() {
    let text = "behaviour = \"none\"\n".to_owned() + &scenario(900_000.0, "turnover = false", 0.0);
    let roster = "physician_id,appointment,specialty,plan,clinical_fte,wrvu,other_pay\n\
        A,clinic,family_medicine,clinic,0.6,3000,0\nA,hospital,cardiology,hospital,0.4,2400,30000\n\
        B,,family_medicine,clinic,0.6,3000,0\n";
    let model = build(&text, Some(roster));
    let outcome = run(&model, 32, 1);
    let survey = survey(&model);
    let all = committee(&model, &outcome, &survey, 0, 0);
    let of = |id: &str| all.iter().find(|standing| standing.id == id).unwrap();
    let (clinic, hospital) = (of("A/clinic"), of("A/hospital"));
    // 180,000 and 120,000 at full time, with 30,000 from elsewhere; 5,400 wRVUs.
    assert_eq!((clinic.pay, hospital.pay, clinic.whole.pay), (180_000.0, 120_000.0, 330_000.0));
    assert_eq!(
        (clinic.whole.fte, clinic.whole.wrvu, clinic.whole.specialty),
        (1.0, 5_400.0, "family_medicine")
    );
    assert!((clinic.pay_per_wrvu.unwrap() - 300_000.0 / 5_400.0).abs() < 1e-9);
    assert_eq!(clinic.pay_table, hospital.pay_table);
    assert_eq!((clinic.flag, clinic.above_p90), (hospital.flag, hospital.above_p90));
    assert_eq!((clinic.cap, of("B").cap), (Some(900_000.0), Some(540_000.0)));
    // B earns 180,000 for 0.6 of full time: 300,000 per FTE.
    assert_ne!(clinic.pay_table, of("B").pay_table);
    let found = law_of_run(&model, &outcome, &[Arc::new(survey)]);
    let stack: Vec<&str> = found[0].iter().filter(|f| f.rule.key == "pay_stack").map(|f| &*f.found).collect();
    // One finding for both appointments, at the plan of the larger: two people, not three.
    assert!(stack.iter().all(|said| !said.contains("of 3")), "{stack:?}");
    assert!(found[0].iter().any(|f| f.severity != Severity::Pass));
    let said = model.directory.physician(0, "A").unwrap_err().to_string();
    assert_eq!(
        said,
        "there is no single position of physician \"A\"; name one of `A/clinic` and `A/hospital`"
    );
    assert_eq!(model.directory.appointments(0, "A").unwrap().len(), 2);
    assert_eq!(model.directory.appointments(0, "B").unwrap().len(), 1);
}
