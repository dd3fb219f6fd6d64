//! How a template finds the person's language.

use anyhow::Result;

use super::kinds::{Kind, Traits};
use super::words::Language;

/// Traits that name a language, the first one first.
const NAMES: [&str; 4] = ["locale", "preferred_language", "language", "lang"];

/// Sets `$tag`, `$dir` and `$w`, the texts in the person's language by the names in `keys`: that of the form
/// (`transient_payload.locale`), of the account, else English. `de-AT` finds `de`.
pub fn choice(kind: &Kind, languages: &[Language], keys: &[(&str, String)]) -> Result<String> {
    let traits = match kind.traits {
        Traits::Identity => "dig \"traits\" dict .Identity",
        Traits::SignUp => ".Traits",
        Traits::Unknown => "dict",
    };
    let names = NAMES.map(|name| format!("(dig \"{name}\" \"\" $traits)")).join(" ");
    let mut texts = String::new();
    for language in languages {
        texts += &format!("\n\t{} (dict", quoted(&language.tag.to_lowercase()));
        for (name, key) in keys {
            texts += &format!(" {} {}", quoted(name), quoted(language.word(key)?));
        }
        texts.push(')');
    }
    Ok(format!(
        r#"{{{{- $traits := {traits} }}}}
{{{{- $wanted := coalesce (dig "locale" "" .TransientPayload) {names} "en" | toString | lower | replace "_" "-" }}}}
{{{{- $texts := dict{texts} }}}}
{{{{- $tag := first (splitList "-" $wanted) }}}}
{{{{- if eq $tag "zh" }}}}{{{{ $tag = ternary "zh-hant" "zh-hans" (regexMatch "^zh-(hant|tw|hk|mo)" $wanted) }}}}{{{{ end }}}}
{{{{- if eq $tag "pt" }}}}{{{{ $tag = "pt-br" }}}}{{{{ end }}}}
{{{{- if has $tag (list "no" "nn") }}}}{{{{ $tag = "nb" }}}}{{{{ end }}}}
{{{{- if not (hasKey $texts $tag) }}}}{{{{ $tag = "en" }}}}{{{{ end }}}}
{{{{- $dir := ternary "rtl" "ltr" (has $tag (list "ar" "fa" "he")) }}}}
{{{{- $w := get $texts $tag -}}}}
"#
    ))
}

/// A text of a Go template.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
