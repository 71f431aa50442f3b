//! What is measured, and where it stands in the results.

mod layout;
mod metric;

pub(super) use layout::{Layout, Members};
pub use layout::{Row, Scope};
pub use metric::{
    Audience, ContractMetric, Definition, HorizonMetric, Keep, LeverFigure, Metric, Rollup, SystemMetric,
};
