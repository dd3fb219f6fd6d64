/** Runs the flow's passkey ceremony and returns the fields to post. */
export const passkey = async (nodes) => {
  const challenge = nodes.find(({ attributes }) => attributes.name === "passkey_challenge");
  const { publicKey } = JSON.parse(challenge.attributes.value);
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
  const credential = await navigator.credentials.get({ publicKey: options });
  return JSON.stringify(credential.toJSON());
};
