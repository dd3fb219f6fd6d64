// A style sheet, which has no exports.
export {};
