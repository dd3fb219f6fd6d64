//! The templates of one kind of mail.

use anyhow::Result;

use super::kinds::Kind;
use super::language::choice;
use super::words::Language;

/// The colour of buttons and links, that of the site.
pub const ACCENT: &str = "#1d4ed8";

/// What all mails have in common.
#[derive(Default)]
pub struct Brand {
    pub name: Option<String>,
    /// The URL of a picture.
    pub logo: Option<String>,
    pub accent: String,
}

/// The texts of a kind: the names in the template, and the keys.
fn keys(kind: &Kind) -> Vec<(&'static str, String)> {
    let Kind { purpose, code, url, .. } = kind;
    let subject = ("subject", format!("subject.{purpose}"));
    let ignore = || ("ignore", "ignore".to_owned());
    match (code, url) {
        (Some(_), Some(_)) => {
            vec![
                subject,
                ("lead", format!("code.{purpose}")),
                ("or", "link.or".to_owned()),
                ignore(),
            ]
        }
        (Some(_), None) => vec![subject, ("lead", format!("code.{purpose}")), ignore()],
        (None, Some(_)) => vec![subject, ("lead", format!("link.{purpose}")), ignore()],
        (None, None) => vec![subject, ("lead", "unknown".to_owned())],
    }
}

/// The subject. It has no code: people read it on locked screens.
pub fn subject(kind: &Kind, languages: &[Language]) -> Result<String> {
    let keys = [("subject", format!("subject.{}", kind.purpose))];
    Ok(choice(kind, languages, &keys)? + "{{ $w.subject }}\n")
}

/// The plain text.
pub fn plain(kind: &Kind, languages: &[Language], brand: &Brand) -> Result<String> {
    let mut text = choice(kind, languages, &keys(kind))? + "{{ $w.lead }}\n";
    if let Some(code) = kind.code {
        text += &format!("\n{{{{ .{code} }}}}\n");
    }
    if let Some(url) = kind.url {
        if kind.code.is_some() {
            text += "\n{{ $w.or }}\n";
        }
        text += &format!("\n{{{{ .{url} }}}}\n");
    }
    if kind.code.is_some() || kind.url.is_some() {
        text += "\n{{ $w.ignore }}\n";
    }
    if let Some(name) = &brand.name {
        text += &format!("\n{}\n", literal(name));
    }
    Ok(text)
}

/// An SMS. Browsers fill in the code by its last line (<https://wicg.github.io/sms-one-time-codes/>), on pages of the
/// host that people asked at.
pub fn sms(kind: &Kind, languages: &[Language]) -> Result<String> {
    let code = kind.code.unwrap_or_default();
    let mut text = choice(kind, languages, &[("sms", "sms".to_owned())])?;
    text += &format!("{{{{ replace \"{{code}}\" .{code} $w.sms }}}}\n\n");
    text += &format!("@{{{{ (urlParse .RequestURL).hostname }}}} #{{{{ .{code} }}}}\n");
    Ok(text)
}

/// The HTML.
pub fn html(kind: &Kind, languages: &[Language], brand: &Brand) -> Result<String> {
    let accent = &brand.accent;
    let mut body = String::new();
    let name = brand.name.as_deref().map(escaped);
    match (&brand.logo, &name) {
        (Some(logo), name) => {
            let (logo, name) = (escaped(logo), name.as_deref().unwrap_or_default());
            body += &format!(
                "<img src=\"{logo}\" alt=\"{name}\" height=\"32\" style=\"display:block;height:32px;margin:0 0 20px;border:0\">\n"
            );
        }
        (None, Some(name)) => {
            body += &format!(
                "<p class=\"muted\" style=\"margin:0 0 16px;font-size:14px;font-weight:600;color:#596170\">{name}</p>\n"
            );
        }
        (None, None) => {}
    }
    body += "<h1 class=\"text\" style=\"margin:0 0 12px;font-size:20px;line-height:1.3;color:#15181e\">{{ $w.subject }}</h1>\n";
    body += "<p class=\"text\" style=\"margin:0 0 16px;font-size:16px;line-height:1.5;color:#15181e\">{{ $w.lead }}</p>\n";
    if let Some(code) = kind.code {
        body += &format!(
            "<p class=\"code\" dir=\"ltr\" style=\"margin:0 0 20px;padding:14px 8px;border-radius:10px;background:#f1f3f6;color:#15181e;font:600 28px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:6px;text-align:center\">{{{{ .{code} }}}}</p>\n"
        );
    }
    if let Some(url) = kind.url {
        if kind.code.is_some() {
            body += "<p class=\"text\" style=\"margin:0 0 8px;font-size:16px;line-height:1.5;color:#15181e\">{{ $w.or }}</p>\n";
        }
        body += &format!(
            "<p dir=\"ltr\" style=\"margin:0 0 20px;font-size:14px;line-height:1.5;overflow-wrap:anywhere;word-break:break-all\"><a class=\"link\" href=\"{{{{ .{url} }}}}\" style=\"color:{accent}\">{{{{ .{url} }}}}</a></p>\n"
        );
    }
    if kind.code.is_some() || kind.url.is_some() {
        body += "<p class=\"muted\" style=\"margin:0;font-size:14px;line-height:1.5;color:#596170\">{{ $w.ignore }}</p>\n";
    }
    let start = choice(kind, languages, &keys(kind))?;
    Ok(format!(
        r#"{start}<!doctype html>
<html lang="{{{{ $tag }}}}" dir="{{{{ $dir }}}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{{{{ $w.subject }}}}</title>
<style>
:root {{ color-scheme: light dark; }}
@media (prefers-color-scheme: dark) {{
  .page {{ background: #0d0f13 !important; }}
  .card {{ background: #16191f !important; border-color: #2b3039 !important; }}
  .text {{ color: #eceef2 !important; }}
  .muted {{ color: #a0a8b5 !important; }}
  .code {{ background: #0d0f13 !important; color: #eceef2 !important; }}
  .link {{ color: #8fb0ff !important; }}
}}
</style>
</head>
<body class="page" style="margin:0;padding:24px 12px;background:#f5f6f8">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:440px;background:#ffffff;border:1px solid #e1e4e9;border-radius:12px"><tr><td dir="{{{{ $dir }}}}" style="padding:28px 24px;font-family:system-ui,-apple-system,Roboto,Helvetica,Arial,sans-serif;text-align:start">
{body}</td></tr></table>
</td></tr></table>
</body>
</html>
"#
    ))
}

/// A text in HTML, and in a template.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    literal(&text.replace('"', "&quot;"))
}

/// A text in a template that is no action.
fn literal(text: &str) -> String {
    text.replace("{{", "{{ \"{{\" }}")
}
