//! Plays a recorded flow: the events and answers of a file through the machine, to the screens that were
//! shown.
//!
//! `auth.record()` and the page `/doctor` of the site write such files, with every secret replaced by a
//! placeholder of the same shape. A file has what crossed the machine's edge: requests and answers,
//! ceremonies and their ends. What was pressed in between is not written down: [`Recording::play`] finds
//! the event that makes the machine send the recorded request.
//!
//! | module | content |
//! | --- | --- |
//! | `recording` | the file |
//! | `page` | a machine whose requests get the recorded answers |
//! | `explain` | the events that may have led to a request |
//! | [`text`] | a screen as text |

mod explain;
mod page;
mod recording;
pub mod text;

pub use page::{Replay, Shown};
pub use recording::{BadRecording, LARGEST, Recording};
