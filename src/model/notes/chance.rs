//! Notes about chance.

use super::{Look, Model, Remarks};

/// Without chance every trial is the first.
pub(super) fn trials(look: &Look<'_>, remarks: &mut Remarks) {
    if look.arm.scenario.chance.none && look.trials > look.model.rosters() as u64 {
        remarks.say(
            "chance.none",
            format!("{} trials without chance", look.trials),
            "every one of them on the same roster comes out the same",
            match look.model.rosters() {
                1 => "one is enough: write trials = 1, or --trials 1".to_owned(),
                several => format!("one for each roster is enough: write trials = {several}"),
            },
        );
    }
}

/// Rosters that are redrawn: what stands on the first, what cannot be told, what is not redrawn at all.
pub(super) fn rosters(look: &Look<'_>, remarks: &mut Remarks) {
    let asked = look.arm.scenario.run.rosters;
    if asked < 2 {
        return;
    }
    let about = "run.rosters";
    if look.arm.scenario.roster.is_some() {
        remarks.say(
            about,
            format!("{asked} rosters, and this arm's stands in a file"),
            "a file is not redrawn: errors and intervals are conditional on it",
            "leave run.rosters out, or describe people by [cohort] instead",
        );
        return;
    }
    remarks.say(
        about,
        format!("{asked} rosters, which trials meet in turn"),
        "who a position's figures, law, equity and the committee's pages say somebody is (specialty, plan, FTE, wRVUs) is the first roster's; pay and all else that is simulated is over all of them",
        "for the pages about persons take one roster: leave run.rosters out",
    );
    if look.trials < 2 * asked {
        remarks.say(
            about,
            format!("{asked} rosters for {} trials", look.trials),
            "hardly any roster is met twice, so that the rosters' part of a spread cannot be told from chance",
            format!("take {} trials or more, or fewer rosters", 2 * asked),
        );
    }
    for (place, plan) in look.model.plans.iter().enumerate() {
        let members = |model: &Model| -> usize {
            model.groups.iter().filter(|group| group.plan == place).map(|group| group.physicians).sum()
        };
        let without = look.model.on_each().filter(|model| members(model) == 0).count();
        if without > 0 {
            remarks.say(
                about,
                format!("on {without} of {asked} rosters nobody is on plan `{plan}` at the start"),
                "the means of that plan's physicians count such a roster as 0",
                "read them with care, or give the plan a cohort of its own",
            );
        }
    }
}
