//! The measures of a whole trial.

use crate::engine::arm::ArmState;
use crate::engine::measure::HorizonMetric;
use crate::units::Cents;

/// The measures of a whole trial of one arm.
pub(crate) fn over_the_horizon(state: &ArmState) -> Vec<f64> {
    let totals = &state.totals;
    let mut running = Cents::ZERO;
    let (mut trough, mut trough_month, mut even_month) = (Cents::ZERO, 0_usize, 0_usize);
    for (month, amount) in state.cash.iter().enumerate() {
        running += *amount;
        if running < trough {
            (trough, trough_month) = (running, month + 1);
        }
        if running < Cents::ZERO {
            even_month = month + 2;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "months")]
    let months = |month: usize| month.min(state.cash.len()) as f64;
    HorizonMetric::ALL
        .iter()
        .map(|metric| match metric {
            HorizonMetric::ProgrammeMargin => totals.programme_margin.dollars(),
            HorizonMetric::SystemMargin => totals.margin.dollars(),
            HorizonMetric::ProgrammeMarginWorth => totals.worth[0],
            HorizonMetric::SystemMarginWorth => totals.worth[1],
            HorizonMetric::PayWorth => totals.worth[2],
            HorizonMetric::CashTrough => trough.dollars(),
            HorizonMetric::TroughMonth => months(trough_month),
            HorizonMetric::BreakEvenMonth => months(even_month),
            HorizonMetric::PassThrough => totals.passed.share_of(totals.earned),
            HorizonMetric::GrossSavings => totals.gross.dollars(),
            HorizonMetric::TrueSavings => totals.true_savings,
            HorizonMetric::TotalPay => totals.pay.dollars(),
            HorizonMetric::YearsEarned => {
                f64::from(totals.years_earned) / f64::from(totals.contract_years.max(1))
            }
            HorizonMetric::ContractsLeft => f64::from(totals.contracts_left),
            HorizonMetric::Losers | HorizonMetric::NeverEven => 0.0,
        })
        .collect()
}
