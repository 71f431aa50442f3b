//! temp
pub mod units; pub mod math; pub mod tile; pub mod random; pub mod stats; pub mod schema; pub mod terms; pub mod ledger; pub mod entity; pub mod payer; pub mod pay; pub mod behaviour; pub mod system; pub mod alignment; pub mod model; pub mod scenario; pub mod engine; pub mod table; pub mod chart;
