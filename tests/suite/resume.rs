//! A run that was stopped or killed goes on to the same bytes.

use super::common::{
    begun, build, contents, ended, interrupt, kill, killed_after, lives_until, names, words,
};
use cascade::analysis::{least_precise, run_to_precision, split_variance, stress_test};
use cascade::engine::{
    Fault, Keeper, Outcome, Progress, RunOptions, SampledBlock, SoFar, TallyPart, Telling, run,
};
use cascade::model::Model;
use cascade::report::MANIFEST;
use cascade::stats::{MomentTable, QuantileTable, Scale};
use cascade::study::{NoFiles, Study};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::ops::Range;
use std::path::Path;
use std::process::Child;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Two specialties on two plans, luck of every kind, a variant that is funded; `run` beside the seed.
pub(super) fn text(run: &str) -> String {
    format!(
        r#"
scenario = {{ title = "Long" }}
run = {{ years = 2, {run} }}
[system]
name = "S"
[cohort.a]
count = 6
specialty = "family_medicine"
plans = {{ base = 0.5, flat = 0.5 }}
wrvu = {{ uniform = {{ min = 3000, max = 7000 }} }}
panel = 1600
lives = {{ aco = {{ uniform = {{ min = 300, max = 900 }} }} }}
[cohort.b]
count = 4
specialty = "cardiology"
plans = {{ base = 1.0 }}
wrvu = 9000
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.5
spending = 6000
trend = {{ normal = {{ mean = 0.05, sd = 0.01 }} }}
terms = {{ shared_savings = {{ sharing_rate = 0.5 }} }}
[plan.base]
[[plan.base.pay]]
wrvu = {{ tiers = [{{ rate = 50 }}] }}
[[plan.base.pay]]
quality_bonus = {{ per_fte = 20000 }}
[plan.flat]
pay = [{{ salary = {{ per_fte = 200000 }} }}]
[variant.quality]
plan.base.pay.quality_bonus.per_fte = 40000
funding = {{ plans = ["base"] }}
[variant.more]
plan.flat.pay.salary.per_fte = 210000
"#
    )
}

/// Keeps in memory, and stops the run after so many blocks.
#[derive(Default)]
struct Memory {
    /// After which block what is counted is put down, while others go on; and after which the run stops.
    puts_down: u64,
    stops: u64,
    blocks: AtomicU64,
    stop: AtomicBool,
    parts: Mutex<Option<Vec<Vec<u8>>>>,
    taken_up: AtomicU64,
    /// Of each sample its blocks, and which is under way.
    samples: Mutex<Vec<Vec<SampledBlock>>>,
    kept: Mutex<Vec<Vec<SampledBlock>>>,
}

impl Memory {
    fn stopping(puts_down: u64, stops: u64) -> Memory {
        Memory { puts_down, stops, ..Memory::default() }
    }

    /// One that goes on where another ended.
    fn after(other: Memory) -> Memory {
        let mut kept = other.samples.into_inner().unwrap();
        kept.reverse();
        let parts = other.parts.into_inner().unwrap();
        Memory { parts: Mutex::new(parts), kept: Mutex::new(kept), ..Memory::stopping(u64::MAX, u64::MAX) }
    }

    fn options(&self, trials: u64, threads: usize) -> RunOptions<'_> {
        RunOptions { trials, threads: Some(threads), stop: Some(&self.stop) }
    }

    /// Whether a block is the one after which to put down what there is.
    fn counts(&self) -> bool {
        let block = self.blocks.fetch_add(1, Ordering::SeqCst) + 1;
        if block >= self.stops {
            self.stop.store(true, Ordering::SeqCst);
        }
        block == self.puts_down
    }
}

impl Progress for Memory {
    fn done(&self, _: u64) {}

    fn taken_up(&self, trials: u64) {
        self.taken_up.fetch_add(trials, Ordering::SeqCst);
    }

    fn keeper(&self) -> Option<&dyn Keeper> {
        Some(self)
    }
}

impl Keeper for Memory {
    fn counted(&self) -> Option<Vec<TallyPart>> {
        let parts = self.parts.lock().unwrap().take()?;
        Some(parts.iter().map(|part| postcard::from_bytes(part).unwrap()).collect())
    }

