/* global Cypress, cy */
import { createIdentityBy, latestCodeBy, signInBy, virtualPasskeyBy } from "./testing/kratos.js";

/** Requests of Cypress, which have the browser's cookies. */
const ask = ({ url, method, headers, form, json }) =>
  cy.request({ url, method, headers, form: Boolean(form), body: form ?? json, failOnStatusCode: false, followRedirect: false, log: false });

const pause = (milliseconds) => cy.wait(milliseconds, { log: false });

const send = (command, params) => cy.wrap(Cypress.automation("remote:debugger:protocol", { command, params }), { log: false });

Cypress.Commands.addAll({
  signIn: (options) => signInBy(ask, options),
  createIdentity: (options) => createIdentityBy(ask, options),
  latestCode: (mailpitUrl, address, options) => latestCodeBy(ask, pause, mailpitUrl, address, options),
  virtualPasskey: (options) => virtualPasskeyBy(send, options),
});
