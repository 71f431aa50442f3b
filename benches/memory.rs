//! Peak memory, one process for each size.
//!
//! The bench starts itself once for each size; the child runs and prints its own peak resident
//! memory, which Linux keeps in `/proc/self/status` (`VmHWM`). On other systems it says so and
//! stops. `cargo bench --bench memory -- large` measures 5,000 physicians and four arms, too.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a bench reads the system's records, starts itself and prints what it finds"
)]

mod shared;

use shared::{Size, only_a_test, run};
use std::process::Command;

/// The word that makes this process a child.
const CHILD: &str = "--peak-of";

/// Peak resident memory of this process so far, MB.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}

/// Runs one size and prints the peak.
fn child(words: &[String]) {
    let number = |i: usize| words[i].parse::<u64>().expect("a number");
    let size = Size {
        arms: usize::try_from(number(0)).expect("a few"),
        trials: number(1),
        physicians: number(2),
        years: number(3),
        ..Size::REFERENCE
    };
    let model = size.model();
    let outcome = run(&model, size.trials, usize::try_from(number(4)).expect("a few"));
    assert_eq!(outcome.trials, size.trials);
    println!("{}", peak().unwrap_or(f64::NAN));
}

/// Peak memory of a run in a process of its own, MB.
fn measure(size: Size, threads: usize) -> f64 {
    let own = std::env::current_exe().expect("this program");
    let words = [size.arms as u64, size.trials, size.physicians, size.years, threads as u64];
    let output =
        Command::new(own).arg(CHILD).args(words.map(|n| n.to_string())).output().expect("a child process");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let megabytes: f64 = String::from_utf8_lossy(&output.stdout).trim().parse().expect("a figure");
    println!(
        "  {} arms, {:6} trials, {:5} physicians, {:2} years, {threads} threads: {megabytes:7.1} MB",
        size.arms, size.trials, size.physicians, size.years
    );
    megabytes
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|a| a == CHILD) {
        return child(&arguments[at + 1..]);
    }
    if only_a_test() {
        return;
    }
    if peak().is_none() {
        println!("this system keeps no /proc/self/status; nothing measured");
        return;
    }
    println!("Peak resident memory:");
    let four = Size { arms: 4, trials: 1_000, ..Size::REFERENCE };
    for threads in [1, 2] {
        let short = measure(four, threads);
        let long = measure(Size { trials: 50_000, ..four }, threads);
        println!("MEMORY 50,000 trials / 1,000, {threads} threads: {:.3}", long / short);
    }
    if arguments.iter().any(|a| a == "large") {
        let large = measure(Size { physicians: 5_000, trials: 1_000, ..four }, 2);
        println!("MEMORY 5,000 physicians, 10 years, 4 arms: {large:.0} MB of 4,295 allowed");
    }
}