    fn count(&self, so_far: &SoFar<'_>, moment: Telling) {
        if moment == Telling::Block && self.counts() {
            let mut all = Vec::new();
            for place in 0..so_far.parts() {
                so_far.part(place, &mut |part| all.push(postcard::to_stdvec(part).unwrap()));
            }
            *self.parts.lock().unwrap() = Some(all);
        }
    }

    fn sampled(&self) -> Vec<SampledBlock> {
        self.samples.lock().unwrap().push(Vec::new());
        self.kept.lock().unwrap().pop().unwrap_or_default()
    }

    fn sample(&self, block: &SampledBlock) {
        let bytes = postcard::to_stdvec(block).unwrap();
        let mut samples = self.samples.lock().unwrap();
        samples.last_mut().unwrap().push(postcard::from_bytes(&bytes).unwrap());
        self.counts();
    }
}

/// Has `work` done by so many threads until it is stopped, then by others to its end; the end, and the trials that
/// were taken up.
fn in_two<T>(
    keeps: Memory,
    threads: [usize; 2],
    work: impl Fn(&Memory, usize) -> Result<T, Fault>,
) -> (T, u64) {
    let stopped = work(&keeps, threads[0]).err();
    assert_eq!(stopped, Some(Fault::Stopped));
    let goes_on = Memory::after(keeps);
    let found = work(&goes_on, threads[1]).unwrap();
    (found, goes_on.taken_up.into_inner())
}

fn whole(model: &Model, trials: u64) -> String {
    super::common::run(model, trials, 2).fingerprint()
}

#[test]
fn a_half_that_is_taken_up_has_the_bits_of_the_whole() {
    for (seed, trials) in
        [("seed = 3", 173), ("seed = 4, rosters = 3", 256), ("seed = 5, rosters = 200", 161)]
    {
        let model = build(&text(seed), None);
        let whole = whole(&model, trials);
        for (threads, puts_down) in [([1, 1], 1), ([1, 7], 3), ([2, 1], 2), ([7, 2], 2), ([7, 7], 1)] {
            let keeps = Memory::stopping(puts_down, puts_down);
            let (outcome, taken_up) = in_two(keeps, threads, |keeper, threads| {
                run(&model, keeper.options(trials, threads), keeper)
            });
            let what = format!("{seed}, {trials} trials, {threads:?} threads, put down after {puts_down}");
            assert_eq!(outcome.fingerprint(), whole, "{what}");
            assert!(taken_up > 0 && taken_up <= trials, "{what}: {taken_up}");
        }
    }
}

#[test]
fn counts_in_four_bytes_are_taken_up_too() {
    // More trials than two bytes count: bins are kept in four.
    let model = build(&text("seed = 3").replace("years = 2", "years = 1"), None);
    let keeps = Memory::stopping(2, 2);
    let stopped = run(&model, keeps.options(70_000, 2), &keeps).err();
    assert_eq!(stopped, Some(Fault::Stopped));
    let again = Memory { stops: 1, ..Memory::after(keeps) };
    assert_eq!(run(&model, again.options(70_000, 2), &again).err(), Some(Fault::Stopped));
    assert!(again.taken_up.into_inner() >= 32);
}

#[test]
fn what_belongs_to_another_run_is_not_taken_up() {
    let (model, other) = (build(&text("seed = 3"), None), build(&text("seed = 3, rosters = 2"), None));
    for (of, trials) in [(&other, 96), (&model, 70_000)] {
        let keeps = Memory::stopping(1, 1);
        assert_eq!(run(&model, keeps.options(96, 1), &keeps).err(), Some(Fault::Stopped));
        let goes_on = Memory { stops: 1, ..Memory::after(keeps) };
        assert_eq!(run(of, goes_on.options(trials, 1), &goes_on).err(), Some(Fault::Stopped));
        assert_eq!(goes_on.taken_up.into_inner(), 0, "nothing of it");
    }
}

