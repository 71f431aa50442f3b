// Names that would do harm if they were anything but text.
export const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://x","y")',
  "\uff1d1+1",
  "@SUM(1)",
  "\u{1F469} doctor",
  "\u0637\u0628\u064a\u0628",
  "\u05e8\u05d5\u05e4\u05d0",
  "</script><script>alert(2)</script>",
  "x'\"`${alert(3)}",
];
export const TITLE = "Clinic </title><script>alert(\"title\")</script> & 'sons'";
