// A page of somebody who uses both the elements and the client of the package, and goes nowhere.
import { connect } from "/propylon/index.js";
import "/propylon/elements.js";

const [login, session] = document.querySelectorAll("kratos-login, kratos-session");
const output = document.querySelector("output");
login.addEventListener("kratos-navigate", (event) => {
  event.preventDefault();
  output.textContent = `leads to ${event.detail.url}`;
});
for (const element of [login, session]) element.setAttribute("base-url", location.origin);
const auth = await connect({ url: location.origin });
auth.session.subscribe(({ state }) => {
  document.title = `Somebody’s page: ${state}`;
});
