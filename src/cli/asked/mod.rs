//! What can be asked of the commands that run a study at other numbers: a file for each.

mod calibrate;
mod common;
mod price;
mod review;
mod search;
mod sensitivity;
mod sweep;

pub(super) use calibrate::CalibrateArgs;
pub(super) use common::{AskedStudy, Overrides, Says};
pub(super) use price::PriceArgs;
pub(super) use review::ReviewArgs;
pub(super) use search::SearchArgs;
pub(super) use sensitivity::SensitivityArgs;
pub(super) use sweep::{AskedDesign, SweepArgs};
