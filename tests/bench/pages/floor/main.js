// The floor: the minimum that somebody who knows Kratos would write by hand for these two forms.
import { begin, send } from "./kratos.js";
import { draw, say } from "./draw.js";

const kind = location.pathname.includes("registration") ? "registration" : "login";
const form = document.getElementById("form");
let flow;

const show = (next) => {
  flow = next;
  form.replaceChildren(...draw(flow.ui));
  form.action = flow.ui.action;
  form.removeAttribute("aria-busy");
  const first = form.querySelector("[aria-invalid], [role=alert]") ?? form.querySelector("input:not([type=hidden])");
  first?.focus();
};

const failed = (error) => {
  console.error(error);
  form.prepend(say({ type: "error", text: "The service can't be reached. Try again." }));
  form.removeAttribute("aria-busy");
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  // Presses during a submit are ignored.
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  send(kind, flow, form, event.submitter).then((next) => next && show(next), failed);
});

begin(kind).then((first) => first && show(first), failed);
