//! What an app in Leptos composes: a gate, whose parts it may draw itself, and who is signed in.

mod button;
mod draw;
mod element_setup;
mod field;
mod gate;
mod navigate;
mod notice;
mod overrides;
mod propylon;
mod section;

pub use button::{Button, ButtonPart};
pub use draw::Draw;
pub use field::{Field, FieldPart, Message};
pub use gate::Gate;
pub use navigate::Navigate;
pub use notice::{Notice, NoticePart};
pub use propylon::Propylon;
pub use section::SectionPart;
