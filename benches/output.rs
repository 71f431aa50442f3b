//! What it takes to write a run, part by part, on one thread: beside the simulation of 32 trials of the same system.
//! With `large` also of 5,000 physicians.

#![allow(
    missing_docs,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench looks at the clock and prints what it finds"
)]

mod shared;

use cascade::board;
use cascade::chart::Chart;
use cascade::model::Model;
use cascade::report::{Csv, Format, Provenance, Report, RunTable, TABLES};
use cascade::study::Study;
use cascade::workbook;
use shared::{Size, Work, asked_for, in_turn, only_a_test, ratio, run};
use std::hint::black_box;
use std::io::{self, Write};

const TRIALS: u64 = 32;

/// Counts bytes.
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += black_box(bytes).len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn table(report: &Report<'_>, one: &'static RunTable) {
    let format: &dyn Format = &Csv;
    one.write(report, format, &mut Counted(0)).expect("nothing refuses a byte");
}

fn write(study: &Study, name: &str) {
    let model: &Model = &study.stated().expect("the roster fits");
    let (outcome, surveys) = (run(model, TRIALS, 1), study.surveys(model));
    let report = Report::new(model, &outcome, &surveys);
    let from = Provenance { identity: "", command: "", sources: &[] };
    let person = |one: &&&RunTable| one.table.name.starts_with("physicians");
    let mut works = [
        Work { name: "simulating 32 trials", once: Box::new(|| drop(black_box(run(model, TRIALS, 1)))) },
        Work {
            name: "tables by physician",
            once: Box::new(|| TABLES.iter().filter(person).for_each(|one| table(&report, one))),
        },
        Work {
            name: "other tables",
            once: Box::new(|| {
                let others = TABLES.iter().filter(|one| !person(one) && one.is_given(&report));
                others.for_each(|one| table(&report, one));
            }),
        },
        Work {
            name: "pictures",
            once: Box::new(|| {
                for scene in Chart::ALL.iter().filter_map(|chart| chart.draw(&report)) {
                    black_box((scene.svg(), scene.png().expect("it can be drawn")));
                }
            }),
        },
        Work { name: "page", once: Box::new(|| drop(black_box(board::page(&report, &from)))) },
        Work {
            name: "workbook",
            once: Box::new(|| workbook::write(&report, &from, &mut Counted(0)).expect("it can be written")),
        },
    ];
    let seconds = in_turn(5, &mut works);
    for (work, own) in works.iter().zip(&seconds).skip(1) {
        let lowest = own.iter().copied().fold(f64::INFINITY, f64::min);
        println!(
            "OUTPUT {name}, {}: {lowest:.3} s at best, {} of {}",
            work.name,
            ratio(own, &seconds[0]),
            works[0].name
        );
    }
}

fn main() {
    if only_a_test() {
        return;
    }
    let study = |physicians| Size { arms: 4, physicians, ..Size::REFERENCE }.study();
    if asked_for("reference") {
        write(&study(250), "250 physicians");
    }
    if std::env::args().any(|argument| argument == "large") {
        write(&study(5_000), "5,000 physicians");
    }
}
