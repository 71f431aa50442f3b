//! Columns that several tables have.

use crate::report::table::{Column, IN_ROW};

pub(super) const ARM: Column = Column::text("arm", "baseline, or the name of a variant");
pub(super) const YEAR: Column = Column::whole("year", "performance year");
pub(super) const PHYSICIAN_ID: Column =
    Column::text("physician_id", "identifier of the roster. Names a position: whoever follows keeps it");
pub(super) const SPECIALTY: Column = Column::text("specialty", "specialty of the roster");
pub(super) const METRIC: Column = Column::text("metric", "what is measured; the measures are listed below");
pub(super) const UNIT: Column = Column::text("unit", "its unit; $ are US dollars of the year");

pub(super) const MEAN: Column = Column::number("mean", IN_ROW, "mean over trials");
pub(super) const SD: Column = Column::number("sd", IN_ROW, "standard deviation over trials");
pub(super) const MC_SE: Column =
    Column::number("mc_se", IN_ROW, "Monte Carlo standard error of the mean: sd / √trials");
pub(super) const P05: Column = quantile("p05", "5th percentile");
pub(super) const P25: Column = quantile("p25", "25th percentile");
pub(super) const P50: Column = quantile("p50", "median");
pub(super) const P75: Column = quantile("p75", "75th percentile");
pub(super) const P95: Column = quantile("p95", "95th percentile");

const fn quantile(key: &'static str, meaning: &'static str) -> Column {
    Column::number(key, IN_ROW, meaning)
}