#[test]
fn a_run_to_a_precision_ends_where_it_would_have_ended() {
    let model = build(&text("seed = 6"), None);
    // As precise as three batches are.
    let three = super::common::run(&model, 3 * 512, 2);
    let asked = least_precise(&model, &three).unwrap().relative_error();
    let to = |keeper: &Memory, threads: usize| -> Result<Outcome, Fault> {
        run_to_precision(&model, keeper.options(8 * 512, threads), asked, keeper)
    };
    let once = to(&Memory::stopping(u64::MAX, u64::MAX), 2).unwrap();
    assert!(once.trials > 512 && once.trials < 8 * 512, "{}: batches are wanted", once.trials);
    // Within the first batch, at its end, within the second.
    for puts_down in [5, 16, 17] {
        let (outcome, taken_up) = in_two(Memory::stopping(puts_down, puts_down), [1, 2], to);
        assert_eq!((outcome.trials, outcome.fingerprint()), (once.trials, once.fingerprint()), "{puts_down}");
        assert_eq!(taken_up, 32 * puts_down);
    }
}

#[test]
fn what_funds_variants_splits_and_stresses_are_taken_up_block_by_block() {
    let study = Study::read("test.toml", &text("seed = 8"), &NoFiles).unwrap();
    let funded = |keeper: &Memory, threads: usize| {
        // A study of its own: what another has solved, it knows.
        let study = Study::read("test.toml", &text("seed = 8"), &NoFiles).unwrap();
        let mut model = study.stated().unwrap();
        match study.fund(&mut model, keeper.options(1, threads), keeper) {
            Ok(()) => Ok(model),
            Err(cascade::study::StudyFault::Engine(fault)) => Err(fault),
            Err(other) => panic!("{other}"),
        }
    };
    let model = study.model().unwrap();
    let factors = |model: &Model| -> Vec<_> { model.arms.iter().map(|arm| arm.funded.clone()).collect() };
    assert!(factors(&model).iter().flatten().count() == 1);
    for stops in [1, 5, 9] {
        let (found, taken_up) = in_two(Memory::stopping(0, stops), [2, 1], funded);
        assert_eq!(factors(&found), factors(&model), "stopped after {stops} blocks");
        assert!(taken_up >= 32);
    }

    let trials = 150;
    let outcome = super::common::run(&model, trials, 2);
    let never = || Memory::stopping(u64::MAX, u64::MAX);
    let split = |keeper: &Memory, threads| split_variance(&model, keeper.options(trials, threads), keeper);
    let stress = |keeper: &Memory, threads| {
        stress_test(&study, (&model, &outcome), keeper.options(1, threads), keeper)
    };
    let (splits, stresses) = (split(&never(), 1).unwrap(), stress(&never(), 1).unwrap());
    for stops in [1, 6, 7] {
        let (found, taken_up) = in_two(Memory::stopping(0, stops), [2, 7], split);
        assert!(found == splits && taken_up >= 32, "split, stopped after {stops} blocks");
        let (found, taken_up) = in_two(Memory::stopping(0, stops), [1, 2], stress);
        assert!(found == stresses && taken_up >= 32, "stress, stopped after {stops} blocks");
    }
}

#[test]
fn tables_come_back_as_they_were_put_down() {
    fn back<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(
        table: &T,
    ) -> usize {
        let bytes = postcard::to_stdvec(table).unwrap();
        assert_eq!(&postcard::from_bytes::<T>(&bytes).unwrap(), table);
        for end in [0, bytes.len() / 2, bytes.len() - 1] {
            assert!(postcard::from_bytes::<T>(&bytes[..end]).is_err(), "{end} of {} bytes", bytes.len());
        }
        bytes.len()
    }
    for rosters in [1, 5] {
        let mut moments = MomentTable::new(vec![0.1, -0.0, f64::MAX, 3e-310]).by_roster(rosters);
        back(&moments);
        for (cell, sum) in [(0, 1e30), (1, -1e30), (2, 12.5)] {
            moments.add(cell, Scale::FINE, sum, sum * sum);
            moments.add_to_roster(cell, Scale::FINE, 3, sum);
        }
        back(&moments);
    }
    for trials in [100, 100_000] {
        let mut table = QuantileTable::new(6, trials);
        back(&table);
        table.add(0, &[0, 0, 0]);
        table.add(1, &[5; 90]);
        table.add(2, &[-1_000_000_007, 3, 0, 2_000_000_000_000_000]);
        table.add(3, &(1..=128).collect::<Vec<i64>>());
        table.add(5, &[-2_000_000_000_000_000, -7]);
        assert!(back(&table) < 400, "what is empty takes no room");
        let mut more = table.clone();
        let taken_up: QuantileTable = postcard::from_bytes(&postcard::to_stdvec(&table).unwrap()).unwrap();
        let mut other = taken_up;
        for both in [&mut more, &mut other] {
            both.add(2, &[17, -2_000_000_000_000_000]);
            both.add(4, &[1]);
        }
        assert_eq!(more, other);
    }
}

