//! Times as people say them in their language.

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::i18n::Catalog;

#[wasm_bindgen]
extern "C" {
    /// <https://tc39.es/ecma402/#sec-intl-relativetimeformat-constructor>
    #[wasm_bindgen(js_namespace = Intl)]
    type RelativeTimeFormat;

    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(language: &str, options: &JsValue) -> RelativeTimeFormat;

    #[wasm_bindgen(method)]
    fn format(this: &RelativeTimeFormat, number: f64, unit: &str) -> String;

    /// A `Date`, with the options of ECMA-402.
    type Moment;

    #[wasm_bindgen(method, js_name = toLocaleDateString)]
    fn date(this: &Moment, language: &str, options: &JsValue) -> String;

    #[wasm_bindgen(method, js_name = toLocaleTimeString)]
    fn time(this: &Moment, language: &str, options: &JsValue) -> String;
}

/// An RFC 3339 timestamp as people say it: `today, 12:19`, `in 3 days`, or else the date.
pub fn said(words: &Catalog, instant: &str) -> String {
    let date = Date::new(&instant.into());
    if date.get_time().is_nan() {
        return instant.to_owned();
    }
    let (language, moment) = (words.language(), date.clone().unchecked_into::<Moment>());
    let days = days_between(&Date::new_0(), &date);
    if days.abs() > 6.0 {
        return moment.date(language, &option("dateStyle", "medium"));
    }
    let day = RelativeTimeFormat::new(language, &option("numeric", "auto")).format(days, "day");
    if days.abs() > 1.0 {
        return day;
    }
    let time = moment.time(language, &option("timeStyle", "short"));
    words.fill("time.at", &[("day", &day), ("time", &time)])
}

/// How many midnights are between two times.
fn days_between(from: &Date, to: &Date) -> f64 {
    let midnight = |date: &Date| {
        let day = i32::try_from(date.get_date()).unwrap_or_default();
        let month = i32::try_from(date.get_month()).unwrap_or_default();
        Date::new_with_year_month_day(date.get_full_year(), month, day).get_time()
    };
    // A day with a change of the clocks has 23 or 25 hours.
    ((midnight(to) - midnight(from)) / 86_400_000.0).round()
}

fn option(name: &str, value: &str) -> JsValue {
    let options = Object::new();
    // Fails only for frozen objects.
    let _ = Reflect::set(&options, &name.into(), &value.into());
    options.into()
}
