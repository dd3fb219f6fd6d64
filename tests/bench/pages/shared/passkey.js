/** Asks the browser for a passkey of the flow and returns what Kratos wants to have of it. */
export const passkey = async (nodes) => {
  const challenge = nodes.find(({ attributes }) => attributes.name === "passkey_challenge");
  const { publicKey } = JSON.parse(challenge.attributes.value);
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
  const credential = await navigator.credentials.get({ publicKey: options });
  return JSON.stringify(credential.toJSON());
};