/// Begins a run in a folder, into `results`.
pub(super) fn begin(folder: &Path, more: &[&str]) -> Child {
    let run = ["run", "scenario.toml", "--out", "results", "--checkpoint-seconds", "0", "--threads", "2"];
    begun(folder, &[&run[..], more].concat())
}

const CHECKPOINT: &str = ".cascade-results.checkpoint";

/// The files of a finished run but for the manifest, which holds times.
pub(super) fn results(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = contents(&folder.join("results"));
    assert!(found.remove(MANIFEST).is_some() && found.len() > 10);
    found
}

/// A folder with a scenario.
pub(super) fn with_scenario() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("scenario.toml"), text("seed = 11")).unwrap();
    folder
}

/// What takes part in every run of these tests.
pub(super) const ASKED: [&str; 8] =
    ["--trials", "160", "--uncertainty", "--charts", "none", "--no-report", "--no-workbook", "--quiet"];

/// Goes on, and says on which streams what.
fn goes_on(folder: &Path, more: &[&str], code: i32) -> (String, String) {
    let run = ["run", "scenario.toml", "--out", "results", "--resume"];
    ended(folder, &[&run[..], &ASKED[..7], more].concat(), code)
}

/// Runs until a checkpoint holds what was counted, and kills it; the bytes of that checkpoint.
fn killed_with_a_checkpoint(folder: &Path, more: &[&str]) -> Vec<u8> {
    for _ in 0..20 {
        let mut child = begin(folder, &[&ASKED[..], more].concat());
        let path = folder.join(CHECKPOINT);
        let counts = || {
            let bytes = std::fs::read(&path).unwrap_or_default();
            frames(&bytes).iter().any(|frame| bytes[frame.start] == PART)
        };
        let lives = lives_until(&mut child, counts);
        kill(child);
        if lives && path.exists() && !folder.join("results").exists() {
            return std::fs::read(&path).unwrap();
        }
        // Over before it was killed.
        let _ = std::fs::remove_dir_all(folder.join("results"));
    }
    panic!("no checkpoint is ever seen");
}

/// Kinds of frames: what was counted, and values of samples.
const PART: u8 = 1;
const VALUES: u8 = 2;

/// Where the frames of a checkpoint lie, each with its kind, length and hash; only whole ones.
fn frames(bytes: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let Some(line) = bytes.iter().position(|byte| *byte == b'\n') else { return found };
    let mut start = line + 1;
    while let Some(length) = bytes.get(start + 1..start + 9) {
        let length = u64::from_le_bytes(length.try_into().unwrap());
        let end = start + 9 + usize::try_from(length).unwrap() + 32;
        if end > bytes.len() {
            break;
        }
        found.push(start..end);
        start = end;
    }
    found
}

/// What lies beside the results.
fn beside(folder: &Path) -> Vec<String> {
    names(folder).into_iter().filter(|name| !name.starts_with("results/") && !name.ends_with('/')).collect()
}

#[test]
fn killed_at_any_moment_it_goes_on_to_the_same_bytes() {
    let folder = with_scenario();
    let place = folder.path();
    let took = killed_after(begin(place, &ASKED), Duration::from_secs(200)).expect("a small run");
    let whole = results(place);
    assert_eq!(beside(place), ["scenario.toml"], "what was published needs no checkpoint");
    for part in [0.3, 0.6, 0.85] {
        std::fs::remove_dir_all(place.join("results")).unwrap();
        killed_after(begin(place, &ASKED), took.mul_f64(part));
        // Killed while it goes on, too.
        let again = [&ASKED[..], &["--resume"]].concat();
        killed_after(begin(place, &again), took.mul_f64(0.1));
        goes_on(place, &[], 0);
        assert!(results(place) == whole, "killed after {part} of {took:?}");
        assert!(!place.join(CHECKPOINT).exists());
    }
}

