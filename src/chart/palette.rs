//! Colours and markers.

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

/// One colour for each arm, the baseline first; after the last they repeat.
const ARMS: [Colour; 8] = [
    (92, 99, 108),
    (0, 114, 178),
    (230, 159, 0),
    (0, 158, 115),
    (204, 121, 167),
    (213, 94, 0),
    (86, 180, 233),
    (60, 60, 60),
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
}

/// Marker of an arm.
pub(super) fn marker(place: usize) -> Marker {
    [Marker::Circle, Marker::Square, Marker::Triangle, Marker::Diamond][place % 4]
}
