//! The components and types for apps in Leptos: the gate, the parts that an app may draw, the
//! session.

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
