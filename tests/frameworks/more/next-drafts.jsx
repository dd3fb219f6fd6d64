import { signedIn } from "../session.js";

// The proxy does not guard this page: it guards itself.
export default async function Drafts() {
  return <p>{(await signedIn("/drafts")).session.identity.name}</p>;
}
