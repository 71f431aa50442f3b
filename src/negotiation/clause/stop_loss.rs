//! Missing stop-loss, or corridor: single costly persons and bad years count whole.
//!
//! Read from `truncation` and `loss_cap` of shared savings, and from `stop_loss` and `corridor` of contracts at full
//! risk. Without it more dollars vary more, and to the holder of a contract that pays for savings and caps losses
//! variation is worth money: its price may be below zero in the mean and above it in the bad years. Put in: every
//! person counts whole.

use super::family::FEES_ONLY;
use super::kind::ClauseKind::StopLoss;
use super::looked::{ClauseFound, Signed};
use super::patch::ClausePatch;
use crate::payer::{RiskBand, SharedSavings, Terms};
use crate::terms::StopLoss as PersonStopLoss;
use crate::units::{Share, listed, sum};

/// A loss limit above this share of the benchmark is none: caps of payments lie at 5 to 15 % of target (Managed Care,
/// June 2013).
const WIDEST_CAP: f64 = 0.15;

/// The limit that is asked for in its place: the lower end of those caps.
const ASKED_CAP: &str = "0.05";

/// The attachment that is asked for: that of the family's own example. Price levels were not found.
const ATTACHMENT: &str = "{ attachment = 150000 }";

/// The corridor that is asked for: all of 3 % of the budget, half of the next five points, nothing beyond (the payer
/// note's worked example).
const CORRIDOR: &str = "[{ to = 0.03, share = 1.0 }, { to = 0.08, share = 0.5 }]";

pub(super) fn look(signed: &Signed<'_>) -> ClauseFound {
    let terms = &signed.contract.terms;
    let nothing_borne = "the system bears nothing of what its persons' care costs";
    match terms {
        Terms::SharedSavings(shared) => of_shared_savings(signed, shared),
        Terms::PercentOfPremium(full) => {
            at_full_risk(signed, "percent_of_premium", full.stop_loss.as_ref(), &full.corridor, full.beyond)
        }
        Terms::DelegatedCapitation(full) => {
            at_full_risk(signed, "delegated_capitation", full.stop_loss.as_ref(), &full.corridor, full.beyond)
        }
        Terms::FeeForService(_) => signed.cannot_be(StopLoss, FEES_ONLY),
        Terms::PayForPerformance(_) | Terms::Reporting(_) => signed.cannot_be(StopLoss, nothing_borne),
        Terms::PrimaryCareCapitation(_) => {
            signed.cannot_be(StopLoss, "beyond its own visits the system bears nothing of what care costs")
        }
        Terms::Mssp(_)
        | Terms::Reach(_)
        | Terms::Lead(_)
        | Terms::Mips(_)
        | Terms::HospitalValueBasedPurchasing(_)
        | Terms::HospitalReadmissionsReduction(_)
        | Terms::Team(_)
        | Terms::BpciAdvanced(_)
        | Terms::CjrX(_)
        | Terms::AmbulatorySpecialtyModel(_) => signed.cannot_be(
            StopLoss,
            "the programme's rules say what counts of costly cases and what can be owed",
        ),
    }
}

fn of_shared_savings(signed: &Signed<'_>, shared: &SharedSavings) -> ClauseFound {
    let key = |field: &str| format!("terms.shared_savings.{field}");
    let (mut said, mut takes_out) = (Vec::new(), ClausePatch::default());
    let percentile = shared.truncation.as_ref().map(|cut| (cut.percentile, cut.stated_at));
    if let Some((Some(Share(1.0)), stated_at)) = percentile {
        said.push("every person's cost counts whole".to_owned());
        takes_out = takes_out.and(&key("truncation.percentile"), "0.99");
        if stated_at.is_none() {
            takes_out = takes_out.and(&key("truncation.stated_at"), "1.0");
        }
    }
    if shared.loss_rate.0 > 0.0 && shared.loss_cap.0 > WIDEST_CAP {
        said.push(format!("losses are owed up to {} % of the benchmark", sum(100.0 * shared.loss_cap.0)));
        takes_out = takes_out.and(&key("loss_cap"), ASKED_CAP);
    }
    if !takes_out.is_empty() {
        return signed.there(StopLoss, listed(&said, "and"), takes_out);
    }
    let cut = &shared.truncation;
    let has_limit = cut.as_ref().is_some_and(|cut| cut.dollars.is_some());
    let states_where = cut.as_ref().is_some_and(|cut| cut.stated_at.is_some());
    let mut puts_in = ClausePatch::with(&key("truncation.percentile"), "1.0");
    if has_limit {
        puts_in = puts_in.and_without(&key("truncation.dollars"));
    } else if !states_where {
        let stated = cut.as_ref().and_then(|cut| cut.percentile).map_or(0.99, |Share(own)| own);
        puts_in = puts_in.and(&key("truncation.stated_at"), format!("{stated}"));
    }
    let said = match percentile {
        Some((Some(Share(own)), _)) => {
            format!("a person counts up to the {}th percentile of cost", sum(100.0 * own))
        }
        Some((None, _)) => "a person counts up to a limit in dollars".to_owned(),
        None => "a person counts up to the 99th percentile of cost".to_owned(),
    };
    signed.not_there(StopLoss, said, puts_in)
}

fn at_full_risk(
    signed: &Signed<'_>,
    family: &str,
    stop_loss: Option<&PersonStopLoss>,
    corridor: &[RiskBand],
    beyond: Share,
) -> ClauseFound {
    let key = |field: &str| format!("terms.{family}.{field}");
    let (mut said, mut takes_out) = (Vec::new(), ClausePatch::default());
    if stop_loss.is_none() {
        said.push("no stop-loss for single persons".to_owned());
        takes_out = takes_out.and(&key("stop_loss"), ATTACHMENT);
    }
    if corridor.is_empty() {
        said.push("no corridor around the budget".to_owned());
        takes_out = takes_out.and(&key("corridor"), CORRIDOR);
    } else if beyond.0 > 0.0 {
        said.push(format!("beyond the corridor {} % are borne without end", sum(100.0 * beyond.0)));
        takes_out = takes_out.and(&key("beyond"), "0");
    }
    if takes_out.is_empty() {
        let puts_in = ClausePatch::without(&key("stop_loss"));
        return signed.not_there(
            StopLoss,
            "stop-loss for single persons, and a corridor".to_owned(),
            puts_in,
        );
    }
    signed.there(StopLoss, listed(&said, "and"), takes_out)
}
