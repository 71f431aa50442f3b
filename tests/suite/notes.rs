//! What is noted: in no scenario of ours is a figure, a rate, a roster's fact or a programme's size doubted;
//! where a slip stands, `run` says on the screen, in the manifest and in a table what `check` says.

use super::common::{TABLES_ALONE, ended, file, manifest, text_of};
use super::scenarios::{Folder, shipped};
use cascade::Study;
use cascade::model::notes;
use std::path::Path;

/// What is said of our own scenarios is about parts that they leave out on purpose, and true.
#[test]
fn no_figure_of_ours_is_doubted() {
    for path in shipped() {
        let text = std::fs::read_to_string(&path).expect("a scenario");
        let folder = Folder(path.parent().expect("a folder"));
        let study = Study::read(&path.display().to_string(), &text, &folder).expect("a valid scenario");
        let model = study.model().expect("a roster that fits");
        let reference = path == file("scenarios/reference.toml");
        for note in notes(&model, &study.surveys(&model), study.trials()) {
            let on_purpose =
                note.about.ends_with("revenue_share") || note.found.ends_with("has no attributed lives");
            // Some study what physicians do, and leave their organisation out; some spend what is of no use.
            let on_purpose = on_purpose || note.found.ends_with("for care management");
            // Which basis was taken is said wherever a scenario leaves it open: no doubt, and no slip.
            // So is what passing on takes where nothing is said of it.
            let told = note.found.starts_with("each person's cost counts as stated")
                || note.found.starts_with("more is passed on than in the baseline");
            assert!(told || on_purpose && !reference, "{}: {note}", path.display());
        }
    }
}

#[test]
fn a_run_repeats_what_check_notes() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["scenario.toml", "roster.csv"] {
        std::fs::write(folder.path().join(name), text_of(&format!("tests/field/noted_units/{name}")))
            .unwrap();
    }
    let lines = |text: &str| -> Vec<String> {
        text.lines().filter_map(|line| line.trim().strip_prefix("note: ")).map(str::to_owned).collect()
    };
    let checked = lines(&ended(folder.path(), &["check", "scenario.toml"], 0).0);
    assert!(checked.len() > 10, "{checked:?}");
    // A screen breaks long lines; what hangs belongs to the line above.
    let run = [&["run", "scenario.toml", "--out", "out"][..], &TABLES_ALONE].concat();
    let page = ended(folder.path(), &run, 0).0.replace("\n  ", " ");
    let shown = lines(&page);
    assert_eq!(shown, checked[..shown.len()]);
    assert!(page.contains(&format!("{} more notes in notes.csv", checked.len() - shown.len())), "{page}");
    let record = manifest(&folder.path().join("out"));
    assert_eq!(record["notes"].as_array().expect("notes").len(), checked.len());
    assert_eq!(record["notes"][0]["about"], "plan.thousands.pay[0].salary.per_fte");
    let table = std::fs::read_to_string(folder.path().join("out/notes.csv")).unwrap();
    assert_eq!(table.lines().count(), 1 + checked.len());
    assert!(
        table.starts_with(
            "arms,about,found,beside,advice\n,plan.thousands.pay[0].salary.per_fte,$320 a year,"
        ),
        "{table}"
    );
    let json: serde_json::Value =
        serde_json::from_str(&ended(folder.path(), &["check", "scenario.toml", "--json"], 0).0).unwrap();
    assert_eq!(json["notes"], record["notes"]);
}

/// A note says in which arms it holds, unless it holds in all of them.
#[test]
fn a_note_names_its_arms() {
    let text = "
        behaviour = 'none'
        scenario = { title = 'Two arms' }
        system = { name = 'S' }
        plan.p.pay = [{ salary = { per_fte = 250000 } }]
        cohort.fm = { count = 2, specialty = 'family_medicine', plans = { p = 1.0 }, wrvu = 5000 }
        contract.book = { payer = 'P', line = 'commercial', revenue_share = 1.0, spending = 600, terms = 'fee_for_service' }
        variant.slip.plan.p.pay = [{ salary = { per_fte = 250 } }]
    ";
    let model = Study::read("two.toml", text, &cascade::NoFiles).unwrap().model().unwrap();
    let said: Vec<String> = notes(&model, &[], 1).iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with("contract.book.spending: $600 a person and year"), "{said:?}");
    assert!(said[1].starts_with("arm `slip`: plan.p.pay[0].salary.per_fte: $250 a year"), "{said:?}");
    assert!(said[2].starts_with("arm `slip`: plan.p: pays fm-001, fm-002 $250 a year"), "{said:?}");
}

/// Half on a salary with ten hours out of clinic and half by the wRVU, in one value-based contract.
const PAID_FROM_THE_START: &str = r#"
[scenario]
title = "Paid from the start"
[run]
years = 2
[system]
name = "Group"
[contract.aco]
payer = "Plan"
line = "medicare"
revenue_share = 0.5
spending = 12000
terms = { shared_savings = { sharing_rate = 0.5 } }
[plan.lead]
pay = [{ salary = { per_fte = 280000 } }, { stipend = { hours_per_week = 10 } }]
[plan.idle]
pay = [{ panel = { per_member_month = 10, coded = 1.0 } }]
[plan.volume]
pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]
[cohort.fm]
count = 4
specialty = "family_medicine"
plans = { lead = 0.5, volume = 0.5 }
wrvu = 5000
panel = 1600
lives = { aco = 300 }
"#;

#[test]
fn what_is_paid_from_the_start_is_said() {
    let of = |behaviour: &str| {
        let text = format!("behaviour = \"{behaviour}\"\n{PAID_FROM_THE_START}");
        let study = Study::read("start.toml", &text, &Folder(Path::new("."))).expect("a valid scenario");
        let model = study.model().expect("a roster that fits");
        cascade::model::anchored(&model).into_iter().map(|pay| (pay.what, pay.paid_by)).collect::<Vec<_>>()
    };
    let paths = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    // Nobody is on the plan that pays by coded risk; no plan has a pool or pays for quality.
    assert_eq!(
        of("evidence"),
        [
            ("volume", paths(&["plan.volume"])),
            ("hours out of clinic", paths(&["plan.lead"])),
            ("coding and savings under contracts", paths(&["contract.aco"])),
        ]
    );
    assert!(of("none").is_empty(), "nobody responds to anything");
}
