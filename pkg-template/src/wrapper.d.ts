import type { KratosEvents } from "./elements.js";
import type { Auth, ConnectOptions } from "./index.js";

/** What the provider of every wrapper takes. */
export interface ProviderOptions extends Pick<ConnectOptions, "url" | "locale" | "navigate" | "session"> {
  /** A client of your own, such as one of `propylon/testing`. It is not disposed. */
  auth?: Auth;
}

/** The props that an element's component has in every framework. */
export interface ElementProps {
  /** Kratos' public URL; default: that of the provider, else the page's origin. */
  baseUrl?: string;
  groups?: string | readonly string[];
  locale?: string;
  /** The level of the heading, 1 to 6; default 1. */
  headingLevel?: number | string;
  flow?: string;
  returnTo?: string;
  refresh?: boolean;
  aal?: string;
  organization?: string;
  via?: string;
  loginChallenge?: string;
  identitySchema?: string;
  /** What an OAuth2 client asks for; only for `KratosConsent`. */
  consentChallenge?: string;
  /** The id of the stored error; only for `KratosError`. */
  errorId?: string;
  id?: string;
  onScreen?: (event: KratosEvents["kratos-screen"]) => void;
  onSuccess?: (event: KratosEvents["kratos-success"]) => void;
  /** `event.preventDefault()` keeps the page where it is. */
  onNavigate?: (event: KratosEvents["kratos-navigate"]) => void;
  onError?: (event: KratosEvents["kratos-error"]) => void;
  onSession?: (event: KratosEvents["kratos-session"]) => void;
}
