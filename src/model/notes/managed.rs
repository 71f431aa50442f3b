//! Notes about care management: agreements that nothing pays for, and money beyond what it can buy.

use super::{Look, Remarks};
use crate::model::{lives_of_manager, programme_funding};

/// Funding over what is needed that is asked about: need is uncertain.
const BEYOND: f64 = 1.25;

/// What pays for the organisation's own effort.
pub(super) fn funding(look: &Look<'_>, remarks: &mut Remarks) {
    let scenario = &look.arm.scenario;
    let Some(evidence) = scenario.behaviour.evidence() else { return };
    let own = &evidence.organisation;
    if own.ceiling.0 <= 0.0 {
        return;
    }
    for (place, (name, contract)) in scenario.contract.iter().enumerate() {
        let lives = contract.lives(look.arm.practice_under(place).lives[place], 1.0);
        if !contract.terms.is_value_based() || !contract.terms.settles() || lives <= 0.0 {
            continue;
        }
        let funded = programme_funding(contract, lives);
        let enough = own.enough(lives_of_manager(own, contract.line));
        if funded + scenario.allocation.invested() <= 0.0 {
            remarks.say(
                format!("contract.{name}.programme_cost"),
                "nothing pays for care management",
                "the organisation by itself takes nothing off the cost of care",
                "write programme_cost or programme_fixed_cost, or allocation.infrastructure, or leave it so if nothing is spent",
            );
        } else if funded > BEYOND * enough {
            remarks.say(
                format!("contract.{name}.programme_cost"),
                format!("${funded:.2} a member and month for care management"),
                format!("beside about ${enough:.2}, beyond which more buys nothing"),
                "write what care management costs; more of it costs and saves nothing",
            );
        }
    }
}
