//! What is measured, and where it stands in the results.

mod layout;
mod metric;

pub(super) use layout::{CellKind, CellLanes, GroupEight, GroupedRun, Layout, Members, scale};
pub use layout::{Row, Scope};
pub(super) use metric::quanta;
pub use metric::{
    Audience, ContractMetric, Definition, HorizonMetric, Keep, LeverFigure, Metric, PersonMetric, Rollup,
    SystemMetric,
};
