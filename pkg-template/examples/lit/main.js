import { LitElement, html } from "lit";
import "propylon/elements";
import "propylon/styles.css";

const url = import.meta.env.VITE_KRATOS_URL;

class SignIn extends LitElement {
  static properties = { isOut: { state: true } };

  // Password managers and the page's styles need the light DOM.
  createRenderRoot() {
    return this;
  }

  render() {
    const here = location.href;
    if (!this.isOut) return html`<kratos-session .baseUrl=${url} .returnTo=${here} @kratos-session=${this.heard}></kratos-session>`;
    return html`<kratos-login .baseUrl=${url} .returnTo=${here} .groups=${["default", "code", "passkey"]}></kratos-login>`;
  }

  heard({ detail }) {
    this.isOut = detail.state === "none";
  }
}

customElements.define("sign-in", SignIn);
