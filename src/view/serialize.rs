//! Serialises the enums of the view model as objects with a `kind`. The structs derive it.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{action::Does, busy::Busy, field::Control, part::Part, screen::Body};

/// An object with only its kind.
fn bare<S: Serializer>(to: S, kind: &'static str) -> Result<S::Ok, S::Error> {
    let mut object = to.serialize_struct("", 1)?;
    object.serialize_field("kind", kind)?;
    object.end()
}

/// An object with its kind and one member.
fn with<S: Serializer, T: Serialize + ?Sized>(
    to: S,
    kind: &'static str,
    name: &'static str,
    value: &T,
) -> Result<S::Ok, S::Error> {
    let mut object = to.serialize_struct("", 2)?;
    object.serialize_field("kind", kind)?;
    object.serialize_field(name, value)?;
    object.end()
}

/// An object with its kind and three texts; the third is optional.
fn texts<S: Serializer>(
    to: S,
    kind: &'static str,
    members: [(&'static str, &str); 3],
) -> Result<S::Ok, S::Error> {
    let mut object = to.serialize_struct("", 4)?;
    object.serialize_field("kind", kind)?;
    for (name, text) in members {
        object.serialize_field(name, text)?;
    }
    object.end()
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Loading => bare(to, "loading"),
            Self::Form(form) => with(to, "form", "form", form),
            Self::Cards(cards) => with(to, "cards", "cards", cards),
            Self::Facts(facts, actions) => {
                let mut object = to.serialize_struct("", 3)?;
                object.serialize_field("kind", "facts")?;
                object.serialize_field("facts", facts)?;
                object.serialize_field("actions", actions)?;
                object.end()
            }
            Self::Rows(rows, actions) => {
                let mut object = to.serialize_struct("", 3)?;
                object.serialize_field("kind", "rows")?;
                object.serialize_field("rows", rows)?;
                object.serialize_field("actions", actions)?;
                object.end()
            }
        }
    }
}

impl Serialize for Part {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Field(field) => with(to, "field", "field", field),
            Self::Button(button) => with(to, "button", "button", button),
            Self::Item(item) => with(to, "item", "item", item),
            Self::Text(id, text, message) => {
                let mut object = to.serialize_struct("", 4)?;
                object.serialize_field("kind", "text")?;
                object.serialize_field("id", id)?;
                object.serialize_field("text", text)?;
                object.serialize_field("message", message)?;
                object.end()
            }
            Self::Secret(id, label, secret) => {
                texts(to, "secret", [("id", id), ("label", label), ("secret", secret)])
            }
            Self::Codes(id, label, codes) => {
                let mut object = to.serialize_struct("", 4)?;
                object.serialize_field("kind", "codes")?;
                object.serialize_field("id", id)?;
                object.serialize_field("label", label)?;
                object.serialize_field("codes", codes)?;
                object.end()
            }
            Self::Image(id, src, label) => {
                texts(to, "image", [("id", id), ("src", src), ("label", label)])
            }
            Self::Anchor(id, href, label) => {
                texts(to, "anchor", [("id", id), ("href", href), ("label", label)])
            }
            Self::Captcha => bare(to, "captcha"),
        }
    }
}

impl Serialize for Control {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Line(kind) => with(to, "line", "type", kind),
            Self::Password => bare(to, "password"),
            Self::Code(length) => with(to, "code", "length", length),
            Self::Checkbox => bare(to, "checkbox"),
            Self::Choice(options) => with(to, "choice", "options", options),
        }
    }
}

impl Serialize for Does {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Open(href) | Self::Visit(href) | Self::OpenTab(href) => {
                with(to, self.kind(), "href", href)
            }
            Self::Revoke(id) => with(to, self.kind(), "id", id),
            _ => bare(to, self.kind()),
        }
    }
}

impl Serialize for Busy {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::No => bare(to, "no"),
            Self::Waiting => bare(to, "waiting"),
            Self::Button(name, value) => {
                let mut object = to.serialize_struct("", 3)?;
                object.serialize_field("kind", "button")?;
                object.serialize_field("name", name)?;
                object.serialize_field("value", value)?;
                object.end()
            }
            Self::Ceremony(trigger) => with(to, "ceremony", "trigger", trigger),
        }
    }
}
