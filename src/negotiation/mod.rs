//! What is asked before a payer contract is signed: how each clause stands, and what it is worth.
//!
//! [`clause`] knows seven clauses that move money from the system to the payer, how each stands in a contract of a
//! scenario, and the patch that takes it out or puts it in. [`price`] runs contracts with and without on the same
//! luck. Nothing here works a rule out a second time: a clause is what the scenario says, and its price is the
//! difference of two runs.

pub mod clause;
pub mod price;
pub mod review;
