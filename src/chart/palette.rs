//! Colours and markers. An arm has one of each, so that twelve arms stay apart in colour, for eyes that
//! see few colours, and in grey print.

/// Red, green, blue.
pub(super) type Colour = (u8, u8, u8);

/// Titles and values.
pub(super) const INK: Colour = (28, 32, 38);
/// Subtitles, axis labels.
pub(super) const MUTED: Colour = (96, 104, 114);
/// Lines that guide the eye.
pub(super) const GRID: Colour = (222, 226, 231);
/// Reference lines.
pub(super) const REFERENCE: Colour = (140, 147, 156);
/// Background of panels.
pub(super) const PAPER: Colour = (255, 255, 255);
/// Money that reaches physicians; gains.
pub(super) const REACHED: Colour = (0, 114, 178);
/// Money that is forfeited; losses.
pub(super) const LOST: Colour = (213, 94, 0);
/// Money that the payer keeps.
pub(super) const KEPT: Colour = (178, 184, 192);
/// Money that the system retains.
pub(super) const RETAINED: Colour = (230, 159, 0);

/// One colour for each arm, the baseline first (Okabe and Ito); after the last they repeat, with other markers.
const ARMS: [Colour; 8] = [
    (92, 99, 108),
    (0, 114, 178),
    (230, 159, 0),
    (0, 158, 115),
    (204, 121, 167),
    (213, 94, 0),
    (86, 180, 233),
    (28, 32, 38),
];

/// Colour of an arm.
pub(super) fn arm(place: usize) -> Colour {
    ARMS[place % ARMS.len()]
}

/// Shape of an arm's points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    Circle,
    Square,
    Triangle,
    Diamond,
    Nabla,
    Cross,
    OpenCircle,
    OpenSquare,
    OpenTriangle,
    OpenDiamond,
    OpenNabla,
    OpenCross,
}

const MARKERS: [Marker; 12] = [
    Marker::Circle,
    Marker::Square,
    Marker::Triangle,
    Marker::Diamond,
    Marker::Nabla,
    Marker::Cross,
    Marker::OpenCircle,
    Marker::OpenSquare,
    Marker::OpenTriangle,
    Marker::OpenDiamond,
    Marker::OpenNabla,
    Marker::OpenCross,
];

/// Arms that a chart tells apart.
pub(super) const MOST_ARMS: usize = MARKERS.len();

/// Marker of an arm.
pub(super) fn marker(place: usize) -> Marker {
    MARKERS[place % MARKERS.len()]
}

impl Marker {
    /// Whether only its outline is drawn.
    pub(super) fn is_open(self) -> bool {
        MARKERS.iter().position(|marker| *marker == self).is_some_and(|place| place >= MARKERS.len() / 2)
    }

    /// Its corners for a radius of one; a circle has none.
    pub(super) fn corners(self) -> &'static [(f64, f64)] {
        const ARM: f64 = 0.42;
        const END: f64 = 1.15;
        match self {
            Marker::Circle | Marker::OpenCircle => &[],
            Marker::Square | Marker::OpenSquare => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            Marker::Triangle | Marker::OpenTriangle => &[(0.0, -1.15), (1.05, 0.8), (-1.05, 0.8)],
            Marker::Diamond | Marker::OpenDiamond => &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)],
            Marker::Nabla | Marker::OpenNabla => &[(0.0, 1.15), (1.05, -0.8), (-1.05, -0.8)],
            Marker::Cross | Marker::OpenCross => &[
                (-ARM, -END),
                (ARM, -END),
                (ARM, -ARM),
                (END, -ARM),
                (END, ARM),
                (ARM, ARM),
                (ARM, END),
                (-ARM, END),
                (-ARM, ARM),
                (-END, ARM),
                (-END, -ARM),
                (-ARM, -ARM),
            ],
        }
    }
}

/// A colour between two, at a part of the way.
pub(super) fn between(from: Colour, to: Colour, part: f64) -> Colour {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a colour between two others"
    )]
    let mix =
        |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * part.clamp(0.0, 1.0)).round() as u8;
    (mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_arms_are_told_apart_with_and_without_colour() {
        for one in 0..MOST_ARMS {
            for other in 0..one {
                assert_ne!(marker(one), marker(other), "grey print");
            }
        }
        let open = (0..MOST_ARMS).filter(|place| marker(*place).is_open()).count();
        assert_eq!(open, MOST_ARMS / 2);
        assert_eq!(between((0, 0, 0), (200, 100, 50), 0.5), (100, 50, 25));
    }
}
