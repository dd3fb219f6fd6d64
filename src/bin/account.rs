//! The binary of the account's pages, built beside the site's so that these weigh on no sign-in.
//! `www/boot.js` loads it on their paths and calls [`propylon::site::start`].

use propylon as _;

fn main() {}
