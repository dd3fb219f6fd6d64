//! The binary that Trunk builds. `www/boot.js` loads it and calls [`propylon::site::start`].

use propylon as _;

fn main() {}
