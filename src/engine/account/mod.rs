//! What agreements carry from one year into the next beside the state of positions: opened as the page
//! turns, closed when everyone is paid, and balanced to the cent.
//!
//! A component with memory is a file in `pay`, a file here, and a line in each of the two lists.

mod clawback;
mod deferral;
mod draws;

pub(super) use clawback::ClawbackAccount;
pub(super) use deferral::DeferralAccount;
pub use deferral::DeferralStory;
pub use draws::DrawStory;
pub(super) use draws::{BalanceTile, DrawAccount, Moved};

use super::position::PositionTile;
use crate::ledger::{Imbalance, Ledger};
use crate::model::Scenario;
use crate::pay::StatementTile;

/// What every account does in a year. Never used as `dyn`.
trait Account: Sized {
    /// That of an arm with so many tiles of positions; none where no plan of its needs one.
    fn of(scenario: &Scenario, tiles: usize) -> Option<Self>;

    /// Opens the books of a year, in which some positions have changed hands.
    fn open(&mut self, positions: &[PositionTile], ledger: &mut Ledger);

    /// Closes them, once everyone is paid, and checks that what was carried into the year and its
    /// movements give what is carried out of it.
    fn close(&mut self, closing: &Closing<'_>, ledger: &mut Ledger) -> Result<(), Imbalance>;
}

/// What accounts see as a year closes.
pub(super) struct Closing<'a> {
    pub scenario: &'a Scenario,
    pub positions: &'a [PositionTile],
    /// What everyone earned.
    pub statements: &'a [StatementTile],
}

macro_rules! accounts {
    ($( $(#[doc = $doc:literal])+ $name:ident: $type:ident, )+) => {
        /// The accounts of an arm; those that no plan of its needs are not kept.
        #[derive(Debug, Clone, Default)]
        pub(crate) struct Accounts { $( $(#[doc = $doc])+ pub $name: Option<$type>, )+ }

        impl Accounts {
            /// Those of an arm with so many tiles of positions, with nothing carried.
            pub(super) fn of(scenario: &Scenario, tiles: usize) -> Accounts {
                Accounts { $( $name: $type::of(scenario, tiles), )+ }
            }

            /// Opens the books of a year.
            pub(super) fn open_all(&mut self, positions: &[PositionTile], ledger: &mut Ledger) {
                $( if let Some(account) = &mut self.$name { account.open(positions, ledger); } )+
            }

            /// Closes them and checks each.
            pub(super) fn close_all(
                &mut self,
                closing: &Closing<'_>,
                ledger: &mut Ledger,
            ) -> Result<(), Imbalance> {
                $( if let Some(account) = &mut self.$name { account.close(closing, ledger)?; } )+
                Ok(())
            }
        }
    };
}

accounts! {
    /// Value pay that those who leave soon repay.
    clawback: ClawbackAccount,
    /// Pay that waits to vest.
    deferral: DeferralAccount,
    /// Draws, and salaries and targets that follow last year's work.
    draws: DrawAccount,
}
