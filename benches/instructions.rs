//! Instructions of one arm per physician-year, against a budget.
//!
//! Times swing with whatever else a machine does; instructions repeat exactly. The bench starts itself
//! under `valgrind --tool=callgrind` with 32 and with 96 trials of the reference system's baseline on
//! one thread: the difference is 64 trials of the engine and nothing else. Valgrind shows programs a
//! processor with AVX2 and without AVX-512, so the count is that of one instruction set everywhere.
//!
//! `benches/instructions.txt` holds the budget. More than 1 % above it fails. The same of the baseline with three
//! variants stands beside it.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a bench starts itself and prints what it finds"
)]

mod shared;

use shared::{Size, only_a_test, physician_years, run};
use std::process::{Command, ExitCode};

/// The word that makes this process a child; the number of trials follows, and that of arms.
const CHILD: &str = "--trials-of";
/// Trials of the shorter and of the longer run.
const TRIALS: [u64; 2] = [32, 96];
/// Above the budget by more than this it fails; below it by more than the second it asks for a lower one.
const TOLERANCE: [f64; 2] = [0.01, 0.05];

/// The budget: the one line of its file that is no comment.
fn budget() -> f64 {
    let lines = include_str!("instructions.txt").lines().filter(|line| !line.starts_with('#'));
    lines.collect::<String>().trim().parse().expect("benches/instructions.txt holds one number")
}

/// Runs the reference system's baseline, or so many of its arms.
fn child(trials: &str, arms: Option<&String>) {
    let trials = trials.parse().expect("a number of trials");
    let arms = arms.map_or(1, |arms| arms.parse().expect("a number of arms"));
    let outcome = run(&Size { arms, ..Size::REFERENCE }.model(), trials, 1);
    assert_eq!(outcome.trials, trials);
    println!("{:?}", pulp::Arch::new());
}

/// Has the C library clear and copy memory by vectors, never by a repeated store or move, which counts as an
/// instruction for each byte: how large a piece the compiler clears or copies at once would else decide the figure.
const PLAIN_MEMORY: &str =
    "glibc.cpu.x86_rep_stosb_threshold=1073741824:glibc.cpu.x86_rep_movsb_threshold=1073741824";

/// Instructions of a run in a process of its own; an explanation when valgrind cannot count them.
fn instructions(trials: u64, arms: usize) -> Result<f64, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .env("GLIBC_TUNABLES", PLAIN_MEMORY)
        .arg(own)
        .args([CHILD, &trials.to_string(), &arms.to_string()])
        .output()
        .map_err(|error| {
            format!("cannot start valgrind ({error}); install it, on Debian: apt-get install valgrind")
        })?;
    let (said, set) = (String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout));
    if !output.status.success() {
        return Err(format!("the run under valgrind failed:\n{said}"));
    }
    if !set.starts_with("V3") {
        return Err(format!("the budget is counted with AVX2; here valgrind shows {}", set.trim()));
    }
    let counted = said.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    counted.ok_or_else(|| format!("valgrind did not say how many instructions it counted:\n{said}"))
}

/// Instructions per physician-year of an arm, of so many arms together.
fn measure(arms: usize) -> Result<f64, String> {
    let [short, long] = [instructions(TRIALS[0], arms)?, instructions(TRIALS[1], arms)?];
    Ok((long - short) / physician_years(&Size::REFERENCE.model(), TRIALS[1] - TRIALS[0]))
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == CHILD) {
        child(&arguments[at + 1], arguments.get(at + 2));
        return ExitCode::SUCCESS;
    }
    if only_a_test() {
        return ExitCode::SUCCESS;
    }
    let (found, four) = match measure(1).and_then(|one| Ok((one, measure(4)?))) {
        Ok(found) => found,
        Err(why) => {
            println!("INSTRUCTIONS not counted: {why}");
            return ExitCode::FAILURE;
        }
    };
    println!("INSTRUCTIONS of four arms over those of one: {:.2}", four / found);
    let (budget, [above, below]) = (budget(), TOLERANCE);
    let off = found / budget - 1.0;
    println!(
        "INSTRUCTIONS per physician-year of one arm: {found:.0}; budget {budget:.0} ({:+.1} %)",
        100.0 * off
    );
    if off > above {
        println!(
            "That is more than {:.0} % above the budget. Find what made it dearer; if it is worth it, raise the \
             number in benches/instructions.txt in a commit that says why.",
            100.0 * above
        );
        return ExitCode::FAILURE;
    }
    if off < -below {
        println!(
            "That is well below: lower the number in benches/instructions.txt to {found:.0}, to keep what was won."
        );
    }
    ExitCode::SUCCESS
}
