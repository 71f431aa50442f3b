//! The way out: results as tables, and what a person reads of them as pages.
//!
//! A [`Table`] is data: its name, what a row is, and its columns with key, unit, kind and meaning. Its
//! rows come one at a time, and a [`Format`] writes them as they come; so every table has every format, and
//! documents, manifests and tests take names and columns from the same records. Everything here writes
//! into any sink and touches no file: only the command line does.
//!
//! What a command prints is a [`Page`]: one record, for the eye and for a program.
//!
//! The summary of a small run, as CSV and as JSON, and its headline:
//!
//! ```
//! # use cascade::engine::{RunOptions, Silent, run};
//! # use cascade::{NoFiles, Study};
//! # let text = r#"
//! #     run = { years = 2 }
//! #     scenario = { title = "Two physicians" }
//! #     system = { name = "Small clinic" }
//! #     workforce = { move_hazard = 0, exit_hazard = 0 }
//! #     plan.salary.pay = [{ salary = { per_fte = 250000 } }]
//! #     cohort.fm = { count = 2, specialty = "family_medicine", plans = { salary = 1.0 }, wrvu = 5000 }
//! #     contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
//! # "#;
//! # let model = Study::read("clinic.toml", text, &NoFiles).expect("a valid scenario").model().expect("a roster that fits");
//! # let outcome = run(&model, RunOptions::trials(64), &Silent).expect("a balanced ledger");
//! use cascade::report::{Csv, Json, Page, Report, RunFacts, RunPage, run_table};
//!
//! let report = Report::new(&model, &outcome, &[]);
//! let summary = run_table("summary").expect("a table of every run");
//! let (mut csv, mut json) = (Vec::new(), Vec::new());
//! summary.write(&report, &Csv, &mut csv)?;
//! summary.write(&report, &Json, &mut json)?;
//!
//! let csv = String::from_utf8(csv).expect("UTF-8");
//! assert!(csv.contains("baseline,2026,system,all,pay,$,"));
//! let json: serde_json::Value = serde_json::from_slice(&json)?;
//! let pay = json["rows"].as_array().expect("rows").iter().find(|row| row["metric"] == "pay");
//! assert_eq!(pay.expect("a measure of every run")["p50"], 250_000.0); // the median of a salary
//!
//! let page = RunPage::of(&report, RunFacts::default());
//! assert!(page.text().contains("Pay per physician"));
//! let headline: serde_json::Value = serde_json::from_str(&page.json()?)?;
//! assert_eq!(headline["arms"][0]["figures"][0]["unit"], "$");
//! # Ok::<(), std::io::Error>(())
//! ```

mod cell;
mod layout;
mod pages;
mod precision;
mod provenance;
mod results;
mod searched;
mod table;
mod tables;
mod write;

pub use crate::decision::{Disclosure, HiddenGroups, HiddenOf, Undisclosable};
pub use cell::{Cell, IntoCell, plain};
pub use pages::{
    AgainFacts, AgainPage, AgainVersions, AgainstPage, CheckPage, ExplainPage, Headlines, LawPage, Page,
    PricePage, RefusedPage, ReviewOf, ReviewPage, RosterPage, RunBeside, RunFacts, RunPage, SearchPage,
    SensitivityPage, StatementPage, SweepPage, VerifyPage, statement_heading,
};
#[cfg(feature = "replay")]
pub use pages::{BacktestPage, BenchmarkPage, ReplayPage};
#[cfg(feature = "calibrate")]
pub use pages::{FitFacts, FitPage};
pub use precision::{LeastPrecise, MonteCarloError};
pub use provenance::{Provenance, SourceFile};
pub use results::Report;
pub use searched::SearchReport;
#[cfg(any(feature = "charts", feature = "xlsx"))]
pub(crate) use table::columns;
pub use table::{Column, IN_ROW, Kind, Table, Whom};
#[cfg(feature = "calibrate")]
pub use tables::{CALIBRATED, write_draws, write_pay_fit};
#[cfg(feature = "replay")]
pub use tables::{FORECASTS, REPLAYED, SettledRows, write_forecasts, write_years};
pub use tables::{
    PRICED, Rows, RunTable, SEARCHED, SENSITIVITY, SWEPT, SensitivityTable, TABLES, run_table, sweep_files,
    write_bearers, write_cells, write_prices, write_searched, write_sweep,
};
#[cfg(any(feature = "charts", feature = "xlsx"))]
pub(crate) use tables::{always, shared};
#[cfg(feature = "parquet")]
pub use write::Parquet;
pub use write::{Csv, FORMATS, Format, Json, MANIFEST, PAGE, Sheet, Text, WORKBOOK};