#[test]
fn a_checkpoint_is_of_one_run_and_whole() {
    let folder = with_scenario();
    let place = folder.path();
    let path = place.join(CHECKPOINT);
    // Nothing there yet.
    let (_, said) = goes_on(place, &[], 0);
    assert!(
        said.contains(&format!("There is no checkpoint of this run to go on from ({CHECKPOINT})")),
        "{said}"
    );
    std::fs::remove_dir_all(place.join("results")).unwrap();

    let kept = killed_with_a_checkpoint(place, &[]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    // Another run, named by what differs; nothing is touched.
    for (more, what) in [
        (&["--seed", "12"][..], "with seed 11 instead of 12, another roster;"),
        (&["--arms", "more"], "with arms baseline quality more instead of baseline more;"),
        (&["--precision", "0.1"], "precision none instead of 0.1;"),
    ] {
        let (_, said) = goes_on(place, more, 2);
        assert!(said.contains("error: cannot go on from") && said.contains(what), "{said}");
        assert!(said.contains("leave --resume out to begin at the beginning"), "{said}");
        assert_eq!(std::fs::read(&path).unwrap(), kept);
    }
    // Another version, another build: heads are JSON, their hash is told with them.
    for (was, is, what) in [
        ("\"cascade\":\"", "\"cascade\":\"9", "it was written by cascade 9"),
        ("\"build\":\"", "\"build\":\"0", "it was written by another build of cascade"),
    ] {
        std::fs::write(&path, with_head(&kept, |head| head.replacen(was, is, 1))).unwrap();
        let (_, said) = goes_on(place, &[], 2);
        assert!(said.contains(what), "{said}");
    }
    // Something else: neither read nor replaced.
    std::fs::write(&path, "my notes").unwrap();
    let (_, said) = goes_on(place, &[], 2);
    assert!(said.contains("is no checkpoint of cascade") && said.contains("move it away"), "{said}");
    ended(place, &["run", "scenario.toml", "--out", "results", "--trials", "4"], 2);
    assert_eq!(std::fs::read(&path).unwrap(), b"my notes");
}

#[test]
fn a_checkpoint_that_is_torn_or_changed_publishes_nothing_wrong() {
    let folder = with_scenario();
    let place = folder.path();
    let path = place.join(CHECKPOINT);
    let more = ["--no-stress"];
    goes_on(place, &more, 0);
    let whole = results(place);
    std::fs::remove_dir_all(place.join("results")).unwrap();
    let kept = killed_with_a_checkpoint(place, &more);
    let all = frames(&kept);
    let of = |kind: u8| all.iter().filter(|frame| kept[frame.start] == kind).cloned().collect::<Vec<_>>();
    let (head, parts, values) = (all[0].clone(), of(PART), of(VALUES));
    let (first, last, sample) =
        (parts[0].clone(), parts[parts.len() - 1].clone(), values[values.len() - 1].clone());
    // Cut within its first line it is nobody's, and stays.
    for length in [0, 10] {
        std::fs::write(&path, &kept[..length]).unwrap();
        let (_, said) = goes_on(place, &more, 2);
        assert!(said.contains("is no checkpoint of cascade"), "cut to {length}: {said}");
        assert_eq!(std::fs::read(&path).unwrap(), kept[..length]);
    }
    let cut = |length: usize| kept[..length].to_vec();
    let flipped = |at: usize| {
        let mut bytes = kept.clone();
        bytes[at] ^= 1;
        bytes
    };
    let middle = |frame: &Range<usize>| frame.start.midpoint(frame.end);
    let (not_whole, goes) = ("it is not whole. The run begins at the beginning.", "Goes on from ");
    for (what, bytes, says) in [
        ("cut in the head", cut(middle(&head)), not_whole),
        ("cut in the first part", cut(middle(&first)), not_whole),
        ("a bit of the length of a part", flipped(first.start + 8), not_whole),
        ("a bit of what was counted", flipped(middle(&last)), not_whole),
        // Values of samples come last: those before still count.
        ("cut at its last byte", cut(kept.len() - 1), goes),
        ("a bit of a sample", flipped(middle(&sample)), goes),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let (_, said) = goes_on(place, &more, 0);
        assert!(said.contains(says), "{what}: {said}");
        assert!(results(place) == whole, "{what}");
        assert!(!path.exists(), "{what}");
        std::fs::remove_dir_all(place.join("results")).unwrap();
    }
}

/// A checkpoint with another head, whose length and hash are right.
fn with_head(bytes: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    use sha2::Digest;
    let Range { start, end } = frames(bytes)[0].clone();
    let head = change(String::from_utf8(bytes[start + 9..end - 32].to_vec()).unwrap());
    let mut frame = vec![0_u8];
    frame.extend((head.len() as u64).to_le_bytes());
    frame.extend(head.as_bytes());
    let hash = sha2::Sha256::digest(&frame);
    [&bytes[..start], &frame, &hash, &bytes[end..]].concat()
}

#[test]
fn without_resume_it_says_what_lies_there_and_takes_it_away_when_done() {
    let folder = with_scenario();
    let place = folder.path();
    killed_with_a_checkpoint(place, &[]);
    // What somebody left who was killed while writing it.
    std::fs::write(place.join(format!("{CHECKPOINT}.x7")), "half").unwrap();
    let run = |more: &[&str]| {
        ended(place, &[&["run", "scenario.toml", "--out", "results"], &ASKED[..7], more].concat(), 0).1
    };
    let said = run(&["--seed", "12"]);
    assert!(
        said.contains(
            "will be replaced by this run's when that is put down: it is of another run, with seed"
        ),
        "{said}"
    );
    assert_eq!(beside(place), [CHECKPOINT, "scenario.toml"], "a short run puts nothing down");
    std::fs::remove_dir_all(place.join("results")).unwrap();
    let said = run(&[]);
    assert!(said.contains("with --resume it would have gone on from there"), "{said}");
    assert_eq!(beside(place), ["scenario.toml"]);
}

#[test]
#[cfg(unix)]
fn stopped_while_it_writes_it_keeps_all_that_it_simulated() {
    let folder = with_scenario();
    let place = folder.path();
    let run = ["run", "scenario.toml", "--out", "results", "--trials", "96", "--no-stress", "--quiet"];
    ended(place, &run, 0);
    let whole = results(place);
    for _ in 0..20 {
        std::fs::remove_dir_all(place.join("results")).unwrap();
        let mut child = begun(place, &run);
        let new = place.join(".cascade-results.writing/new");
        let writes = || std::fs::read_dir(&new).is_ok_and(|mut entries| entries.next().is_some());
        lives_until(&mut child, writes);
        interrupt(&child);
        let output = child.wait_with_output().unwrap();
        if output.status.success() {
            // Over before it was stopped.
            continue;
        }
        assert_eq!(output.status.code(), Some(130));
        assert_eq!(
            words(&output.stderr),
            format!("Stopped; the same command with --resume goes on after all 96 trials ({CHECKPOINT}).\n")
        );
        assert_eq!(beside(place), [CHECKPOINT, "scenario.toml"]);
        let (_, said) = ended(place, &[&run[..7], &["--resume"]].concat(), 0);
        assert!(said.starts_with(&format!("Goes on from 96 trials ({CHECKPOINT}).")), "{said}");
        assert!(results(place) == whole);
        assert_eq!(beside(place), ["scenario.toml"]);
        return;
    }
    panic!("it is never stopped while it writes");
}

#[test]
#[cfg(unix)]
fn stopped_by_hand_it_says_from_where_it_goes_on() {
    let folder = with_scenario();
    let place = folder.path();
    let mut child = begin(place, &["--trials", "1000000"]);
    // Until the run itself is under way: its parts make a file of some size.
    let is_long = || std::fs::metadata(place.join(CHECKPOINT)).is_ok_and(|found| found.len() >= 100_000);
    assert!(lives_until(&mut child, is_long));
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let said = words(&output.stderr);
    let trials = said
        .strip_prefix("Stopped; the same command with --resume goes on from ")
        .and_then(|rest| rest.strip_suffix(&format!(" of 1000000 trials ({CHECKPOINT}).\n")));
    let trials: u64 = trials.unwrap_or_else(|| panic!("{said}")).parse().unwrap();
    assert!(trials >= 32 && trials.is_multiple_of(32), "{said}");
    assert_eq!(beside(place), [CHECKPOINT, "scenario.toml"]);
    // It does what it says.
    kill(begin(place, &["--trials", "1000000", "--resume"]));
    let mut again = begin(place, &["--trials", "1000000", "--resume"]);
    let mut lines = BufReader::new(again.stderr.take().unwrap()).lines().map(Result::unwrap);
    let first = lines.find(|line| !line.starts_with("note: removed ")).expect("it says what it does");
    assert!(first.starts_with("Goes on from ") && first.contains(" trials ("), "{first}");
    kill(again);
}
