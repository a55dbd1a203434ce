// Reporting stands at the end of the line: it tells nobody anything yet.
export {}
