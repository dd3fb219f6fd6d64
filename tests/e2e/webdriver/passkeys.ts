import {
  Protocol,
  Transport,
  VirtualAuthenticatorOptions,
} from "selenium-webdriver/lib/virtual_authenticator";
import type { Page } from "./page";

/** Adds an authenticator like that of a laptop or phone: with user verification and storage. */
export async function addAuthenticator({ browser }: Page): Promise<void> {
  const laptop = new VirtualAuthenticatorOptions();
  laptop.setProtocol(Protocol.CTAP2);
  laptop.setTransport(Transport.INTERNAL);
  laptop.setHasResidentKey(true);
  laptop.setHasUserVerification(true);
  laptop.setIsUserVerified(true);
  await browser.addVirtualAuthenticator(laptop);
}

/** Lets this page create passkeys on any authenticator. Kratos asks for one of the device, which
 * Firefox has on other systems only: on Linux it refuses at once. */
export async function allowAnyAuthenticator({ browser }: Page): Promise<void> {
  await browser.executeScript(
    `const { create } = CredentialsContainer.prototype;
    CredentialsContainer.prototype.create = function (options) {
      delete options.publicKey.authenticatorSelection.authenticatorAttachment;
      return create.call(this, options);
    };`,
  );
}

/** The number of stored credentials. */
export async function credentials({ browser }: Page): Promise<number> {
  return (await browser.getCredentials()).length;
}
