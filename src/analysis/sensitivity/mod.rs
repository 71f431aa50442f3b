//! What drives the answer, and what knowing more would be worth.

pub mod estimators;
