//! What takes longer than the gate. `.ci/deep` runs it in a release build:
//! `DEEP=20 cargo test --release -- --include-ignored`.

use super::common::{
    begun, contents, ends, faults, file, files_below, killed_after, lives_until, manifest, names, program,
    text_of,
};
use super::resume;
use cascade::analysis::{VerifyOptions, verify};
use cascade::report::MANIFEST;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// The files of a run but for the manifest, which holds times.
fn results(scenario: &Path, trials: &str, threads: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let run = ["run", "--quiet", "--trials", trials, "--threads", threads, "--out", "results"];
    ends(program(folder.path()).args(run).arg(scenario), 0);
    let mut found = contents(&folder.path().join("results"));
    assert!(found.remove(MANIFEST).is_some() && found.len() > 10, "{}", scenario.display());
    found
}

#[test]
#[ignore = "minutes; .ci/deep runs it"]
fn every_file_of_every_scenario_is_the_same_on_any_number_of_threads() {
    let mut scenarios = files_below("scenarios", "toml");
    scenarios.push(file("src/cli/starter/scenario.toml"));
    for scenario in scenarios {
        let one = results(&scenario, "500", "1");
        for threads in ["2", "7"] {
            let other = results(&scenario, "500", threads);
            let differ: Vec<&String> = one.keys().filter(|name| one.get(*name) != other.get(*name)).collect();
            assert!(differ.is_empty(), "{} on {threads} threads: {differ:?}", scenario.display());
            assert_eq!(one.len(), other.len(), "{}", scenario.display());
        }
    }
}

#[test]
#[ignore = "a minute; .ci/deep runs it"]
fn every_published_figure_agrees_or_fails_as_it_did() {
    const PINS: &str = "tests/golden/verified.txt";
    let findings = verify(&VerifyOptions { effort: 1.0, threads: None }, |_| true, |_| ()).unwrap();
    let present: Vec<String> =
        findings.iter().map(|found| format!("{} {:?}\n", found.target.id, found.verdict)).collect();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(file(PINS), present.concat()).unwrap();
        return;
    }
    let pinned = text_of(PINS);
    let changed: Vec<&String> = present.iter().filter(|line| !pinned.contains(*line)).collect();
    assert!(
        present.concat() == pinned.replace('\r', ""),
        "verdicts have changed; of {} these are not as pinned: {changed:?}; if it is meant, run \
         UPDATE_GOLDENS=1 cargo test --release -- --include-ignored published",
        present.len()
    );
}

/// Runs the starter with another seed into `results`, killed so long after it began, or after it began to publish;
/// whether it was killed.
fn is_killed(folder: &Path, seed: u32, patience: Duration, while_publishing: bool) -> bool {
    let seed = seed.to_string();
    let run = ["run", "scenario.toml", "--force", "--quiet", "--trials", "300", "--out", "results", "--seed"];
    let mut child = begun(folder, &[&run[..], &[seed.as_str()]].concat());
    let last = folder.join(".cascade-results.writing/new").join(MANIFEST);
    if while_publishing && !lives_until(&mut child, || last.exists()) {
        return false;
    }
    killed_after(child, patience).is_none()
}

#[test]
#[ignore = "minutes; .ci/deep runs it"]
fn killed_at_any_of_200_moments_a_folder_is_the_old_run_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    for name in ["scenario.toml", "roster.csv"] {
        std::fs::write(place.join(name), text_of(&format!("src/cli/starter/{name}"))).unwrap();
    }
    let began = Instant::now();
    let long = Duration::from_secs(120);
    assert!(!is_killed(place, 0, long, false), "a small run takes two minutes");
    let whole = began.elapsed();
    let (mut killed, mut finished, mut published) = (0, 0, 0);
    // Into a new folder and over an old one in turn; every other one inside the publishing step.
    for attempt in 1..=200_u32 {
        let results = place.join("results");
        let seed = |folder: &Path| {
            folder.join(MANIFEST).exists().then(|| manifest(folder)["seed"].as_u64()).flatten()
        };
        if attempt % 4 < 2 {
            _ = std::fs::remove_dir_all(&results);
        } else if results.exists() {
            std::fs::write(results.join("mine.txt"), attempt.to_string()).unwrap();
        }
        let (before, had) = (seed(&results), results.join("mine.txt").exists());
        let part = f64::from(attempt) / 200.0;
        let was_killed = if attempt % 2 == 0 {
            is_killed(place, attempt, Duration::from_micros(u64::from(attempt) * 25), true)
        } else {
            is_killed(place, attempt, whole.mul_f64(1.1 * part.sqrt()), false)
        };
        *(if was_killed { &mut killed } else { &mut finished }) += 1;
        let found = seed(&results);
        if found == Some(u64::from(attempt)) {
            published += 1;
        } else {
            assert!(was_killed && found == before, "attempt {attempt}: {found:?} where {before:?} stood");
        }
        assert_eq!(results.exists(), found.is_some(), "attempt {attempt}: a folder without a run");
        if found.is_some() {
            assert_eq!(faults(&results), Vec::<String>::new(), "attempt {attempt}");
        }
        assert_eq!(results.join("mine.txt").exists(), had, "attempt {attempt}: what others put there");
        let left = names(place)
            .into_iter()
            .filter(|name| name.starts_with(".cascade-") && name.matches('/').count() == 1);
        assert!(left.filter(|name| name.ends_with('/')).count() <= 1, "attempt {attempt}");
    }
    assert!(killed > 60 && published > 0, "{killed} killed, {finished} finished, {published} published");
    // Nothing that a kill leaves stands in the way of the next run, and nothing of it stays.
    assert!(!is_killed(place, 0, long, false));
    assert_eq!(faults(&place.join("results")), Vec::<String>::new());
    assert!(!names(place).iter().any(|name| name.contains(".cascade-")));
}

#[test]
#[ignore = "minutes; .ci/deep runs it"]
fn killed_at_two_hundred_moments_a_run_goes_on_to_the_same_bytes() {
    let folder = resume::with_scenario();
    let place = folder.path();
    let all = &resume::ASKED[..3];
    let resumed = [all, &["--quiet", "--resume"]].concat();
    let took = killed_after(resume::begin(place, all), Duration::from_secs(240)).expect("a small run");
    let whole = resume::results(place);
    std::fs::remove_dir_all(place.join("results")).unwrap();
    let (mut killed, mut finished, mut state) = (0, 0, 1_u64);
    while killed < 200 {
        // A multiplicative generator; three of four kills fall into the last half, where files are written.
        state = state * 48_271 % 2_147_483_647;
        let part = (state as f64 / 2_147_483_647.0).powf(0.4) * 1.1;
        let patience = took.mul_f64(part);
        if killed_after(resume::begin(place, &resumed), patience).is_none() {
            killed += 1;
            continue;
        }
        finished += 1;
        let found = resume::results(place);
        let differ: Vec<&String> = whole.keys().filter(|name| whole.get(*name) != found.get(*name)).collect();
        assert!(differ.is_empty() && whole.len() == found.len(), "after {killed} kills: {differ:?}");
        std::fs::remove_dir_all(place.join("results")).unwrap();
    }
    assert!(killed_after(resume::begin(place, &resumed), Duration::from_secs(240)).is_some());
    assert!(resume::results(place) == whole);
    let mut left: Vec<_> =
        std::fs::read_dir(place).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["results", "scenario.toml"], "{finished} finished");
}
