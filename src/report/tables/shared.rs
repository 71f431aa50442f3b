//! Columns that several tables have, those of charts too.

use crate::report::table::{Column, IN_ROW};

pub(crate) const ARM: Column = Column::text("arm", "baseline, or the name of a variant");
pub(crate) const YEAR: Column = Column::whole("year", "performance year");
pub(crate) const PHYSICIAN_ID: Column =
    Column::text("physician_id", "identifier of the roster. Names a position: whoever follows keeps it");
pub(crate) const SPECIALTY: Column = Column::text("specialty", "specialty of the roster");
pub(crate) const METRIC: Column = Column::text("metric", "what is measured; the measures are listed below");
pub(crate) const UNIT: Column = Column::text("unit", "its unit; $ are US dollars of the year");

pub(crate) const MEAN: Column = Column::number("mean", IN_ROW, "mean over trials");
pub(crate) const SD: Column = Column::number("sd", IN_ROW, "standard deviation over trials");
pub(crate) const MC_SE: Column = Column::number(
    "mc_se",
    IN_ROW,
    "Monte Carlo standard error of the mean, on the roster of the run: from the means of blocks of 32 trials, each of which spreads what is drawn evenly (of fewer than 8 whole blocks, and of what is not there in every trial, sd / √trials, which is not too small); where `run.rosters` has several drawn, with what rosters differ by, of one physician as if all spread were between rosters: sd / √rosters",
);
pub(crate) const P05: Column = quantile("p05", "5th percentile");
pub(crate) const P25: Column = quantile("p25", "25th percentile");
pub(crate) const P50: Column = quantile("p50", "median");
pub(crate) const P75: Column = quantile("p75", "75th percentile");
pub(crate) const P95: Column = quantile("p95", "95th percentile");
pub(crate) const CI_LOW: Column = Column::number(
    "ci_low",
    IN_ROW,
    "lower end of the 95 % interval that a finite number of trials, and of rosters where several are drawn, leaves for the mean: Student's; of a chance Wilson's, of a difference of chances Bonett and Price's, which are not zero wide where the event was never met",
);
pub(crate) const CI_HIGH: Column = Column::number("ci_high", IN_ROW, "its upper end");
pub(crate) const ROSTER_SD: Column = Column::number(
    "roster_sd",
    IN_ROW,
    "the rosters' part of `sd`: standard deviation between rosters; empty where it is not known: cohorts are drawn once, no roster is met twice, or of one physician, or of a month that some futures never reach",
);

/// A column of dollars instead of the unit of a row.
pub(super) const fn dollars(of: Column) -> Column {
    Column { unit: "$", ..of }
}

const fn quantile(key: &'static str, meaning: &'static str) -> Column {
    Column::number(key, IN_ROW, meaning)
}
